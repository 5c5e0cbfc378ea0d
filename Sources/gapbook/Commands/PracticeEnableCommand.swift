import ArgumentParser
import Diary
import Ports

struct PracticeEnableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "Switch a practice on, or let a stopped one go on.",
        discussion: """
            Configuration and availability are sent and outstanding requests are looked for
            at once. A practice is stopped by Gapbook where the PMS or the marketplace
            answers that the consent is missing; enable it when the consent is back.

            Examples:
              gapbook practice enable harbour-dental
              gapbook practice enable harbour-dental --why "consent renewed"
            """)

    @Argument(help: "The practice's id.")
    var id: String

    @OptionGroup var change: ChangeOptions

    func run() async throws {
        try await change.ledger.run { opened in
            let before = try await opened.record(id)
            let work = try await opened.change(before.id, [.enable], why: change.why)
            var done = ["\(before.id) is enabled"]
            if let stop = before.stopped {
                done.append("it is no longer stopped by the \(stop.side.words): \(stop.why)")
            }
            if work.entries.isEmpty && before.marketplace != nil {
                done.append("to send all again, use `gapbook resync`")
            }
            try await ChangeReport(before.id, in: opened, done: done, work)
                .write(change.output)
        }
    }
}
