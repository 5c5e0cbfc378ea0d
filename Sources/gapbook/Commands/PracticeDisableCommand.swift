import ArgumentParser
import Diary
import Ports

struct PracticeDisableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Switch a practice off: nothing of it is read or sent any more.",
        discussion: """
            The marketplace hides the slots of a practice that does not answer for over ten
            minutes. Set-up and history stay in the ledger.

            Examples:
              gapbook practice disable harbour-dental --why "moves on Friday"
            """)

    @Argument(help: "The practice's id.")
    var id: String

    @OptionGroup var change: ChangeOptions

    func run() async throws {
        try await change.ledger.run { opened in
            let id = try await opened.record(id).id
            let work = try await opened.change(id, [.disable], why: change.why)
            try await ChangeReport(id, in: opened, done: ["\(id) is disabled"], work)
                .write(change.output)
        }
    }
}
