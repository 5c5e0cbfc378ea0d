import ArgumentParser
import Diary
import Evaluation

struct SlotsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots",
        abstract: "List the published slots.",
        discussion: """
            Examples:
              gapbook slots Fixtures/harbour-dental.json
              gapbook slots Fixtures/harbour-dental.json --practitioner P1 --to 2026-03-04
              gapbook slots Fixtures/harbour-dental.json --type T1 --format json
            """)

    @OptionGroup var options: EvaluationOptions
    @OptionGroup var selection: SelectionOptions

    @Option(help: "The first day, such as 2026-03-04.")
    var from: String?

    @Option(help: "The last day, such as 2026-03-06.")
    var to: String?

    func run() throws {
        let evaluation = try options.evaluation()
        let (first, last, matches) = try options.output.reporting {
            (
                try civilDate(from, option: "--from"), try civilDate(to, option: "--to"),
                try selection.matches(in: evaluation)
            )
        }
        let output = SlotsOutput(evaluation, matches, first: first, last: last)
        switch options.output.format {
        case .json: options.output.console.write(json: output)
        case .text: write(evaluation, matches, first, last, count: output.count)
        }
    }

    private func write(
        _ evaluation: Evaluation,
        _ matches: [(practitioner: PractitionerEvaluation, types: [TypeEvaluation])],
        _ first: CivilDate?, _ last: CivilDate?, count: Int
    ) {
        let console = options.output.console
        var lines: [String] = []
        for (practitioner, types) in matches {
            for type in types {
                let selection = Selection(
                    practitioner: practitioner.practitioner.id, type: type.type.id, first: first,
                    last: last)
                lines +=
                    SlotsText(
                        evaluation: evaluation, style: console.style, days: nil,
                        selection: selection
                    ).lines
            }
        }
        if !lines.isEmpty { console.write(lines.joined(separator: "\n")) }
        if count == 0 {
            console.note(
                "no such slot is published; `gapbook eval \(options.snapshot)` says what is "
                    + "wrong, `gapbook why` why a time is not offered")
        }
    }
}
