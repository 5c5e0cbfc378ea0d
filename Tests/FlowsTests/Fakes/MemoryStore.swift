import Diagnostics
import Diary
import Ports

@testable import Flows

/// The ledger in memory, as the protocols' documentation says.
actor MemoryStore: Store {
    private struct Practice {
        var record: PracticeRecord
        var setUp: SetUp
        var wishes: [Wish] = []
        var readings: [PMSReading] = []
        var claims: [Claim] = []
        var lease: (owner: String, until: Instant)?
        var runs: [SyncRun] = []
        var published: [MarketplacePracticeID: Published] = [:]
        var lastPoll: Instant?
        var findings: [FindingSource: [SeenFinding]] = [:]
    }

    private var all: [PracticeID: Practice] = [:]
    private var entries: [AuditEntry] = []
    private var changes = 0
    private var numbers = 0
    /// Whether every call fails, as a full disk would make it.
    private var isBroken = false
    private(set) var polls: [Instant] = []
    /// How often all practices were read.
    private(set) var practiceLooks = 0

    init() {}

    func breakDown(_ isBroken: Bool) { self.isBroken = isBroken }

    private func find(_ id: PracticeID) throws -> Practice {
        if isBroken { throw Problem("D0001", "the disk is full") }
        guard let practice = all[id] else { throw Problem("D0101", "no practice `\(id)`") }
        return practice
    }

    private func number() -> Int {
        numbers += 1
        return numbers
    }

    // MARK: set-up

    func practices() throws -> [PracticeRecord] {
        if isBroken { throw Problem("D0001", "the disk is full") }
        practiceLooks += 1
        return all.values.map(\.record).sorted { $0.id < $1.id }
    }

    func practice(_ id: PracticeID) throws -> PracticeRecord? {
        if isBroken { throw Problem("D0001", "the disk is full") }
        return all[id]?.record
    }

    func setUp(of practice: PracticeID) throws -> SetUp { try find(practice).setUp }

    func change(
        _ id: PracticeID, _ change: SetUpChange, by actor: Actor, why: String?, at now: Instant
    ) throws {
        if isBroken { throw Problem("D0001", "the disk is full") }
        changes += 1
        entries.insert(
            AuditEntry(
                number: number(), at: now, actor: actor, practice: id,
                action: String("\(change)".prefix { $0 != "(" }), subject: "", before: nil,
                after: nil, why: why), at: 0)
        if case .put(let record, let zone, let phone) = change {
            var setUp = all[id]?.setUp ?? SetUp(timeZone: zone)
            setUp.timeZone = zone
            setUp.phone = phone
            if all[id] == nil { all[id] = Practice(record: record, setUp: setUp) }
            all[id]?.record = record
            all[id]?.setUp = setUp
            return
        }
        var practice = try find(id)
        switch change {
        case .enable:
            practice.record.isEnabled = true
            practice.record.stopped = nil
            for kind in [Wish.Kind.configuration, .availability, .requests] {
                practice.wishes.append(Wish(number: number(), kind: kind))
            }
        case .disable: practice.record.isEnabled = false
        case .stop(let stop): practice.record.stopped = stop
        case .putType(let type):
            practice.setUp.appointmentTypes.removeAll {
                $0.id == type.id && $0.practitioner == type.practitioner
            }
            practice.setUp.appointmentTypes.append(type)
        case .link(let link):
            practice.setUp.links.removeAll {
                $0.type == link.type && $0.practitioner == link.practitioner
            }
            practice.setUp.links.append(link)
        case .unlink(let type, let who):
            practice.setUp.links.removeAll { $0.type == type && $0.practitioner == who }
        case .parameter(let group, let name, let value):
            practice.setUp.parameters[group, default: [:]][name] = value
        default: break
        }
        all[id] = practice
    }

    func audit(of practice: PracticeID?, limit: Int) -> [AuditEntry] {
        Array(entries.filter { practice == nil || $0.practice == practice }.prefix(limit))
    }

    func changeCount() throws -> Int {
        if isBroken { throw Problem("D0001", "the disk is full") }
        return changes
    }

    func wish(_ kinds: [Wish.Kind], for practice: PracticeID, by actor: Actor, at now: Instant)
        throws
    {
        _ = try find(practice)
        changes += 1
        for kind in kinds {
            all[practice]?.wishes.append(Wish(number: number(), kind: kind))
        }
    }

    func wishes(of practice: PracticeID) throws -> [Wish] { try find(practice).wishes }

    func fulfil(_ wishes: [Wish], of practice: PracticeID) throws {
        _ = try find(practice)
        changes += 1
        all[practice]?.wishes.removeAll(where: wishes.contains)
    }

    // MARK: readings

    func keep(_ reading: PMSReading) throws -> ContentDigest {
        _ = try find(reading.practice)
        all[reading.practice]?.readings.append(reading)
        return ContentDigest(
            CanonicalTextDigest.of("\(all[reading.practice]?.readings.count ?? 0)"))
    }

    func latestReading(of practice: PracticeID) throws -> PMSReading? {
        try find(practice).readings.last
    }

    func claims(of practice: PracticeID) throws -> [Claim] { try find(practice).claims }

    // MARK: publications

    func lease(_ practice: PracticeID, to owner: String, until: Instant, now: Instant) throws
        -> Bool
    {
        let found = try find(practice)
        if let lease = found.lease, lease.owner != owner, lease.until > now { return false }
        all[practice]?.lease = (owner, until)
        return true
    }

    func release(_ practice: PracticeID, from owner: String) throws {
        if try find(practice).lease?.owner == owner { all[practice]?.lease = nil }
    }

    func beginRun(of practice: PracticeID, at now: Instant) throws -> SyncRun {
        var found = try find(practice)
        for index in found.runs.indices where found.runs[index].outcome == nil {
            found.runs[index].outcome = .interrupted
            found.runs[index].endedAt = max(now, found.runs[index].startedAt)
        }
        let run = SyncRun(number: number(), practice: practice, startedAt: now)
        found.runs.insert(run, at: 0)
        all[practice] = found
        return run
    }

    func endRun(_ run: SyncRun) throws {
        _ = try find(run.practice)
        precondition(run.outcome != nil && run.endedAt.map { $0 >= run.startedAt } == true)
        guard let index = all[run.practice]?.runs.firstIndex(where: { $0.number == run.number })
        else { return }
        all[run.practice]?.runs[index] = run
    }

    func runs(of practice: PracticeID, limit: Int) throws -> [SyncRun] {
        Array(try find(practice).runs.prefix(limit))
    }

    func lastGoodRun(of practice: PracticeID) throws -> SyncRun? {
        try find(practice).runs.first { $0.outcome == .published || $0.outcome == .unchanged }
    }

    func published(of practice: PracticeID, at marketplace: MarketplacePracticeID) throws
        -> Published
    {
        try find(practice).published[marketplace] ?? Published()
    }

    func recordSent(
        _ part: ConfigurationPart, digest: ContentDigest, listing: Listing, run: SyncRun,
        at marketplace: MarketplacePracticeID
    ) throws {
        var published = try published(of: run.practice, at: marketplace)
        published.configuration[part] = digest
        switch part {
        case .liveHours: break
        case .books:
            published.books = listing.books
            let staying = Set(listing.books.map(\.id))
            published.days = published.days.filter { staying.contains($0.key.book) }
        case .reasons: published.reasons = listing.reasons
        }
        all[run.practice]?.published[marketplace] = published
    }

    func recordSent(
        _ days: [BookDay: SentDay], run: SyncRun, at marketplace: MarketplacePracticeID
    ) throws {
        var published = try published(of: run.practice, at: marketplace)
        published.days.merge(days) { _, new in new }
        all[run.practice]?.published[marketplace] = published
    }

    func recordFull(
        at now: Instant, firstDay: CivilDate, of practice: PracticeID,
        at marketplace: MarketplacePracticeID
    ) throws {
        var published = try published(of: practice, at: marketplace)
        published.fullAt = now
        published.days = published.days.filter { $0.key.date >= firstDay }
        all[practice]?.published[marketplace] = published
    }

    func recordPoll(of practice: PracticeID, at now: Instant) throws {
        _ = try find(practice)
        all[practice]?.lastPoll = now
        polls.append(now)
    }

    func lastPoll(of practice: PracticeID) throws -> Instant? { try find(practice).lastPoll }

    // MARK: findings

    func replace(
        _ findings: [Finding], from source: FindingSource, of practice: PracticeID,
        at now: Instant
    ) throws {
        let before = try find(practice).findings[source] ?? []
        all[practice]?.findings[source] = findings.map { finding in
            let known = before.first {
                $0.finding.code == finding.code && $0.finding.subject == finding.subject
            }
            return SeenFinding(
                finding: finding, firstSeen: known?.firstSeen ?? now, lastSeen: now)
        }
    }

    func findings(of practice: PracticeID) throws -> [SeenFinding] {
        let found = try find(practice).findings
        return FindingSource.allCases.flatMap { found[$0] ?? [] }
    }

    func codes(of practice: PracticeID, from source: FindingSource) -> [String] {
        (all[practice]?.findings[source] ?? []).map(\.finding.code)
    }

    // MARK: rules

    func keep(_ revision: RuleRevision) {}
    func revision(_ id: RuleRevisionID) -> RuleRevision? { nil }
    func activeRevision(of practice: PracticeID) -> ActiveRevision? { nil }
    func activations(of practice: PracticeID, limit: Int) -> [ActiveRevision] { [] }
}

/// A digest for tests.
enum CanonicalTextDigest {
    static func of(_ text: String) -> String {
        var canonical = CanonicalText("test/1")
        canonical.add(text)
        return canonical.digest.description
    }
}
