internal import Diagnostics
public import Diary
public import Logging
public import Ports
public import Rules

/// Brings the directory's rules into service for practices that never had a revision, so that an
/// edited file never decides unchecked. What fails is a finding; the files decide meanwhile, each
/// that cannot be used replaced by its lower layer.
public actor FirstRules {
    private let rules: RulesInService
    private let store: any Store
    private let directory: RuleDirectory
    private let logger: Logger
    /// Practices without rules of their own share their files, so their tests run once.
    private var isUsable: [RuleRevisionID: Bool] = [:]

    /// Works on that store with that directory.
    public init(store: any Store, directory: RuleDirectory, logger: Logger) {
        rules = RulesInService(store: store)
        self.store = store
        self.directory = directory
        self.logger = logger
    }

    /// Activates the directory's rules where the practice has no active revision.
    public func ensure(for record: PracticeRecord, now: Instant) async throws {
        guard try await store.activeRevision(of: record.id) == nil else { return }
        let files = try directory.kept(system: record.system, practice: record.id)
        let revision = RuleRevision(files, keptAt: now)
        guard !files.isEmpty, isUsable[revision.id] != false else { return }
        if isUsable[revision.id] == nil {
            let check = RuleCheck(files, now: now)
            isUsable[revision.id] = check.problems.isEmpty
            if !check.problems.isEmpty {
                let problem = try await rules.refuse(check, for: record, now: now)
                logger.error("\(problem.message)", metadata: ["practice": "\(record.id)"])
                return
            }
        }
        try await store.keep(revision)
        try await store.change(
            record.id, .activateRules(revision.id), by: .service,
            why: "the practice had no revision yet", at: now)
    }
}
