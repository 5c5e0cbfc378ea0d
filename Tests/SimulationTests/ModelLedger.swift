import Diary
import Ports

@testable import Flows

/// The ledger as a model: one copy that processes see, one that is on the disk.
struct ModelLedger {
    struct Content {
        var bookings: [BookingID: Booking] = [:]
        var messages: [BookingMessage] = []
        var events: [BookingID: [BookingEvent]] = [:]
        var numbers = 0
    }

    private(set) var seen = Content()
    private var disk = Content()
    private var unsynced = 0
    private(set) var writes = 0
    let guards: BookingGuards

    init(guards: BookingGuards) { self.guards = guards }

    var open: [Booking] {
        seen.bookings.values.filter { !$0.isFinal }.sorted { $0.id.rawValue < $1.id.rawValue }
    }

    mutating func admit(
        _ booking: Booking, _ drafts: [BookingMessage.Draft], _ events: [BookingEvent]
    ) -> BookingAdmission {
        if let known = seen.bookings[booking.id] { return .known(known) }
        if guards.contains(.claim), booking.holdsPlace, let other = claimant(of: booking) {
            return .taken(by: other)
        }
        var booking = booking
        booking.version = 1
        put(booking, drafts, events)
        return .admitted(booking)
    }

    mutating func change(
        _ booking: Booking, _ drafts: [BookingMessage.Draft], _ events: [BookingEvent]
    ) -> Booking? {
        guard let stored = seen.bookings[booking.id] else { return nil }
        if guards.contains(.compareAndSwap), stored.version != booking.version { return nil }
        var booking = booking
        booking.version = stored.version + 1
        booking.told = stored.told
        put(booking, drafts, events)
        return booking
    }

    mutating func settle(_ message: BookingMessage, acknowledged: Bool) {
        seen.messages.removeAll { $0.number == message.number }
        if acknowledged { seen.bookings[message.booking]?.told = message.draft.what }
        sync()
    }

    /// The machine loses power: what was not synced is gone.
    mutating func losePower() {
        seen = disk
        writes += 1
    }

    func claimant(of booking: Booking) -> BookingID? {
        guard let place = booking.place else { return nil }
        let span = DayRows.span(of: place)
        return seen.bookings.values.first {
            guard let other = $0.place, $0.holdsPlace, $0.id != booking.id else { return false }
            return other.practitioner == place.practitioner
                && DayRows.span(of: other).overlaps(span)
        }?.id
    }

    private mutating func put(
        _ booking: Booking, _ drafts: [BookingMessage.Draft], _ events: [BookingEvent]
    ) {
        seen.bookings[booking.id] = booking
        seen.events[booking.id, default: []] += events
        for draft in drafts {
            seen.numbers += 1
            seen.messages.append(
                BookingMessage(
                    number: seen.numbers, practice: booking.practice, booking: booking.id,
                    draft: draft, dueAt: booking.since))
        }
        sync()
    }

    /// FULL syncs each commit; without it the disk has what was written some commits ago.
    private mutating func sync() {
        writes += 1
        unsynced += 1
        if guards.contains(.durable) || unsynced >= 6 {
            disk = seen
            unsynced = 0
        }
    }
}
