import Diagnostics
import Diary
import Testing

@testable import Rules

@Suite("Rules that fail")
struct FallbackTests {
    typealias Breakage = (body: String, kind: RuleFailure.Kind, part: String)

    /// Bodies that fail on line 3, with the kind and a part of the message.
    static let broken: [Breakage] = [
        ("error(\"no\")", .runtime, "no"), ("return input.lenghts", .runtime, "`lenghts`"),
        ("local x = nil; return x.y", .runtime, "x"), ("while true do end", .limit, "instructions"),
        ("return string.rep(\"x\", 1e9)", .limit, "string_bytes"),
        ("pcall(function() while true do end end) return {}", .limit, "instructions"),
        ("return 5", .answer, "returned a number"), ("return", .answer, "returned nothing"),
        ("return { minutes = 15 }", .answer, "no `basis`"),
        ("return { minutes = 4, basis = \"none\" }", .answer, "`minutes` = 4"),
        ("return { minutes = \"often\", basis = \"none\" }", .answer, "`often`"),
        ("return { minutes = 15, basis = \"dice\" }", .answer, "`dice`"),
        ("return { minutes = 15, basis = \"none\", more = 1 }", .answer, "a field `more`"),
        ("return base(input, 1) and base(input)", .runtime, "only once"),
    ]

    @Test("a rule that fails falls to the layer below, which is recorded with kind, file and line")
    func oneLayer() throws {
        for (body, kind, part) in Self.broken {
            let rules = Layered.rules(
                Layered.interval(.core, answers: Layered.minutes(35)),
                Layered.interval(.pms, answers: Layered.minutes(25)),
                Layered.interval(.practice, answers: body))
            let (answer, record) = Layered.interval(rules)
            #expect(answer.interval.count == 25, "\(body)")
            #expect(record.answeredBy == RuleOrigin(layer: .pms, file: "rules/pms.lua"))
            let failure = try #require(record.failures.first, "\(body)")
            #expect(record.failures.count == 1)
            #expect(failure.kind == kind, "\(body): \(failure.problem)")
            #expect(failure.group == "interval")
            #expect(failure.origin.file == "rules/practice.lua")
            #expect(failure.problem.message.contains(part), "\(failure.problem.message)")
            #expect(failure.problem.location?.file == "rules/practice.lua")
            // Answers are wrong as a whole; the other kinds know the very line.
            #expect(failure.problem.location?.line == (kind == .answer ? 2 : 3), "\(body)")
        }
    }

    @Test("a rule's error says what to do, and underlines what went wrong")
    func hints() throws {
        let cases: [(body: String, hint: String, token: String?)] = [
            ("error(\"no\")", "mend the line", nil),
            ("return input.lenghts", "use `lengths`", "lenghts"),
            ("return lsit.map({}, type)", "use `list`", "lsit"),
            ("local x = nil; return x.y", "make sure that `x` has a value", "x"),
            ("if then else", "mend the line", "then"),
            ("while true do end", "make the rule do less", nil),
        ]
        for (body, hint, token) in cases {
            let rules = Layered.rules(Layered.interval(.practice, answers: body))
            let failures = rules.failures + Layered.interval(rules).record.failures
            let problem = try #require(failures.first?.problem)
            #expect(problem.hint?.hasPrefix(hint) == true, "\(body): \(problem)")
            #expect(problem.location?.token == token, "\(body)")
        }
    }

    @Test("two failing layers fall through to the third, all failing ones to the built-in answer")
    func manyLayers() {
        let practice = Layered.interval(.practice, answers: "error(\"one\")")
        let pms = Layered.interval(.pms, answers: "return 5")
        let core = Layered.interval(.core, answers: Layered.minutes(35))
        let (answer, record) = Layered.interval(Layered.rules(core, pms, practice))
        #expect(answer.interval.count == 35)
        #expect(record.failures.map(\.origin.layer) == [.practice, .pms])
        let broken = Layered.interval(.core, answers: "while true do end")
        let (last, why) = Layered.interval(Layered.rules(broken, pms, practice))
        #expect(why.answeredBy == .builtIn)
        #expect(why.failures.map(\.kind) == [.runtime, .answer, .limit])
        #expect(last.interval.count == 15)
        #expect(Layered.interval(.builtIn).record.failures.isEmpty)
    }

    @Test("a rule that went over a limit is not asked again; one with an error is")
    func silenced() {
        for (body, failures) in [("while true do end", [1, 0, 0]), ("error(\"no\")", [1, 1, 1])] {
            let text = """
                return override { decision = "practitioner_kind", why = "t",
                  decide = function() \(body) end }
                """
            let snapshot = Layered.snapshot
            let session = RuleSession(
                Layered.rules(Layered.file(.practice, text)), snapshot: snapshot)
            let records = snapshot.pms.practitioners.map { session.kind(of: $0).1 }
            #expect(records.map(\.failures.count) == failures)
            #expect(records.allSatisfy { $0.answeredBy == .builtIn })
            // A new evaluation asks it afresh.
            let next = RuleSession(
                Layered.rules(Layered.file(.practice, text)), snapshot: snapshot)
            #expect(next.kind(of: snapshot.pms.practitioners[0]).1.failures.count == 1)
        }
    }

    @Test("base asks the next layer below, whichever that is, and leaves a line in the trace")
    func base() {
        let core = Layered.interval(.core, answers: Layered.minutes(20))
        let double = "local a = base(input) a.minutes = a.minutes * 2 return a"
        let pms = Layered.interval(.pms, answers: double)
        let practice = Layered.interval(.practice, answers: double)
        #expect(Layered.interval(Layered.rules(core, practice)).answer.interval.count == 40)
        let (answer, record) = Layered.interval(Layered.rules(core, pms, practice))
        #expect(answer.interval.count == 80)
        #expect(
            record.steps == [
                .askedBase(file: "rules/pms.lua"), .askedBase(file: "rules/core.lua"),
            ])
        let alone = Layered.interval(Layered.rules(Layered.interval(.core, answers: double)))
        #expect(alone.record.failures.first?.problem.message.contains("no lower layer") == true)
        #expect(alone.record.answeredBy == .builtIn)
    }

    @Test("an error below base is blamed on the file that made it")
    func blame() {
        let core = Layered.interval(.core, answers: "error(\"low\")")
        let practice = Layered.interval(.practice, answers: "return base(input)")
        let record = Layered.interval(Layered.rules(core, practice)).record
        #expect(record.answeredBy == .builtIn)
        #expect(Set(record.failures.compactMap(\.origin.file)) == ["rules/core.lua"])
    }

    @Test("the built-in answers publish nobody whom the packs would not publish")
    func builtIn() {
        var snapshot = Layered.snapshot
        var off = snapshot.pms.practitioners[0]
        off.isActive = false
        var offline = snapshot.pms.practitioners[1]
        offline.enableOnline = "N"
        var outside = snapshot.pms.reasons[0]
        outside.practitioners = []
        let session = RuleSession(.builtIn, snapshot: snapshot)
        let who = snapshot.pms.practitioners[2]
        let reason = snapshot.pms.reasons[0]
        let cases: [(Practitioner, BookingReason?, Blocker?)] = [
            (who, reason, nil), (off, reason, .practitionerInactive),
            (offline, reason, .enableOnlineOff), (who, nil, .noDefaultReason),
            (who, outside, .notInDefaultReason),
        ]
        for (practitioner, reason, blocker) in cases {
            let answer = session.publishes(practitioner, kind: .other, defaultReason: reason).0
            #expect(answer.blocker == blocker)
            #expect(answer.isPublished == (blocker == nil))
        }
        snapshot.pms.reasons[0].isActive = false
        #expect(RuleSession(.builtIn, snapshot: snapshot).defaultReason().0.reason == nil)
    }

    @Test("T3, T12: the built-in default reason keeps to the order of each PMS")
    func builtInDefault() {
        let cases: [(system: PMSSystem, assigned: String?, isPinned: Bool, reason: String)] = [
            (.exact, nil, false, "R3"), (.exact, "R2", false, "R3"), (.exact, "R2", true, "R2"),
            (.exact, "R9", true, "R3"), (.oasis, nil, false, "R1"), (.oasis, "R2", false, "R2"),
        ]
        for (system, assigned, isPinned, reason) in cases {
            var snapshot = Layered.snapshot
            snapshot.pms.system = system
            snapshot.pms.reasons += [
                BookingReason(id: ReasonID("R2"), name: "Check-up"),
                BookingReason(id: ReasonID("R3"), name: "Healthengine"),
            ]
            snapshot.setUp.assigned = assigned.map {
                Assignment(reason: ReasonID($0), isPinned: isPinned)
            }
            let answer = RuleSession(.builtIn, snapshot: snapshot).defaultReason().0
            #expect(answer.reason?.rawValue == reason, "\(system) \(assigned ?? "-") \(isPinned)")
        }
    }
}
