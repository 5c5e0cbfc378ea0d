public import Diary
public import Ports
public import Rules

extension RuleRevision {
    /// Keeps rule files as they stand; the id is the digest of their paths and contents.
    public init(_ files: [RuleFile], keptAt: Instant) {
        self.init(
            id: RuleRevisionID(RuleFile.digest(of: files)),
            files: files.sorted { $0.path < $1.path }.map {
                RuleRevision.File(path: $0.path, text: $0.text)
            }, keptAt: keptAt)
    }

    /// The files as the rules know them.
    public var ruleFiles: [RuleFile] {
        files.map { RuleFile(path: $0.path, text: $0.text) }
    }
}

extension RuleRevisionID {
    /// The first 12 digits, as people read and type it.
    public var short: String { String(rawValue.prefix(12)) }
}
