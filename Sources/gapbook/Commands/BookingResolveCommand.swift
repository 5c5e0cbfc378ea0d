import ArgumentParser
import Diagnostics
import Diary
import Flows
import Ledger
import Ports

struct BookingResolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Say what became of a booking that waits for a person.",
        discussion: """
            Look into the PMS diary first. The command reads the day, too, and refuses what it
            contradicts: a row that is not there or is another booking's, or rows of ours where
            there should be none. With --anyway it takes your word, also where the PMS cannot
            be reached; but as long as an insertion may still arrive, nobody can say that it
            does not stand there. The marketplace is told by the service within seconds.

            Examples:
              gapbook booking resolve 1042 --in-diary A77 --why "found in the diary"
              gapbook booking resolve 1042 --not-in-diary --why "called the practice"
            """)

    @Argument(help: "The booking's id at the marketplace.")
    var id: String

    @Option(
        help: ArgumentHelp("It stands in the diary as this row of the PMS.", valueName: "row"))
    var inDiary: String?

    @Flag(help: "It does not stand in the diary, and nobody will enter it.")
    var notInDiary = false

    @OptionGroup var selection: BookingSelection
    @OptionGroup var anyway: AnywayOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws {
        guard (inDiary == nil) == notInDiary else {
            throw ValidationError("say either --in-diary ROW or --not-in-diary")
        }
    }

    func run() async throws {
        try await change.ledger.run { opened in
            let known = try await opened.booking(id, of: selection.practice)
            try Self.check(known)
            let verdict = inDiary.map { BookingVerdict.inDiary(DiaryEntryID($0)) } ?? .notInDiary
            var decision = BookingDecision(known.booking, verdict)
            let problems = await BookingCheck(known, opened).problems(with: &decision)
            if var early = problems.first(where: { $0.code == BookingCheck.mayStillArrive }) {
                early.causes += problems.filter { $0.code != early.code }
                throw early
            }
            let warnings = try anyway.pass(problems)
            try await decide(decision, known, opened, warnings)
        }
    }

    private static func check(_ known: KnownBooking) throws(Problem) {
        guard known.booking.state.word != .needsPerson else { return }
        throw Problem(
            "C0503",
            "booking `\(known.booking.id)` does not wait for a person: "
                + BookingWords(known).state,
            hint: "see `gapbook booking \(known.booking.id)`")
    }

    private func decide(
        _ decision: BookingDecision, _ known: KnownBooking, _ opened: OpenLedger,
        _ warnings: [Problem]
    ) async throws {
        let practice = known.practice.id
        var stored: Booking?
        let work = try await opened.audited(practice) {
            guard let change = decision.change(now: opened.now) else { return }
            stored = try await opened.ledger.decide(
                change.booking, messages: change.messages, events: change.events,
                by: opened.actor, why: self.change.why, at: opened.now)
        }
        guard let stored else {
            throw Problem(
                "C0506", "booking `\(known.booking.id)` changed meanwhile",
                hint: "look at it again with `gapbook booking \(known.booking.id)`")
        }
        let after = KnownBooking(booking: stored, practice: known.practice, zone: known.zone)
        var report = try await ChangeReport(
            practice, in: opened,
            done: ["booking \(stored.id): \(BookingWords(after).state)"], work,
            warnings: warnings)
        report.after = "the service tells the marketplace within seconds"
        report.write(change.output)
    }
}
