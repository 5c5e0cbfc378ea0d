import ArgumentParser
import Diagnostics
import Diary
import Evaluation

struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say why a time is offered or not, and what to change.",
        discussion: """
            The answer comes from the computation that publishes. All blockers are listed,
            the deciding one first, each with what proves it and the fix.

            Examples:
              gapbook why Fixtures/harbour-dental.json --practitioner P1 --type T1 \\
                --at 2026-03-04T12:15
              gapbook why Fixtures/enable-online.json --at 2026-05-12T09:00

            Exits with 0 where the time is offered, with 2 where it is not.
            """)

    @OptionGroup var options: EvaluationOptions
    @OptionGroup var selection: SelectionOptions

    @Option(help: "The time by the practice's clock, such as 2026-03-04T09:30.")
    var at: String

    func run() throws {
        let evaluation = try options.evaluation()
        let explanations = try options.output.reporting { try explain(evaluation) }
        let console = options.output.console
        switch options.output.format {
        case .json: console.write(json: WhyOutput(evaluation, explanations))
        case .text:
            let blocks = explanations.map {
                ExplanationText(evaluation: evaluation, explanation: $0, style: console.style).text
            }
            console.write(blocks.joined(separator: "\n\n"))
            console.write("\n" + console.style.faint(Provenance(evaluation).text))
        }
        if !explanations.contains(where: \.isOffered) { throw ExitStatus.found }
    }

    private func explain(_ evaluation: Evaluation) throws(Problem) -> [Explanation] {
        guard let start = CivilDateTime(at) else {
            throw Problem(
                "C0006", "`\(at)` is not a time of the practice's clock",
                hint: "write --at 2026-03-04T09:30, without an offset")
        }
        let explanations = try selection.matches(in: evaluation).flatMap { match in
            match.types.map { evaluation.explain($0, of: match.practitioner, at: start) }
        }
        guard !explanations.isEmpty else {
            throw Problem(
                "C0005", "the set-up has no appointment type to ask about",
                hint:
                    "add appointment types to the snapshot's set-up; unlinked ones publish nothing")
        }
        return explanations
    }
}
