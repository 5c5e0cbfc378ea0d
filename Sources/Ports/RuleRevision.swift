public import Diary

extension IdentifierKind {
    /// A kept revision of one practice's rules.
    public enum RuleRevision {}
}

/// The digest of all rule files that count for a practice.
public typealias RuleRevisionID = Identifier<IdentifierKind.RuleRevision>

/// The rule files of one practice as they stood when they were kept: never changed afterwards.
public struct RuleRevision: Sendable, Equatable {
    /// The digest of the files.
    public var id: RuleRevisionID
    /// The files, by path relative to the rules' root, such as `core/interval.lua`; tests included.
    public var files: [File]
    /// When it was first kept.
    public var keptAt: Instant

    /// One file.
    public struct File: Sendable, Hashable {
        /// The path relative to the rules' root.
        public var path: String
        /// The content.
        public var text: String

        /// Makes a file.
        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// Makes a revision.
    public init(id: RuleRevisionID, files: [File], keptAt: Instant) {
        self.id = id
        self.files = files
        self.keptAt = keptAt
    }
}
