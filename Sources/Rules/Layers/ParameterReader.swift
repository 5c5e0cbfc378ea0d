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
        let summary = value["summary"]?.stringValue ?? ""
        let made = try self.kind(kind, of: name, from: value)
        let fallback = made.fallback
        let declaration = ParameterDeclaration(
            name: name, kind: made.kind, fallback: fallback, summary: summary)
        if let fallback, let objection = declaration.objection(to: fallback) {
            throw ResultProblem(
                message: "declares `\(name)` with a default that it refuses: \(objection)",
                hint: "give a default that is \(declaration.expectation)")
        }
        return declaration
    }

    private static func kind(
        _ word: String, of name: String, from value: Value
    ) throws(ResultProblem) -> (kind: ParameterDeclaration.Kind, fallback: ParameterValue?) {
        let fallback = value["default"]
        switch word {
        case "param.boolean":
            return (.boolean, fallback?.booleanValue.map { .boolean($0) })
        case "param.integer":
            let least = value["min"]?.integerValue.map { Int($0) }
            let most = value["max"]?.integerValue.map { Int($0) }
            guard let least, let most, least <= most else {
                throw ResultProblem(
                    message: "declares the integer `\(name)` without bounds",
                    hint: "give `min` and `max`, with `min` not above `max`")
            }
            return (.integer(least...most), fallback?.integerValue.map { .integer(Int($0)) })
        case "param.text":
            return (
                .text(maximumLength: ParameterDeclaration.maximumTextLength),
                fallback?.stringValue.map { .text($0) }
            )
        case "param.choice":
            let words = value.items.compactMap(\.stringValue)
            return (.choice(words), (fallback?.stringValue ?? words.first).map { .text($0) })
        case "param.list":
            let words = value.items.compactMap(\.stringValue)
            let isOpen = value["open"]?.booleanValue ?? false
            return (
                .list(
                    allowed: isOpen ? nil : words,
                    maximumCount: ParameterDeclaration.maximumListCount),
                .list(words)
            )
        default:
            throw ResultProblem(
                message: "declares `\(name)` as `\(word)`, which does not exist",
                hint: "use `param.boolean`, `param.integer`, `param.text`, `param.choice` or "
                    + "`param.list`")
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
