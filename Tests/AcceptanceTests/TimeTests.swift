import Foundation
import Testing

@Suite("Horizon, lead time and incomplete readings")
struct TimeTests {
    /// A practice that was read for 100 days and works on each of them.
    private func longPractice() -> Practice {
        var practice = Practice.exact()
        let days = Self.days(from: Practice.day, count: 100)
        practice.pms["days"] = ["first": days[0], "last": days[99]]
        practice.sessions = []
        practice.works("P1", on: days)
        return practice
    }

    static func days(from first: String, count: Int) -> [String] {
        let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        guard let start = try? style.parse(first) else { return [] }
        return (0..<count).map { start.addingTimeInterval(Double($0) * 86_400).formatted(style) }
    }

    @Test("S49: 30 days are published by default, 90 at most")
    func horizon() async throws {
        var practice = longPractice()
        let usual = try await practice.evaluated()
        #expect(usual.days().first == "2026-03-03")
        #expect(usual.days().last == "2026-04-02")
        #expect(
            try await practice.why("2026-04-03T09:00")["blockers"][0]["code"].text
                == "BEYOND_HORIZON")
        practice.set("publishing", "horizon_days", 90)
        #expect(try await practice.evaluated().days().last == "2026-06-01")
        for refused in [91, 0] {
            practice.set("publishing", "horizon_days", refused)
            let answer = try await practice.evaluated()
            #expect(answer.days().last == "2026-04-02")
            #expect(answer.codes.contains("G05-RULE-CONFLICT"))
        }
        practice.set("publishing", "horizon_days", 7)
        #expect(try await practice.evaluated().codes.contains("A10-HORIZON"))
    }

    @Test("S49, S52: days that are published and were not read are reported and have no start")
    func notRead() async throws {
        let answer = try await Practice.exact().evaluated()
        #expect(answer.codes.contains("A32-DAYS-NOT-READ"))
        let why = try await Practice.exact().why("2026-03-10T09:00")
        #expect(why["blockers"][0]["code"].text == "DAY_NOT_READ")
        #expect(!(try await longPractice().evaluated().codes).contains("A32-DAYS-NOT-READ"))
    }

    @Test("S51: the first bookable start is an hour after now, by default")
    func lead() async throws {
        let practice = Practice.exact()
        for (now, first) in [
            ("08:00", "09:00"), ("08:01", "09:30"), ("09:00", "10:00"), ("09:01", "10:30"),
            ("11:30", "13:00"),
        ] {
            let answer = try await practice.evaluated(["--now", "2026-03-03T\(now):00+11:00"])
            #expect(answer.times().first == first, "\(now)")
        }
        var other = practice
        for (minutes, first) in [(0, "09:30"), (90, "11:00"), (1440, nil)] as [(Int, String?)] {
            other.set("publishing", "lead_minutes", minutes)
            let answer = try await other.evaluated(["--now", "2026-03-03T09:10:00+11:00"])
            #expect(answer.times().first == first, "\(minutes)")
            #expect(answer.codes.contains("A11-LEAD-TIME") == (minutes == 0))
        }
    }

    @Test("S51: a start in the past or inside the lead time says so")
    func past() async throws {
        let now = ["--now", "2026-03-03T09:10:00+11:00"]
        let past = try await Practice.exact().why("09:00", now)["blockers"][0]
        #expect(past["code"].text == "IN_PAST")
        #expect(past["evidence"].text == "now is Tue 3 Mar 2026 09:10")
        let lead = try await Practice.exact().why("10:00", now)["blockers"][0]
        #expect(lead["code"].text == "LEAD_TIME")
        #expect(lead["evidence"].text == "the first possible start is Tue 3 Mar 2026 10:10")
        #expect(lead["parameter"]["name"].text == "lead_minutes")
    }

    @Test("S52: an incomplete reading is never published, and dropped rows are counted and named")
    func incomplete() async throws {
        var practice = Practice.exact()
        practice.pms["complete"] = false
        let answer = try await practice.evaluated()
        #expect(answer.json["publication"].isNull)
        #expect(answer.json["practitioners"][0]["recognised"].list.isEmpty)
        #expect(answer.practitioner()["blockers"].texts == ["SNAPSHOT_INCOMPLETE"])
        #expect(answer.finding("F05-PARTIAL-SNAPSHOT")["severity"].text == "error")
        #expect(answer.status == 2)
        practice.pms["complete"] = true
        practice.pms["dropped"] = [["list": "diary", "count": 3, "why": "no end"]]
        let dropped = try await practice.evaluated()
        #expect(!dropped.times().isEmpty)
        let evidence = dropped.finding("F09-SILENT-FILTER")["evidence"][0]
        #expect(evidence["name"].text == "diary")
        #expect(evidence["value"].text?.contains("3") == true)
    }

    @Test("S6, S17: a practitioner without working time, or whose roster ends, is reported")
    func roster() async throws {
        var practice = longPractice()
        practice.sessions.removeLast(90)
        #expect(
            try await practice.evaluated().finding("A23-TEMPLATE-ENDED")["practitioner"].text
                == "P1")
        practice.sessions = []
        let answer = try await practice.evaluated()
        #expect(answer.codes.contains("A35-NO-SESSION"))
        #expect(try await practice.why("09:00")["blockers"][0]["code"].text == "NO_SESSION")
    }
}
