import Diagnostics
import Diary
import Testing

@testable import Rules

@Suite("The runner of the tests beside rules")
struct RuleTestsTests {
    private let folder: RuleFolder

    init() throws {
        folder = try RuleFolder()
        try folder.write(
            """
            return rule { decision = "interval", api = 1, summary = "t",
              params = { minutes = param.integer { default = 30, min = 5, max = 60 } },
              decide = function(input, params)
                if #input.lengths > 3 then error("too many lengths") end
                if #input.lengths > 2 then while true do end end
                return { minutes = params.minutes, basis = "none" }
              end }
            """, to: "core/interval.lua")
    }

    /// The problem of each case of a test file in the core pack, nil where it passed.
    private func problems(_ text: String) throws -> [String?] {
        try folder.write(text, to: "core/interval_test.lua")
        return try RuleTests(RuleDirectory(root: folder.path), practice: nil).run()
            .map { $0.problem?.message }
    }

    private func problem(ofCase text: String) throws -> String? {
        let all = try problems(
            "return tests { decision = \"interval\", cases = { { name = \"case\", \(text) } } }"
        )
        return try #require(all.first)
    }

    @Test("a case passes or says what it found instead")
    func cases() throws {
        for (text, problem) in [
            ("expect = { minutes = 30 }", nil), ("expect = { minutes = 30.0 }", nil),
            ("expect = { minutes = 15 }", "`minutes` is 30, expected 15"),
            ("expect = { minutes = \"30\" }", "`minutes` is 30, expected `30`"),
            ("expect = { more = 1 }", "`more` is nothing, expected 1"),
            ("absent = { \"reason\" }", nil),
            ("absent = { \"basis\" }", "`basis` is `none`, expected nothing"),
            ("params = { minutes = 15 }, expect = { minutes = 15 }", nil),
            ("params = { minutes = 4 }, expect = { minutes = 4 }", "sets `minutes`: 4 is not"),
            ("params = { minuts = 15 }, expect = { minutes = 15 }", "sets `minuts`, which"),
            ("params = { minutes = { {} } }, absent = { \"x\" }", "sets the parameter `minutes`"),
            ("input = { lengths = { 1, 2, 3, 4 } }, expect_failure = \"too many\"", nil),
            ("input = { lengths = { 1, 2, 3 } }, expect_failure = \"instructions\"", nil),
            (
                "input = { lengths = { 1, 2, 3 } }, expect_failure = \"too many\"",
                "the rule failed: more than"
            ),
            ("input = { lengths = { 1, 2, 3, 4 } }, expect = { minutes = 30 }", "the rule failed"),
            ("expect_failure = \"too many\"", "the rule answered, expected it to fail"),
            ("input = { length = 5 }, expect = { minutes = 30 }", "a field `input.length`"),
            ("input = { lengths = { \"x\" } }, expect = { minutes = 30 }", "`input.lengths[1]`"),
            ("input = { practice = { id = 5 } }, expect = { minutes = 30 }", "input.practice.id"),
        ] as [(String, String?)] {
            let found = try self.problem(ofCase: text)
            if let problem {
                #expect(found?.contains(problem) == true, "\(text): \(found ?? "passed")")
            } else {
                #expect(found == nil, "\(text)")
            }
        }
    }

    @Test("a test file that cannot be used is one failed result")
    func broken() throws {
        for (text, problem) in [
            ("return tests {", "expected"), ("error(\"no\")", "no"),
            ("return rule {}", "does not return tests"), ("return 5", "table"),
            ("return tests { decision = \"intervall\" }", "the decision `intervall`"),
            ("return tests { decision = \"interval\" }", "has no cases"),
            ("return tests { decision = \"interval\", cases = {} }", "has no cases"),
            (
                "return tests { decision = \"interval\", cases = { 5 } }",
                "a case 1 that is no table"
            ),
            (
                "return tests { decision = \"interval\", cases = { { name = \"a\" } } }",
                "`a` that expects nothing"
            ),
            (
                "return tests { decision = \"interval\", cases = { { expct = {} } } }",
                "a field `expct` in case 1"
            ),
        ] {
            let found = try problems(text)
            #expect(found.count == 1, "\(text)")
            #expect(found.first??.contains(problem) == true, "\(text): \(found)")
        }
    }

    @Test("a failed case shows its line and what the rule did")
    func evidence() throws {
        try folder.write(
            """
            return override { decision = "interval", why = "t",
              decide = function(input, params, base)
                trace.note("asking")
                return base(input)
              end }
            """, to: "exact/interval.lua")
        try folder.write(
            """
            return tests { decision = "interval", cases = {
              { name = "fails", expect = { minutes = 15 } },
            } }
            """, to: "exact/interval_test.lua")
        let result = try #require(
            try RuleTests(RuleDirectory(root: folder.path), practice: nil).run().first)
        #expect(result.problem?.location?.line == 2)
        #expect(result.layer == .pms)
        #expect(result.steps.first == .note("asking"))
        #expect(result.steps.count == 2)
    }

    @Test("a test meets its own layer and those below: a practice cannot break a pack's tests")
    func layers() throws {
        func override(_ minutes: Int) -> String {
            "return override { decision = \"interval\", why = \"t\", "
                + "params = { minutes = \(minutes) } }"
        }
        func test(_ minutes: Int, _ more: String = "") -> String {
            "return tests { decision = \"interval\", \(more) cases = { "
                + "{ name = \"\(minutes)\", expect = { minutes = \(minutes) } } } }"
        }
        try folder.write(test(30), to: "core/interval_test.lua")
        for (pack, minutes) in [("exact", 20), ("oasis", 25)] {
            try folder.write(override(minutes), to: "\(pack)/interval.lua")
            try folder.write(test(minutes), to: "\(pack)/interval_test.lua")
        }
        let directory = RuleDirectory(root: folder.path)
        try folder.write(override(40), to: "practices/a/other.lua")
        try folder.write(test(40), to: "practices/a/interval_test.lua")
        // Without parameters of its own a practice has those of the PMS that its test names.
        try folder.write(test(25, "pms = \"oasis\","), to: "practices/b/interval_test.lua")
        try folder.write(test(20), to: "practices/c/interval_test.lua")
        var results = try RuleTests(directory, practice: nil).run()
        for practice in directory.practices() {
            results += try RuleTests(directory, practice: practice).run()
        }
        #expect(results.map(\.name) == ["30", "20", "25", "40", "25", "20"])
        #expect(results.allSatisfy { $0.problem == nil }, "\(results)")
        #expect(results.map(\.layer) == [.core, .pms, .pms, .practice, .practice, .practice])
    }
}
