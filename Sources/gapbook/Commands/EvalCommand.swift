import ArgumentParser
import Diary
import Evaluation

struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate a snapshot: default reason, interval, links, slots and findings.",
        discussion: """
            Says which booking reason is the default and why every other one lost, how far
            apart starts are and why, what unlinked types could be linked to, which slots
            are published, and what is wrong with whom can mend it.

            Examples:
              gapbook eval Fixtures/harbour-dental.json
              gapbook eval Fixtures/short-default.json --days 5
              gapbook eval snapshot.json --rules rules --format json

            Exits with 2 where there is a finding of severity error or warning.
            """)

    @OptionGroup var options: EvaluationOptions

    @Option(help: "How many days of slots to show for each type.")
    var days = 2

    func validate() throws {
        guard (1...400).contains(days) else { throw ValidationError("--days takes 1 to 400") }
    }

    func run() throws {
        let evaluation = try options.evaluation()
        switch options.output.format {
        case .text:
            let console = options.output.console
            console.write(
                EvaluationText(evaluation: evaluation, style: console.style, days: days).text)
        case .json: options.output.console.write(json: EvaluationOutput(evaluation))
        }
        if evaluation.findings.contains(where: { $0.severity != .advice }) {
            throw ExitStatus.found
        }
    }
}
