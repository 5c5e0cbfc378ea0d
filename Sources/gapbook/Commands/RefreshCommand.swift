import ArgumentParser
import Diagnostics
import Diary
import Ports

struct RefreshCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh",
        abstract: "Read the booking reasons and practitioners again, and send them.",
        discussion: """
            For a reason that is missing from the list 'Linked PMS Appointment', or a
            practitioner who is missing from the appointment books: the PMS is read again at
            once, and the marketplace gets books and reasons, changed or not. The list of one
            practitioner is shown with --practitioner; all are read.

            Examples:
              gapbook refresh --practice harbour-dental
              gapbook refresh --practice harbour-dental --practitioner "Dr Amy Chen"
            """)

    @OptionGroup var practice: PracticeSelection

    @Option(
        help: ArgumentHelp(
            "Whose reasons to show, by id or by name; all without it.", valueName: "id-or-name"))
    var practitioner: String?

    @OptionGroup var ledger: LedgerOptions

    func run() async throws {
        try await ledger.run { opened in
            let known = try await opened.practice(practice)
            let (chosen, warnings) = chosen(known)
            let work = try await opened.wish([.reading, .configuration], for: known.id)
            try await ChangeReport(
                known.id, in: opened, done: lines(known, chosen), work, warnings: warnings
            ).write(ledger.output)
        }
    }

    /// A practitioner whom nobody has read yet is often why somebody refreshes: no error.
    private func chosen(_ known: KnownPractice) -> (PractitionerID?, [Problem]) {
        guard let practitioner, known.reading != nil else { return (nil, []) }
        do { return (try known.practitioners.choose(practitioner), []) } catch {
            return (nil, [error])
        }
    }

    private func lines(_ known: KnownPractice, _ chosen: PractitionerID?) -> [String] {
        var lines = ["a fresh reading of \(known.id) is asked for; so far, \(known.readingWords):"]
        guard let reading = known.reading else {
            return ["a fresh reading of \(known.id) is asked for; \(known.readingWords)"]
        }
        for practitioner in reading.practitioners
        where chosen == nil || practitioner.id == chosen {
            let names = reading.reasons
                .filter { $0.isActive && $0.includes(practitioner.id) }.map(\.name)
            let list = names.isEmpty ? "no booking reason" : names.joined(separator: ", ")
            lines.append("  \(known.words(practitioner.id)): \(list)")
        }
        return lines
    }
}
