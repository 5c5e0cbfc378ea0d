import ArgumentParser
import Diagnostics
import Diary
import Ledger
import Ports

struct AliasCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alias",
        abstract: "List, add and remove a practice's other spellings.",
        discussion: """
            Examples:
              gapbook alias list --practice harbour-dental
              gapbook alias add --healthengine "HE online"
              gapbook alias add --type "Sore tooth" --reason "Emergency"
              gapbook alias remove --type "Sore tooth"
            """,
        subcommands: [ListCommand.self, AddCommand.self, RemoveCommand.self])

    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the aliases.",
            discussion: """
                Examples:
                  gapbook alias list --practice harbour-dental
                """)

        @OptionGroup var practice: PracticeSelection
        @OptionGroup var ledger: LedgerOptions

        func run() async throws {
            try await ledger.run { opened in
                let id = try await opened.record(practice.practice).id
                let aliases = try await opened.ledger.setUp(of: id).aliases
                let console = ledger.output.console
                switch ledger.output.format {
                case .json: console.write(JSONText.of(AliasesOutput(id, aliases)))
                case .text:
                    for name in aliases.healthengine {
                        console.write("\"\(name)\" counts as the Healthengine reason")
                    }
                    for (type, reason) in aliases.types.sorted(by: { $0.key < $1.key }) {
                        console.write("the type \"\(type)\" means the reason \"\(reason)\"")
                    }
                    if aliases == Aliases() { console.note("`\(id)` has no alias") }
                }
            }
        }
    }

    struct AddCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Let a name count as the Healthengine reason, or a type mean a reason.",
            discussion: """
                Examples:
                  gapbook alias add --healthengine "HE online" --practice harbour-dental
                  gapbook alias add --type "Sore tooth" --reason "Emergency"
                """)

        @Option(help: "A name that also counts as the Healthengine reason.")
        var healthengine: String?

        @Option(help: "The marketplace's name of a type.")
        var type: String?

        @Option(help: "The PMS's name of the booking reason that it means.")
        var reason: String?

        @OptionGroup var practice: PracticeSelection
        @OptionGroup var change: ChangeOptions

        func validate() throws {
            guard (healthengine == nil) != (type == nil), (type == nil) == (reason == nil) else {
                throw ValidationError("give --healthengine, or --type with --reason")
            }
        }

        func run() async throws {
            try await change.ledger.run { opened in
                let known = try await opened.practice(practice)
                var aliases = known.setUp.aliases
                if let healthengine, !aliases.healthengine.contains(healthengine) {
                    aliases.healthengine.append(healthengine)
                }
                if let type { aliases.types[type] = reason }
                let work = try await opened.change(
                    known.id, [.aliases(aliases)], why: change.why)
                try await ChangeReport(
                    known.id, in: opened, done: [done], work, warnings: warnings(known)
                ).write(change.output)
            }
        }

        private var done: String {
            if let type, let reason { return "the type \"\(type)\" means the reason \"\(reason)\"" }
            return "\"\(healthengine ?? "")\" counts as the Healthengine reason"
        }

        /// An alias that nothing answers to is most likely misspelt.
        private func warnings(_ known: KnownPractice) -> [Problem] {
            guard let reading = known.reading, let name = reason ?? healthengine,
                !reading.reasons.contains(where: { NameKey($0.name) == NameKey(name) })
            else { return [] }
            return [
                Problem(
                    "C0402", "no booking reason `\(name)` in the latest reading of `\(known.id)`",
                    hint: Spelling.hint(for: name, among: reading.reasons.map(\.name)))
            ]
        }
    }

    struct RemoveCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Take an alias back.",
            discussion: """
                Examples:
                  gapbook alias remove --healthengine "HE online" --practice harbour-dental
                  gapbook alias remove --type "Sore tooth"
                """)

        @Option(help: "The name that counts as the Healthengine reason.")
        var healthengine: String?

        @Option(help: "The marketplace's name of the type.")
        var type: String?

        @OptionGroup var practice: PracticeSelection
        @OptionGroup var change: ChangeOptions

        func validate() throws {
            guard (healthengine == nil) != (type == nil) else {
                throw ValidationError("give --healthengine or --type")
            }
        }

        func run() async throws {
            try await change.ledger.run { opened in
                let id = try await opened.record(practice.practice).id
                var aliases = try await opened.ledger.setUp(of: id).aliases
                if let healthengine {
                    try Self.check(healthengine, among: aliases.healthengine)
                    aliases.healthengine.removeAll { $0 == healthengine }
                }
                if let type {
                    try Self.check(type, among: aliases.types.keys.sorted())
                    aliases.types[type] = nil
                }
                let work = try await opened.change(id, [.aliases(aliases)], why: change.why)
                let done = "\"\(healthengine ?? type ?? "")\" is no alias any more"
                try await ChangeReport(id, in: opened, done: [done], work).write(change.output)
            }
        }

        private static func check(_ name: String, among known: [String]) throws(Problem) {
            guard !known.contains(name) else { return }
            throw Problem(
                "C0411", "there is no alias `\(name)`",
                hint: known.isEmpty ? "there is none" : Spelling.hint(for: name, among: known))
        }
    }
}
