import Diary
import PMSExact
import PMSOasis
import Ports
import Testing
import Wire

@testable import PMS

@Suite("Days and moments on the wire")
struct TimeTests {
    @Test(
        "T16: Exact is asked with the offset that counts at the practice then",
        arguments: [
            (
                "Australia/Sydney", "2026-04-05", "2026-04-05", "2026-04-05T00:00:00+11:00",
                "2026-04-06T00:00:00+10:00"
            ),
            (
                "Australia/Sydney", "2026-10-04", "2026-10-04", "2026-10-04T00:00:00+10:00",
                "2026-10-05T00:00:00+11:00"
            ),
            (
                "Australia/Lord_Howe", "2026-04-05", "2026-04-05", "2026-04-05T00:00:00+11:00",
                "2026-04-06T00:00:00+10:30"
            ),
            (
                "Australia/Lord_Howe", "2026-10-04", "2026-10-05", "2026-10-04T00:00:00+10:30",
                "2026-10-06T00:00:00+11:00"
            ),
            (
                "Australia/Brisbane", "2026-10-04", "2026-10-04", "2026-10-04T00:00:00+10:00",
                "2026-10-05T00:00:00+10:00"
            ),
            (
                "Pacific/Auckland", "2026-09-27", "2026-09-27", "2026-09-27T00:00:00+12:00",
                "2026-09-28T00:00:00+13:00"
            ),
            (
                "America/St_Johns", "2026-03-08", "2026-03-08", "2026-03-08T00:00:00-03:30",
                "2026-03-09T00:00:00-02:30"
            ),
        ])
    func queries(_ zone: String, _ first: String, _ last: String, _ from: String, _ to: String)
        async throws
    {
        let days = try Sample.day(first)...Sample.day(last)
        let zone = try Sample.zone(zone)
        let script = ExactScript(try Sample.practice(), zone: zone)
        let reading = try await script.pms.read(days)
        let call = try #require(script.api.calls.first { $0.path.hasSuffix("WorkingTimes") })
        #expect(call.query("from") == from && call.query("to") == to)
        #expect(call.target.contains("from=\(HTTPCall.escaped(from))"))
        #expect(reading.days == days)
    }

    @Test(
        "both passes of an hour that comes twice stay apart",
        arguments: [
            ("Australia/Sydney", "2026-04-05T02:30:00+11:00", "2026-04-05T02:30:00+10:00", 60),
            ("Australia/Lord_Howe", "2026-04-05T01:45:00+11:00", "2026-04-05T01:45:00+10:30", 30),
        ])
    func repeatedHour(_ zone: String, _ first: String, _ second: String, _ apart: Int) async throws
    {
        var practice = try Sample.practice()
        let zone = try Sample.zone(zone)
        let starts = [try #require(Instant(first)), try #require(Instant(second))]
        #expect(starts[1].seconds - starts[0].seconds == apart * 60)
        practice.days = try Sample.day("2026-04-05")...Sample.day("2026-04-05")
        practice.sessions = []
        practice.diary = starts.enumerated().map { index, start in
            DiaryEntry(
                id: DiaryEntryID("D\(index)"), practitioner: PractitionerID("P1"),
                kind: .appointment,
                status: .confirmed, start: .exact(start),
                end: .at(.exact(start.adding(Minutes(10)))))
        }
        let script = ExactScript(practice, zone: zone)
        let reading = try await script.pms.read(practice.days)
        #expect(reading.diary == practice.diary)
        for text in [first, second] {
            let instant = try #require(Instant(text))
            #expect(Moment.text(of: instant, in: zone) == text)
        }
    }

    @Test("an appointment that began the evening before is asked for and kept")
    func overnight() async throws {
        var practice = try Sample.practice()
        let zone = try Sample.zone()
        practice.days = try Sample.day("2026-03-03")...Sample.day("2026-03-03")
        practice.sessions = []
        let start = try #require(Instant("2026-03-02T23:30:00+11:00"))
        practice.diary = [
            DiaryEntry(
                id: DiaryEntryID("N1"), practitioner: PractitionerID("P1"), kind: .appointment,
                status: .confirmed,
                start: .exact(start), end: .at(.exact(start.adding(Minutes(60))))),
            DiaryEntry(
                id: DiaryEntryID("N2"), practitioner: PractitionerID("P1"), kind: .appointment,
                status: .confirmed,
                start: .exact(start), end: .at(.exact(start.adding(Minutes(30))))),
        ]
        let script = ExactScript(practice, zone: zone)
        #expect(try await script.pms.read(practice.days).diary.map(\.id.rawValue) == ["N1"])
        let call = try #require(script.api.calls.first { $0.path.hasSuffix("Appointments") })
        #expect(call.query("from") == "2026-03-02T00:00:00+11:00")
    }

    @Test("S17: Oasis is asked for days, both included")
    func oasisDays() async throws {
        let practice = try Sample.practice(.oasis)
        let script = OasisScript(practice, zone: try Sample.zone())
        _ = try await script.pms.read(practice.days)
        let call = try #require(script.api.calls.first { $0.path.hasSuffix("/diary") })
        #expect(call.query("from") == "2026-03-03" && call.query("to") == "2026-03-04")
    }

    @Test("more days than a snapshot holds are refused before a call is sent")
    func tooManyDays() async throws {
        let script = ExactScript(try Sample.practice(), zone: try Sample.zone())
        let first = try Sample.day("2026-01-01")
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await script.pms.read(first...first.adding(days: 400))
        }
        #expect(failure?.kind == .refused && script.api.calls.isEmpty)
    }

    @Test(
        "moments are read as the vendor writes them, and nothing else is",
        arguments: [
            ("2026-03-03T09:00:00+11:00", "2026-03-02T22:00:00Z"),
            ("2026-03-02T22:00:00Z", "2026-03-02T22:00:00Z"),
            ("2026-03-02T22:00:00.1234567Z", "2026-03-02T22:00:00Z"),
            ("2026-03-02T22:00:00.5+00:00", "2026-03-02T22:00:00Z"),
            ("9999-12-31T23:59:59Z", "2200-12-31T23:59:59Z"),
            ("0001-01-01T00:00:00Z", "1900-01-01T00:00:00Z"),
            ("2026-03-03T09:00:00", nil), ("2026-03-03", nil), ("2026-02-30T09:00:00Z", nil),
            ("2026-03-02T22:00:00.Z", nil), ("9999-13-31T23:59:59Z", nil), ("", nil),
            ("soon", nil), ("2026-03-03T09:00:00+1100", nil),
        ] as [(String, String?)])
    func moments(_ text: String, _ expected: String?) {
        #expect(Moment.instant(text)?.description == expected)
    }
}
