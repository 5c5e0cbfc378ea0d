import ArgumentParser
import Diary
import Ledger
import Ports

struct BookingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "booking",
        abstract: "Tell one booking whole, or decide what the service cannot know.",
        discussion: """
            Examples:
              gapbook booking 1042
              gapbook booking resolve 1042 --in-diary A77 --why "found in the diary"
              gapbook booking resolve 1042 --not-in-diary
            """,
        subcommands: [ShowCommand.self, BookingResolveCommand.self],
        defaultSubcommand: ShowCommand.self)

    struct ShowCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Tell a booking's state, what happens next, and what happened so far.",
            discussion: """
                Nothing of the patient is shown.

                Examples:
                  gapbook booking 1042
                  gapbook booking 1042 --practice harbour-dental --format json

                Exits with 2 where it needs a person.
                """)

        @Argument(help: "The booking's id at the marketplace.")
        var id: String

        @OptionGroup var selection: BookingSelection
        @OptionGroup var options: LedgerOptions

        func run() async throws {
            try await options.run { opened in
                let known = try await opened.booking(id, of: selection.practice)
                let booking = known.booking
                let timeline = try await opened.ledger.timeline(
                    of: booking.id, in: booking.practice)
                let waiting = try await opened.ledger.messages(
                    of: booking.practice, dueBy: Instant(seconds: .max)
                ).filter { $0.booking == booking.id }
                let console = options.output.console
                switch options.output.format {
                case .json:
                    console.write(
                        JSONText.of(
                            BookingOutput(known, timeline: timeline, waiting: waiting)))
                case .text:
                    console.write(
                        BookingText(style: console.style)
                            .details(known, timeline: timeline, waiting: waiting)
                            .joined(separator: "\n"))
                }
                if booking.state.word == .needsPerson { throw ExitStatus.found }
            }
        }
    }
}

/// Which practice's booking is meant.
struct BookingSelection: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The practice's id.",
            discussion: "Needed where several practices have a booking of that id.",
            valueName: "id"))
    var practice: String?
}
