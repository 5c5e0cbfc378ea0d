import Testing

@Suite("What Oasis asks for")
struct OasisTests {
    @Test("S17, S18, S19: availability is what Online Setup allows, at the 'New Patient' length")
    func availability() async throws {
        var practice = Practice.oasis()
        practice.practitioners[0]["new_patient_minutes"] = 60
        practice.types[0]["minutes"] = 60
        practice.sessions = []
        practice.works("P1", "09:00", "12:30", breaks: [("10:00", "10:30")], on: [Practice.day])
        let answer = try await practice.evaluated()
        #expect(answer.practitioner()["default_minutes"].number == 60)
        let recognised = answer.practitioner()["recognised"].texts.map { String($0.dropFirst(11)) }
        #expect(recognised == ["09:00", "10:30", "11:30"])
        #expect(answer.times() == recognised)
        #expect(answer.type()["pms_minutes"].number == 60)
    }

    @Test("S20, T12: the first entry is the default, also before one that is named Healthengine")
    func firstEntry() async throws {
        var practice = Practice.oasis()
        practice.reason("R2", "Healthengine New Patient")
        practice.reason("R3", "Campaign", nil, with: nil, ["marketing": true])
        let answer = try await practice.evaluated()
        #expect(answer.defaultReason == "R1")
        #expect(answer.step == "first")
        #expect(answer.finding("A40-HEALTHENGINE-NOT-FIRST")["reason"].text == "R2")
        practice.set("default_reason", "order", ["healthengine", "assigned", "first"])
        #expect(try await practice.evaluated().defaultReason == "R2")
    }

    @Test("S12, T12: an entry assigned by hand comes before the first entry")
    func assigned() async throws {
        var practice = Practice.oasis()
        practice.reason("R2", "Check-up")
        practice.setUp["assigned_reason"] = ["reason": "R2"]
        let answer = try await practice.evaluated()
        #expect(answer.defaultReason == "R2")
        #expect(answer.step == "assigned")
    }

    @Test("S18, S39, T13: only a practitioner with 'Enable Online' = Y is published")
    func enableOnline() async throws {
        let off = "A05-OASIS-ENABLE-ONLINE"
        let odd = "A41-ENABLE-ONLINE-TOKEN"
        let cases: [(token: String?, code: String?)] = [
            ("Y", nil), ("y", nil), (" Y ", nil), ("N", off), ("no", off), ("", off), (nil, off),
            ("Yes", odd), ("1", odd), ("X", odd),
        ]
        for (token, code) in cases {
            var practice = Practice.oasis()
            practice.practitioners[0]["enable_online"] = token
            let answer = try await practice.evaluated()
            #expect(answer.isPublished() == (code == nil), "\(token ?? "blank")")
            #expect(answer.codes.intersection([off, odd]) == Set([code].compactMap { $0 }))
            guard let code else { continue }
            #expect(answer.practitioner()["blockers"].texts == ["ENABLE_ONLINE_OFF"])
            #expect(answer.finding(code)["fix"].text?.contains("Oasis > Wizards") == true)
            #expect(answer.status == 2)
        }
    }

    @Test(
        "S38: a practitioner without a 'New Patient' length is not published",
        arguments: [true, false])
    func newPatient(isZero: Bool) async throws {
        var practice = Practice.oasis()
        practice.practitioners[0]["new_patient_minutes"] = isZero ? 0 : nil
        let answer = try await practice.evaluated()
        #expect(answer.practitioner()["blockers"].texts == ["NEW_PATIENT_LENGTH_BLANK"])
        let finding = answer.finding("A06-OASIS-NEWPATIENT-LEN")
        #expect(finding["practitioner"].text == "P1")
        #expect(finding["fix"].text?.contains("New Patient") == true)
    }

    @Test("S21, S22, T6: a link takes the entry's own length, else 'New Patient', and must match")
    func lengths() async throws {
        var practice = Practice.oasis()
        practice.practitioners[0]["new_patient_minutes"] = 45
        practice.reason("R2", "Check-up", 20)
        practice.reason("R3", "Emergency")
        practice.types = []
        practice.links = []
        practice.offers("T2", "Check-up", 20, "P1", through: "R2")
        practice.offers("T3", "Emergency", 30, "P1", through: "R3")
        let answer = try await practice.evaluated()
        #expect(answer.type("T2")["pms_minutes"].number == 20)
        #expect(answer.blockers("T2").isEmpty)
        #expect(answer.type("T3")["pms_minutes"].number == 45)
        #expect(answer.blockers("T3") == ["LENGTH_MISMATCH"])
        #expect(answer.offer("T3").isNull)
        #expect(answer.finding("C02-LEN-MISMATCH")["type"].text == "T3")
        // T6: an entry without a length of its own shares one with new patients.
        #expect(answer.finding("C10-NEW-VS-EXISTING")["reason"].text == "R3")
    }

    @Test("S23, T14: a type and its entry had better have the same name; ids make the link")
    func names() async throws {
        var practice = Practice.oasis()
        #expect(!(try await practice.evaluated().codes).contains("C07-NAME-NEAR"))
        practice.types[0]["name"] = "Examination"
        let answer = try await practice.evaluated()
        #expect(answer.finding("C07-NAME-NEAR")["type"].text == "T1")
        #expect(!answer.times().isEmpty)
        // Exact does not ask for it.
        var exact = Practice.exact()
        exact.types[0]["name"] = "Examination"
        #expect(!(try await exact.evaluated().codes).contains("C07-NAME-NEAR"))
    }

    @Test("T7: answers say the name of the practice's own product")
    func product() async throws {
        for (practice, own, other) in [
            (Practice.exact(), "Exact", "Oasis"), (Practice.oasis(), "Oasis", "Exact"),
        ] {
            var practice = practice
            practice.pms["stacking"] = false
            practice.practitioners[0]["new_patient_minutes"] = nil
            practice.reasons[0]["minutes"] = 20
            let text = try await Gapbook.run(["eval", "-"], input: try practice.snapshot).output
            #expect(text.contains(own))
            #expect(!text.contains(other))
            #expect(!text.contains("D4W"))
        }
    }
}
