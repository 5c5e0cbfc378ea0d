import ArgumentParser
import Diagnostics
import Diary
import Ports
import Rules

struct ParameterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parameter",
        abstract: "List, set and take back a practice's parameters.",
        discussion: """
            Examples:
              gapbook parameter list --practice harbour-dental
              gapbook parameter set publishing.horizon_days 60
              gapbook parameter unset publishing.horizon_days
            """,
        subcommands: [
            ParameterListCommand.self, ParameterSetCommand.self, ParameterUnsetCommand.self,
        ])
}

struct ParameterListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List all parameters with the values in force and where they come from.",
        discussion: """
            Examples:
              gapbook parameter list --practice harbour-dental
              gapbook parameter list --group publishing --format json
            """)

    @Option(help: "Only this group.")
    var group: String?

    @OptionGroup var practice: PracticeSelection
    @OptionGroup var ledger: LedgerOptions

    func run() async throws {
        try await ledger.run { opened in
            let known = try await opened.practice(practice)
            let rules = try await known.rules()
            if let group, !rules.parameterGroups.contains(group) {
                throw Problem(
                    "C0412", "no group of parameters `\(group)`",
                    hint: Spelling.hint(for: group, among: rules.parameterGroups))
            }
            let parameters = rules.parameters(of: known.setUp)
                .filter { group == nil || $0.group == group }
            let console = ledger.output.console
            switch ledger.output.format {
            case .json: console.write(JSONText.of(ParametersOutput(known.id, parameters)))
            case .text:
                var table = TextTable()
                table.add("PARAMETER", "VALUE", "FROM", "TAKES")
                for parameter in parameters {
                    table.add(
                        "\(parameter.group).\(parameter.name)",
                        parameter.value?.description ?? "-", parameter.origin.text,
                        parameter.expectation)
                }
                console.write(table.lines(indent: 0).joined(separator: "\n"))
            }
        }
    }
}

struct ParameterSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set a parameter in the practice's set-up.",
        discussion: """
            Lists are written with commas. The practice's own rule files come after the
            set-up: where one of them sets the parameter too, it wins, and that is said.

            Examples:
              gapbook parameter set publishing.horizon_days 60 --practice harbour-dental
              gapbook parameter set publishing.length_mismatch warn
              gapbook parameter set default_reason.order assigned,first --why "as agreed"
            """)

    @Argument(help: "The group and the parameter, such as publishing.horizon_days.")
    var name: String

    @Argument(help: "The value.")
    var value: String

    @OptionGroup var practice: PracticeSelection
    @OptionGroup var change: ChangeOptions

    func run() async throws {
        try await change.ledger.run { opened in
            let known = try await opened.practice(practice)
            let rules = try await known.rules()
            let parameter = try rules.parameter(named: name, of: known.setUp)
            let value = try rules.value(value, of: parameter)
            let work = try await opened.change(
                known.id,
                [.parameter(group: parameter.group, name: parameter.name, value)],
                why: change.why)
            var setUp = known.setUp
            setUp.parameters[parameter.group, default: [:]][parameter.name] = value
            let done = try rules.parameter(named: name, of: setUp).inForce
            try await ChangeReport(known.id, in: opened, done: [done], work)
                .write(change.output)
        }
    }
}

struct ParameterUnsetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset",
        abstract: "Take a parameter of the set-up back: the lower layer's value counts.",
        discussion: """
            Examples:
              gapbook parameter unset publishing.horizon_days --practice harbour-dental
            """)

    @Argument(help: "The group and the parameter, such as publishing.horizon_days.")
    var name: String

    @OptionGroup var practice: PracticeSelection
    @OptionGroup var change: ChangeOptions

    func run() async throws {
        try await change.ledger.run { opened in
            let known = try await opened.practice(practice)
            let rules = try await known.rules()
            var setUp = known.setUp
            // One that the rules no longer have must still be possible to take back.
            let own = setUp.parameters.flatMap { group, values in
                values.keys.map { (group: group, name: $0) }
            }.first { "\($0.group).\($0.name)" == name }
            let found = try own ?? rules.parameter(named: name, of: setUp).place
            let work = try await opened.change(
                known.id, [.parameter(group: found.group, name: found.name, nil)],
                why: change.why)
            setUp.parameters[found.group]?[found.name] = nil
            let left = rules.parameters(of: setUp).first { $0.place == found }
            try await ChangeReport(
                known.id, in: opened, done: left.map { [$0.inForce] } ?? [], work
            ).write(change.output)
        }
    }
}
