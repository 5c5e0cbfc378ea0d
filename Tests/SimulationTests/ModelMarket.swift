import Diary
import Ports

/// The marketplace as a model: what patients booked, and what it was told.
struct ModelMarket {
    struct Entry {
        let request: BookingRequest
        let practitioner: PractitionerID
        let start: Instant
        /// Every answer that it was told and took, in order.
        var told: [Booking.Told] = []
        var row: DiaryEntryID?
        var firstToldAt: Int?
    }

    private(set) var entries: [BookingID: Entry] = [:] { didSet { writes += 1 } }
    private(set) var writes = 0

    mutating func book(
        _ id: BookingID, _ practitioner: String, _ start: Instant, at now: Int
    ) {
        let local = CivilDateTime(clockMinute: start.seconds / 60)
        entries[id] = Entry(
            request: BookingRequest(
                id: id, book: AppointmentBookID(practitioner), reason: nil, start: local,
                lengthSeconds: 1800, bookedAt: Instant(seconds: now)),
            practitioner: PractitionerID(practitioner), start: start)
    }

    func waiting(at now: Int) -> [Entry] {
        entries.values.filter { $0.told.isEmpty }.sorted {
            ($0.request.bookedAt, $0.request.id.rawValue)
                < ($1.request.bookedAt, $1.request.id.rawValue)
        }
    }

    mutating func tell(_ id: BookingID, _ what: Booking.Told, row: DiaryEntryID?, at now: Int) {
        entries[id]?.told.append(what)
        if entries[id]?.firstToldAt == nil { entries[id]?.firstToldAt = now }
        if what == .confirmed { entries[id]?.row = row }
    }
}
