internal import LuaVM

/// Why a rule's answer cannot be used.
struct ResultProblem: Error {
    let message: String
    let hint: String?
}

/// A rule's answer after its fields were held against the declared result.
struct CheckedResult {
    private let fields: [String: Value]

    init(_ value: Value, as type: RecordType) throws(ResultProblem) {
        guard case .table(let record) = value else {
            throw ResultProblem(
                message: "returned \(value.typeName) where a table was expected",
                hint: "return a table with \(CheckedResult.list(type.fields.map(\.name)))")
        }
        var fields: [String: Value] = [:]
        for entry in record.entries {
            let key = entry.key
            guard let field = type.fields.first(where: { $0.name == key }) else {
                throw ResultProblem(
                    message: "returned a field `\(key)` that `\(type.name)` does not have",
                    hint: "use \(CheckedResult.list(type.fields.map(\.name)))")
            }
            fields[key] = try field.type.check(entry.value, named: key)
        }
        for field in type.fields where !field.isOptional && fields[field.name] == nil {
            throw ResultProblem(
                message: "returned no `\(field.name)`",
                hint: "\(field.name): \(field.meaning)")
        }
        self.fields = fields
    }

    func text(_ name: String) -> String? { fields[name]?.stringValue }
    func boolean(_ name: String) -> Bool? { fields[name]?.booleanValue }
    func integer(_ name: String) -> Int? { fields[name]?.integerValue.map { Int($0) } }
    func number(_ name: String) -> Double? { fields[name]?.numberValue }

    private static func list(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }
}

extension FieldType {
    /// Holds a value against the type, or says what was expected and what was found.
    func check(_ value: Value, named name: String) throws(ResultProblem) -> Value {
        let isRight =
            switch self {
            case .boolean: value.booleanValue != nil
            case .integer(let range): value.integerValue.map { range.contains(Int($0)) } ?? false
            case .number(let range): value.numberValue.map { range.contains($0) } ?? false
            case .text: value.stringValue != nil
            case .choice(let words): value.stringValue.map { words.contains($0) } ?? false
            case .list, .record: true
            }
        guard isRight else {
            throw ResultProblem(
                message: "returned `\(name)` = \(value.shown) where \(expectation) was expected",
                hint: "return \(expectation) as `\(name)`")
        }
        return value
    }

    /// What the type accepts, in words.
    var expectation: String {
        switch self {
        case .boolean: "true or false"
        case .integer(let range):
            range.upperBound == Int.max
                ? "a whole number"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .text: "a string"
        case .choice(let words): "one of " + words.map { "`\($0)`" }.joined(separator: ", ")
        case .list(let element): "a list, each \(element.expectation)"
        case .record(let type): "a `\(type.name)`"
        }
    }
}

extension Value {
    /// The value as an error message shows it, cut where it is long.
    var shown: String {
        switch self {
        case .string(let text): "`\(text.prefix(60))`"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .boolean(let flag): flag ? "true" : "false"
        default: typeName
        }
    }

    /// What kind of value it is, with its article.
    var typeName: String {
        switch self {
        case .null: "nothing"
        case .boolean: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .table: "a table"
        case .function: "a function"
        }
    }
}
