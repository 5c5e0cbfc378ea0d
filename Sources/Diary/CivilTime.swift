/// A time on the practice's wall clock, to the minute: 00:00 to 24:00.
public struct CivilTime: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Minutes since midnight by the wall clock, 0...1440; 1440 ends a day.
    public let minuteOfDay: Int

    /// Makes a time, or nil outside 0...1440.
    public init?(minuteOfDay: Int) {
        guard (0...1440).contains(minuteOfDay) else { return nil }
        self.minuteOfDay = minuteOfDay
    }

    /// Reads `09:30` or `24:00`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hour = decimal(bytes[0..<2]),
            let minute = decimal(bytes[3..<5]), minute < 60
        else { return nil }
        self.init(minuteOfDay: hour * 60 + minute)
    }

    /// The time as `09:30`.
    public var description: String {
        "\(twoDigits(minuteOfDay / 60)):\(twoDigits(minuteOfDay % 60))"
    }

    /// Orders by the clock.
    public static func < (left: CivilTime, right: CivilTime) -> Bool {
        left.minuteOfDay < right.minuteOfDay
    }
}

/// A day and a wall-clock time at the practice, without an offset.
public struct CivilDateTime: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Minutes since 1 January 1970 00:00 as if every day had 24 hours: good for ordering and for
    /// arithmetic on the clock face, not for elapsed time.
    public let clockMinute: Int

    /// Takes minutes on the clock face since 1 January 1970 00:00.
    public init(clockMinute: Int) { self.clockMinute = clockMinute }

    /// Joins a day and a time; 24:00 is 00:00 of the next day.
    public init(_ date: CivilDate, _ time: CivilTime) {
        clockMinute = date.dayNumber * 1440 + time.minuteOfDay
    }

    /// Reads `2026-03-04T09:30`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard bytes.count == 16, let separator = bytes.firstIndex(of: UInt8(ascii: "T")),
            let date = CivilDate(text[..<separator]),
            let time = CivilTime(text[bytes.index(after: separator)...]), time.minuteOfDay < 1440
        else { return nil }
        self.init(date, time)
    }

    /// The day.
    public var date: CivilDate {
        CivilDate(dayNumber: (clockMinute - minuteOfDay) / 1440)
    }

    /// Minutes since that day's midnight on the clock face, 0..<1440.
    public var minuteOfDay: Int { ((clockMinute % 1440) + 1440) % 1440 }

    /// The time as `09:30`.
    public var timeText: String {
        "\(twoDigits(minuteOfDay / 60)):\(twoDigits(minuteOfDay % 60))"
    }

    /// The day and the time as `2026-03-04T09:30` (ISO 8601 without an offset).
    public var description: String { "\(date)T\(timeText)" }

    /// Orders by the calendar and the clock.
    public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
        left.clockMinute < right.clockMinute
    }
}

/// A point in time, in seconds since 1 January 1970 00:00 UTC.
public struct Instant: Hashable, Sendable, Comparable {
    /// Seconds since 1 January 1970 00:00 UTC.
    public let seconds: Int

    /// Takes seconds since 1 January 1970 00:00 UTC.
    public init(seconds: Int) { self.seconds = seconds }

    /// The instant that many minutes of elapsed time later.
    public func adding(_ minutes: Minutes) -> Instant {
        Instant(seconds: seconds + minutes.count * 60)
    }

    /// Orders by time.
    public static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }
}

extension Instant: CustomStringConvertible {
    /// Reads RFC 3339 with `Z` or an offset: `2026-03-04T09:30:00+11:00`; seconds may be left out.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 17,
            let local = CivilDateTime(String(decoding: bytes[..<16], as: UTF8.self))
        else { return nil }
        var rest = bytes[16...]
        var seconds = local.clockMinute * 60
        if rest.first == UInt8(ascii: ":") {
            guard rest.count >= 4, let part = decimal(rest.dropFirst().prefix(2)), part < 60 else {
                return nil
            }
            seconds += part
            rest = rest.dropFirst(3)
        }
        guard let offset = Instant.offsetSeconds(rest) else { return nil }
        self.init(seconds: seconds - offset)
    }

    /// The instant as `2026-03-04T09:30:00Z` (RFC 3339).
    public var description: String {
        let (minute, second) = seconds.quotientAndRemainder(floorBy: 60)
        return "\(CivilDateTime(clockMinute: minute)):\(twoDigits(second))Z"
    }

    private static func offsetSeconds(_ text: ArraySlice<UInt8>) -> Int? {
        if text.elementsEqual([UInt8(ascii: "Z")]) { return 0 }
        guard text.count == 6, let sign = text.first,
            text[text.startIndex + 3] == UInt8(ascii: ":"),
            let hours = decimal(text.dropFirst().prefix(2)), hours <= 15,
            let minutes = decimal(text.dropFirst(4)), minutes < 60
        else { return nil }
        switch sign {
        case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }
}

extension Int {
    /// Divides rounding down, so that times before 1970 fall on the right day.
    func quotientAndRemainder(floorBy divisor: Int) -> (quotient: Int, remainder: Int) {
        let remainder = ((self % divisor) + divisor) % divisor
        return ((self - remainder) / divisor, remainder)
    }
}
