import ArgumentParser
import Diary
import Ports

struct ResyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resync",
        abstract: "Send the configuration or the availability again, changed or not.",
        discussion: """
            Examples:
              gapbook resync configuration --practice harbour-dental
              gapbook resync availability --practice harbour-dental
            """)

    /// What can be sent again.
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case configuration
        case availability
    }

    @Argument(
        help: ArgumentHelp(
            "configuration (live hours, books, reasons) or availability (every day)."))
    var part: Part

    @OptionGroup var practice: PracticeSelection
    @OptionGroup var ledger: LedgerOptions

    func run() async throws {
        try await ledger.run { opened in
            let id = try await opened.record(practice.practice).id
            let kind: Wish.Kind =
                switch part {
                case .configuration: .configuration
                case .availability: .availability
                }
            let work = try await opened.wish([kind], for: id)
            try await ChangeReport(
                id, in: opened, done: ["the \(part.rawValue) of \(id) is to be sent again"], work
            ).write(ledger.output)
        }
    }
}
