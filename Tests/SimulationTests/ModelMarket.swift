import Diary
import Ports

@testable import Flows

/// The marketplace as a model: what patients booked, and what it was told.
struct ModelMarket {
    struct Entry {
        let request: BookingRequest
        /// Every answer that it was told and took, in order.
        var told: [Booking.Told] = []
        var row: DiaryEntryID?
    }

    private(set) var entries: [BookingID: Entry] = [:] { didSet { changes += 1 } }
    private(set) var changes = 0

    mutating func book(_ id: BookingID, _ start: Instant, at now: Int) {
        var request = BookingRequest(
            id: id, book: AppointmentBookID(SimulatedPractice.dentist.rawValue),
            reason: ListedReasonID("R1"), start: CivilDateTime(clockMinute: start.seconds / 60),
            lengthSeconds: 1800, bookedAt: Instant(seconds: now))
        request.patient = SimulatedPractice.patient
        entries[id] = Entry(request: request)
    }

    /// What it lists, the oldest first; also some of what it was told, where it lists that again.
    func waiting(andAgain again: Set<BookingID> = []) -> [Entry] {
        entries.values.filter { $0.told.isEmpty || again.contains($0.request.id) }.sorted {
            ($0.request.bookedAt, $0.request.id.rawValue)
                < ($1.request.bookedAt, $1.request.id.rawValue)
        }
    }

    mutating func tell(_ id: BookingID, _ what: Booking.Told, row: DiaryEntryID?, at now: Int) {
        entries[id]?.told.append(what)
        if what == .confirmed { entries[id]?.row = row }
    }
}
