/// What one field of a snapshot can hold, and how its text is read.
struct SnapshotField<Value>: Sendable {
    /// What belongs there, as a message says it: `a whole number from 1 to 1440`.
    let expected: String
    /// Reads the value.
    let read: @Sendable (JSONDocument, JSONDocument.Node) -> Outcome

    /// What reading found.
    enum Outcome {
        case value(Value)
        /// Not a value of this kind.
        case wrong
        /// A value of this kind that is too small, too large, too short or too long.
        case outOfRange
    }
}

/// The kinds of field that snapshots have.
enum SnapshotFields {
    static let flag = SnapshotField<Bool>(expected: "true or false") { document, node in
        switch document.kind(of: node) {
        case .true: .value(true)
        case .false: .value(false)
        default: .wrong
        }
    }
    /// Of an appointment: 1 minute to a day.
    static let length = minutes(1...1440)
    /// Of Oasis's 'New Patient' column, where 0 means what blank means (S38).
    static let lengthOrBlank = minutes(0...1440)
    /// Exact's offset: zones reach from 12 hours west to 14 hours east of UTC.
    static let offset = integer(-720...840)
    static let count = integer(1...1_000_000_000)

    static let id = text(1...100)
    static let name = text(1...200)
    /// A word or a text of the PMS that may be empty.
    static let remark = text(0...200)
    static let word = text(1...100)
    static let phone = text(1...40)
    static let parameterText = text(0...2000)
    static let parameterInteger = integer(-1_000_000_000...1_000_000_000)
    static let practice = text(
        1...64, "a folder name of letters, digits, `.`, `_` and `-` that starts with no `.`"
    ) {
        $0.first != UInt8(ascii: ".") && $0.allSatisfy { isPlain($0, or: "._-") }
    }
    static let zone = text(1...64, "an IANA zone name such as `Australia/Sydney`") {
        isASCIILetter($0.first ?? 0) && $0.last != UInt8(ascii: "/")
            && $0.allSatisfy { isPlain($0, or: "/_+-") }
    }
    static let parameterName = text(1...64, "a name of small letters, digits and `_`") {
        (0x61...0x7A).contains($0.first ?? 0)
            && $0.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
            }
    }

    static let system = parsed("`exact` or `oasis`") { PMSSystem(rawValue: $0) }
    static let instant = parsed("a time with an offset such as `2026-03-02T22:15:00Z`") {
        exactTime($0)
    }
    static let date = parsed("a day of the calendar from 1900 to 2200, such as `2026-03-03`") {
        CivilDate($0)
    }
    static let start = parsed("a time from `00:00` to `23:59`") {
        CivilTime($0).flatMap { $0.minuteOfDay < 1440 ? $0 : nil }
    }
    static let end = parsed("a time from `00:01` to `24:00`") {
        CivilTime($0).flatMap { $0.minuteOfDay > 0 ? $0 : nil }
    }
    static let rowTime = parsed(
        "a local time such as `2026-03-03T09:00`, or one with an offset"
    ) { text in
        CivilDateTime(text).map(RowTime.civil) ?? exactTime(text).map(RowTime.exact)
    }

    /// An instant in the years in which it can also be written, 1900 to 2200 in UTC.
    private static func exactTime(_ text: String) -> Instant? {
        Instant(text).flatMap { years.contains($0) ? $0 : nil }
    }

    private static let years =
        Instant(seconds: -2_208_988_800)..<Instant(seconds: 7_289_654_400)

    private static func minutes(_ range: ClosedRange<Int>) -> SnapshotField<Minutes> {
        let whole = integer(range, "a whole number of minutes")
        return SnapshotField(expected: whole.expected) { document, node in
            switch whole.read(document, node) {
            case .value(let count): .value(Minutes(count))
            case .wrong: .wrong
            case .outOfRange: .outOfRange
            }
        }
    }

    private static func integer(
        _ range: ClosedRange<Int>, _ what: String = "a whole number"
    ) -> SnapshotField<Int> {
        SnapshotField(expected: "\(what) from \(range.lowerBound) to \(range.upperBound)") {
            document, node in
            guard document.kind(of: node) == .integer else { return .wrong }
            guard let number = document.integer(of: node), range.contains(number) else {
                return .outOfRange
            }
            return .value(number)
        }
    }

    /// A text of so many characters without control characters.
    static func text(_ length: ClosedRange<Int>) -> SnapshotField<String> {
        text(
            length, "text of \(length.lowerBound) to \(length.upperBound) characters on one line"
        ) { _ in true }
    }

    private static func text(
        _ length: ClosedRange<Int>, _ expected: String,
        where isGood: @escaping @Sendable (String.UTF8View) -> Bool
    ) -> SnapshotField<String> {
        SnapshotField(expected: expected) { document, node in
            guard let text = document.text(of: node), isOneLine(text) else { return .wrong }
            let bytes = text.utf8.count
            // A lower bound is 0 or 1, so that counting bytes settles nearly every text.
            let isFitting = length.contains(bytes) || length.contains(text.unicodeScalars.count)
            guard isFitting else { return .outOfRange }
            return isGood(text.utf8) ? .value(text) : .wrong
        }
    }

    private static func parsed<Value>(
        _ expected: String, _ parse: @escaping @Sendable (String) -> Value?
    ) -> SnapshotField<Value> {
        SnapshotField(expected: expected) { document, node in
            document.text(of: node).flatMap(parse).map { .value($0) } ?? .wrong
        }
    }

    private static func isOneLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
            || text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    private static func isASCIILetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20)
    }

    private static func isPlain(_ byte: UInt8, or others: StaticString) -> Bool {
        isASCIILetter(byte) || (0x30...0x39).contains(byte)
            || others.description.utf8.contains(byte)
    }
}
