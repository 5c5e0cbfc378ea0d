import Testing

@Suite("What proves a blocker, as `why` says it")
struct ProofTests {
    /// A change to a practice on Exact or Oasis, and what `why` must then say about a time.
    struct Case: Sendable, CustomTestStringConvertible {
        let code: String
        var system = "exact"
        let time: String
        let proof: String
        let change: @Sendable (inout Practice) -> Void

        var testDescription: String { "\(code): \(proof)" }
    }

    static let cases: [Case] = [
        Case(
            code: "OUTSIDE_SESSION", time: "12:30",
            proof: "work ends at 12:00 and starts again at 13:00"
        ) { practice in
            practice.sessions = []
            practice.works("P1", "09:00", "12:00", breaks: [])
            practice.works("P1", "13:00", "17:00", breaks: [])
        },
        Case(code: "OUTSIDE_SESSION", time: "08:30", proof: "work starts at 09:00") { _ in },
        Case(code: "OUTSIDE_SESSION", time: "17:00", proof: "work ends at 17:00") { _ in },
        Case(
            code: "OFF_GRID", time: "09:10",
            proof: "starts are 30 min apart; the nearest are 09:00 and 09:30"
        ) { _ in },
        Case(
            code: "OFF_GRID", time: "16:40", proof: "starts are 30 min apart; the nearest is 16:30"
        ) { _ in },
        Case(
            code: "UNKNOWN_ENTRY", time: "09:00",
            proof: "diary entry D1 of the unknown kind `Memo`, 09:00-09:15"
        ) { $0.takes("09:00", 15, kind: "Memo") },
        Case(
            code: "BOOKED", time: "09:00",
            proof: "diary entry D1 with the unknown status `Moved`, 09:00-09:15"
        ) { $0.takes("09:00", 15, status: "Moved") },
        Case(code: "BOOKED", time: "09:00", proof: "diary entry D1, 09:00-09:15") {
            $0.takes("09:00", 15, status: "confirmed")
        },
        Case(
            code: "STACKING_OFF", system: "oasis", time: "09:30",
            proof: "09:00 is shown instead; the PMS does not report the stacking tick box"
        ) { $0.pms["stacking"] = nil },
        Case(
            code: "ENABLE_ONLINE_OFF", system: "oasis", time: "09:00",
            proof: "'Enable Online' is `N`"
        ) { $0.practitioners[0]["enable_online"] = "N" },
        Case(
            code: "LINK_STALE", time: "09:00", proof: "the link points to reason R9"
        ) { $0.links[0]["reason"] = "R9" },
        Case(
            code: "NOT_IN_LINKED_REASON", time: "09:00", proof: "the link points to Crown (R2)"
        ) { practice in
            practice.reason("R2", "Crown", 30, with: [])
            practice.links[0]["reason"] = "R2"
        },
    ]

    @Test("S48: text and JSON say the same proof of the deciding blocker", arguments: cases)
    func proof(of test: Case) async throws {
        var practice = test.system == "exact" ? Practice.exact() : Practice.oasis()
        test.change(&practice)
        let blocker = try await practice.why(test.time)["blockers"][0]
        #expect(blocker["code"].text == test.code)
        #expect(blocker["evidence"].text == test.proof)
        let text = try await Gapbook.run(
            ["why", "-", "--at", "\(Practice.day)T\(test.time)"], input: try practice.snapshot)
        #expect(text.output.contains("  1 \(test.code)  "))
        #expect(text.output.contains("\n    \(test.proof)\n"))
    }

    @Test("T9: a tick box that is not reported leads to the parameter that stands in for it")
    func unreported() async throws {
        var practice = Practice.oasis()
        for (stacking, parameter) in [(false, "stacking_scope"), (nil, "stacking_unreported")] {
            practice.pms["stacking"] = stacking as Bool?
            let blocker = try await practice.why("09:30")["blockers"][0]
            #expect(blocker["parameter"]["name"].text == parameter)
        }
    }

    @Test("the documented order decides what blocks a practitioner", arguments: [true, false])
    func precedence(isExact: Bool) async throws {
        var practice = isExact ? Practice.exact() : Practice.oasis()
        practice.practitioners[0]["active"] = false
        practice.practitioners[0]["enable_online"] = isExact ? nil : "N"
        #expect(
            try await practice.why("09:00")["blockers"][0]["code"].text == "PRACTITIONER_INACTIVE")
        practice.reasons[0]["active"] = false
        #expect(try await practice.why("09:00")["blockers"][0]["code"].text == "NO_DEFAULT_REASON")
    }
}
