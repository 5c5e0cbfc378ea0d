import Testing

@Suite("Practitioners, appointment types and their links")
struct LinkTests {
    @Test("S6, S13, S28: a type is offered when it is linked to a reason; unlinked it is not")
    func link() async throws {
        var practice = Practice.exact()
        let linked = try await practice.evaluated()
        #expect(linked.offer()["reason"].text == "R1")
        #expect(linked.times().first == "09:00")
        #expect(linked.status == 0)
        practice.links = []
        let unlinked = try await practice.evaluated()
        #expect(unlinked.blockers() == ["TYPE_NOT_LINKED"])
        #expect(unlinked.offer().isNull)
        #expect(unlinked.finding("C01-UNLINKED")["type"].text == "T1")
        #expect(unlinked.status == 2)
    }

    @Test(
        "S14, S22, S29, T5: a length that is not the PMS's is held back, or reported by parameter")
    func mismatch() async throws {
        for var practice in [Practice.exact(), Practice.oasis()] {
            practice.types[0]["minutes"] = 45
            let held = try await practice.evaluated()
            #expect(held.blockers() == ["LENGTH_MISMATCH"])
            #expect(held.offer().isNull)
            let finding = held.finding("C02-LEN-MISMATCH")
            #expect(finding["severity"].text == "error")
            #expect(finding["message"].text?.contains("45 min") == true)
            practice.set("publishing", "length_mismatch", "warn")
            let warned = try await practice.evaluated()
            #expect(!warned.times().isEmpty)
            // S16, T6: the diary gets the PMS's length.
            #expect(warned.offer()["minutes"].number == 30)
            #expect(warned.finding("C02-LEN-MISMATCH")["severity"].text == "warning")
        }
    }

    @Test("T6: Exact's length is reason x practitioner, else the reason's, else the practitioner's")
    func exactLengths() async throws {
        for (own, reason, usual, expected) in [
            (40, 30, 50, 40), (nil, 30, 50, 30), (nil, nil, 50, 50), (nil, nil, nil, nil),
        ] as [(Int?, Int?, Int?, Int?)] {
            var practice = Practice.exact()
            practice.reasons = []
            practice.reason(
                "R1", "Exam", reason, with: ["P1"], lengths: own.map { ["P1": $0] } ?? [:])
            practice.practitioners[0]["default_minutes"] = usual
            practice.types[0]["minutes"] = expected ?? 30
            let answer = try await practice.evaluated()
            #expect(answer.type()["pms_minutes"].number == expected)
            #expect(answer.practitioner()["default_minutes"].number == expected)
            #expect(answer.times().isEmpty == (expected == nil))
            #expect(answer.codes.contains("A42-DEFAULT-LENGTH-UNKNOWN") == (expected == nil))
        }
    }

    @Test("S15: a link whose reason was switched off or removed is noticed")
    func stale() async throws {
        var practice = Practice.exact()
        practice.reason("R2", "Crown", 30, with: ["P1"], ["active": false])
        for reason in ["R2", "R9"] {
            practice.links[0]["reason"] = reason
            let answer = try await practice.evaluated()
            #expect(answer.blockers() == ["LINK_STALE"])
            #expect(answer.finding("C03-LINK-STALE")["reason"].text == reason)
        }
    }

    @Test("S30: links are made for every practitioner; one without a link or reason is reported")
    func everyPractitioner() async throws {
        var practice = Practice.exact()
        practice.practitioner("P2", "Dr Tom Reid", ["role": "Dentist"])
        practice.works("P2")
        practice.reasons[0]["practitioners"] = [["practitioner": "P1"], ["practitioner": "P2"]]
        practice.offers("T1", "Exam", 30, "P2")
        let answer = try await practice.evaluated()
        #expect(answer.finding("C09-LINK-MISSING-FOR-SOME")["practitioner"].text == "P2")
        #expect(answer.offer("T1", of: "P2").isNull)
        #expect(!answer.times("T1", of: "P1").isEmpty)
        practice.links.append(["type": "T1", "practitioner": "P2", "reason": "R2"])
        practice.reason("R2", "Long exam", 30, with: ["P1"])
        let other = try await practice.evaluated()
        #expect(other.blockers("T1", of: "P2") == ["NOT_IN_LINKED_REASON"])
        #expect(other.finding("C05-PRACT-NOT-IN-LINKED-REASON")["practitioner"].text == "P2")
    }

    @Test("S31: what is linked but new or gone is told, so that the list is read again")
    func list() async throws {
        var practice = Practice.exact()
        practice.offers("T8", "Old exam", 30, "P8", through: "R1")
        practice.links.append(["type": "T9", "practitioner": "P1", "reason": "R1"])
        let codes = try await practice.evaluated().codes
        #expect(codes.isSuperset(of: ["C14-TYPE-WITHOUT-PRACTITIONER", "C15-LINK-WITHOUT-TYPE"]))
        practice.links[0]["reason"] = "R9"
        let page = try await Gapbook.run(["explain", "C03-LINK-STALE"]).output
        #expect(page.contains("Refresh Linked PMS Appointment Types"))
    }

    @Test("S7, S32, S33, S36, T10: not in the default reason means not published; joining it shows")
    func membership() async throws {
        var practice = Practice.exact()
        practice.practitioner("P2", "Dr Tom Reid", ["role": "Dentist"])
        practice.works("P2")
        practice.reason("R2", "Healthengine", 30, with: ["P1"])
        practice.reason("R3", "Exam of the second", 30, with: ["P2"])
        practice.offers("T1", "Exam", 30, "P2", through: "R3")
        let without = try await practice.evaluated()
        #expect(without.practitioner("P2")["blockers"].texts == ["NOT_IN_DEFAULT_REASON"])
        #expect(without.finding("A03-PRACT-NOT-IN-DEFAULT")["practitioner"].text == "P2")
        #expect(without.finding("A03-PRACT-NOT-IN-DEFAULT")["reason"].text == "R2")
        #expect(without.times("T1", of: "P2").isEmpty)
        practice.set("publish_practitioner", "fallback", "first_with_practitioner")
        let fallback = try await practice.evaluated()
        #expect(fallback.practitioner("P2")["recognised_by"].text == "R3")
        #expect(!fallback.times("T1", of: "P2").isEmpty)
        #expect(fallback.codes.contains("A03-PRACT-NOT-IN-DEFAULT"))
        practice.set("publish_practitioner", "fallback", "none")
        practice.reasons[1]["practitioners"] = [["practitioner": "P1"], ["practitioner": "P2"]]
        let joined = try await practice.evaluated()
        #expect(joined.isPublished("P2"))
        #expect(!joined.times("T1", of: "P2").isEmpty)
        #expect(!joined.codes.contains("A03-PRACT-NOT-IN-DEFAULT"))
    }

    @Test("S9, T16: dentists, OHTs and hygienists are told apart, and each kind is to be covered")
    func kinds() async throws {
        var practice = Practice.exact()
        practice.practitioner(
            "P2", "Mia Walsh", ["role": "Oral Health Therapist", "provider_type": "Unknown"])
        practice.practitioner("P3", "Jo Park", ["provider_type": "Hygienist"])
        practice.practitioner("P4", "Sam Dee", ["provider_type": "Unknown"])
        let answer = try await practice.evaluated()
        let kinds = ["P1", "P2", "P3", "P4"].map { answer.practitioner($0)["kind"].text }
        #expect(kinds == ["dentist", "oht", "hygienist", "other"])
        #expect(answer.finding("A44-ROLE-UNKNOWN")["practitioner"].text == "P4")
        let uncovered = answer.json["findings"].list
            .filter { $0["code"].text == "A04-TYPE-COVERAGE" }.compactMap { $0["message"].text }
        #expect(uncovered.count == 2)
        practice.reasons[0]["practitioners"] = ["P1", "P2", "P3", "P4"].map { ["practitioner": $0] }
        #expect(!(try await practice.evaluated().codes).contains("A04-TYPE-COVERAGE"))
    }

    @Test("T14: names only propose links: exact, then normalised, alias, fuzzy; ambiguity nothing")
    func proposals() async throws {
        for (name, match, reason) in [
            ("Scale and Clean", "exact", "R2"), ("scale AND clean!", "normalised", "R2"),
            ("Sore tooth", "alias", "R3"), ("Hygiene visit", "fuzzy", "R2"),
            ("Crown", "none", nil), ("Twin", "ambiguous", nil),
        ] {
            var practice = Practice.exact()
            practice.reason("R2", "Scale and Clean", 30, with: ["P1"])
            practice.reason("R3", "Emergency", 30, with: ["P1"])
            practice.reason("R4", "TWIN", 30, with: ["P1"])
            practice.reason("R5", "twin", 30, with: ["P1"])
            practice.setUp["aliases"] = ["types": ["Sore tooth": "Emergency"]]
            practice.offers("T2", name, 30, "P1")
            let answer = try await practice.evaluated()
            #expect(answer.type("T2")["proposal"]["match"].text == match, "\(name)")
            #expect(answer.type("T2")["proposal"]["reason"].text == reason, "\(name)")
            #expect(answer.offer("T2").isNull)
            #expect(answer.codes.contains("C06-NAME-AMBIGUOUS"))
        }
    }
}
