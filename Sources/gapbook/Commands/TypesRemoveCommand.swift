import ArgumentParser
import Diary
import Ports

struct TypesRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove an appointment type and its link.",
        discussion: """
            Examples:
              gapbook types remove T1 --practitioner P2 --why "left the practice"
              gapbook types remove "Exam and clean" --all
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
                known.id, types.map { .removeType($0.id, $0.practitioner) }, why: change.why)
            let done = types.map {
                "\($0.id) \($0.name) with \(known.words($0.practitioner)) is removed"
            }
            try await ChangeReport(known.id, in: opened, done: done, work).write(change.output)
        }
    }
}
