internal import Diagnostics
internal import Diary
internal import LuaVM

/// Reads what a rule file says about parameters.
enum ParameterReader {
    /// Reads `param.integer { default = 30, min = 5, max = 240 }` and its kin.
    static func declaration(
        named name: String, from value: Value
    ) throws(ResultProblem) -> ParameterDeclaration {
        guard let kind = value["__kind"]?.stringValue, kind.hasPrefix("param.") else {
            throw ResultProblem(
                message: "declares the parameter `\(name)` without a type",
                hint: "write `\(name) = param.integer { default = ..., min = ..., max = ... }`, "
                    + "or `param.boolean`, `param.text`, `param.choice`, `param.list`")
        }
        try checkFields(of: value, as: kind, name: name)
        let declaration = ParameterDeclaration(
            name: name, kind: try self.kind(kind, of: name, from: value),
            fallback: fallback(of: kind, from: value), summary: value["summary"]?.stringValue ?? "")
        let objection =
            switch (value["default"], declaration.fallback) {
            case (let written?, nil): "\(written.shown) is not \(declaration.expectation)"
            case (_, let fallback?): declaration.objection(to: fallback)
            case (nil, nil): nil as String?
            }
        if let objection {
            throw ResultProblem(
                message: "declares `\(name)` with a default that it refuses: \(objection)",
                hint: "give a default that is \(declaration.expectation)")
        }
        return declaration
    }

    private static let fields: [String: [String]] = [
        "param.boolean": ["default"], "param.integer": ["default", "min", "max"],
        "param.text": ["default"], "param.choice": ["default"], "param.list": ["open"],
    ]

    private static func checkFields(
        of value: Value, as kind: String, name: String
    ) throws(ResultProblem) {
        guard let own = fields[kind] else {
            throw ResultProblem(
                message: "declares `\(name)` as `\(kind)`, which does not exist",
                hint: "use `param.boolean`, `param.integer`, `param.text`, `param.choice` or "
                    + "`param.list`")
        }
        let known = own + ["summary", "__kind"]
        guard case .table(let record) = value,
            let stranger = record.entries.map(\.key).first(where: { !known.contains($0) })
        else { return }
        throw ResultProblem(
            message: "declares `\(name)` with a field `\(stranger)` that `\(kind)` does not know",
            hint: Spelling.hint(for: stranger, among: own + ["summary"]))
    }

    private static func kind(
        _ word: String, of name: String, from value: Value
    ) throws(ResultProblem) -> ParameterDeclaration.Kind {
        let words = value.items.compactMap(\.stringValue)
        switch word {
        case "param.boolean": return .boolean
        case "param.integer":
            let least = value["min"]?.integerValue.map { Int($0) }
            let most = value["max"]?.integerValue.map { Int($0) }
            guard let least, let most, least <= most else {
                throw ResultProblem(
                    message: "declares the integer `\(name)` without bounds",
                    hint: "give `min` and `max`, with `min` not above `max`")
            }
            return .integer(least...most)
        case "param.choice":
            guard !words.isEmpty else {
                throw ResultProblem(
                    message: "declares the choice `\(name)` without words",
                    hint: "give the words, the default first: `param.choice { \"a\", \"b\" }`")
            }
            return .choice(words)
        case "param.list":
            let isOpen = value["open"]?.booleanValue ?? false
            return .list(
                allowed: isOpen ? nil : words, maximumCount: ParameterDeclaration.maximumListCount)
        default: return .text(maximumLength: ParameterDeclaration.maximumTextLength)
        }
    }

    /// The value where no layer says one; nil where there is none, or where it has the wrong type.
    private static func fallback(of word: String, from value: Value) -> ParameterValue? {
        let written = value["default"]
        switch word {
        case "param.boolean": return written?.booleanValue.map { .boolean($0) }
        case "param.integer": return written?.integerValue.map { .integer(Int($0)) }
        case "param.list": return .list(value.items.compactMap(\.stringValue))
        case "param.choice" where written == nil:
            return value.items.first?.stringValue.map { .text($0) }
        default: return written?.stringValue.map { .text($0) }
        }
    }

    /// Reads a plain value as support staff write it.
    static func value(_ value: Value) -> ParameterValue? {
        switch value {
        case .boolean(let flag): return .boolean(flag)
        case .integer(let number): return .integer(Int(number))
        case .number(let number): return Int(exactly: number).map { .integer($0) }
        case .string(let text): return .text(text)
        case .array(let items):
            let words = items.compactMap(\.stringValue)
            return words.count == items.count ? .list(words) : nil
        case .table(let record): return record.entries.isEmpty ? .list([]) : nil
        case .null, .function: return nil
        }
    }
}
