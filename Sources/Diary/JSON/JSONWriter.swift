/// A JSON value that is to be written: fields stand in the order in which they are given.
enum JSONValue {
    case flag(Bool)
    case integer(Int)
    case text(String)
    /// On one line.
    case array([JSONValue])
    /// On one line.
    case object([Field])
    /// One element a line.
    case lines([JSONValue])
    /// One field a line.
    case block([Field])

    /// A field; one without a value is left out.
    typealias Field = (name: String, value: JSONValue?)

    /// The value as JSON text, with a line break at its end.
    func written() -> String {
        var output = ""
        write(to: &output, indent: 0)
        output.append("\n")
        return output
    }

    private func write(to output: inout String, indent: Int) {
        switch self {
        case .flag(let value): output.append(value ? "true" : "false")
        case .integer(let value): output.append("\(value)")
        case .text(let value): JSONString.write(value, to: &output)
        case .array(let elements):
            JSONValue.list(elements, "[", "]", nil, to: &output) {
                $0.write(to: &$1, indent: indent)
            }
        case .object(let fields):
            JSONValue.list(JSONValue.present(fields), "{", "}", nil, to: &output) {
                JSONValue.write($0, to: &$1, indent: indent)
            }
        case .lines(let elements):
            JSONValue.list(elements, "[", "]", indent, to: &output) {
                $0.write(to: &$1, indent: indent + 2)
            }
        case .block(let fields):
            JSONValue.list(JSONValue.present(fields), "{", "}", indent, to: &output) {
                JSONValue.write($0, to: &$1, indent: indent + 2)
            }
        }
    }

    private static func present(_ fields: [Field]) -> [(name: String, value: JSONValue)] {
        fields.compactMap { name, value in value.map { (name, $0) } }
    }

    private static func write(
        _ field: (name: String, value: JSONValue), to output: inout String, indent: Int
    ) {
        JSONString.write(field.name, to: &output)
        output.append(": ")
        field.value.write(to: &output, indent: indent)
    }

    /// Writes items between brackets: a line each, or all on one where `indent` is nil.
    private static func list<Item>(
        _ items: [Item], _ opening: String, _ closing: String, _ indent: Int?,
        to output: inout String, _ write: (Item, inout String) -> Void
    ) {
        output.append(opening)
        let margin = indent.map { "\n" + String(repeating: " ", count: $0) } ?? ""
        for (place, item) in items.enumerated() {
            if place > 0 { output.append(indent == nil ? ", " : ",") }
            if indent != nil { output.append(margin + "  ") }
            write(item, &output)
        }
        output.append((items.isEmpty ? "" : margin) + closing)
    }
}

extension JSONValue {
    /// The count of minutes.
    static func minutes(_ length: Minutes) -> JSONValue { .integer(length.count) }

    /// An id as its owner writes it.
    static func id<Kind>(_ id: Identifier<Kind>) -> JSONValue { .text(id.rawValue) }

    /// A value that its type writes as text, for example a date.
    static func plain(_ value: some CustomStringConvertible) -> JSONValue {
        .text(value.description)
    }

    /// A flag, or nil where it says what its absence says.
    static func flag(_ value: Bool, unless standard: Bool) -> JSONValue? {
        value == standard ? nil : .flag(value)
    }
}
