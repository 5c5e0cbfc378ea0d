import Testing

@Suite("Intervals, and which lengths must be free")
struct IntervalTests {
    /// A practice with one linked type for each length.
    private func practice(_ lengths: [Int]) -> Practice {
        var practice = Practice.exact()
        practice.reasons = []
        practice.types = []
        practice.links = []
        for (number, minutes) in lengths.enumerated() {
            practice.reason("R\(number)", "Reason \(number)", minutes, with: ["P1"])
            practice.offers("T\(number)", "Type \(number)", minutes, "P1", through: "R\(number)")
        }
        return practice
    }

    @Test(
        "S45, S46, T15: equal lengths are the interval; else the largest of 15, 10, 5, else the gcd"
    )
    func computed() async throws {
        for (lengths, minutes, basis, isRaised) in [
            ([30], 30, "equal", false), ([45, 45], 45, "equal", false),
            ([30, 45, 60], 15, "divides", false), ([20, 30], 10, "divides", false),
            ([25, 30], 5, "divides", false), ([21, 28], 7, "divisor", false),
            ([22, 33], 11, "divisor", false), ([31, 45], 5, "divisor", true),
            ([4], 5, "equal", true), ([], 15, "none", false),
        ] as [([Int], Int, String, Bool)] {
            let answer = try await practice(lengths).evaluated()
            #expect(answer.interval == minutes, "\(lengths)")
            #expect(answer.json["interval"]["basis"].text == basis, "\(lengths)")
            #expect(answer.codes.contains("A33-INTERVAL-RAISED") == isRaised, "\(lengths)")
        }
    }

    @Test("T15: unlinked types do not count for the interval")
    func unlinked() async throws {
        var practice = practice([30])
        practice.offers("T9", "Odd", 25, "P1")
        #expect(try await practice.evaluated().interval == 30)
    }

    @Test(
        "T15: the practice's parameter wins over the PMS's interval, which wins over the computed")
    func precedence() async throws {
        var practice = practice([30, 60])
        #expect(try await practice.evaluated().interval == 15)
        practice.pms["interval_minutes"] = 10
        let own = try await practice.evaluated()
        #expect(own.interval == 10)
        #expect(own.json["interval"]["basis"].text == "pms")
        #expect(!own.codes.contains("A12-INTERVAL-GRID"))
        practice.set("interval", "minutes", 20)
        let parameter = try await practice.evaluated()
        #expect(parameter.interval == 20)
        #expect(parameter.json["interval"]["basis"].text == "parameter")
        #expect(parameter.codes.contains("A12-INTERVAL-GRID"))
        #expect(parameter.parameter("interval", "minutes")["layer"].text == "set-up")
    }

    @Test("T15: the grid starts at the session's start; midnight is a parameter")
    func grid() async throws {
        var practice = practice([30])
        practice.sessions = []
        practice.works("P1", "09:10", "11:00", breaks: [("10:00", "10:15")], on: [Practice.day])
        #expect(try await practice.evaluated().times("T0") == ["09:10", "10:15"])
        practice.set("publishing", "grid", "midnight")
        #expect(try await practice.evaluated().times("T0") == ["09:30", "10:30"])
        practice.set("publishing", "grid", "session")
        let why = try await practice.why("09:20")
        #expect(why["blockers"][0]["code"].text == "OFF_GRID")
    }

    @Test("T2: a start must be free for the default reason and for the type, both in full")
    func both() async throws {
        // 09:00-09:30, 10:00-11:00 and 11:30-12:00 are free in the morning.
        let cases: [(standard: Int, basis: String, times: [String])] = [
            (60, "both", ["10:00"]), (60, "type", ["09:00", "10:00", "10:30", "11:30"]),
            (60, "default", ["10:00"]), (30, "both", ["09:00", "10:00", "10:30", "11:30"]),
        ]
        for (standard, basis, times) in cases {
            var practice = practice([standard, 30])
            practice.set("publishing", "publish_basis", basis)
            practice.set("interval", "minutes", 30)
            for start in ["09:30", "11:00"] { practice.takes(start, 30) }
            let answer = try await practice.evaluated()
            #expect(answer.times("T1").filter { $0 < "12:00" } == times, "\(standard) \(basis)")
            #expect(answer.codes.contains("B07-SHORT-PROBE") == (basis == "default"))
            let isLost = times.count == 1 && basis == "both"
            #expect(answer.codes.contains("A09-GAP-SHORTER-THAN-DEFAULT") == isLost)
        }
    }

    @Test("S44, T2: a longer type is never offered in a gap that only the default reason fits")
    func longerType() async throws {
        var practice = practice([30, 60])
        practice.set("interval", "minutes", 30)
        practice.takes("09:30", 150)
        let both = try await practice.evaluated()
        #expect(both.times("T0").first == "09:00")
        #expect(both.times("T1").first == "13:00")
        let why = try await practice.why("09:00", ["--type", "T1"])
        #expect(why["blockers"][0]["code"].text == "BOOKED")
        // With `default` it is offered, and no longer bookable.
        practice.set("publishing", "publish_basis", "default")
        let probe = try await practice.evaluated()
        #expect(probe.times("T1").first == "09:00")
        #expect(probe.finding("B07-SHORT-PROBE")["severity"].text == "error")
    }

    @Test("T2: what the PMS itself shows stands beside what is published; the blocker says why")
    func lists() async throws {
        var practice = practice([60, 30])
        practice.set("interval", "minutes", 30)
        practice.takes("09:30", 150)
        let answer = try await practice.evaluated()
        #expect(answer.practitioner()["recognised"].texts.first == "2026-03-03T13:00")
        let why = try await practice.why("09:00", ["--type", "T1"])
        #expect(why["blockers"][0]["code"].text == "DEFAULT_DOES_NOT_FIT")
        #expect(why["blockers"][0]["parameter"]["name"].text == "publish_basis")
        practice.links = []
        let unlinked = try await practice.evaluated()
        #expect(unlinked.json["publication"].list.isEmpty)
        #expect(!unlinked.practitioner()["recognised"].texts.isEmpty)
    }
}
