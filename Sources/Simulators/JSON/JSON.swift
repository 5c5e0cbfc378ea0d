/// A JSON value. It is our own so that a judge sees what stands there: a text is no number, a flag
/// is no number, a fraction is no whole number, and a name that stands twice is an error.
enum JSON: Sendable, Hashable {
    case null
    case flag(Bool)
    case integer(Int)
    /// A number with a fraction or an exponent, or beyond 64 bits, as it was written.
    case fraction(String)
    case text(String)
    case list([JSON])
    /// The members in the order in which they stand.
    case object([Member])

    /// A name and its value.
    struct Member: Sendable, Hashable {
        var name: String
        var value: JSON
    }

    /// What the value is, for a message.
    var kind: String {
        switch self {
        case .null: "null"
        case .flag: "a flag"
        case .integer: "a whole number"
        case .fraction: "a number with a fraction"
        case .text: "a text"
        case .list: "a list"
        case .object: "an object"
        }
    }

    /// The member of that name; nil where there is none, or where this is no object.
    subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// A text, or null where there is none.
    static func text(orNull text: String?) -> JSON { text.map { .text($0) } ?? .null }

    /// A whole number, or null where there is none.
    static func integer(orNull number: Int?) -> JSON { number.map { .integer($0) } ?? .null }

    /// An object without the members that have no value.
    static func present(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .integer(number) }
    init(booleanLiteral flag: Bool) { self = .flag(flag) }
    init(arrayLiteral elements: JSON...) { self = .list(elements) }
    init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(members.map { Member(name: $0, value: $1) })
    }
}
