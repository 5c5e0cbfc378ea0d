import Diagnostics
import Diary
import Testing

@testable import Rules

@Suite("Parameters and their layers")
struct ParameterTests {
    static let core = Layered.file(
        .core,
        """
        return rule {
          decision = "interval", api = 1, summary = "test",
          params = {
            minutes = param.integer { default = 30, min = 5, max = 60 },
            flag = param.boolean { default = false },
            word = param.text { default = "a" },
            pick = param.choice { "x", "y" },
            steps = param.list { "15", "10" },
            names = param.list { open = true },
            maybe = param.integer { min = 1, max = 2 },
          },
          decide = function(_, params) return { minutes = params.minutes, basis = "none" } end,
        }
        """)

    static func override(_ layer: RuleLayer, _ values: String) -> RuleDirectory.File {
        Layered.file(
            layer,
            "return override {\n  decision = \"interval\", why = \"test\",\n"
                + "  params = {\n    \(values),\n  },\n}")
    }

    static func value(
        _ name: String, _ rules: RuleSet, setUp: [String: ParameterValue] = [:]
    ) -> EffectiveParameter? {
        rules.parameters(of: "interval", setUp: setUp).first { $0.name == name }
    }

    @Test(
        "the highest layer that sets a value decides, and hides the others from the next one down")
    func order() throws {
        let layers: [(layer: RuleLayer, minutes: Int)] = [
            (.pms, 10), (.setUp, 20), (.practice, 40),
        ]
        for bits in 0..<8 {
            let chosen = layers.enumerated().filter { bits & (1 << $0.offset) != 0 }.map(\.element)
            let files = chosen.filter { $0.layer != .setUp }.map {
                Self.override($0.layer, "minutes = \($0.minutes)")
            }
            let rules = RuleSet(files: [Self.core] + files)
            let hasSetUp = chosen.contains { $0.layer == .setUp }
            let found = try #require(
                Self.value("minutes", rules, setUp: hasSetUp ? ["minutes": .integer(20)] : [:]))
            let expected = ([(.core, 30)] + chosen).reversed()
            #expect(rules.failures.isEmpty)
            #expect(
                [found.origin.layer] + found.hidden.map(\.origin.layer) == expected.map(\.layer))
            #expect(
                [found.value] + found.hidden.map(\.value) == expected.map { .integer($0.minutes) })
            let top = expected.first?.layer ?? .core
            #expect(found.origin.file == (top == .setUp ? nil : "rules/\(top.rawValue).lua"))
        }
    }

    @Test("the value in force reaches the rule")
    func reachesRule() {
        let core = Layered.rules(Self.core)
        let practice = Layered.rules(Self.core, Self.override(.practice, "minutes = 40"))
        let setUp = ["minutes": ParameterValue.integer(20)]
        #expect(Layered.interval(core).answer.interval.count == 30)
        #expect(Layered.interval(core, setUp: setUp).answer.interval.count == 20)
        #expect(Layered.interval(practice, setUp: setUp).answer.interval.count == 40)
    }

    @Test("a value of the wrong type or out of range falls to the layer below, and names its line")
    func refused() throws {
        let cases: [(name: String, value: String, kept: ParameterValue)] = [
            ("minutes", "4", .integer(30)), ("minutes", "61", .integer(30)),
            ("minutes", "\"15\"", .integer(30)), ("minutes", "15.5", .integer(30)),
            ("flag", "1", .boolean(false)), ("word", "true", .text("a")),
            ("word", "string.rep(\"x\", 201)", .text("a")), ("pick", "\"z\"", .text("x")),
            ("steps", "{ \"15\", \"20\" }", .list(["15", "10"])),
            ("steps", "\"15\"", .list(["15", "10"])), ("steps", "{}", .list(["15", "10"])),
            ("names", "{ 5 }", .list([])),
            ("names", "function() end", .list([])), ("minutes", "{ a = 1 }", .integer(30)),
        ]
        for (name, text, kept) in cases {
            let rules = Layered.rules(Self.core, Self.override(.practice, "\(name) = \(text)"))
            let found = try #require(Self.value(name, rules))
            #expect(found.value == kept, "\(name) = \(text)")
            #expect(found.origin.layer == .core)
            #expect(found.hidden.isEmpty)
            let failure = try #require(rules.failures.first, "\(name) = \(text)")
            #expect(failure.kind == .conflict)
            #expect(failure.group == "interval")
            #expect(failure.problem.code == "R0102")
            #expect(failure.problem.location?.file == "rules/practice.lua")
            #expect(failure.problem.location?.line == 4)
            #expect(failure.problem.hint?.contains(found.expectation) == true)
        }
    }

    @Test("a value that is only written wrongly is corrected")
    func corrected() throws {
        for (name, text, correction) in [
            ("minutes", "\"15\"", "from 5 to 60, without quotes;"),
            ("flag", "\"true\"", "true or false, without quotes;"),
            ("names", "\"HE\"", "strings, in braces: `{ \"HE\" }`;"),
            ("minutes", "61", "from 5 to 60; until then"),
            ("minutes", "(\"x\"):rep(60000)", "from 5 to 60; until then"),
        ] {
            let rules = Layered.rules(Self.core, Self.override(.practice, "\(name) = \(text)"))
            let problem = try #require(rules.failures.first?.problem)
            #expect(problem.hint?.contains(correction) == true, "\(problem)")
            #expect(problem.message.count < 200)
        }
    }

    @Test("good values of every kind are taken, also a whole number that Lua keeps as a fraction")
    func taken() {
        let cases: [(name: String, text: String, value: ParameterValue)] = [
            ("minutes", "60 / 2 - 10", .integer(20)), ("flag", "true", .boolean(true)),
            ("word", "\"b\"", .text("b")), ("pick", "\"y\"", .text("y")),
            ("steps", "{ \"10\" }", .list(["10"])), ("names", "{}", .list([])),
            ("names", "{ \"anything\" }", .list(["anything"])), ("maybe", "2", .integer(2)),
        ]
        for (name, text, value) in cases {
            let rules = Layered.rules(Self.core, Self.override(.practice, "\(name) = \(text)"))
            #expect(rules.failures.isEmpty, "\(name) = \(text)")
            #expect(Self.value(name, rules)?.value == value)
        }
        #expect(Self.value("maybe", Layered.rules(Self.core))?.value == .some(nil))
    }

    @Test("an unknown parameter names the nearest, in a file and in the set-up")
    func unknown() throws {
        let rules = Layered.rules(Self.core, Self.override(.practice, "minuts = 15"))
        let failure = try #require(rules.failures.first)
        #expect(failure.problem.message == "sets `minuts`, which `interval` does not have")
        #expect(failure.problem.hint == "use `minutes`")
        #expect(failure.problem.location?.line == 4)
        var setUp = SetUp(timeZone: "Australia/Sydney")
        setUp.parameters = [
            "interval": ["minuts": .integer(15), "minutes": .integer(90)],
            "intervall": ["minutes": .integer(15)],
        ]
        let failures = rules.failures(of: setUp)
        try #require(failures.map(\.origin.layer) == [.setUp, .setUp, .setUp])
        #expect(failures[0].problem.message.contains("interval.minutes"))
        #expect(failures[0].problem.message.contains("a whole number from 5 to 60"))
        #expect(failures[1].problem.message.contains("use `minutes`"))
        #expect(failures[2].problem.message.contains("nothing is called `intervall`"))
        let kept = Self.value("minutes", rules, setUp: setUp.parameters["interval"] ?? [:])
        #expect(kept?.value == .integer(30))
    }

    @Test("a pack may add a parameter, and a new rule declares them afresh")
    func declarations() throws {
        let added = Layered.rules(
            Self.core, Self.override(.pms, "extra = param.boolean { default = true }"),
            Self.override(.practice, "extra = false"))
        #expect(added.failures.isEmpty)
        let extra = try #require(Self.value("extra", added))
        #expect(extra.value == .boolean(false))
        #expect(extra.hidden.map(\.origin.layer) == [.pms])
        let replaced = Layered.rules(
            Self.core,
            Layered.file(
                .pms,
                """
                return rule { decision = "interval", api = 1, summary = "test",
                  params = { own = param.boolean { default = true } },
                  decide = function() return { minutes = 15, basis = "none" } end }
                """))
        #expect(replaced.parameters(of: "interval", setUp: [:]).map(\.name) == ["own"])
    }

    @Test("settings have built-in values that the layers change like any others")
    func settings() {
        let pms = Layered.file(
            .pms,
            "return override { settings = \"publishing\", why = \"t\", "
                + "params = { lead_minutes = 90, grid = \"midnight\" } }")
        let rules = Layered.rules(Self.core, pms)
        let values = rules.parameters(of: "publishing", setUp: ["lead_minutes": .integer(120)])
        let lead = values.first { $0.name == "lead_minutes" }
        #expect(lead?.value == .integer(120))
        #expect(lead?.hidden.map(\.origin.layer) == [.pms, .builtIn])
        let settings = PublishingSettings(values)
        #expect(settings.lead.count == 120)
        #expect(settings.grid == .midnight)
        #expect(settings.horizonDays == 30)
        #expect(settings.basis == .both)
        let builtIn = RuleSet.builtIn.parameters(of: "publishing", setUp: [:])
        #expect(PublishingSettings([]) == PublishingSettings(builtIn))
    }
}
