import Testing

@Suite("Stacking, and what takes time")
struct StackingTests {
    private func practice(stacking: Bool?) -> Practice {
        var practice = Practice.exact()
        practice.pms["stacking"] = stacking
        return practice
    }

    @Test("S40, S43: ticked, every free slot shows")
    func ticked() async throws {
        let answer = try await practice(stacking: true).evaluated()
        let morning = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
        let afternoon = [
            "13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00", "16:30",
        ]
        #expect(answer.times() == morning + afternoon)
        #expect(!answer.codes.contains("A07-STACKING-OFF"))
    }

    @Test("S40, S41, S42, T9: unticked, only the first free slot after each break shows, in both")
    func unticked() async throws {
        for var practice in [Practice.exact(), Practice.oasis()] {
            practice.pms["stacking"] = false
            let empty = try await practice.evaluated()
            #expect(empty.times() == ["09:00", "13:00"])
            #expect(empty.codes.contains("A07-STACKING-OFF"))
            practice.takes("09:00", 60)
            practice.takes("11:00", 60)
            practice.takes("13:00", 240)
            #expect(try await practice.evaluated().times() == ["10:00"])
            let why = try await practice.why("10:30")
            #expect(why["blockers"][0]["code"].text == "STACKING_OFF")
            #expect(why["blockers"][0]["evidence"].text == "10:00 is shown instead")
        }
    }

    @Test("T9: sessions are delimited by breaks, not by appointments; `gap` is a parameter")
    func scope() async throws {
        var practice = practice(stacking: false)
        practice.takes("10:00", 30)
        practice.takes("15:00", 30)
        #expect(try await practice.evaluated().times() == ["09:00", "13:00"])
        practice.set("publishing", "stacking_scope", "gap")
        let answer = try await practice.evaluated()
        #expect(answer.json["stacking"].text == "first_of_gap")
        #expect(answer.times() == ["09:00", "10:30", "13:00", "15:30"])
    }

    @Test("T9: stacking comes after every other filter, for each practitioner and type")
    func last() async throws {
        var practice = practice(stacking: false)
        practice.reason("R2", "Crown", 90, with: ["P1"])
        practice.offers("T2", "Crown", 90, "P1", through: "R2")
        practice.set("interval", "minutes", 30)
        practice.takes("10:00", 30)
        let answer = try await practice.evaluated(["--now", "2026-03-03T08:10:00+11:00"])
        // The lead time ends at 09:10; before 10:00 only 30 minutes are free.
        #expect(answer.times("T1") == ["09:30", "13:00"])
        #expect(answer.times("T2") == ["10:30", "13:00"])
    }

    @Test("T9: a box that is not reported counts as off: advice for Exact, an error for Oasis")
    func unreported() async throws {
        for (practice, severity) in [(Practice.exact(), "advice"), (Practice.oasis(), "error")] {
            var practice = practice
            practice.pms["stacking"] = nil
            let answer = try await practice.evaluated()
            #expect(answer.times() == ["09:00", "13:00"])
            #expect(answer.finding("A30-STACKING-UNREPORTED")["severity"].text == severity)
            practice.set("publishing", "stacking_unreported", "on")
            let ticked = try await practice.evaluated()
            #expect(ticked.times().count == 14)
            #expect(!ticked.codes.contains("A30-STACKING-UNREPORTED"))
        }
    }

    @Test("S6, S26: what takes time in the diary is not offered; what is removed or cancelled is")
    func diary() async throws {
        for (kind, status, blocker) in [
            ("appointment", "confirmed", "BOOKED"), ("appointment", nil, "BOOKED"),
            ("block", nil, "BLOCKED"), ("leave", nil, "LEAVE"), ("mystery", nil, "UNKNOWN_ENTRY"),
            ("appointment", "mystery", "BOOKED"), ("appointment", "cancelled", nil),
            ("appointment", "did_not_attend", nil),
        ] as [(String, String?, String?)] {
            var practice = Practice.exact()
            practice.takes("10:00", 30, kind: kind, status: status)
            let answer = try await practice.evaluated()
            #expect(answer.times().contains("10:00") == (blocker == nil), "\(kind)")
            #expect(try await practice.why("10:00")["blockers"][0]["code"].text == blocker)
            #expect(answer.codes.contains("A34-KIND-BLOCKS") == (kind == "mystery"))
            #expect(answer.codes.contains("A17-STATUS-BLOCKS") == (status == "mystery"))
            practice.diary = []
            #expect(try await practice.evaluated().times().contains("10:00"))
        }
    }

    @Test("S6: a booking of ours takes time until it is read back from the diary")
    func claim() async throws {
        var practice = Practice.exact()
        practice.claims = [
            ["id": "C1", "practitioner": "P1", "start": "2026-03-03T10:00", "minutes": 30]
        ]
        #expect(!(try await practice.evaluated().times()).contains("10:00"))
        #expect(try await practice.why("10:00")["blockers"][0]["code"].text == "CLAIMED")
    }
}
