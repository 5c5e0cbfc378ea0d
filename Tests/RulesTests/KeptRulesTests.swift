import Diary
import Foundation
import Testing

@testable import Rules

@Suite("Rules out of kept files")
struct KeptRulesTests {
    private static let directory = RuleDirectory(root: Layered.root.path + "/rules")
    private static let practice = PracticeID("harbour-dental")

    private static func kept() throws -> [RuleFile] {
        try directory.kept(system: .exact, practice: practice)
    }

    @Test("kept files are the rules that the directory holds, layer by layer")
    func sameRules() throws {
        let files = try Self.kept()
        #expect(files.map(\.path).contains("core/interval.lua"))
        #expect(files.map(\.path).contains("practices/harbour-dental/interval_test.lua"))
        let kept = RuleSet(files.reversed())
        let read = try RuleSet(Self.directory, system: .exact, practice: Self.practice)
        #expect(kept.revisions == read.revisions)
        #expect(kept.failures.isEmpty)
        #expect(kept.parameters(of: "interval", setUp: [:]).first?.value == .integer(15))
    }

    @Test("the tests of all layers run, and a changed rule fails its test")
    func tests() throws {
        var files = try Self.kept()
        let results = RuleTests(files).run()
        #expect(Set(results.map(\.layer)) == [.core, .practice])
        #expect(results.allSatisfy { $0.problem == nil })
        let place = try #require(
            files.firstIndex { $0.path == "practices/harbour-dental/interval.lua" })
        files[place] = RuleFile(
            path: files[place].path,
            text: files[place].text.replacing("minutes = 15", with: "minutes = 20"))
        #expect(RuleTests(files).run().contains { $0.problem != nil })
    }

    @Test("the digest follows paths and contents, not their order")
    func digest() {
        let files = [RuleFile(path: "core/a.lua", text: "1"), RuleFile(path: "core/b", text: "2")]
        #expect(RuleFile.digest(of: files) == RuleFile.digest(of: files.reversed()))
        #expect(RuleFile.digest(of: files).count == 64)
        for other in [
            [files[0]], [files[0], RuleFile(path: "core/b", text: "3")],
            [files[0], RuleFile(path: "core/c", text: "2")],
            [RuleFile(path: "core/a.luacore/b", text: "12")],
        ] {
            #expect(RuleFile.digest(of: other) != RuleFile.digest(of: files))
        }
    }

    @Test("a file outside every layer is no rule")
    func outside() {
        let text = "return rule { decision = \"interval\", api = 1, summary = \"x\" }"
        #expect(RuleSet([RuleFile(path: "meta/interval.lua", text: text)]).revisions.isEmpty)
    }
}
