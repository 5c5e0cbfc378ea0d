import Diary
import Ports
import Testing

@testable import Flows

@Suite("The threshold against mass deletion") struct DeletionTests {
    private static let id = SamplePractice.id

    @Test(
        "more than the share, and not only a few",
        arguments: [
            // before, lost, percent, least, all count?, held?
            (10, 5, 50, 2, true, false), (10, 6, 50, 2, true, true), (1, 1, 50, 2, true, true),
            (2, 1, 50, 2, true, false), (2, 2, 50, 2, true, true), (3, 1, 30, 2, true, false),
            (0, 0, 50, 2, true, false), (30, 19, 50, 20, false, false),
            (30, 20, 50, 20, false, true), (10, 10, 50, 20, false, false),
            (10, 10, 99, 2, true, true),
        ])
    func bounds(before: Int, lost: Int, percent: Int, least: Int, orAll: Bool, isHeld: Bool) {
        let count = Deletions.Count(before: before, lost: lost)
        #expect(count.exceeds(percent, least: least, orAll: orAll) == isHeld)
    }

    @Test(
        "S52: a reading without practitioners, reasons or sessions publishes nothing",
        arguments: [
            "practitioners", "reasons", "sessions", "one reason of four",
        ])
    func held(what: String) async throws {
        let practice = try await SamplePractice(horizon: 20)
        _ = await practice.sync()
        let before = await practice.marketplace.holding
        let kept = try await practice.store.latestReading(of: Self.id)
        await practice.pms.edit { reading in
            switch what {
            case "practitioners": reading.practitioners = []
            case "reasons": reading.reasons = []
            case "sessions": reading.sessions = []
            default: reading.reasons.removeSubrange(1...)
            }
        }
        // It stays so, run after run.
        for _ in 0..<3 {
            let report = await practice.sync()
            #expect(report.outcome == .held && report.deletions != nil)
        }
        #expect(await practice.marketplace.holding == before)
        #expect(try await practice.store.latestReading(of: Self.id) == kept)
        #expect(
            await practice.store.codes(of: Self.id, from: .sync).contains("F16-DELETIONS-HELD"))
        #expect(
            try await practice.store.findings(of: Self.id).contains {
                $0.finding.fix.contains("gapbook sync --practice sample --accept-deletions")
            })
        // Staff confirm, once.
        try await practice.store.wish(
            [.acceptDeletions], for: Self.id, by: .service, at: practice.time.now())
        #expect(await practice.sync().outcome == .published)
        #expect(try await practice.store.wishes(of: Self.id).isEmpty)
        #expect(
            !(await practice.store.codes(of: Self.id, from: .sync).contains("F16-DELETIONS-HELD")))
        #expect(await practice.marketplace.holding.books == (try await practice.expected()).books)
    }

    @Test("S52: the process that held a reading back does not compare the next one with it")
    func heldInOneProcess() async throws {
        let practice = try await SamplePractice(horizon: 20)
        let driver = practice.driver()
        _ = await driver.syncOnce(SyncOptions())
        let before = await practice.marketplace.holding
        await practice.pms.edit { $0.sessions = [] }
        for _ in 0..<3 { #expect(await driver.syncOnce(SyncOptions()).outcome == .held) }
        #expect(await practice.marketplace.holding == before)
    }

    @Test("a reading that is whole again goes on by itself") func recovers() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        let whole = await practice.pms.reading
        await practice.pms.edit { $0.reasons = [] }
        #expect(await practice.sync().outcome == .held)
        await practice.pms.edit { $0 = whole }
        #expect(await practice.sync().outcome == .unchanged)
        #expect(await practice.store.codes(of: Self.id, from: .sync).isEmpty)
    }

    @Test(
        "S47: what the PMS says is published without asking, however much it is",
        arguments: [
            "stacking off", "leave for all", "one dentist left of two", "a dentist switched off",
            "nothing linked", "half of the reasons gone",
        ])
    func published(what: String) async throws {
        let practice = try await SamplePractice(horizon: 20)
        _ = await practice.sync()
        await practice.pms.edit { reading in
            switch what {
            case "stacking off": reading.stacking = false
            case "leave for all":
                reading.diary = [SamplePractice.amy, SamplePractice.ben].map { who in
                    DiaryEntry(
                        id: DiaryEntryID("L\(who)"), practitioner: who, kind: .leave,
                        start: .civil(
                            CivilDateTime(clockMinute: SamplePractice.firstDay.dayNumber * 1440)),
                        end: .after(Minutes(30 * 1440)))
                }
            case "one dentist left of two": reading.practitioners.removeLast()
            case "a dentist switched off":
                for index in reading.practitioners.indices {
                    reading.practitioners[index].isActive = false
                }
            case "half of the reasons gone": reading.reasons.removeSubrange(2...)
            default: break
            }
            if what == "one dentist left of two" {
                reading.sessions.removeAll { $0.practitioner == SamplePractice.ben }
                for index in reading.reasons.indices {
                    reading.reasons[index].practitioners?.removeAll {
                        $0.practitioner == SamplePractice.ben
                    }
                }
            }
        }
        if what == "nothing linked" {
            for (type, who) in [("T1", SamplePractice.amy), ("T2", SamplePractice.amy)] {
                try await practice.store.change(
                    Self.id, .unlink(AppointmentTypeID(type), who), by: .service, why: nil,
                    at: practice.time.now())
            }
        }
        #expect(await practice.sync().outcome == .published)
        #expect(await practice.marketplace.holding == (try await practice.expected()))
    }

    @Test("rows that could not be used hold back any silent deletion") func dropped() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        await practice.pms.edit { reading in
            reading.reasons.removeLast()
            reading.dropped = [DroppedRows(list: "reasons", count: 1, why: "no id")]
        }
        #expect(await practice.sync().outcome == .held)
        await practice.pms.edit {
            $0.dropped = [DroppedRows(list: "diary", count: 1, why: "no id")]
        }
        #expect(await practice.sync().outcome == .published)
    }

    @Test("the first publication is never held, and 100 percent never asks") func never()
        async throws
    {
        let practice = try await SamplePractice()
        #expect(await practice.sync().outcome == .published)
        try await practice.store.change(
            Self.id, .parameter(group: "publishing", name: "deletion_percent", .integer(100)),
            by: .service, why: nil, at: practice.time.now())
        await practice.pms.edit { $0.practitioners = [] }
        #expect(await practice.sync().outcome == .published)
        #expect(await practice.marketplace.holding.books.isEmpty)
    }
}
