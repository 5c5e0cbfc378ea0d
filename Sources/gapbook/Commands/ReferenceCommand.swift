public import ArgumentParser
public import Rules

extension RuleReference: ExpressibleByArgument {}

struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Print what is generated from the declared decision points.",
        discussion: """
            `stubs` are annotations for editors, `luacheck` is a luacheck configuration,
            `decisions` the reference page, `schema` the JSON Schema of inputs and results.

            Examples:
              gapbook reference stubs > rules/meta/gapbook.lua
              gapbook reference luacheck > rules/.luacheckrc
            """)

    @Argument(help: "What to print.")
    var text: RuleReference

    func run() { print(text.text, terminator: "") }
}
