extension ProblemEntry {
    /// The configuration file and the service.
    static let service = [
        ProblemEntry(
            "C0103", "a secret is missing",
            why: "Secrets stand in environment variables or in files, never in the configuration "
                + "file or the ledger. The one that is named is not there.",
            fix: "Set the environment variable for the service, or write the secret into the file "
                + "as its first line.")
    ]
}
