import Diary
import Ledger
import Ports

@testable import Flows

/// What must stand in the ledger, written apart from it: each change as the contract of
/// `BookingStore` says, and nothing of it is ever lost.
struct ModelLedger: Equatable {
    private(set) var bookings: [BookingID: Booking] = [:]
    private(set) var messages: [BookingMessage] = []
    private(set) var events: [BookingID: [BookingEvent]] = [:]
    private var numbers = 0
    private let claims: Bool
    private let compares: Bool

    init(guards: Guards = Guards()) {
        claims = guards.claim
        compares = guards.compareAndSwap
    }

    var open: [Booking] {
        bookings.values.filter { !$0.isFinal }.sorted { $0.id.rawValue < $1.id.rawValue }
    }

    /// Each booking's oldest message.
    var due: [BookingMessage] {
        var seen: Set<BookingID> = []
        return messages.filter { seen.insert($0.booking).inserted }
    }

    mutating func admit(
        _ booking: Booking, _ drafts: [BookingMessage.Draft], _ events: [BookingEvent]
    ) -> BookingAdmission {
        if let known = bookings[booking.id] { return .known(known) }
        if claims, booking.holdsPlace, let other = claimant(of: booking) {
            return .taken(by: other)
        }
        var stored = booking
        stored.request.patient = nil
        stored.request.typeName = nil
        stored.version = 1
        put(stored, drafts, events)
        return .admitted(stored)
    }

    mutating func change(
        _ booking: Booking, _ drafts: [BookingMessage.Draft], _ events: [BookingEvent]
    ) -> Booking? {
        guard let before = bookings[booking.id] else { return nil }
        if compares, before.version != booking.version { return nil }
        var stored = booking
        stored.version = before.version + 1
        stored.told = before.told
        stored.holdsPlace =
            before.holdsPlace && booking.holdsPlace && before.place == booking.place
            && ![.rejected, .ended].contains(booking.state.word)
        put(stored, drafts, events)
        return stored
    }

    mutating func settle(
        _ message: BookingMessage, acknowledged: Bool, _ events: [BookingEvent]
    ) {
        guard let place = messages.firstIndex(where: { $0.number == message.number }) else {
            return
        }
        messages.remove(at: place)
        if acknowledged { bookings[message.booking]?.told = message.draft.what }
        self.events[message.booking, default: []] += events
    }

    mutating func postpone(_ message: BookingMessage, until: Instant) {
        guard let place = messages.firstIndex(where: { $0.number == message.number }) else {
            return
        }
        messages[place].attempts += 1
        messages[place].dueAt = until
    }

    func claimant(of booking: Booking) -> BookingID? {
        guard let place = booking.place else { return nil }
        let span = DayRows.span(of: place)
        return bookings.values.filter {
            guard let other = $0.place, $0.holdsPlace, $0.id != booking.id else { return false }
            return other.practitioner == place.practitioner
                && DayRows.span(of: other).overlaps(span)
        }.min { ($0.place?.start.seconds ?? 0) < ($1.place?.start.seconds ?? 0) }?.id
    }

    private mutating func put(
        _ booking: Booking, _ drafts: [BookingMessage.Draft], _ events: [BookingEvent]
    ) {
        bookings[booking.id] = booking
        self.events[booking.id, default: []] += events
        for draft in drafts {
            numbers += 1
            messages.append(
                BookingMessage(
                    number: numbers, practice: booking.practice, booking: booking.id,
                    draft: draft, dueAt: booking.since))
        }
    }
}
