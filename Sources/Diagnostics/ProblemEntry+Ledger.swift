extension ProblemEntry {
    /// The ledger.
    static let ledger: [ProblemEntry] = []
}
