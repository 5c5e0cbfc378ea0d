/// A value of Lua outside the machine.
public enum Value: Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([Value])
    case table(Record)
    /// A function, in the view of an opened source; no function leaves the machine.
    case function

    /// The field of a table; nil where it is not there or this is no table.
    public subscript(_ key: String) -> Value? {
        guard case .table(let record) = self else { return nil }
        return record[key]
    }

    /// The text of a string.
    public var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The flag of a boolean.
    public var booleanValue: Bool? {
        if case .boolean(let flag) = self { flag } else { nil }
    }

    /// A whole number; also a float with an exact whole value, because `60 / 2` is one in Lua.
    public var integerValue: Int64? {
        switch self {
        case .integer(let number): number
        case .number(let number): Int64(exactly: number)
        default: nil
        }
    }

    /// Any number.
    public var numberValue: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// The items of a list, or of a table that has some beside its fields; else nothing.
    public var items: [Value] {
        switch self {
        case .array(let items): items
        case .table(let record): record.items
        default: []
        }
    }
}

/// A table with named fields, in the order of the names' bytes.
public struct Record: Sendable, Hashable {
    /// One field.
    public struct Entry: Sendable, Hashable {
        /// The name.
        public let key: String
        /// The value.
        public let value: Value

        /// Makes a field.
        public init(_ key: String, _ value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// The fields, in the order of the names' bytes.
    public let entries: [Entry]
    /// Items that stand beside the fields, in the view of an opened source.
    public let items: [Value]

    /// Makes a table; the fields need not be in order.
    public init(_ entries: [Entry], items: [Value] = []) {
        self.entries = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        self.items = items
    }

    init(ordered entries: [Entry], items: [Value]) {
        self.entries = entries
        self.items = items
    }

    /// The field's value; nil where it is not there.
    public subscript(_ key: String) -> Value? { entries.first { $0.key == key }?.value }
}
