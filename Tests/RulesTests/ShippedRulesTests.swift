import Diary
import Foundation
import Testing

@testable import Rules

@Suite("The rules that are shipped")
struct ShippedRulesTests {
    private let directory = RuleDirectory(
        root: Layered.root.appendingPathComponent("rules").path)

    @Test("all files can be used, and the core pack answers every decision")
    func usable() throws {
        for system in PMSSystem.allCases {
            for practice in [nil] + directory.practices().map(Optional.some) {
                let rules = try RuleSet(directory, system: system, practice: practice)
                #expect(rules.failures.isEmpty, "\(rules.failures.map(\.problem))")
                for point in DecisionPoint.all {
                    let core = rules.definitions[point.name]?.first
                    #expect(core?.origin.layer == .core, "\(point.name)")
                    #expect(core?.decides == true, "\(point.name)")
                }
            }
        }
        #expect(directory.practices().count >= 2)
    }

    @Test("the tests beside them pass, and every file that decides has some")
    func tests() throws {
        var results = try RuleTests(directory, practice: nil).run()
        for practice in directory.practices() {
            results += try RuleTests(directory, practice: practice).run()
        }
        #expect(results.count > 50)
        for result in results {
            #expect(result.problem == nil, "\(result.file): \(result.name)")
        }
        let tested = Set(results.map(\.file))
        for system in PMSSystem.allCases {
            for practice in directory.practices() {
                let files = try directory.files(system: system, practice: practice)
                for file in files where !file.isTest && file.text.contains("decide = function") {
                    let test = file.path.replacingOccurrences(of: ".lua", with: "_test.lua")
                    #expect(tested.contains(test), "\(file.path) has no test")
                }
            }
        }
    }

    @Test("the revision of a layer changes with any byte of it, and with nothing else")
    func revisions() throws {
        func digests(_ practice: String) -> [String] {
            Layered.rules(
                Layered.interval(.core, answers: Layered.minutes(35)),
                Layered.interval(.practice, answers: practice)
            ).revisions.map(\.digest)
        }
        let first = digests("return {}")
        #expect(first == digests("return {}"))
        #expect(first[0] == digests("return { }")[0])
        #expect(first[1] != digests("return { }")[1])
        #expect(first.allSatisfy { $0.count == 12 })
    }
}
