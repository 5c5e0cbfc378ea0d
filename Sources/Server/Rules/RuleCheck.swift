public import Diagnostics
public import Diary
public import Ports
public import Rules

/// One practice's rule files as they stand in the directory, checked: do they compile, and do all
/// tests of its layers pass?
public struct RuleCheck: Sendable {
    /// The files.
    public let revision: RuleRevision
    /// The same, compiled.
    public let rules: RuleSet
    /// What its tests gave, layer by layer.
    public let tests: [RuleTestResult]

    /// Reads and checks the files that count for a practice.
    ///
    /// - Throws: R0101 where the directory cannot be read, or holds no rule.
    public init(
        _ directory: RuleDirectory, for record: PracticeRecord, now: Instant
    ) throws(Problem) {
        let files = try directory.kept(system: record.system, practice: record.id)
        guard !files.isEmpty else {
            throw Problem(
                "R0101", "no rule files at `\(directory.root)`",
                hint: "name the directory with `rules:` in the configuration")
        }
        self.init(files, now: now)
    }

    /// Checks files.
    init(_ files: [RuleFile], now: Instant) {
        revision = RuleRevision(files, keptAt: now)
        rules = RuleSet(files)
        tests = RuleTests(files).run()
    }

    /// Why these rules may not decide: files that cannot be used, then tests that fail. Empty where
    /// they may.
    public var problems: [Problem] {
        rules.failures.map(\.problem) + tests.compactMap(\.problem)
    }
}
