import Diary
import Findings
import Testing

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
            sample.pms.sessions = Sample.mornings(of: Sample.dentist, days: 0..<days).reversed()
            #expect(try sample.findings(.templateEnded).count == count, "\(days) days")
        }
    }

    @Test("nothing is asked about the role of somebody who left") func inactiveRole() throws {
        var sample = Sample.exact()
        sample.addColleague(role: nil)
        sample.pms.practitioners[1].isActive = false
        #expect(try sample.findings().map(\.code) == [FindingCode.inactive.rawValue])
    }

    @Test("a snapshot of days gone by says nothing about sessions") func oldSnapshot() throws {
        var sample = Sample.exact()
        sample.pms.days = Sample.day(-10)...Sample.day(-1)
        sample.pms.sessions = Sample.mornings(of: Sample.dentist, days: -10 ..< -3)
        #expect(try sample.findings().map(\.code) == [FindingCode.daysNotRead.rawValue])
    }

    @Test("sessions before today and after the last published day do not count")
    func sessionsOutside() throws {
        var sample = Sample.exact()
        sample.pms.days = Sample.day(-5)...Sample.day(40)
        sample.pms.sessions =
            Sample.mornings(of: Sample.dentist, days: -5..<0)
            + Sample.mornings(of: Sample.dentist, days: 31..<41)
        #expect(try sample.findings().map(\.code) == [FindingCode.noSession.rawValue])
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

    @Test("what the default reason lacks is not reported again for types linked to it")
    func sharedCause() throws {
        var sample = Sample.exact()
        let other = sample.addReason("Exam", minutes: nil) { $0.practitioners = [] }
        sample.addType("Exam", minutes: 30, linkedTo: other)
        sample.pms.reasons[0].minutes = nil
        let unknown = FindingCode.linkedLengthUnknown.rawValue
        let notIn = FindingCode.notInLinkedReason.rawValue
        let linked = try sample.findings().filter { [unknown, notIn].contains($0.code) }
        #expect(linked.map(\.code) == [notIn, unknown])
        #expect(linked.allSatisfy { $0.subject.reason == other })
        sample.pms.reasons[0].practitioners = []
        #expect(try sample.findings(.notInLinkedReason).map(\.subject.reason) == [other])
    }

    @Test("a link to a reason that is off is stale, whatever its length") func staleFirst() throws {
        var sample = Sample.exact()
        let old = sample.addReason("Exam", minutes: 20) { $0.isActive = false }
        sample.addType("Exam", minutes: 30, linkedTo: old)
        #expect(try sample.findings().map(\.code) == [FindingCode.linkStale.rawValue])
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

    @Test("a type is linked for others by its id, also under another name") func sameType() throws {
        var sample = Sample.exact()
        sample.addColleague()
        sample.pms.reasons[0].practitioners?.append(.init(Sample.colleague))
        sample.addType("Other name", minutes: 45, of: Sample.colleague)
        #expect(try sample.findings(.unlinked).count == 1)
        sample.setUp.appointmentTypes[1].id = sample.setUp.appointmentTypes[0].id
        #expect(try sample.findings(.linkMissingForSome).count == 1)
    }

    @Test("entries of Oasis that are off or have a length with somebody need no advice")
    func oasisEntries() throws {
        var sample = Sample.oasis()
        let old = sample.addReason("Exam") { $0.isActive = false }
        sample.addType("Visit", minutes: 45, linkedTo: old)
        #expect(try sample.findings().map(\.code) == [FindingCode.linkStale.rawValue])
        sample.pms.reasons[1].isActive = true
        sample.pms.reasons[1].minutes = nil
        sample.pms.reasons[1].name = "Visit"
        #expect(try sample.findings(.newVersusExisting).count == 1)
        sample.pms.reasons[1].practitioners = [.init(Sample.dentist, minutes: Minutes(45))]
        #expect(try sample.findings() == [])
    }

    @Test("a reason that is off shares its name with nobody") func sameNameOff() throws {
        var sample = Sample.exact()
        sample.addReason("Healthengine new-patient") { $0.isActive = false }
        #expect(try sample.findings() == [])
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
