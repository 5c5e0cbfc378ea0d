import Diagnostics
import Diary
import Findings
import Flows
import Ledger
import Ports

/// A booking as the ledger knows it, with the practice that it is of.
struct KnownBooking {
    let booking: Booking
    let practice: KnownPractice
    let zone: Zone

    /// When it is, by the practice's wall clock: where staff moved it, the new time.
    var start: CivilDateTime {
        booking.place.map { zone.local(at: $0.start) } ?? booking.request.start
    }

    /// How the practice's PMS takes insertions, by the configuration.
    var terms: BookingTerms {
        let insertion = practice.opened.configuration.insertion(of: practice.record)
        return BookingTerms(
            capabilities: PMSCapabilities(
                cancels: false, reportsStacking: false, insertion: insertion), zone: zone)
    }

    /// Until when an insertion of it may still arrive in the diary; nil where none can any more.
    var mayArriveUntil: Instant? {
        booking.mayArriveUntil(terms).flatMap { $0 > practice.opened.now ? $0 : nil }
    }

    /// A moment by the practice's wall clock, to the minute that begins then or next.
    func words(_ instant: Instant) -> String {
        let minute = Instant(seconds: (instant.seconds + 59) / 60 * 60)
        return Words.dateTime(zone.local(at: minute))
    }

    /// Whether its state should have ended before now.
    var isOverdue: Bool { booking.deadline.map { $0 < practice.opened.now } ?? false }
}

extension OpenLedger {
    /// The booking of that id.
    ///
    /// - Parameter practice: the id of its practice; needed only where several have such a booking.
    /// - Throws: C0501 where there is none, C0502 where it is not clear which one is meant.
    func booking(_ id: String, of practice: String?) async throws -> KnownBooking {
        let records =
            if practice != nil { [try await record(practice)] } else {
                try await ledger.practices()
            }
        var found: [(booking: Booking, record: PracticeRecord)] = []
        for record in records {
            if let booking = try await ledger.booking(BookingID(id), of: record.id) {
                found.append((booking, record))
            }
        }
        guard let only = found.first else { throw try await noBooking(id, of: practice) }
        guard found.count == 1 else {
            let names = found.map { "`\($0.record.id)`" }
            throw Problem(
                "C0502", "\(Words.list(names)) each have a booking `\(id)`",
                hint: "name the practice with --practice")
        }
        return try await known(only.booking, try await known(only.record))
    }

    /// That practice with all that is known of it.
    func known(_ record: PracticeRecord) async throws -> KnownPractice {
        KnownPractice(
            record: record, setUp: try await ledger.setUp(of: record.id),
            reading: try await ledger.latestReading(of: record.id), opened: self)
    }

    /// A booking with what is known of its practice.
    func known(_ booking: Booking, _ practice: KnownPractice) async throws -> KnownBooking {
        KnownBooking(
            booking: booking, practice: practice,
            zone: try ZoneDatabase().zone(named: practice.setUp.timeZone))
    }

    private func noBooking(_ id: String, of practice: String?) async throws -> Problem {
        let newest = try await ledger.bookings(of: practice.map { PracticeID($0) }, limit: 200)
            .map(\.id.rawValue)
        let hint =
            if newest.isEmpty { "no booking has come yet" } else {
                Spelling.nearest(to: id, among: newest).map { "did you mean `\($0)`?" }
                    ?? "the newest are "
                    + Words.list(newest.prefix(5).map { "`\($0)`" })
                    + "; `gapbook bookings` lists them"
            }
        return Problem("C0501", "no booking `\(id)` in the ledger", hint: hint)
    }
}
