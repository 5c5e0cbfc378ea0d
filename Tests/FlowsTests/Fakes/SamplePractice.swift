import Diary
import Evaluation
import Foundation
import Logging
import Ports
import Rules

@testable import Flows

/// A small practice in which nothing is wrong, with a PMS, a marketplace, a ledger and a clock in
/// memory.
struct SamplePractice: Sendable {
    static let id = PracticeID("sample")
    static let zone = Zone.fixed(secondsEast: 36_000, named: "Australia/Brisbane")
    static let firstDay = CivilDate(dayNumber: 20_515)
    /// 8:00 on the first day, 3 March 2026, by the practice's clock.
    static let start = zone.instant(
        of: CivilDateTime(clockMinute: firstDay.dayNumber * 1440 + 480))
    static let amy = PractitionerID("P1")
    static let ben = PractitionerID("P2")
    static let marketplaceID = MarketplacePracticeID("M1")

    let store = MemoryStore()
    let marketplace = FakeMarketplace()
    let pms: FakePMS
    let time: ManualTime
    var policy = FlowPolicy()

    /// Makes the practice; `horizon` days after today are published.
    init(horizon: Int = 3, change: (inout PMSReading) -> Void = { _ in }) async throws {
        time = ManualTime(Self.start)
        var reading = Self.reading()
        change(&reading)
        pms = FakePMS(reading, time: time)
        policy.failuresBeforeFinding = 2
        try await store.change(
            Self.id, .put(Self.record(), timeZone: "Australia/Brisbane", phone: nil),
            by: .service, why: nil, at: Self.start)
        for (type, who, name, minutes, reason) in [
            ("T1", Self.amy, "Check-up", 45, "R1"), ("T1", Self.ben, "Check-up", 45, "R1"),
            ("T2", Self.amy, "Filling", 30, "R2"), ("T3", Self.amy, "Crown", 60, "R3"),
        ] {
            try await store.change(
                Self.id,
                .putType(
                    AppointmentType(
                        id: AppointmentTypeID(type), practitioner: who, name: name,
                        length: Minutes(minutes))), by: .service, why: nil, at: Self.start)
            try await store.change(
                Self.id,
                .link(
                    Link(
                        type: AppointmentTypeID(type), practitioner: who, reason: ReasonID(reason))
                ), by: .service, why: nil, at: Self.start)
        }
        try await store.change(
            Self.id,
            .parameter(group: "publishing", name: "horizon_days", .integer(horizon)),
            by: .service, why: nil, at: Self.start)
    }

    static func record(marketplace: MarketplacePracticeID? = marketplaceID) -> PracticeRecord {
        PracticeRecord(
            id: id, system: .exact, connection: "exact", pmsPractice: "AU1",
            marketplace: marketplace.map {
                .init(practice: $0, key: .environment("KEY"))
            })
    }

    /// Two dentists, four reasons, mornings for 120 days.
    static func reading() -> PMSReading {
        var reading = PMSReading(
            system: .exact, practice: id, practiceName: "Sample Dental", readAt: start,
            days: firstDay...firstDay.adding(days: 119))
        reading.stacking = true
        reading.practitioners = [
            Practitioner(id: amy, name: "Dr Amy Chen"), Practitioner(id: ben, name: "Dr Ben Hall"),
        ]
        for index in reading.practitioners.indices {
            reading.practitioners[index].role = "Dentist"
        }
        reading.reasons = [
            reason("R1", "Healthengine New Patient", 45, [amy, ben]),
            reason("R2", "Filling", 30, [amy]), reason("R3", "Crown", 60, [amy]),
            reason("R4", "Whitening", 50, [ben]),
        ]
        if let nine = CivilTime("09:00"), let noon = CivilTime("12:00") {
            reading.sessions = (0..<120).flatMap { day in
                [amy, ben].map {
                    WorkingSession(
                        practitioner: $0, date: firstDay.adding(days: day), start: nine, end: noon)
                }
            }
        }
        return reading
    }

    static func reason(_ id: String, _ name: String, _ minutes: Int, _ members: [PractitionerID])
        -> BookingReason
    {
        var reason = BookingReason(id: ReasonID(id), name: name)
        reason.minutes = Minutes(minutes)
        reason.practitioners = members.map { .init($0) }
        return reason
    }

    static func appointment(
        _ id: String, _ who: PractitionerID = amy, day: Int = 1, minute: Int, minutes: Int = 30,
        status: AppointmentStatus = .confirmed
    ) -> DiaryEntry {
        DiaryEntry(
            id: DiaryEntryID(id), practitioner: who, kind: .appointment, status: status,
            start: .civil(
                CivilDateTime(clockMinute: firstDay.adding(days: day).dayNumber * 1440 + minute)),
            end: .after(Minutes(minutes)))
    }

    var ports: PracticePorts {
        PracticePorts(
            pms: pms, marketplace: marketplace, store: store, time: time,
            evaluators: SampleRules(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func driver(owner: String = "test") -> PracticeDriver {
        PracticeDriver(Self.record(), ports: ports, policy: policy, owner: owner)
    }

    func sync(_ options: SyncOptions = SyncOptions()) async -> SyncReport {
        await driver().syncOnce(options)
    }

    /// What a sync without any fault would have the marketplace show now.
    func expected() async throws -> FakeMarketplace.Holding {
        var reading = await pms.reading
        reading.readAt = time.now()
        let today = Self.zone.local(at: time.now()).date
        reading.days = today...today.adding(days: 91)
        let evaluation = SampleRules.evaluator.evaluate(
            Snapshot(pms: reading, setUp: try await store.setUp(of: Self.id)), now: time.now())
        let listing = evaluation.listing()
        var holding = FakeMarketplace.Holding()
        holding.hours = policy.liveHours
        holding.books = listing?.books ?? []
        holding.reasons = listing?.reasons ?? []
        for day in listing?.days ?? [] { holding.days[day.bookDay] = day }
        return holding
    }
}

/// The shipped rules for every practice.
struct SampleRules: EvaluatorSupplier {
    static let evaluator: Evaluator = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let directory = RuleDirectory(root: root.appendingPathComponent("rules").path)
        let rules = try? RuleSet(directory, system: .exact, practice: nil)
        return Evaluator(
            rules: rules ?? .builtIn, zone: SamplePractice.zone, zoneVersion: "test")
    }()

    func evaluator(
        for record: PracticeRecord, setUp: SetUp, active: ActiveRevision?
    ) -> Evaluator { Self.evaluator }
}

/// SplitMix64: the same seed gives the same numbers everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}
