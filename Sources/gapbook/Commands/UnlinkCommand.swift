import ArgumentParser
import Diary
import Ports

struct UnlinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlink",
        abstract: "Take an appointment type's link away: it is no longer offered.",
        discussion: """
            Examples:
              gapbook unlink T1 --practitioner P1 --why "reason was renamed"
              gapbook unlink "Exam and clean" --all --practice harbour-dental
            """)

    @Argument(help: "The type, by id or by name.")
    var type: String

    @OptionGroup var practitioners: PractitionerOptions
    @OptionGroup var practice: PracticeSelection
    @OptionGroup var change: ChangeOptions

    func run() async throws {
        try await change.ledger.run { opened in
            let known = try await opened.practice(practice)
            let types = try practitioners.types(type, in: known)
            let work = try await opened.change(
                known.id, types.map { .unlink($0.id, $0.practitioner) }, why: change.why)
            let done = types.map {
                "\($0.id) \($0.name) with \(known.words($0.practitioner)) has no link"
            }
            try await ChangeReport(known.id, in: opened, done: done, work).write(change.output)
        }
    }
}
