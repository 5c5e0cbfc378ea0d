/// What of the flow keeps a booking from standing in a diary twice. All are on; only tests switch
/// one off, to show that they would notice. The ledger has guards of its own.
struct BookingGuards: OptionSet, Sendable, Hashable {
    /// One bit for each guard.
    let rawValue: Int

    /// Joins guards by their bits.
    init(rawValue: Int) { self.rawValue = rawValue }

    /// Nothing is sent again before the longest delay has passed.
    static let wait = BookingGuards(rawValue: 1)
    /// Nothing is told before the diary was read back.
    static let readBack = BookingGuards(rawValue: 2)
    /// Nothing leaves long after it was stored as sent: the wait is counted from there, and another
    /// process may have waited it out while this one stood still.
    static let prompt = BookingGuards(rawValue: 4)

    /// All of them.
    static let all: BookingGuards = [.wait, .readBack, .prompt]
}
