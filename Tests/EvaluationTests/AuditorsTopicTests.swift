import Diary
import Evaluation
import Findings
import Rules
import Testing

@Suite("The auditors of the default reason") struct DefaultReasonAuditTests {
    /// T4: what counts as Healthengine's name, what is nearly it, and what is another name.
    private enum Name { case own, near, other }

    private static let names: [(text: String, is: Name)] = [
        ("Healthengine", .own), ("HEALTH-ENGINE", .own), ("health engine new patient", .own),
        ("Ｈealthengine", .own), ("Health\u{200B}engine", .own), ("healthengineer", .own),
        ("New Healthengine patient", .near), ("1 Health Engine", .near),
        ("Health Engin", .near), ("Healthegine booking", .near), ("Helthengin", .near),
        ("Healhtengine", .near), ("Healtheinge", .other), ("Healthxenginex", .near),
        ("Xhealthengine", .near), ("Healthxxengine", .near), ("Hxalthengyne visit", .near),
        ("Healthengi", .near), ("Healtheng", .other), ("Healthxxxengine", .other),
        ("Hlthengn", .other), ("Health check", .other), ("Health insurance check", .other),
        ("Engine", .other), ("Hxxlthengyne", .other), ("", .other), ("!?", .other),
    ]

    @Test("a name is Healthengine's, nearly so, or another") func nearMiss() throws {
        for (text, kind) in Self.names {
            var sample = Sample.exact()
            sample.pms.reasons[0].name = "Exam"
            sample.addReason(text)
            let codes = try sample.findings().map(\.code)
            #expect(codes.contains(FindingCode.nearMissName.rawValue) == (kind == .near), "\(text)")
            let chosen = try sample.evaluation().defaultReason.reason
            #expect((chosen == sample.pms.reasons[1].id) == (kind == .own), "\(text)")
        }
    }

    @Test("an alias counts as Healthengine's name, so it is no near miss") func alias() throws {
        var sample = Sample.exact()
        sample.addReason("Health Engin visit", at: 0)
        #expect(try sample.findings(.nearMissName).count == 1)
        sample.setUp.aliases.healthengine = ["health engin", " ! "]
        #expect(try sample.findings(.nearMissName).isEmpty)
        #expect(try sample.findings(.severalHealthengine).count == 1)
    }

    @Test("the bounds of the default's length are the parameters (T1, T19)") func bounds() throws {
        let table: [(minutes: Int, minimum: Int?, longer: Int?, code: FindingCode?)] = [
            (29, nil, nil, .defaultShort), (30, nil, nil, .defaultAtBound), (31, nil, nil, nil),
            (30, 45, nil, .defaultShort), (45, 45, 45, .defaultAtBound), (45, 45, nil, nil),
            (20, 20, 0, nil), (20, 20, 20, .defaultAtBound), (20, 21, 0, .defaultShort),
        ]
        for row in table {
            var sample = Sample.exact()
            sample.pms.reasons[0].minutes = Minutes(row.minutes)
            sample.setUp.appointmentTypes[0].length = Minutes(row.minutes)
            if let minimum = row.minimum {
                sample.set("minimum_minutes", of: "default_reason", to: .integer(minimum))
            }
            if let longer = row.longer {
                sample.set("longer_than_minutes", of: "default_reason", to: .integer(longer))
            }
            let codes = try sample.findings().map(\.code)
            #expect(codes == [row.code].compactMap { $0?.rawValue }, "\(row)")
        }
    }

    @Test("practitioners at the bound share one advice, and each short one has an error")
    func boundsForSeveral() throws {
        var sample = Sample.exact()
        sample.addColleague()
        sample.pms.reasons[0].minutes = Minutes(30)
        sample.pms.reasons[0].practitioners = [.init(Sample.dentist), .init(Sample.colleague)]
        let advice = try sample.findings(.defaultAtBound)
        #expect(advice.count == 1)
        #expect(advice.first?.message.contains("`Dr Amy Chen` and `Jo Park`") == true)
        sample.pms.reasons[0].practitioners = [
            .init(Sample.dentist, minutes: Minutes(15)),
            .init(Sample.colleague, minutes: Minutes(25)),
        ]
        #expect(
            try sample.findings(.defaultShort).map(\.subject.practitioner)
                == [Sample.dentist, Sample.colleague])
    }

    @Test("a marketing reason that was assigned, or is named for Healthengine, is meant")
    func marketingThatIsMeant() throws {
        var sample = Sample.exact()
        sample.pms.reasons[0].isMarketing = true
        #expect(try sample.findings() == [])
        sample.pms.reasons[0].name = "Campaign"
        sample.setUp.assigned = Assignment(reason: Sample.defaultReason)
        #expect(try sample.findings() == [])
        sample.setUp.assigned = Assignment(reason: Sample.defaultReason, isPinned: true)
        #expect(try sample.findings() == [])
    }

    @Test("a pinned assignment is not shadowed (T3)") func pinned() throws {
        var sample = Sample.exact()
        let reason = sample.addReason("Exam")
        sample.setUp.assigned = Assignment(reason: reason, isPinned: true)
        #expect(try sample.findings() == [])
        sample.setUp.assigned?.isPinned = false
        #expect(try sample.findings(.assignedShadowed).map(\.subject.reason) == [reason])
    }

    @Test("an inactive reason that could not have won is not reported") func irrelevantInactive()
        throws
    {
        var sample = Sample.exact()
        sample.addReason("Exam", at: 0) { $0.isActive = false }
        sample.addReason("Healthengine old", at: 0) { $0.isActive = false }
        sample.addReason("Campaign", at: 0) {
            $0.isActive = false
            $0.isMarketing = true
        }
        #expect(try sample.findings() == [])
    }

    @Test("an order with the step makes the Healthengine entry of Oasis win (T12)")
    func orderOfOasis() throws {
        var sample = Sample.oasis()
        sample.pms.reasons[0].minutes = Minutes(45)
        sample.addReason("Exam", at: 0)
        #expect(try sample.findings(.healthengineNotFirst).count == 1)
        sample.set("order", of: "default_reason", to: .list(["healthengine", "first"]))
        #expect(try sample.findings() == [])
    }
}

@Suite("The auditors of practitioners") struct PractitionerAuditTests {
    @Test("'Enable Online' is yes, no, or a word nobody knows (T13)") func tokens() throws {
        let table: [(token: String?, code: FindingCode?)] = [
            ("Y", nil), ("y", nil), (" Y ", nil), ("N", .enableOnline), ("n ", .enableOnline),
            ("No", .enableOnline), ("", .enableOnline), ("  ", .enableOnline),
            (nil, .enableOnline), ("Yes", .enableOnlineToken), ("1", .enableOnlineToken),
            ("J", .enableOnlineToken), ("true", .enableOnlineToken),
        ]
        for (token, code) in table {
            var sample = Sample.oasis()
            sample.pms.practitioners[0].enableOnline = token
            let found = try sample.findings()
            #expect(found.map(\.code) == [code].compactMap { $0?.rawValue }, "\(token ?? "nil")")
            #expect(found.allSatisfy { $0.severity == .error })
        }
    }

    @Test("a kind is covered by one of its practitioners") func coverage() throws {
        var sample = Sample.exact()
        sample.addColleague("Dr Tom Reid", role: "Dentist")
        #expect(try sample.findings(.kindCoverage).isEmpty)
        #expect(try sample.findings(.notInDefault).count == 1)
        sample.pms.practitioners[0].isActive = false
        #expect(
            try sample.findings(.kindCoverage).map(\.message).first?.contains("dentist") == true)
    }

    @Test("sessions that end less than 14 days early are no finding") func templateEnd() throws {
        for (days, count) in [(17, 1), (18, 0), (31, 0)] {
            var sample = Sample.exact()
            sample.pms.sessions = Sample.mornings(of: Sample.dentist, days: 0..<days)
            #expect(try sample.findings(.templateEnded).count == count, "\(days) days")
        }
    }

    @Test("somebody who is not published needs no session and no type") func unpublished() throws {
        var sample = Sample.exact()
        sample.addColleague()
        sample.pms.sessions = Sample.mornings(of: Sample.dentist)
        #expect(try sample.findings(.noSession).isEmpty)
        #expect(try sample.findings(.notLinked).isEmpty)
    }
}

@Suite("The auditors of links") struct LinkAuditTests {
    @Test("types of practitioners who left are one finding, and not unlinked as well")
    func typesOfNobody() throws {
        var sample = Sample.exact()
        sample.addType("Exam", minutes: 30, of: PractitionerID("P9"))
        sample.addType("Clean", minutes: 30, of: PractitionerID("P9"))
        sample.addType("Clean", minutes: 30, of: PractitionerID("P8"), linkedTo: ReasonID("R1"))
        let found = try sample.findings()
        #expect(found.map(\.subject.practitioner?.rawValue) == ["P8", "P9"])
        #expect(Set(found.map(\.code)) == [FindingCode.typeWithoutPractitioner.rawValue])
    }

    @Test("somebody who is switched off has one finding, whatever their types lack")
    func inactive() throws {
        var sample = Sample.exact()
        sample.pms.practitioners[0].isActive = false
        sample.addType("Exam", minutes: 30)
        #expect(try sample.findings().map(\.code) == [FindingCode.inactive.rawValue])
    }

    @Test("a mismatch is reported also for somebody who is not published") func bitesLater() throws
    {
        var sample = Sample.exact()
        sample.addColleague()
        let exam = sample.addReason("Exam", minutes: 30) {
            $0.practitioners = [.init(Sample.colleague)]
        }
        sample.addType("Exam", minutes: 40, of: Sample.colleague, linkedTo: exam)
        let found = try sample.findings(.lengthMismatch)
        #expect(found.map(\.subject.practitioner) == [Sample.colleague])
        #expect(found.first?.fix.contains("to 30 min under") == true)
        #expect(found.first?.fix.contains("`Exam` to 40 min in Exact Web Setup") == true)
    }

    @Test("a proposal stands in the evidence and in the fix") func proposal() throws {
        var sample = Sample.exact()
        sample.addReason("Scale and clean")
        sample.addType("scale & Clean", minutes: 45)
        sample.addType("Scale AND clean", minutes: 45)
        let found = try sample.findings(.unlinked)
        #expect(found.count == 2)
        let sure = found.last
        #expect(
            sure?.fix.hasPrefix("Link `Scale AND clean` with `Dr Amy Chen` to `Scale and clean`")
                == true)
        #expect(sure?.evidence.contains { $0.name == "proposal `Scale and clean`" } == true)
        #expect(
            sure?.evidence.contains { $0.name == "match" && $0.value == "normalised, 95 % sure" }
                == true)
    }

    @Test("the same names in Exact and exact names in Oasis are no finding") func names() throws {
        var exact = Sample.exact()
        exact.setUp.appointmentTypes[0].name = "Something else"
        #expect(try exact.findings() == [])
        var oasis = Sample.oasis()
        oasis.setUp.appointmentTypes[0].name = "Healthengine new patient"
        #expect(try oasis.findings(.nameNear).count == 1)
    }
}
