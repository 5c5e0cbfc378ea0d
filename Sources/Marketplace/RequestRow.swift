internal import Diary
internal import Ports

/// What can be read from a row of a list of requests.
protocol WireRequest: Sendable {
    /// What tells the row from all others of its list.
    var identity: String { get }

    /// Reads the row; nil where what is needed for an answer cannot be read.
    init?(_ fields: inout RowFields)
}

/// A row of a list: it never fails to decode, so that one bad row does not hide the others.
struct RequestRow<Value: WireRequest>: Decodable, Sendable {
    /// The row; nil where it cannot be answered.
    let value: Value?
    /// The names of the fields that could not be read.
    let unreadable: [String]

    init(from decoder: any Decoder) throws {
        guard let container = try? decoder.container(keyedBy: RowFields.Name.self) else {
            (value, unreadable) = (nil, ["not an object"])
            return
        }
        var fields = RowFields(container)
        value = Value(&fields)
        unreadable = fields.unreadable
    }
}

/// The fields of a row, read one by one; what cannot be read is noted by name, never by value.
struct RowFields {
    /// A field's name.
    struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let container: KeyedDecodingContainer<Name>
    /// The names of fields that are missing although needed, or not of their form.
    private(set) var unreadable: [String] = []

    init(_ container: KeyedDecodingContainer<Name>) { self.container = container }

    /// A field that may be missing or null.
    mutating func optional<Value: Decodable>(_ name: String, _ type: Value.Type) -> Value? {
        do {
            return try container.decodeIfPresent(type, forKey: Name(stringValue: name))
        } catch {
            unreadable.append(name)
            return nil
        }
    }

    /// Whether a field is missing or null.
    func isAbsent(_ name: String) -> Bool {
        (try? container.decodeNil(forKey: Name(stringValue: name))) ?? true
    }

    /// A field that must be there.
    mutating func needed<Value: Decodable>(_ name: String, _ type: Value.Type) -> Value? {
        let before = unreadable.count
        let value = optional(name, type)
        if value == nil, unreadable.count == before { unreadable.append(name) }
        return value
    }

    /// An id of ours; nil where it is missing, null or empty.
    mutating func ourID(_ name: String) -> String? {
        optional(name, TextID.self).flatMap { $0.text.isEmpty ? nil : $0.text }
    }

    /// The rows of the diary that a booking stands in; none where they cannot be read.
    mutating func appointments() -> [DiaryEntryID] {
        (optional("pmsAppointmentIds", [TextID].self) ?? []).map { DiaryEntryID($0.text) }
    }
}
