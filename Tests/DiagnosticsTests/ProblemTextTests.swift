import Diagnostics
import Testing

@Suite("A problem as a person reads it")
struct ProblemTextTests {
    @Test("what, where with the line and the token underlined, and what to do")
    func whole() {
        let problem = Problem(
            "R0201", "attempt to compare number with nil (field 'minuts')",
            hint: "use `minutes`",
            at: Location(
                file: "rules/core/interval.lua", line: 14, excerpt: "  if r.minuts < 30 then",
                token: "minuts"),
            context: [.init("called from", "rules/core/interval.lua:30")])
        #expect(
            problem.text() == """
                error[R0201]: attempt to compare number with nil (field 'minuts')
                  --> rules/core/interval.lua:14
                   |
                14 |   if r.minuts < 30 then
                   |        ^^^^^^
                  = called from: rules/core/interval.lua:30
                  = help: use `minutes`
                """)
    }

    @Test("a path in a document stands behind the line; without an excerpt nothing is drawn")
    func path() {
        let problem = Problem(
            "S0002", "`minutes` is missing",
            at: Location(file: "a.json", line: 7, path: "pms.reasons[2]"))
        #expect(
            problem.text(.warning) == """
                warning[S0002]: `minutes` is missing
                  --> a.json:7 (pms.reasons[2])
                """)
    }

    @Test("a token that the line does not have is not underlined")
    func strayToken() {
        let location = Location(file: "a.lua", line: 1, excerpt: "return 1", token: "minutes")
        let text = Problem("R0201", "x", at: location).text()
        #expect(!text.contains("^"))
    }

    @Test("a token that stands inside another word first is underlined where it stands alone")
    func word() {
        let location = Location(file: "a.lua", line: 1, excerpt: "return r.id", token: "r")
        #expect(
            Problem("R0201", "m", at: location).text().hasSuffix("| return r.id\n  |        ^"))
    }

    @Test("a tab counts as one column, so that the underline stays under the token")
    func tab() {
        let location = Location(file: "a.lua", line: 1, excerpt: "\treturn x", token: "x")
        #expect(
            Problem("R0201", "m", at: location).text().hasSuffix("1 |  return x\n  |         ^"))
    }

    @Test("causes stand below, indented")
    func causes() {
        let problem = Problem("R0101", "outer", causes: [Problem("R0103", "inner")])
        #expect(problem.text() == "error[R0101]: outer\n  error[R0103]: inner")
    }

    @Test("what a terminal would obey is not written, except colours where there are any")
    func harmless() {
        let coloured = Style(isColoured: true)
        let cases: [(text: String, plain: String, coloured: String)] = [
            ("one\ntwo, Zoë 🦷", "one\ntwo, Zoë 🦷", "one\ntwo, Zoë 🦷"),
            ("a\u{1B}[2Jb", "a\u{FFFD}[2Jb", "a\u{FFFD}[2Jb"),
            ("a\u{1B}]0;x\u{7}", "a\u{FFFD}]0;x\u{FFFD}", "a\u{FFFD}]0;x\u{FFFD}"),
            ("a\u{9B}31m\r\n", "a\u{FFFD}31m\u{FFFD}\n", "a\u{FFFD}31m\u{FFFD}\n"),
            ("\u{1B}[31mb\u{1B}[0m", "\u{FFFD}[31mb\u{FFFD}[0m", "\u{1B}[31mb\u{1B}[0m"),
        ]
        for (text, plain, colours) in cases {
            #expect(Style.plain.harmless(text) == plain)
            #expect(coloured.harmless(text) == colours)
        }
    }

    @Test("plain style writes no escape, colours do")
    func style() {
        let problem = Problem("R0101", "m")
        #expect(!problem.text().contains("\u{1B}"))
        #expect(problem.text(style: Style(isColoured: true)).contains("\u{1B}[31m"))
    }
}

@Suite("Misspelt names")
struct SpellingTests {
    @Test(
        "the nearest known name, where one is near",
        arguments: [
            ("minuts", "minutes"), ("minutse", "minutes"), ("lead_minute", "lead_minutes"),
            ("ordr", "order"), ("grdi", "grid"), ("leadMinutes", "lead_minutes"),
            ("LEAD-MINUTES", "lead_minutes"), ("Order", "order"),
        ])
    func near(name: String, expected: String) {
        let known = ["minutes", "lead_minutes", "order", "grid"]
        #expect(Spelling.nearest(to: name, among: known) == expected)
    }

    @Test("a name that is near none lists them all")
    func far() {
        #expect(Spelling.nearest(to: "whatever", among: ["order", "grid"]) == nil)
        #expect(
            Spelling.hint(for: "whatever", among: ["order", "grid"]) == "use one of `grid`, `order`"
        )
        #expect(Spelling.hint(for: "x", among: []) == "leave it out")
    }

    @Test(
        "distances, a swap of neighbours counting once",
        arguments: [
            ("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3),
            ("é", "e", 1), ("abc", "xyz", 3),
        ])
    func distance(left: String, right: String, expected: Int) {
        #expect(Spelling.distance(left, right, limit: 9) == expected)
        #expect(Spelling.distance(right, left, limit: 9) == expected)
        #expect(Spelling.distance(left, right, limit: 0) == min(expected, 1))
    }
}
