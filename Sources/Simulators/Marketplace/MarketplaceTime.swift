internal import Diary

/// Dates and times as the marketplace's contract writes them: `2026-03-04 09:30:00`.
enum MarketplaceTime {
    /// A point in time, in UTC.
    static func utc(_ instant: Instant) -> String {
        let text = instant.description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }

    /// A time by the practice's wall clock.
    static func local(_ time: CivilDateTime) -> String { "\(time.date) \(time.timeText):00" }

    /// Reads a point in time in UTC; nil for anything else, offsets included.
    static func instant(_ text: String) -> Instant? {
        guard text.utf8.count == 19, text.dropFirst(10).first == " " else { return nil }
        return Instant("\(text.prefix(10))T\(text.dropFirst(11))Z")
    }
}
