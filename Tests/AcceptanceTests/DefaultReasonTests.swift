import Testing

@Suite("Which booking reason is the default")
struct DefaultReasonTests {
    /// Exact with three reasons; the second one is made for Healthengine.
    private func practice(named name: String = "Healthengine New Patient") -> Practice {
        var practice = Practice.exact()
        practice.reason("R2", name, 45, with: ["P1"])
        practice.reason("R3", "Whitening", 60, with: ["P1"])
        return practice
    }

    @Test(
        "S10, T4: Healthengine's own reason is the default, whatever its case and punctuation",
        arguments: [
            "Healthengine", "healthengine new patient", "HealthEngine", "HEALTH-ENGINE (new)",
            " Health Engine: exam", "Ｈｅａｌｔｈｅｎｇｉｎｅ",
        ])
    func own(name: String) async throws {
        let answer = try await practice(named: name).evaluated()
        #expect(answer.defaultReason == "R2")
        #expect(answer.step == "healthengine")
        #expect(answer.lost("R1") != nil)
        #expect(answer.lost("R3") != nil)
    }

    @Test(
        "T4, S37: a name that is only near to Healthengine is never used and always reported",
        arguments: [
            "New via Healthengine", "Health Engin new", "Heathengine", "Healthengnie exam",
            "Helthengine booking", "Healtengine",
        ])
    func nearMiss(name: String) async throws {
        let answer = try await practice(named: name).evaluated()
        #expect(answer.defaultReason == "R1")
        #expect(answer.step == "first")
        #expect(answer.finding("A29-NEAR-MISS-NAME")["reason"].text == "R2")
    }

    @Test("T4: an unlike name is no near miss", arguments: ["Health check", "Engine", "Whitening"])
    func unlike(name: String) async throws {
        #expect(!(try await practice(named: name).evaluated().codes).contains("A29-NEAR-MISS-NAME"))
    }

    @Test("T4: an alias of the practice counts as Healthengine's own name")
    func alias() async throws {
        var practice = practice(named: "HE new patient")
        practice.setUp["aliases"] = ["healthengine": ["HE New"]]
        #expect(try await practice.evaluated().defaultReason == "R2")
    }

    @Test("S11, S34, T11: without a Healthengine reason the first active one is the default")
    func first() async throws {
        var practice = Practice.exact()
        practice.reasons = []
        practice.reason("R9", "Old exam", 30, with: ["P1"], ["active": false])
        practice.reason("R8", "Spring campaign", 30, with: ["P1"], ["marketing": true])
        practice.reason("R1", "Exam", 30, with: ["P1"])
        practice.set("default_reason", "order", ["healthengine", "assigned", "first"])
        let answer = try await practice.evaluated()
        #expect(answer.defaultReason == "R1")
        #expect(answer.step == "first")
        #expect(answer.lost("R9") == "switched off in the PMS")
        #expect(answer.finding("A39-CANDIDATE-INACTIVE")["reason"].text == "R9")
    }

    @Test("S12, S34: a reason assigned by hand is the default where no Healthengine reason exists")
    func assigned() async throws {
        var practice = practice(named: "Crown")
        practice.setUp["assigned_reason"] = ["reason": "R3"]
        let answer = try await practice.evaluated()
        #expect(answer.defaultReason == "R3")
        #expect(answer.step == "assigned")
    }

    @Test("T3: a Healthengine reason shadows an assigned one, with a finding, unless it is pinned")
    func shadowed() async throws {
        var practice = practice()
        practice.setUp["assigned_reason"] = ["reason": "R3"]
        let shadowed = try await practice.evaluated()
        #expect(shadowed.defaultReason == "R2")
        #expect(shadowed.finding("A37-ASSIGNED-SHADOWED")["reason"].text == "R3")
        practice.setUp["assigned_reason"] = ["reason": "R3", "pinned": true]
        let pinned = try await practice.evaluated()
        #expect(pinned.defaultReason == "R3")
        #expect(pinned.step == "pinned")
        #expect(!pinned.codes.contains("A37-ASSIGNED-SHADOWED"))
    }

    @Test("T3: every candidate that lost says why, and the order is one parameter")
    func order() async throws {
        var practice = practice()
        let answer = try await practice.evaluated()
        #expect(answer.lost("R1") == "its name is not Healthengine's")
        practice.set("default_reason", "order", ["first", "healthengine"])
        #expect(try await practice.evaluated().defaultReason == "R1")
    }

    @Test("S35, T11: marketing before first: the ticked marketing reason, else the first of them")
    func marketing() async throws {
        var practice = Practice.exact()
        practice.reason("R2", "Spring week", 30, with: ["P1"], ["marketing": true])
        practice.reason("R3", "Smile week", 30, with: ["P1"], ["marketing": true])
        let first = try await practice.evaluated()
        #expect(first.defaultReason == "R2")
        #expect(first.step == "marketing")
        #expect(first.finding("A27-MARKETING-DEFAULT")["reason"].text == "R2")
        practice.reasons[2]["marketing_default"] = true
        #expect(try await practice.evaluated().defaultReason == "R3")
        practice.reason("R4", "Healthengine", 30, with: ["P1"])
        #expect(try await practice.evaluated().defaultReason == "R4")
    }

    @Test("T19: an assigned reason that is switched off or unknown is passed over, with a finding")
    func unusable() async throws {
        var practice = practice(named: "Crown")
        practice.reasons[2]["active"] = false
        for reason in ["R3", "R77"] {
            practice.setUp["assigned_reason"] = ["reason": reason, "pinned": true]
            let answer = try await practice.evaluated()
            #expect(answer.defaultReason == "R1")
            #expect(answer.codes.contains("A36-ASSIGNED-UNUSABLE"))
        }
    }

    @Test("T19, S10: an inactive Healthengine reason is not the default; the finding names it")
    func inactive() async throws {
        var practice = practice()
        practice.reasons[1]["active"] = false
        let answer = try await practice.evaluated()
        #expect(answer.defaultReason == "R1")
        #expect(answer.finding("A39-CANDIDATE-INACTIVE")["reason"].text == "R2")
    }

    @Test("S8, S44, T1: below 30 minutes is an error, exactly 30 an advice, longer is fine")
    func length() async throws {
        let short = "A08-DEFAULT-SHORT"
        let bound = "A31-DEFAULT-AT-BOUND"
        let cases: [(minutes: Int, code: String?)] = [
            (20, short), (29, short), (30, bound), (31, nil), (45, nil),
        ]
        for (minutes, code) in cases {
            var practice = Practice.exact()
            practice.reasons[0]["minutes"] = minutes
            practice.types[0]["minutes"] = minutes
            let answer = try await practice.evaluated()
            #expect(answer.defaultReason == "R1")
            #expect(answer.codes.intersection([short, bound]) == Set([code].compactMap { $0 }))
            if code == short { #expect(answer.finding(short)["severity"].text == "error") }
            if code == bound { #expect(answer.finding(bound)["severity"].text == "advice") }
            #expect(answer.status == (code == short ? 2 : 0))
        }
    }

    @Test("T1, T19: both bounds are parameters, and skip_short passes over short reasons")
    func bounds() async throws {
        var practice = Practice.exact()
        practice.reason("R2", "Long exam", 60, with: ["P1"])
        practice.set("default_reason", "minimum_minutes", 45)
        #expect(try await practice.evaluated().codes.contains("A08-DEFAULT-SHORT"))
        practice.set("default_reason", "skip_short", true)
        #expect(try await practice.evaluated().defaultReason == "R2")
        practice.set("default_reason", "skip_short", false)
        practice.set("default_reason", "minimum_minutes", 20)
        practice.set("default_reason", "longer_than_minutes", 20)
        let codes = try await practice.evaluated().codes
        #expect(codes.isDisjoint(with: ["A08-DEFAULT-SHORT", "A31-DEFAULT-AT-BOUND"]))
    }

    @Test("T19, S36: a short or empty Healthengine reason is still the default, with an error")
    func empty() async throws {
        var practice = practice()
        practice.reasons[1]["minutes"] = 15
        let short = try await practice.evaluated()
        #expect(short.defaultReason == "R2")
        #expect(short.finding("A08-DEFAULT-SHORT")["severity"].text == "error")
        practice.reasons[1]["practitioners"] = [Row]()
        let empty = try await practice.evaluated()
        #expect(empty.defaultReason == "R2")
        #expect(empty.finding("A43-DEFAULT-EMPTY")["severity"].text == "error")
        #expect(empty.json["publication"].list.isEmpty)
    }

    @Test("S11: a PMS without a usable reason publishes nothing and says so")
    func none() async throws {
        var practice = Practice.exact()
        practice.reasons[0]["active"] = false
        let off = try await practice.evaluated()
        #expect(off.practitioner()["blockers"].texts == ["NO_DEFAULT_REASON"])
        #expect(off.codes.contains("A02-DEFAULT-UNRESOLVED"))
        practice.reasons = []
        #expect(try await practice.evaluated().codes.contains("A01-REASON-NONE"))
        #expect(try await practice.evaluated().status == 2)
    }
}
