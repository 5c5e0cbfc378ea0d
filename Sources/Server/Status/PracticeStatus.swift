public import Diary
public import Ports

/// All that can be said about one practice at one time: how old its data is, how its last syncs
/// went, what is wrong, which rules decide, and whether the marketplace shows its slots.
public struct PracticeStatus: Sendable {
    /// The practice.
    public var record: PracticeRecord
    /// What Gapbook owns for it.
    public var setUp: SetUp
    /// When its PMS was last read; nil before the first time.
    public var readAt: Instant?
    /// The newest run.
    public var lastRun: SyncRun?
    /// The newest run that ended well.
    public var lastGoodRun: SyncRun?
    /// When the marketplace's requests were last polled.
    public var lastPoll: Instant?
    /// What the marketplace has of it.
    public var published: Published?
    /// What is wrong, worst first.
    public var findings: [SeenFinding]
    /// Which rules decide.
    public var rules: ActiveRevision?
    /// What is asked for and not done yet.
    public var wishes: [Wish]
    /// The bookings whose end is not known yet, oldest first.
    public var openBookings: [Booking]
    /// The time that all ages count to.
    public var now: Instant

    /// Gathers it from the ledger.
    public init(
        of record: PracticeRecord, in store: any Store & BookingStore, now: Instant
    ) async throws {
        self.record = record
        self.now = now
        setUp = try await store.setUp(of: record.id)
        readAt = try await store.latestReading(of: record.id)?.readAt
        lastRun = try await store.runs(of: record.id, limit: 1).first
        lastGoodRun = try await store.lastGoodRun(of: record.id)
        lastPoll = try await store.lastPoll(of: record.id)
        findings = try await store.findings(of: record.id)
        rules = try await store.activeRevision(of: record.id)
        wishes = try await store.wishes(of: record.id)
        openBookings = try await store.openBookings(of: record.id)
        if let marketplace = record.marketplace {
            published = try await store.published(of: record.id, at: marketplace.practice)
        }
    }

    /// The open bookings that only a person can decide.
    public var bookingsNeedingPerson: [Booking] {
        openBookings.filter { $0.state.word == .needsPerson }
    }

    /// The open bookings whose state should have ended before now: nobody works on them.
    public var overdueBookings: [Booking] {
        openBookings.filter { $0.deadline.map { $0 < now } ?? false }
    }

    /// Why the marketplace would count the practice as unhealthy and hide its slots; nil where it
    /// would not (S50).
    ///
    /// - Parameters:
    ///   - hours: outside them the marketplace expects nothing.
    ///   - zone: the practice's.
    ///   - gap: after how many seconds without a poll it hides the slots.
    public func ailment(hours: LiveHours, zone: Zone, gap: Int) -> String? {
        guard record.state == .published else { return nil }
        guard hours.covers(zone.local(at: now)) else { return nil }
        if findings.contains(where: { $0.finding.code.hasPrefix("F19") }) {
            return "a request is not answered"
        }
        guard let lastPoll else { return "its requests were never polled" }
        let age = now.seconds - lastPoll.seconds
        return age > gap ? "its requests were last polled \(age / 60) minutes ago" : nil
    }
}

extension LiveHours {
    /// Whether the integration promised to be alive at that time; public holidays are not known
    /// here and count as plain days.
    func covers(_ time: CivilDateTime) -> Bool {
        let day = time.date.weekday - 1
        guard weekdays.indices.contains(day), let clock = CivilTime(minuteOfDay: time.minuteOfDay)
        else { return false }
        return weekdays[day].contains { $0.contains(clock) }
    }
}
