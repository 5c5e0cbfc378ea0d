package import Diary

/// A moment as text with an offset: how Exact's interface wants and gives it.
package enum Moment {
    /// The moment with the offset that counts at the practice then: `2026-03-03T00:00:00+11:00`.
    package static func text(of instant: Instant, in zone: Zone) -> String {
        let offset = zone.offset(at: instant)
        // An offset with seconds, as before standard time, has no form in ISO 8601.
        guard offset % 60 == 0 else { return instant.description }
        let local = Instant(seconds: instant.seconds + offset).description.dropLast()
        let minutes = abs(offset) / 60
        let sign = offset < 0 ? "-" : "+"
        return "\(local)\(sign)\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    /// The moment at which a day begins at the practice.
    package static func start(of date: CivilDate, in zone: Zone) -> Instant {
        guard let midnight = CivilTime(minuteOfDay: 0) else { return Instant(seconds: 0) }
        return zone.instant(of: CivilDateTime(date, midnight))
    }

    /// Reads a moment with an offset; parts of a second are dropped. A year beyond 2200 counts as
    /// the end of 2200 and one before 1900 as the start of 1900: PMSs write `9999` for "for good".
    package static func instant(_ text: String) -> Instant? {
        var text = text
        if let dot = text.firstIndex(of: ".") {
            let digits = text[text.index(after: dot)...].prefix { $0.isASCII && $0.isNumber }
            guard (1...9).contains(digits.count) else { return nil }
            text.removeSubrange(dot..<digits.endIndex)
        }
        guard let year = Int(text.prefix(4)), text.dropFirst(4).first == "-" else { return nil }
        guard (1900...2200).contains(year) else {
            // The rest must be a moment all the same; in a leap year every day of any year exists.
            guard year >= 0, Instant("2000" + text.dropFirst(4)) != nil else { return nil }
            return year < 1900 ? earliest : latest
        }
        return Instant(text).map { min(max($0, earliest), latest) }
    }

    /// The first and the last second that a snapshot can say.
    private static let earliest = Instant(seconds: -2_208_988_800)
    private static let latest = Instant(seconds: 7_289_654_399)

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
