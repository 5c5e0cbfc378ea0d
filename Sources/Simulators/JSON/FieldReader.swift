internal import Diary

/// Why a call is refused, in words that name the field.
struct Refusal: Error, Equatable {
    /// The status of the answer.
    var status: Int
    /// What is wrong where.
    var message: String
    /// Whether the contract forbids such a call at any time; false where only the time is wrong,
    /// as for a second answer to one booking.
    var isViolation: Bool

    /// Refuses with 400 as a violation unless another status is given.
    init(_ message: String, status: Int = 400, isViolation: Bool? = nil) {
        self.status = status
        self.message = message
        self.isViolation = isViolation ?? (status == 400)
    }

    /// Refuses a call that does not fit how things stand.
    static func wrongState(_ message: String) -> Refusal {
        Refusal(message, isViolation: false)
    }
}

/// Reads an object's fields strictly: what is missing, of another kind, or not known is refused by
/// the field's name.
struct FieldReader {
    /// Where the object stands, for example `[3].availability[0]`; empty for the whole body.
    let path: String
    private let members: [String: JSON]

    /// Takes an object that has no other fields than those.
    init(_ value: JSON, at path: String = "", known: [String]) throws(Refusal) {
        guard case .object(let members) = value else {
            throw Refusal("`\(path.isEmpty ? "body" : path)` must be an object, not \(value.kind)")
        }
        self.path = path
        self.members = Dictionary(
            members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        for member in members where !known.contains(member.name) {
            throw Refusal("`\(FieldReader.join(path, member.name))` is not known")
        }
    }

    /// The field's place, for a message.
    func place(_ name: String) -> String { FieldReader.join(path, name) }

    /// The field's value; nil where it is left out or null.
    func value(_ name: String) -> JSON? {
        members[name].flatMap { $0 == .null ? nil : $0 }
    }

    /// Whether the field stands there, null included.
    func has(_ name: String) -> Bool { members[name] != nil }

    /// The field's value, which must be there.
    func required(_ name: String) throws(Refusal) -> JSON {
        guard let value = value(name) else { throw Refusal("`\(place(name))` is missing") }
        return value
    }

    /// A text of 1 to 500 characters that must be there.
    func text(_ name: String) throws(Refusal) -> String {
        let value = try required(name)
        guard case .text(let text) = value else { throw wrong(name, "a text", value) }
        guard !text.isEmpty, text.count <= 500 else {
            throw Refusal("`\(place(name))` must have 1 to 500 characters")
        }
        return text
    }

    /// A text that may be left out, null or empty.
    func optionalText(_ name: String) throws(Refusal) -> String? {
        guard let value = value(name) else { return nil }
        guard case .text(let text) = value else { throw wrong(name, "a text", value) }
        return text
    }

    /// A whole number that must be there.
    func integer(_ name: String, _ range: ClosedRange<Int>) throws(Refusal) -> Int {
        try integer(name, range, from: try required(name))
    }

    /// A whole number that may be left out or null.
    func optionalInteger(_ name: String, _ range: ClosedRange<Int>) throws(Refusal) -> Int? {
        guard let value = value(name) else { return nil }
        return try integer(name, range, from: value)
    }

    private func integer(
        _ name: String, _ range: ClosedRange<Int>, from value: JSON
    ) throws(Refusal) -> Int {
        guard case .integer(let number) = value else {
            throw wrong(name, "a whole number", value)
        }
        guard range.contains(number) else {
            throw Refusal(
                "`\(place(name))` must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A flag that must be there.
    func flag(_ name: String) throws(Refusal) -> Bool {
        let value = try required(name)
        guard case .flag(let flag) = value else { throw wrong(name, "true or false", value) }
        return flag
    }

    /// A list that must be there.
    func list(_ name: String) throws(Refusal) -> [JSON] {
        let value = try required(name)
        guard case .list(let list) = value else { throw wrong(name, "a list", value) }
        return list
    }

    /// A list of texts that may be left out or null.
    func optionalTexts(_ name: String) throws(Refusal) -> [String]? {
        guard let value = value(name) else { return nil }
        guard case .list(let list) = value else { throw wrong(name, "a list", value) }
        var texts: [String] = []
        for (index, element) in list.enumerated() {
            guard case .text(let text) = element else {
                throw wrong("\(name)[\(index)]", "a text", element)
            }
            texts.append(text)
        }
        return texts
    }

    /// A date as `2026-03-04` that must be there.
    func date(_ name: String) throws(Refusal) -> CivilDate {
        let text = try text(name)
        guard let date = CivilDate(text) else {
            throw Refusal("`\(place(name))` must be a date as YYYY-MM-DD, not `\(text)`")
        }
        return date
    }

    /// A wall-clock time as `09:30` that must be there; `24:00` only where a range ends.
    func time(_ name: String, isEnd: Bool = false) throws(Refusal) -> CivilTime {
        let text = try text(name)
        guard let time = CivilTime(text), isEnd || time.minuteOfDay < 1440 else {
            throw Refusal("`\(place(name))` must be a time as HH:MM, not `\(text)`")
        }
        return time
    }

    private func wrong(_ name: String, _ expected: String, _ value: JSON) -> Refusal {
        Refusal("`\(place(name))` must be \(expected), not \(value.kind)")
    }

    private static func join(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }
}
