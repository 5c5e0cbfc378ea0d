import ArgumentParser
import Diagnostics
import Diary
import Rules

struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests that stand beside the rules.",
        discussion: """
            A test of a layer meets the rules of that layer and of those below it. Tests
            run in the sandbox that the rules run in.

            Examples:
              gapbook test
              gapbook test --rules rules --practice harbour-dental

            Exits with 2 where a test fails.
            """)

    @Option(help: "The directory of the rules.")
    var rules = "rules"

    @Option(help: "Only the tests of this practice's layer.")
    var practice: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let results = try output.reporting { try self.results() }
        switch output.format {
        case .json: output.console.write(json: TestOutput(results))
        case .text: write(results)
        }
        if results.contains(where: { $0.problem != nil }) { throw ExitStatus.found }
        if results.isEmpty {
            output.console.note("no test found; tests are files that end in `_test.lua`")
            throw ExitStatus.found
        }
    }

    private func results() throws(Problem) -> [RuleTestResult] {
        let directory = RuleDirectory(root: rules)
        if let practice {
            let id = PracticeID(practice)
            guard directory.practices().contains(id) else {
                throw Problem(
                    "R0104", "no rules for the practice `\(practice)`",
                    hint: Spelling.hint(
                        for: practice, among: directory.practices().map(\.rawValue)))
            }
            return try RuleTests(directory, practice: id).run()
        }
        var results = try RuleTests(directory, practice: nil).run()
        for practice in directory.practices() {
            results += try RuleTests(directory, practice: practice).run()
        }
        return results
    }

    private func write(_ results: [RuleTestResult]) {
        let console = output.console
        for result in results {
            let mark =
                result.problem == nil ? console.style.good("ok") : console.style.bad("FAILED")
            console.write("\(mark)  \(result.file): \(result.name)")
            if let problem = result.problem { console.write(problem.text(style: console.style)) }
            for step in result.steps { console.write("    \(step.text)") }
        }
        let failed = results.count { $0.problem != nil }
        console.write("\(results.count - failed) passed, \(failed) failed")
    }
}
