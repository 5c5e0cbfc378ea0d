import ArgumentParser
import Diary
import Ledger
import Ports

/// Which bookings are listed.
enum BookingFilter: String, CaseIterable, ExpressibleByArgument {
    case open
    case needsPerson = "needs-person"
    case confirmed, rejected, ended

    var states: Set<Booking.Word> {
        switch self {
        case .open: Booking.Word.open
        case .needsPerson: [.needsPerson]
        case .confirmed: [.confirmed]
        case .rejected: [.rejected]
        case .ended: [.ended]
        }
    }
}

struct BookingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bookings",
        abstract: "List bookings, newest first, without anything of a patient.",
        discussion: """
            `open` are those whose end is not known yet, `needs-person` those of them that wait
            for somebody; `gapbook booking ID` tells one whole.

            Examples:
              gapbook bookings
              gapbook bookings --state needs-person
              gapbook bookings --practice harbour-dental --limit 100 --format json

            Exits with 2 where a listed booking needs a person.
            """)

    @Option(
        help: ArgumentHelp(
            "Only this practice's.", discussion: "Without it, all of them.", valueName: "id"))
    var practice: String?

    @Option(help: "Only bookings in this state.")
    var state: BookingFilter?

    @Option(help: "How many bookings to list.")
    var limit = 20

    @OptionGroup var ledger: LedgerOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError("--limit takes 1 to 10000")
        }
    }

    func run() async throws {
        try await ledger.run { opened in
            let id = practice == nil ? nil : try await opened.record(practice).id
            let found = try await opened.ledger.bookings(
                of: id, in: state?.states ?? Set(Booking.Word.allCases), limit: limit + 1)
            let listed = try await opened.known(Array(found.prefix(limit)))
            switch ledger.output.format {
            case .json:
                ledger.output.console.write(
                    JSONText.of(BookingsOutput(listed, now: opened.now)))
            case .text: write(listed, hasMore: found.count > limit)
            }
            if listed.contains(where: { $0.booking.state.word == .needsPerson }) {
                throw ExitStatus.found
            }
        }
    }

    private func write(_ bookings: [KnownBooking], hasMore: Bool) {
        let console = ledger.output.console
        if bookings.isEmpty { return console.note("there is no such booking") }
        let practices = Set(bookings.map(\.practice.id))
        console.write(
            BookingText(style: console.style).table(bookings, showsPractice: practices.count > 1)
                .joined(separator: "\n"))
        if hasMore { console.note("there are more; use --limit") }
    }
}

extension OpenLedger {
    /// Bookings with what is known of their practices, each of which is looked up once.
    fileprivate func known(_ bookings: [Booking]) async throws -> [KnownBooking] {
        var practices: [PracticeID: KnownPractice] = [:]
        for id in Set(bookings.map(\.practice)) {
            practices[id] = try await known(try await record(id.rawValue))
        }
        var all: [KnownBooking] = []
        for booking in bookings {
            guard let practice = practices[booking.practice] else { continue }
            all.append(try await known(booking, practice))
        }
        return all
    }
}
