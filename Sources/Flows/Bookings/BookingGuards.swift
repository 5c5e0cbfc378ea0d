/// What keeps a booking from standing in a diary twice or from being lost. All are on; only tests
/// switch one off, to show that they would notice.
struct BookingGuards: OptionSet, Sendable, Hashable {
    /// One bit for each guard.
    let rawValue: Int

    /// Joins guards by their bits.
    init(rawValue: Int) { self.rawValue = rawValue }

    /// Two live bookings never overlap in one practitioner's column.
    static let claim = BookingGuards(rawValue: 1)
    /// Nothing is sent again before the longest delay has passed.
    static let wait = BookingGuards(rawValue: 2)
    /// Nothing is told before the diary was read back.
    static let readBack = BookingGuards(rawValue: 4)
    /// What was stored is on the disk before anything is sent (`synchronous=FULL`).
    static let durable = BookingGuards(rawValue: 8)
    /// A change of a booking is refused where another one came first.
    static let compareAndSwap = BookingGuards(rawValue: 16)
    /// Nothing leaves long after it was stored as sent: the wait is counted from there, and another
    /// process may have waited it out while this one stood still.
    static let prompt = BookingGuards(rawValue: 32)

    /// All of them.
    static let all: BookingGuards = [
        .claim, .wait, .readBack, .durable, .compareAndSwap, .prompt,
    ]
}
