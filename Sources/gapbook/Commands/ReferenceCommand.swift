import ArgumentParser
import Diary
import Rules

struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Print what is generated from the declared decision points and the packs.",
        discussion: """
            `stubs` are annotations for editors, `luacheck` is a luacheck configuration,
            `decisions` and `parameters` are reference pages, `schema` is the JSON Schema of
            inputs and results.

            Examples:
              gapbook reference stubs > rules/meta/gapbook.lua
              gapbook reference parameters
            """)

    enum Text: String, CaseIterable, ExpressibleByArgument {
        case stubs, luacheck, decisions, schema, parameters
    }

    @Argument(help: "What to print.")
    var text: Text

    @Option(help: "The directory of the rules, for the parameters.")
    var rules = "rules"

    @OptionGroup var output: OutputOptions

    func run() throws {
        let page = RuleReference(rawValue: text.rawValue)?.text
        let written = try page ?? output.reporting { try parameters() }
        print(written, terminator: "")
    }

    private func parameters() throws -> String {
        let directory = RuleDirectory(root: rules)
        return ParametersPage.text(
            try PMSSystem.allCases.map { system in
                (system, try RuleSet(directory, system: system, practice: nil))
            })
    }
}
