public import Diagnostics
public import Diary
internal import Evaluation
internal import Findings
public import Ports
internal import Rules

/// Brings edited rules into service, one practice at a time: checked, tested, their effect shown,
/// then switched by one audited transaction. What fails leaves the last good revision deciding.
public struct RulesInService: Sendable {
    private let store: any Store
    private let zones: ZoneDatabase

    /// Works on that store.
    public init(store: any Store, zones: ZoneDatabase = ZoneDatabase()) {
        self.store = store
        self.zones = zones
    }

    /// What the checked rules would change by the practice's newest reading, at the time of that
    /// reading or now, whichever is later; nil where nothing was read yet, or no revision decides.
    public func effect(
        of check: RuleCheck, for record: PracticeRecord, now: Instant
    ) async throws -> RuleEffect? {
        guard let active = try await active(of: record.id) else { return nil }
        return try await effect(of: check.rules, instead: RuleSet(active.ruleFiles), record, now)
    }

    /// What switching back would change; nil where nothing was read yet.
    public func effect(
        ofReturning revision: RuleRevision, for record: PracticeRecord, now: Instant
    ) async throws -> RuleEffect? {
        guard let active = try await active(of: record.id) else { return nil }
        return try await effect(
            of: RuleSet(revision.ruleFiles), instead: RuleSet(active.ruleFiles), record, now)
    }

    private func effect(
        of new: RuleSet, instead old: RuleSet, _ record: PracticeRecord, _ now: Instant
    ) async throws -> RuleEffect? {
        guard let reading = try await store.latestReading(of: record.id) else { return nil }
        let setUp = try await store.setUp(of: record.id)
        let zone = try zones.zone(named: setUp.timeZone)
        let snapshot = Snapshot(
            pms: reading, setUp: setUp, claims: try await store.claims(of: record.id))
        let time = max(now, reading.readAt)
        func evaluated(_ rules: RuleSet) -> Evaluation {
            Evaluator(rules: rules, zone: zone, zoneVersion: zones.version)
                .evaluate(snapshot, now: time)
        }
        return RuleEffect(before: evaluated(old), after: evaluated(new))
    }

    /// Switches a practice to checked rules and ends the finding about refused ones.
    ///
    /// - Throws: C0208 where they may not decide; the finding says so until rules are activated.
    public func activate(
        _ check: RuleCheck, for record: PracticeRecord, by actor: Actor, why: String?,
        now: Instant
    ) async throws {
        guard check.problems.isEmpty else {
            let problem = try await refuse(check, for: record, now: now)
            throw problem
        }
        try await store.keep(check.revision)
        try await store.change(
            record.id, .activateRules(check.revision.id), by: actor, why: why, at: now)
        try await store.replace([], from: .rules, of: record.id, at: now)
    }

    /// Switches a practice back to the revision before the active one.
    ///
    /// - Throws: D0103 where there is none.
    public func rollBack(
        _ practice: PracticeID, by actor: Actor, why: String?, now: Instant
    ) async throws {
        try await store.change(practice, .rollbackRules, by: actor, why: why, at: now)
        try await store.replace([], from: .rules, of: practice, at: now)
    }

    /// Notes refused rules as a finding, and returns the problem to show.
    public func refuse(
        _ check: RuleCheck, for record: PracticeRecord, now: Instant
    ) async throws -> Problem {
        let active = try await store.activeRevision(of: record.id)
        let deciding =
            active.map { "\($0.id.short), since \($0.since)" } ?? "Gapbook's own answers"
        let evidence = check.problems.prefix(10).map { problem in
            Finding.Fact(
                "problem", problem.message + (problem.location.map { ", in \($0.text)" } ?? ""))
        }
        let finding = Finding(
            .rulesRefused,
            message: "edited rules were refused; revision \(active?.id.short ?? "none") of "
                + "\(active.map { "\($0.since)" } ?? "before") goes on deciding",
            evidence: evidence + [
                Finding.Fact("deciding", deciding),
                Finding.Fact("refused revision", check.revision.id.short),
            ], system: record.system)
        try await store.replace([finding], from: .rules, of: record.id, at: now)
        return Problem(
            "C0208",
            "the rules of `\(record.id)` may not decide: "
                + "\(check.problems.count) problem\(check.problems.count == 1 ? "" : "s")",
            hint: "correct them and activate again; until then \(deciding) decides",
            causes: Array(check.problems.prefix(20)))
    }

    /// The files of the active revision; nil before the first activation.
    private func active(of practice: PracticeID) async throws -> RuleRevision? {
        guard let active = try await store.activeRevision(of: practice) else { return nil }
        return try await store.revision(active.id)
    }
}
