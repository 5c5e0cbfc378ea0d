package import Diary

/// What the fields of rows may hold: the same bounds as in a snapshot, so that a reading can always
/// be written down and read again.
package enum WireField {
    /// An id: 1 to 100 characters on one line.
    package static func id(_ text: String?, _ field: String) throws(FieldFault) -> String {
        try required(line(text, 1...100, field), field)
    }

    /// A name: 1 to 200 characters on one line.
    package static func name(_ text: String?, _ field: String) throws(FieldFault) -> String {
        try required(line(text, 1...200, field), field)
    }

    /// A text of the PMS, which may be empty or missing.
    package static func remark(_ text: String?, _ field: String) throws(FieldFault) -> String? {
        try line(text, 0...200, field)
    }

    /// A word of the PMS.
    package static func word(_ text: String?, _ field: String) throws(FieldFault) -> String? {
        try line(text, 1...100, field)
    }

    /// A length of 1 minute to a day, or none.
    package static func length(_ count: Int?, _ field: String) throws(FieldFault) -> Minutes? {
        guard let count else { return nil }
        guard (1...1440).contains(count) else {
            throw FieldFault(field, "is not from 1 to 1440 minutes")
        }
        return Minutes(count)
    }

    /// A moment with an offset.
    package static func instant(_ text: String?, _ field: String) throws(FieldFault) -> Instant {
        guard let instant = Moment.instant(try required(text, field)) else {
            throw FieldFault(field, "is no time with an offset")
        }
        return instant
    }

    /// A time by the wall clock, on a day.
    package static func local(_ text: String?, _ field: String) throws(FieldFault) -> CivilDateTime
    {
        let text = try required(text, field)
        // Seconds are dropped: the diary's grid is in minutes.
        let minutes = text.utf8.count == 19 && text.hasSuffix(":00") ? text.dropLast(3) : text[...]
        guard let local = CivilDateTime(minutes) else {
            throw FieldFault(field, "is no day with a wall-clock time")
        }
        return local
    }

    /// A day.
    package static func date(_ text: String?, _ field: String) throws(FieldFault) -> CivilDate {
        guard let date = CivilDate(try required(text, field)) else {
            throw FieldFault(field, "is no day")
        }
        return date
    }

    /// A stretch of one day by the wall clock, from 00:00 to 24:00.
    package static func span(
        _ start: String?, _ startField: String, _ end: String?, _ endField: String
    ) throws(FieldFault) -> Range<CivilTime> {
        let first = try time(start, startField)
        let last = try time(end, endField)
        guard first < last else { throw FieldFault(endField, "is not after `\(startField)`") }
        return first..<last
    }

    /// An id as a message may show it, wrong ones too: cut, and on one line.
    package static func shown(id: String) -> String? {
        var shown = String.UnicodeScalarView()
        for scalar in id.unicodeScalars.prefix(40)
        where scalar.properties.generalCategory != .control {
            shown.append(scalar)
        }
        return shown.isEmpty ? nil : String(shown)
    }

    /// The value of a field that must be there.
    package static func required<Value>(
        _ value: Value?, _ field: String
    ) throws(FieldFault) -> Value {
        guard let value else { throw FieldFault(field, "is missing") }
        return value
    }

    private static func time(_ text: String?, _ field: String) throws(FieldFault) -> CivilTime {
        guard let time = CivilTime(try required(text, field)) else {
            throw FieldFault(field, "is no wall-clock time")
        }
        return time
    }

    private static func line(
        _ text: String?, _ length: ClosedRange<Int>, _ field: String
    ) throws(FieldFault) -> String? {
        guard let text else { return nil }
        guard length.contains(text.unicodeScalars.count) else {
            throw FieldFault(
                field, "has not \(length.lowerBound) to \(length.upperBound) characters")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw FieldFault(field, "is not on one line")
        }
        return text
    }
}
