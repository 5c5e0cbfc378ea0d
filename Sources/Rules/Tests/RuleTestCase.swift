internal import Diagnostics
internal import Diary
internal import LuaVM

/// One case of a `_test.lua` file: an input, and what the rules must answer.
struct RuleTestCase {
    let name: String
    let input: Value
    let parameters: [String: ParameterValue]
    /// Field -> value that the answer must have.
    let expected: [(name: String, value: Value)]
    /// Fields that the answer must not have.
    let absent: [String]
    /// Part of the message or the name of the limit with which the rule must fail.
    let failure: String?

    private static let fields = [
        "name", "input", "params", "expect", "absent", "expect_failure",
    ]

    /// Reads `return tests { decision = "...", cases = { { name = ..., ... }, ... } }`.
    static func cases(
        from table: Value
    ) throws(ResultProblem) -> (point: DecisionPoint, cases: [RuleTestCase]) {
        guard table["__kind"]?.stringValue == "tests" else {
            throw ResultProblem(
                message: "does not return tests",
                hint: "end the file with `return tests { decision = \"...\", cases = { ... } }`")
        }
        let decision = table["decision"]?.stringValue ?? ""
        guard let point = DecisionPoint.named(decision) else {
            throw ResultProblem(
                message: "names the decision `\(decision)`, which does not exist",
                hint: Spelling.hint(for: decision, among: DecisionPoint.all.map(\.name)))
        }
        guard let items = table["cases"]?.items, !items.isEmpty else {
            throw ResultProblem(message: "has no cases", hint: "give `cases = { { ... } }`")
        }
        var cases: [RuleTestCase] = []
        for item in items { cases.append(try RuleTestCase(item, number: cases.count + 1)) }
        return (point, cases)
    }

    private init(_ table: Value, number: Int) throws(ResultProblem) {
        guard case .table(let record) = table else {
            throw ResultProblem(message: "has a case \(number) that is no table", hint: nil)
        }
        for key in record.entries.map(\.key) where !Self.fields.contains(key) {
            throw ResultProblem(
                message: "has a field `\(key)` in case \(number)",
                hint: Spelling.hint(for: key, among: Self.fields))
        }
        name = table["name"]?.stringValue ?? "case \(number)"
        input = table["input"] ?? .table(Record([]))
        failure = table["expect_failure"]?.stringValue
        absent = table["absent"]?.items.compactMap(\.stringValue) ?? []
        if case .table(let record)? = table["expect"] {
            expected = record.entries.map { ($0.key, $0.value) }
        } else {
            expected = []
        }
        guard failure != nil || !expected.isEmpty || !absent.isEmpty else {
            throw ResultProblem(
                message: "has a case `\(name)` that expects nothing",
                hint: "give `expect`, `absent` or `expect_failure`")
        }
        parameters = try Self.parameters(table["params"])
    }

    private static func parameters(
        _ table: Value?
    ) throws(ResultProblem) -> [String: ParameterValue] {
        guard case .table(let record)? = table else { return [:] }
        var values: [String: ParameterValue] = [:]
        for entry in record.entries {
            guard let value = ParameterReader.value(entry.value) else {
                throw ResultProblem(
                    message: "sets the parameter `\(entry.key)` to \(entry.value.typeName)",
                    hint: "write true, false, a whole number, a string or a list of strings")
            }
            values[entry.key] = value
        }
        return values
    }

    /// What the answer lacks, or nil where it is as expected.
    func objection(to answer: Value) -> String? {
        for (name, value) in expected {
            let got = answer[name] ?? .null
            if got.number != nil, got.number == value.number { continue }
            if got != value {
                return "`\(name)` is \(got.shown), expected \(value.shown)"
            }
        }
        for name in absent where answer[name] != nil {
            return "`\(name)` is \((answer[name] ?? .null).shown), expected nothing"
        }
        return nil
    }
}

extension Value {
    /// Whole numbers and fractions that mean the same number are the same answer.
    fileprivate var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}
