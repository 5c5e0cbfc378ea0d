import Diary
import Ports
import Testing

@testable import Flows

@Suite("What the marketplace has no form for, or asks for in vain") struct LeftOutTests {
    private static func day(_ offset: Int, _ book: String = "P1") -> BookDay {
        BookDay(
            book: AppointmentBookID(book), date: SamplePractice.firstDay.adding(days: offset))
    }

    private func facts(
        _ practice: SamplePractice, _ code: String = "F22-STARTS-LEFT-OUT"
    ) async throws -> [String: String] {
        let found = try await practice.store.findings(of: SamplePractice.id).map(\.finding)
            .filter { $0.code == code }
        #expect(found.count <= 1)
        return Dictionary(
            uniqueKeysWithValues: (found.first?.evidence ?? []).map { ($0.name, $0.value) })
    }

    @Test("T20, S47: starts that were not sent are told until their day is sent whole, or is past")
    func lasts() async throws {
        let practice = try await SamplePractice()
        await practice.marketplace.leaveOut([Self.day(0): 1, Self.day(1): 2, Self.day(2, "P2"): 3])
        _ = await practice.sync()
        var known = ["P1 on 2026-03-03": "1", "P1 on 2026-03-04": "2", "P2 on 2026-03-05": "3"]
        #expect(try await facts(practice) == known)
        // Nothing is sent, and nothing can be read.
        await practice.marketplace.leaveOut([:])
        #expect(await practice.sync().outcome == .unchanged)
        await practice.pms.fail([.practiceOffline])
        _ = await practice.sync()
        #expect(try await facts(practice) == known)
        // Only one of the days is sent again.
        await practice.pms.edit {
            $0.diary = [SamplePractice.appointment("A1", day: 1, minute: 540)]
        }
        #expect(await practice.sync().daysSent == 1)
        known["P1 on 2026-03-04"] = nil
        #expect(try await facts(practice) == known)
        practice.time.advance(.seconds(20 * 3600))
        _ = await practice.sync()
        known["P1 on 2026-03-03"] = nil
        #expect(try await facts(practice) == known)
        await practice.pms.edit { $0.practitioners[1].isActive = false }
        _ = await practice.sync()
        #expect(try await facts(practice).isEmpty)
    }

    @Test("a day that was refused is no day that was sent") func refused() async throws {
        let practice = try await SamplePractice()
        await practice.marketplace.leaveOut([Self.day(1): 2])
        await practice.marketplace.refuse([Self.day(1)])
        _ = await practice.sync()
        #expect(try await facts(practice).isEmpty)
    }

    @Test("of many days the nearest are named, and all are counted") func many() async throws {
        let practice = try await SamplePractice(horizon: 40)
        await practice.marketplace.leaveOut(
            Dictionary(uniqueKeysWithValues: (0..<30).map { (Self.day($0), 1) }))
        let report = await practice.sync()
        let found = try #require(report.findings.first { $0.code == "F22-STARTS-LEFT-OUT" })
        #expect(
            found.message == "30 starts on 30 days cannot be sent to the marketplace")
        #expect(found.evidence.count == 20 && found.evidence[0].name == "P1 on 2026-03-03")
    }

    @Test(
        "a day of a book is read back from its words",
        arguments: ["P1", "P 1", "7 on 2026-03-04", "on", "Ä:b"])
    func words(book: String) {
        let day = Self.day(3, book)
        #expect(BookDay(words: day.words) == day)
        for other in ["\(book) on", "on \(day.date)", "\(book) at \(day.date)", ""] {
            #expect(BookDay(words: other) == nil)
        }
    }

    @Test("S53, S56: days asked for that are not published are told for a day, and no other")
    func unknownDays() async throws {
        let practice = try await SamplePractice()
        let driver = practice.driver()
        let running = Task { await driver.run() }
        #expect(await practice.time.pass { await practice.marketplace.sent.count == 1 })
        let tomorrow = SamplePractice.firstDay.adding(days: 1)
        let far = SamplePractice.firstDay.adding(days: 500)
        await practice.marketplace.ask(days: [
            .init(date: tomorrow), .init(date: tomorrow, book: AppointmentBookID("P1")),
            .init(date: tomorrow, book: AppointmentBookID("P9")), .init(date: far),
        ])
        func told() async throws -> Set<String> {
            Set(try await facts(practice, "F21-DAYS-UNKNOWN").keys)
        }
        let expected: Set = ["book P9 on \(tomorrow)", "all books on \(far)"]
        #expect(try await practice.time.pass { try await told() == expected })
        // It is no longer asked for, and staff can still see it.
        await practice.marketplace.ask()
        _ = await practice.time.pass(for: .seconds(300)) {
            await practice.marketplace.calls.isEmpty
        }
        #expect(try await told() == expected)
        #expect(
            try await practice.time.pass(inStepsOf: .seconds(600), for: .seconds(100_000)) {
                try await told().isEmpty
            })
        running.cancel()
        await running.value
    }
}
