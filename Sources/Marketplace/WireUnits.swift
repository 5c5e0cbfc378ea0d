internal import Diary

// The marketplace counts the same things in different units and writes times without saying whose
// they are (T17). Each form is a type here, made only of the type that fits it, so that a length in
// minutes cannot go out as seconds, nor a local time be read as UTC.

/// Seconds: `slotLength`, and the length of a booking.
struct LengthInSeconds: Codable, Sendable, Hashable {
    /// How many seconds.
    let count: Int

    init(_ length: Minutes) { count = length.count * 60 }

    init(from decoder: any Decoder) throws {
        count = try WireInteger(from: decoder).value(in: 0...86_400, decoder)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}

/// Minutes: the length of a PMS appointment type.
struct LengthInMinutes: Encodable, Sendable, Hashable {
    /// How many minutes.
    let count: Int

    init(_ length: Minutes) { count = length.count }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}

/// A time of day at the practice: `09:30`.
struct ClockTime: Encodable, Sendable, Hashable {
    private let time: CivilTime

    /// Takes a time before midnight; nil for 24:00, for which `HH24:MI` has no form.
    init?(_ time: CivilTime) {
        guard time.minuteOfDay < 1440 else { return nil }
        self.time = time
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(time.description)
    }
}

/// A day at the practice: `2026-03-04`.
struct DayText: Codable, Sendable, Hashable {
    let date: CivilDate

    init(_ date: CivilDate) { self.date = date }

    init(from decoder: any Decoder) throws {
        guard let date = CivilDate(try String(from: decoder)) else { throw decoder.unreadable }
        self.date = date
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(date.description)
    }
}

/// A day and a time by the practice's wall clock: `2026-03-04 09:30:00`.
///
/// Appointments start at whole minutes, so other seconds are unreadable.
struct LocalTimestamp: Decodable, Sendable, Hashable {
    let local: CivilDateTime

    init(from decoder: any Decoder) throws {
        let text = Array(try String(from: decoder).utf8)
        guard text.count == 19, text[10] == UInt8(ascii: " "),
            text.suffix(3).elementsEqual(":00".utf8),
            let local = CivilDateTime(String(decoding: text[..<16], as: UTF8.self).dated)
        else { throw decoder.unreadable }
        self.local = local
    }
}

/// A point in time, written in UTC without saying so: `2026-03-04 09:30:17`.
struct UTCTimestamp: Decodable, Sendable, Hashable {
    let instant: Instant

    init(from decoder: any Decoder) throws {
        let text = try String(from: decoder)
        guard text.utf8.count == 19, Array(text.utf8)[10] == UInt8(ascii: " "),
            let instant = Instant(text.dated + "Z")
        else { throw decoder.unreadable }
        self.instant = instant
    }
}

/// A whole number, or one written as text: the published examples have both for the same field.
struct WireInteger: Decodable, Sendable, Hashable {
    let value: Int

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            value = number
        } else {
            let text = try container.decode(String.self)
            guard text.utf8.count <= 19, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(text)
            else { throw decoder.unreadable }
            value = number
        }
    }

    func value(in range: ClosedRange<Int>, _ decoder: any Decoder) throws -> Int {
        guard range.contains(value) else { throw decoder.unreadable }
        return value
    }
}

/// An id that the marketplace gives out as a number of 64 bits, kept as text.
struct NumericID: Decodable, Sendable, Hashable {
    let text: String

    init(from decoder: any Decoder) throws {
        text = String(try WireInteger(from: decoder).value(in: 0...Int.max, decoder))
    }
}

/// An id of ours that comes back: text, or a number where ours looked like one.
struct TextID: Decodable, Sendable, Hashable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            text = String(number)
        } else {
            text = try container.decode(String.self)
        }
        guard text.count <= MarketplaceLimits.idCharacters else { throw decoder.unreadable }
    }
}

extension Decoder {
    /// That the value here is not of its form. The value itself is never told: it may be a
    /// patient's.
    var unreadable: DecodingError {
        .dataCorrupted(
            DecodingError.Context(codingPath: codingPath, debugDescription: "not of its form"))
    }
}

extension String {
    /// `2026-03-04 09:30` as ISO 8601 writes it.
    fileprivate var dated: String { prefix(10) + "T" + dropFirst(11) }
}
