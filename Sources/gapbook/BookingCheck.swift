import Diagnostics
import Diary
import Flows
import Ledger
import Logging
import Ports

/// Asks the practice's PMS whether a person's decision about a booking can be right.
struct BookingCheck {
    private let known: KnownBooking
    private let opened: OpenLedger

    init(_ known: KnownBooking, _ opened: OpenLedger) {
        self.known = known
        self.opened = opened
    }

    /// The code of the only problem that no word of a person passes: what is on its way arrives
    /// all the same.
    static let mayStillArrive: ProblemCode = "C0507"

    /// What speaks against the decision; where a row was named and is there, the decision takes
    /// over its patient.
    func problems(with decision: inout BookingDecision) async -> [Problem] {
        let rows: [PlacedAppointment]
        let others: [Booking]
        do {
            rows = try await day()
            others = try await opened.ledger.confirmedBookings(
                of: known.practice.id, startingFrom: Instant(seconds: 0))
        } catch {
            return [cannotLook(error)]
                + decision.prematurity(known.terms, now: opened.now).map(problem)
        }
        if let patient = decision.row(in: rows)?.patient { decision.booking.patient = patient }
        return decision.objections(rows, others: others, known.terms, now: opened.now)
            .map(problem)
    }

    private func day() async throws -> [PlacedAppointment] {
        let connector = ServiceConnector(
            opened.configuration, ledger: opened.ledger, logger: .silent)
        let ports = try await connector.ports(for: known.practice.record)
        guard let diary = ports.diary else {
            throw Problem(
                "C0505", "the connection of `\(known.practice.id)` has no writing side",
                hint: "look into the diary, and add --anyway")
        }
        // Everybody's: staff may have moved it to a colleague.
        return try await diary.appointments(of: nil, on: known.start.date)
            .correcting(await ports.pms.clockSkew())
    }

    private func cannotLook(_ error: any Error) -> Problem {
        let cause = (error as? PMSFailure)?.problem ?? error as? Problem
        return Problem(
            "C0505", "the diary cannot be looked at, so the decision cannot be checked",
            hint: "try again; or look into the diary yourself, and add --anyway",
            causes: cause.map { [$0] } ?? [])
    }

    private func problem(_ objection: BookingDecision.Objection) -> Problem {
        let place = known.booking.place.map { known.practice.words($0.practitioner) } ?? "?"
        let day = "the diary of \(place) on \(Words.date(known.start.date))"
        let (message, hint): (String, String) =
            switch objection {
            case .noSuchRow(let row):
                (
                    "no diary has a row `\(row)` on \(Words.date(known.start.date))",
                    "check the row's id in the PMS"
                )
            case .rowIsOver(let row):
                (
                    "row `\(row)` is cancelled, or the patient did not come",
                    "say --not-in-diary where no other row is the booking's"
                )
            case .rowOfAnother(let row, let other):
                ("row `\(row)` is the one of booking `\(other)`", "name the booking's own row")
            case .ownRows(let rows):
                (
                    "\(day) has what we inserted: "
                        + Words.list(rows.map { "row `\($0)`" }),
                    "say --in-diary \(rows[0]), or have the rows removed first"
                )
            case .mayBeOurs(let rows):
                (
                    "\(day) has what may be ours: "
                        + Words.list(rows.map { "row `\($0)`" }),
                    "say --in-diary \(rows[0]) where that is the booking's, else --anyway"
                )
            case .mayStillArrive(let until):
                (
                    "an insertion may still arrive in \(day) until \(known.words(until))",
                    "look into the diary again after that, then decide"
                )
            }
        let isEarly = if case .mayStillArrive = objection { true } else { false }
        return Problem(isEarly ? Self.mayStillArrive : "C0504", message, hint: hint)
    }
}
