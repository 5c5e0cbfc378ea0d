import Diagnostics
import Diary
import Ports

/// A PMS in memory that answers what a test says.
actor FakePMS: PMSPort {
    nonisolated let capabilities = PMSCapabilities(
        cancels: false, reference: .carried, rejectsOverlaps: false, reportsStacking: true,
        longestDelay: .seconds(60))
    private(set) var reading: PMSReading
    /// What the next calls fail with; a nil lets one through.
    var failures: [WireFailure.Kind?] = []
    private(set) var reads: [ClosedRange<CivilDate>] = []
    var entries: [DiaryEntryID: DiaryEntry] = [:]
    private let time: ManualTime
    /// Whether readings wait, as behind a slow line.
    private var isHolding = false
    private var held: [CheckedContinuation<Void, Never>] = []

    init(_ reading: PMSReading, time: ManualTime) {
        self.reading = reading
        self.time = time
    }

    func edit(_ change: (inout PMSReading) -> Void) { change(&reading) }

    func fail(_ kinds: [WireFailure.Kind?]) { failures = kinds }

    /// Lets readings wait from now on, or lets all that wait go on.
    func hold(_ holds: Bool) {
        isHolding = holds
        guard !holds else { return }
        for continuation in held { continuation.resume() }
        held = []
    }

    /// How far its clock is ahead of ours.
    private var skew: Duration?
    func setSkew(_ skew: Duration?) { self.skew = skew }
    func clockSkew() async -> Duration? { skew }

    var holding: Int { held.count }

    func put(_ entry: DiaryEntry) { entries[entry.id] = entry }

    func remove(_ id: DiaryEntryID) { entries[id] = nil }

    func read(_ days: ClosedRange<CivilDate>) async throws(PMSFailure) -> PMSReading {
        reads.append(days)
        if isHolding { await withCheckedContinuation { held.append($0) } }
        try failIfDue()
        var answer = reading
        answer.readAt = time.now()
        answer.days = days
        answer.sessions.removeAll { !days.contains($0.date) }
        return answer
    }

    func entry(_ id: DiaryEntryID) async throws(PMSFailure) -> DiaryEntry? {
        try failIfDue()
        return entries[id]
    }

    private func failIfDue() throws(PMSFailure) {
        guard !failures.isEmpty else { return }
        if let kind = failures.removeFirst() { throw .fake(kind, "P") }
    }
}

extension WireFailure {
    /// A failure of that kind, with words.
    static func fake(_ kind: Kind, _ letter: String) -> WireFailure {
        WireFailure(
            kind,
            Problem(
                ProblemCode(letter + "0500"), "the other side failed", hint: "it is tried again",
                context: [.init("call", "GET /somewhere")]))
    }
}
