import ArgumentParser
import Diagnostics
import Findings

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Print the page of a finding, a blocker or a problem.",
        discussion: """
            Examples:
              gapbook explain A03-PRACT-NOT-IN-DEFAULT
              gapbook explain STACKING_OFF
              gapbook explain S0003
            """)

    @Argument(help: "The code, as the command prints it.")
    var code: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        guard let page = Pages.page(for: code) else {
            output.report([
                Problem(
                    "C0007", "no code `\(code)`",
                    hint: Spelling.hint(for: code, among: Pages.codes(near: code)))
            ])
            throw ExitStatus.invalidInput
        }
        output.console.write(page)
    }
}
