import Foundation
import Testing

@Suite("A practice's own rules and parameters")
struct LayerTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.copy("rules")
    }

    private func write(_ text: String, to name: String) throws {
        try scratch.write(text, to: "rules/practices/test-dental/\(name)")
    }

    private func answer(_ practice: Practice = .exact()) async throws -> Answer {
        try await practice.evaluated(in: scratch.folder)
    }

    @Test(
        "S48, T15: a parameter in a practice's file changes the answer, and says where it is from")
    func parameter() async throws {
        #expect(try await answer().interval == 30)
        try write(
            """
            return override {
              decision = "interval",
              why = "the practice wants three starts an hour",
              params = { minutes = 20 },
            }
            """, to: "interval.lua")
        let changed = try await answer()
        #expect(changed.interval == 20)
        #expect(changed.times().prefix(4) == ["09:00", "09:20", "09:40", "10:00"])
        let parameter = changed.parameter("interval", "minutes")
        #expect(parameter["layer"].text == "practice")
        #expect(parameter["file"].text == "rules/practices/test-dental/interval.lua")
        #expect(parameter["hidden"][0]["layer"].text == "core")
        let revisions = changed.json["provenance"]["rules"].list.compactMap { $0["layer"].text }
        #expect(revisions == ["core", "pms", "practice"])
    }

    @Test("S48: a practice's file wins over the set-up, which wins over the packs, with a finding")
    func order() async throws {
        var practice = Practice.exact()
        practice.set("publishing", "lead_minutes", 120)
        let setUp = try await answer(practice)
        #expect(setUp.parameter("publishing", "lead_minutes")["layer"].text == "set-up")
        #expect(setUp.times(on: Practice.day).first == "09:00")
        try write(
            """
            return override {
              settings = "publishing", why = "a day's notice", params = { lead_minutes = 1440 },
            }
            """, to: "publishing.lua")
        let file = try await answer(practice)
        let parameter = file.parameter("publishing", "lead_minutes")
        #expect(parameter["value"].number == 1440)
        #expect(parameter["hidden"].list.compactMap { $0["layer"].text } == ["set-up", "built-in"])
        #expect(file.days().first == Practice.nextDay)
        #expect(file.finding("G05-RULE-CONFLICT")["severity"].text == "advice")
    }

    @Test("T3, T19: a practice's function replaces the pack's, and may ask it with base")
    func base() async throws {
        try write(
            """
            return override {
              decision = "default_reason",
              why = "the practice reserves its exam for phone calls",
              decide = function(input, params, base)
                local answer = base(input)
                if answer.reason == "R1" then
                  trace.note("the exam is for phone calls")
                  return { reason = "R2", step = "not the exam" }
                end
                return answer
              end,
            }
            """, to: "default_reason.lua")
        var practice = Practice.exact()
        practice.reason("R2", "Check-up", 30, with: ["P1"])
        let answer = try await answer(practice)
        #expect(answer.defaultReason == "R2")
        #expect(answer.step == "not the exam")
        let decision = answer.json["decisions"].first("decision", "default_reason")
        #expect(decision["layer"].text == "practice")
        let kinds = decision["steps"].list.compactMap { $0["kind"].text }
        #expect(kinds.contains("asked_base"))
        #expect(kinds.last == "note")
    }

    @Test(
        "S48: a broken rule stops no practice: the layer below answers, a finding names the line",
        arguments: [
            ("G01-LUA-SYNTAX", "return override {\n  decision = = \"interval\"\n}", 2),
            (
                "G02-LUA-RUNTIME",
                """
                return override { decision = "interval", why = "test",
                  decide = function(input)
                    return { minutes = input.lengths.count + 1 }
                  end }
                """, 3
            ),
            (
                "G03-LUA-BUDGET",
                """
                return override { decision = "interval", why = "test",
                  decide = function()
                    while true do end
                  end }
                """, 3
            ),
            (
                "G04-LUA-BAD-RETURN",
                """
                return override { decision = "interval", why = "test",
                  decide = function() return { minutes = "often" } end }
                """, 2
            ),
            (
                "G05-RULE-CONFLICT",
                """
                return override { decision = "interval", why = "test",
                  params = {
                    minuts = 20,
                  } }
                """, 3
            ),
        ])
    func broken(code: String, text: String, line: Int) async throws {
        try write(text, to: "interval.lua")
        let answer = try await answer()
        #expect(answer.interval == 30)
        #expect(answer.times().count == 14)
        let finding = answer.finding(code)
        #expect(finding["rule"].text == "rules/practices/test-dental/interval.lua:\(line)")
        #expect(finding["message"].text?.contains("interval.lua") == true)
        #expect(answer.status == 2)
    }

    @Test("S48: a rule that hides a practitioner is named, with its own words")
    func hidden() async throws {
        try write(
            """
            return override {
              decision = "publish_practitioner", why = "on leave until May",
              decide = function(input, params, base)
                if input.practitioner.id == "P1" then
                  return { publish = false, why = "on leave until May" }
                end
                return base(input)
              end,
            }
            """, to: "publish_practitioner.lua")
        let answer = try await answer()
        #expect(answer.practitioner()["blockers"].texts == ["HIDDEN_BY_RULE"])
        let finding = answer.finding("A28-RULE-DROPPED")
        #expect(finding["message"].text?.contains("on leave until May") == true)
        #expect(finding["rule"].text == "rules/practices/test-dental/publish_practitioner.lua")
    }

    @Test("S9, T16: kinds are mapped by rule, so a practice can correct what its PMS does not say")
    func kind() async throws {
        try write(
            """
            return override {
              decision = "practitioner_kind", why = "P1 is a therapist",
              decide = function() return { kind = "oht" } end,
            }
            """, to: "practitioner_kind.lua")
        #expect(try await answer().practitioner()["kind"].text == "oht")
    }

    @Test("S48: rules of one practice do not touch another")
    func apart() async throws {
        try scratch.write(
            "return override { decision = \"interval\", why = \"x\", params = { minutes = 5 } }",
            to: "rules/practices/other-dental/interval.lua")
        #expect(try await answer().interval == 30)
    }
}
