internal import Diagnostics
public import Diary
public import Evaluation
public import Flows
public import Ports
public import Rules

/// Gives each practice the rules of its active revision, compiled once and shared by practices with
/// the same files. Before its first activation a practice has the directory's rules.
public actor ServiceEvaluators: EvaluatorSupplier {
    /// The most revisions that stay compiled; what was not asked for longest goes first.
    static let capacity = 512

    private let store: any Store
    private let directory: RuleDirectory
    private let zones: ZoneDatabase
    private var compiled: [RuleRevisionID: (rules: RuleSet, used: Int)] = [:]
    private var zonesByName: [String: Zone] = [:]
    private var count = 0

    /// Reads revisions from the store, and other rules from the directory.
    public init(
        store: any Store, directory: RuleDirectory, zones: ZoneDatabase = ZoneDatabase()
    ) {
        self.store = store
        self.directory = directory
        self.zones = zones
    }

    /// The evaluator of a practice.
    ///
    /// - Throws: Z0001 for an unknown zone, R0101 where there are no rules, D0103 where the active
    ///   revision is not kept.
    public func evaluator(
        for record: PracticeRecord, setUp: SetUp, active: ActiveRevision?
    ) async throws -> Evaluator {
        Evaluator(
            rules: try await rules(for: record, active: active), zone: try zone(setUp.timeZone),
            zoneVersion: zones.version)
    }

    private func rules(
        for record: PracticeRecord, active: ActiveRevision?
    ) async throws -> RuleSet {
        guard let active else {
            return try RuleSet(directory, system: record.system, practice: record.id)
        }
        count += 1
        if let known = compiled[active.id] {
            compiled[active.id]?.used = count
            return known.rules
        }
        guard let revision = try await store.revision(active.id) else {
            throw Problem(
                "D0103", "the revision `\(active.id.short)` of `\(record.id)` is not kept",
                hint: "activate the rules again with `gapbook rules activate`")
        }
        let rules = RuleSet(revision.ruleFiles)
        if compiled.count >= Self.capacity,
            let oldest = compiled.min(by: { $0.value.used < $1.value.used })
        {
            compiled[oldest.key] = nil
        }
        compiled[active.id] = (rules, count)
        return rules
    }

    private func zone(_ name: String) throws(Problem) -> Zone {
        if let known = zonesByName[name] { return known }
        let zone = try zones.zone(named: name)
        zonesByName[name] = zone
        return zone
    }
}
