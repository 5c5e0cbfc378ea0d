import Diary
import Ports

/// `gapbook bookings --format json`: `docs/schemas/bookings-1.schema.json`.
struct BookingsOutput: Encodable {
    let format = "gapbook.bookings/1"
    let now: String
    /// Newest first.
    let bookings: [BookingOutput.Row]

    init(_ bookings: [KnownBooking], now: Instant) {
        self.now = now.description
        self.bookings = bookings.map(BookingOutput.Row.init)
    }
}

/// `gapbook booking --format json`: `docs/schemas/booking-1.schema.json`.
struct BookingOutput: Encodable {
    let format = "gapbook.booking/1"
    let now: String
    let booking: Row
    /// What the state means, and what happens next, for people.
    let means: String
    let next: String
    /// What the marketplace has not acknowledged yet.
    let messages: [Message]
    /// Oldest first.
    let timeline: [Event]

    /// A booking, without anything of its patient.
    struct Row: Encodable {
        let practice: String
        let id: String
        let state: String
        let code: String?
        let ending: String?
        let since: String
        let deadline: String?
        let isOverdue: Bool
        let start: String
        let minutes: Int?
        let practitioner: String?
        let reason: String?
        let book: String?
        let bookedAt: String
        let receivedAt: String
        let told: String?
        let entry: String?
        let insertions: Int
        let reference: String
    }

    struct Message: Encodable {
        let what: String
        let attempts: Int
        let dueAt: String
    }

    struct Event: Encodable {
        let at: String
        let what: String
        let detail: String?
    }

    init(_ known: KnownBooking, timeline: [BookingEvent], waiting: [BookingMessage]) {
        now = known.practice.opened.now.description
        booking = Row(known)
        let words = BookingWords(known)
        means = words.state
        next = words.next
        messages = waiting.map {
            .init(
                what: $0.draft.what.rawValue, attempts: $0.attempts, dueAt: $0.dueAt.description)
        }
        self.timeline = timeline.map {
            .init(at: $0.at.description, what: $0.what, detail: $0.detail)
        }
    }
}

extension BookingOutput.Row {
    init(_ known: KnownBooking) {
        let booking = known.booking
        practice = known.practice.id.rawValue
        id = booking.id.rawValue
        state = booking.state.word.rawValue
        code = booking.state.code
        ending = booking.state.ending?.rawValue
        since = booking.since.description
        deadline = booking.deadline?.description
        isOverdue = known.isOverdue
        start = known.start.description
        minutes = booking.place?.length.count
        practitioner = booking.place?.practitioner.rawValue
        reason = booking.place?.reason.rawValue
        book = booking.request.book?.rawValue
        bookedAt = booking.request.bookedAt.description
        receivedAt = booking.receivedAt.description
        told = booking.told?.rawValue
        entry = booking.entry?.rawValue
        insertions = booking.insertions
        reference = booking.reference.rawValue
    }
}
