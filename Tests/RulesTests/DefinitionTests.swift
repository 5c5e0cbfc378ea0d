import Diagnostics
import Diary
import Foundation
import Testing

@testable import Rules

@Suite("Rule files that cannot be used")
struct DefinitionTests {
    /// Each file, part of the message that refuses it, and part of the hint.
    typealias Refusal = (text: String, message: String, hint: String)

    private static let rule = "decision = \"interval\", api = 1, summary = \"t\""
    private static let decide = "decide = function() return { minutes = 20, basis = \"none\" } end"
    private static let interval = "decision = \"interval\", why = \"t\""

    static let definitions: [Refusal] = [
        ("return {}", "does not return a rule", "end the file with `return rule { ... }`"),
        ("return { __kind = \"rules\" }", "does not return a rule", "end the file"),
        ("return tests { cases = {} }", "does not return a rule", "end the file"),
        ("return rule {}", "names no decision", "give `decision = \"...\"`"),
        ("return rule { decision = 5 }", "names no decision", "give `decision"),
        ("return rule { \(rule), \(decide), decied = 1 }", "a field `decied` that", "`decision`"),
        ("return rule { \(rule), \(decide), why = \"t\" }", "a field `why` that", "`summary`"),
        ("return override { decision = \"intervals\" }", "names the decision `intervals`", "`int"),
        ("return override { settings = \"publish\" }", "names settings `publish`", "`publishing`"),
        (
            "return override { \(interval), settings = \"publishing\" }",
            "names a `decision` and `settings`", "keep one of the two"
        ),
        ("return rule { decision = \"interval\" }", "asks for api nothing", "write `api = 1`"),
        ("return rule { decision = \"interval\", api = 2 }", "asks for api 2", "serves api 1"),
        ("return override { \(interval), api = 2 }", "asks for api 2", "serves api 1"),
        ("return rule { \(rule) }", "has no `decide` function", "give `decide"),
        ("return rule { \(rule), decide = 5 }", "has no `decide` function", "give `decide"),
        (
            "return override { \(interval), decide = 5 }", "has a `decide` that is no",
            "give `decide"
        ),
        ("return override { decision = \"interval\" }", "does not say why", "give `why"),
        ("return override { settings = \"publishing\" }", "does not say why", "give `why"),
        (
            "return override { settings = \"publishing\", why = \"t\", \(decide) }",
            "has a `decide` function, which settings do not have", "leave it out"
        ),
        ("return override { \(interval), params = { 15 } }", "has `params` that are", "`params ="),
        ("return override { \(interval), params = \"15\" }", "has `params` that are", "`params ="),
    ]

    private static func declares(_ parameter: String) -> String {
        "return rule { \(rule), \(decide), params = { a = \(parameter) } }"
    }

    static let declarations: [Refusal] = [
        (declares("15"), "declares the parameter `a` without a type", "param.integer"),
        (declares("{ default = 5 }"), "declares the parameter `a` without a type", "`param.list`"),
        (declares("{ __kind = \"param.date\" }"), "declares `a` as `param.date`", "use `param"),
        (declares("param.integer { default = 5 }"), "`a` without bounds", "give `min` and `max`"),
        (declares("param.integer { min = 5, max = 4 }"), "`a` without bounds", "`min` not above"),
        (declares("param.integer { default = 9, min = 1, max = 5 }"), "9 is not", "from 1 to 5"),
        (declares("param.integer { default = \"3\", min = 1, max = 5 }"), "`3` is not", "1 to 5"),
        (declares("param.boolean { default = \"yes\" }"), "`yes` is not", "true or false"),
        (declares("param.text { default = 5 }"), "5 is not", "a string"),
        (declares("param.choice { \"x\", default = \"y\" }"), "\"y\" is not", "one of `x`"),
        (declares("param.choice {}"), "declares the choice `a` without words", "give the words"),
        (declares("param.choice { 1, 2 }"), "the choice `a` without words", "give the words"),
        (declares("param.boolean { defualt = true }"), "with a field `defualt`", "use `default`"),
    ]

    @Test("every mistake in a definition is named, and the layer below answers")
    func mistakes() throws {
        for (text, message, hint) in Self.definitions + Self.declarations {
            let core = Layered.interval(.core, answers: Layered.minutes(35))
            let rules = Layered.rules(core, Layered.file(.practice, text))
            let failure = try #require(rules.failures.first, "\(text)")
            #expect(rules.failures.count == 1, "\(text)")
            #expect(failure.kind == .conflict, "\(failure.problem)")
            #expect(failure.problem.message.contains(message), "\(failure.problem.message)")
            #expect(failure.problem.hint?.contains(hint) == true, "\(failure.problem)")
            #expect(failure.problem.location?.file == "rules/practice.lua")
            #expect(Layered.interval(rules).answer.interval.count == 35, "\(text)")
        }
    }

    @Test("a file that is not Lua, stops or runs for ever is left out, with its line")
    func cannotOpen() throws {
        let cases: [(text: String, kind: RuleFailure.Kind, line: Int?)] = [
            ("return override {\n  decision = = 5\n}", .syntax, 2),
            ("local x = nil\nreturn x.y", .runtime, 2), ("\nwhile true do end", .limit, 2),
            ("return 5", .answer, nil), ("", .answer, nil),
        ]
        for (text, kind, line) in cases {
            let core = Layered.interval(.core, answers: Layered.minutes(35))
            let rules = Layered.rules(core, Layered.file(.practice, text))
            let failure = try #require(rules.failures.first, "\(text)")
            #expect(failure.kind == kind, "\(text): \(failure.problem)")
            #expect(failure.origin == RuleOrigin(layer: .practice, file: "rules/practice.lua"))
            if let line { #expect(failure.problem.location?.line == line) }
            #expect(Layered.interval(rules).answer.interval.count == 35)
        }
    }

    @Test("what most often goes wrong in a file is told as what to do")
    func corrections() throws {
        let fields = "  settings = \"publishing\",\n  why = \"t\""
        let cases: [(text: String, line: Int?, hint: String)] = [
            ("override {\n\(fields)\n}", nil, "end the file with `return rule { ... }`"),
            (
                "return override {\n\(fields)\n  params = {},\n}", 4,
                "put a comma between `params` and the entry before it"
            ),
            ("return override {\n  a = {} b = 5,\n}", 2, "put a comma between `b` and"),
            ("return override {\n\(fields),\n", 4, "close what is open"),
            ("return override {\n  settings = “publishing”\n}", 2, "write straight quotes"),
            ("return override {\n  why = 1/0,\n}", nil, "write plain values"),
        ]
        for (text, line, hint) in cases {
            let problem = try #require(
                Layered.rules(Layered.file(.practice, text)).failures.first?.problem)
            #expect(problem.location?.line == line, "\(problem)")
            #expect(problem.hint?.contains(hint) == true, "\(problem)")
            #expect(problem.location?.token != "}")
        }
    }

    @Test("a byte order mark is passed over; a file that is not UTF-8 names its line")
    func encodings() throws {
        let folder = try RuleFolder()
        let text = Layered.interval(.practice, answers: Layered.minutes(40)).text
        try folder.write("\u{FEFF}" + text, to: "practices/marked/interval.lua")
        let latin = Data("return override {\n  why = \"".utf8) + [0xE9] + Data("\",\n}".utf8)
        try folder.write(latin, to: "practices/latin/interval.lua")
        let directory = RuleDirectory(root: folder.path)
        let marked = try RuleSet(directory, system: .exact, practice: PracticeID("marked"))
        #expect(marked.failures.isEmpty)
        #expect(Layered.interval(marked).answer.interval.count == 40)
        let other = try RuleSet(directory, system: .exact, practice: PracticeID("latin"))
        let failure = try #require(other.failures.first)
        #expect(failure.kind == .syntax)
        #expect(failure.problem.message == "the file is not UTF-8 text")
        #expect(failure.problem.location?.line == 2)
    }

    @Test("a folder or a pipe that is called like a rule is none, and holds nothing up")
    func plainFiles() throws {
        let folder = try RuleFolder()
        try folder.write("return {}", to: "practices/a/folder.lua/inside.lua")
        #expect(mkfifo("\(folder.path)/practices/a/pipe.lua", 0o600) == 0)
        let rules = try RuleSet(
            RuleDirectory(root: folder.path), system: .exact, practice: PracticeID("a"))
        #expect(rules.failures.isEmpty)
        #expect(rules.revisions.isEmpty)
    }

    @Test("a layer has one file for each decision; the first one counts and the second is named")
    func twoFiles() throws {
        let first = Layered.interval(.core, answers: Layered.minutes(35))
        let second = Layered.file(
            .core, Layered.interval(.core, answers: Layered.minutes(40)).text, name: "rules/b.lua")
        let rules = Layered.rules(first, second)
        let failure = try #require(rules.failures.first)
        #expect(failure.problem.location?.file == "rules/b.lua")
        #expect(failure.problem.message.contains("as `rules/core.lua` of the same layer does"))
        let (answer, record) = Layered.interval(rules)
        #expect(answer.interval.count == 35)
        #expect(record.answeredBy.file == "rules/core.lua")
    }

    @Test("a practice's folder is only ever one inside the directory")
    func folders() throws {
        let folder = try RuleFolder()
        let core = Layered.interval(.core, answers: Layered.minutes(35)).text
        let text = Layered.interval(.practice, answers: Layered.minutes(40)).text
        try folder.write(core, to: "core/interval.lua")
        for place in ["practices/a-1", "outside", "practices/.hidden"] {
            try folder.write(text, to: "\(place)/interval.lua")
        }
        let directory = RuleDirectory(root: folder.path)
        #expect(directory.practices() == [PracticeID("a-1")])
        for (practice, layers) in [("a-1", 2), ("../outside", 1), (".hidden", 1), ("none", 1)] {
            let rules = try RuleSet(directory, system: .exact, practice: PracticeID(practice))
            #expect(rules.revisions.count == layers, "\(practice)")
        }
        #expect(throws: Problem.self) {
            try RuleSet(RuleDirectory(root: folder.path + "/no"), system: .exact, practice: nil)
        }
    }
}
