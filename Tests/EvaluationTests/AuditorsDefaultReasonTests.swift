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

    @Test("a name with two letters inserted, removed or replaced is always near") func twoEdits()
        throws
    {
        var random = SplitMix(state: 4)
        var sample = Sample.exact()
        sample.pms.reasons[0].name = "Exam"
        for _ in 0..<150 {
            var letters = Array("healthengine")
            for _ in 0..<2 {
                let place = Int.random(in: 1..<letters.count - 1, using: &random)
                let letter: Character =
                    ["a", "e", "h", "x", "z"].randomElement(using: &random) ?? "x"
                switch Int.random(in: 0..<3, using: &random) {
                case 0: letters.remove(at: place)
                case 1: letters.insert(letter, at: place)
                default: letters[place] = letter
                }
            }
            sample.addReason(String(letters))
        }
        let near = try Set(sample.findings(.nearMissName).compactMap(\.subject.reason))
        for reason in sample.pms.reasons.dropFirst() where reason.name != "healthengine" {
            #expect(near.contains(reason.id), "\(reason.name)")
        }
    }

    @Test("an alias counts as Healthengine's name, so it is no near miss") func alias() throws {
        var sample = Sample.exact()
        sample.addReason("Health Engin visit", at: 0)
        #expect(try sample.findings(.nearMissName).count == 1)
        sample.setUp.aliases.healthengine = ["health engin", " ! "]
        #expect(try sample.findings(.nearMissName).isEmpty)
        sample.addReason("Exam")
        #expect(try sample.findings(.severalHealthengine).map(\.evidence.count) == [2])
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

    @Test("an inactive reason is reported once, and only where it could have won (T19)")
    func inactiveCandidates() throws {
        let off: @Sendable (inout BookingReason) -> Void = { $0.isActive = false }
        let campaign: @Sendable (inout BookingReason) -> Void = {
            $0.isActive = false
            $0.isMarketing = true
        }
        let table: [(text: String, count: Int, change: (inout Sample) -> Void)] = [
            ("before the Healthengine reason", 0, { $0.addReason("Exam", at: 0, change: off) }),
            ("another of Healthengine's", 0, { $0.addReason("Healthengine", at: 0, change: off) }),
            ("a campaign", 0, { $0.addReason("Campaign", at: 0, change: campaign) }),
            (
                "a campaign of Healthengine's", 1,
                {
                    $0.pms.reasons[0].name = "Exam"
                    $0.addReason("Healthengine campaign", at: 0, change: campaign)
                }
            ),
            (
                "Healthengine's, before the first", 1,
                {
                    $0.pms.reasons[0].name = "Exam"
                    $0.addReason("Healthengine", at: 0, change: off)
                }
            ),
            (
                "Healthengine's, after the first by the order", 0,
                {
                    $0.pms.reasons[0].name = "Exam"
                    $0.addReason("Healthengine", change: off)
                    $0.set("order", of: "default_reason", to: .list(["first", "healthengine"]))
                }
            ),
            (
                "after the first in the list", 0,
                {
                    $0.pms.reasons[0].name = "Exam"
                    $0.addReason("Clean", change: off)
                }
            ),
            (
                "a campaign, where only the first counts", 0,
                {
                    $0.pms.reasons[0].name = "Exam"
                    $0.addReason("Campaign", at: 0, change: campaign)
                    $0.set("order", of: "default_reason", to: .list(["first"]))
                }
            ),
        ]
        for row in table {
            var sample = Sample.exact()
            row.change(&sample)
            #expect(try sample.findings().count == row.count, "\(row.text)")
        }
    }

    @Test("an inactive campaign matters only where it would have been the default (T11)")
    func inactiveMarketing() throws {
        for (isOtherTicked, isChosenTicked, count) in [
            (false, false, 0), (true, false, 1), (true, true, 0),
        ] {
            var sample = Sample.exact()
            sample.pms.reasons[0].name = "Campaign"
            sample.pms.reasons[0].isMarketing = true
            sample.pms.reasons[0].isMarketingDefault = isChosenTicked
            sample.addReason("Old campaign") {
                $0.isMarketing = true
                $0.isMarketingDefault = isOtherTicked
                $0.isActive = false
            }
            #expect(try sample.findings(.candidateInactive).count == count)
        }
    }

    @Test("the evidence says where a reason stands, and that it is off") func reasonFacts() throws {
        var sample = Sample.exact()
        sample.pms.reasons[0].name = "Exam"
        sample.addReason("Healthengine") { $0.isActive = false }
        let evidence = try sample.findings(.candidateInactive).first?.evidence
        #expect(evidence?.map(\.value) == ["R2, place 2, switched off", "R1, place 1"])
    }

    @Test("an entry of Oasis named for Healthengine should be first, if it is on (T12)")
    func orderOfOasis() throws {
        var sample = Sample.oasis()
        sample.pms.reasons[0].minutes = Minutes(45)
        let exam = sample.addReason("Exam", at: 0)
        #expect(try sample.findings(.healthengineNotFirst).count == 1)
        sample.set("order", of: "default_reason", to: .list(["healthengine", "first"]))
        #expect(try sample.findings() == [])
        sample.set("order", of: "default_reason", to: .list(["assigned", "healthengine"]))
        sample.setUp.assigned = Assignment(reason: exam)
        #expect(try sample.findings() == [])
        sample.setUp.parameters = [:]
        sample.pms.reasons[1].isActive = false
        #expect(try sample.findings(.healthengineNotFirst).isEmpty)
    }

    @Test("names matter as far as the order looks at them") func orderWithoutNames() throws {
        var exact = Sample.exact()
        exact.addReason("Exam", at: 0)
        exact.addReason("Healthengine")
        exact.set("order", of: "default_reason", to: .list(["first"]))
        #expect(try exact.findings() == [])
    }

    @Test("a short default is reported for whom it recognises") func shortForTheirs() throws {
        var sample = Sample.exact()
        sample.pms.reasons[0].minutes = Minutes(20)
        sample.addColleague()
        #expect(try sample.findings(.defaultShort).map(\.subject.practitioner) == [Sample.dentist])
    }

    @Test("a PMS without practitioners has nobody in the default reason") func nobody() throws {
        var sample = Sample.exact()
        sample.pms.practitioners = []
        sample.pms.sessions = []
        #expect(
            try sample.findings().map(\.code) == [
                FindingCode.defaultEmpty.rawValue, FindingCode.typeWithoutPractitioner.rawValue,
            ])
    }
}
