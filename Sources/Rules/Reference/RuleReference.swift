/// The texts that are generated from the declared decision points, so that they cannot drift.
public enum RuleReference: String, Sendable, CaseIterable {
    /// LuaCATS annotations for editors.
    case stubs
    /// A luacheck standard: every global that a rule can reach.
    case luacheck
    /// The page of the decision points.
    case decisions
    /// The JSON Schema of all inputs and results.
    case schema

    /// Where the text is kept in the repository.
    public var path: String {
        switch self {
        case .stubs: "rules/meta/gapbook.lua"
        case .luacheck: "rules/.luacheckrc"
        case .decisions: "docs/reference/decisions.md"
        case .schema: "docs/schemas/decisions-1.schema.json"
        }
    }

    /// The text.
    public var text: String {
        switch self {
        case .stubs: EditorStubs.text
        case .luacheck: LuacheckStandard.text
        case .decisions: DecisionsPage.text
        case .schema: DecisionsSchema.text
        }
    }
}

/// One function that Gapbook adds to what a rule can reach.
struct LibraryFunction {
    let name: String
    let parameters: [(name: String, type: String)]
    let result: String
    let meaning: String

    static let all = [
        LibraryFunction(
            name: "first_match",
            parameters: [
                ("items", "any[]"), ("order", "string[]"),
                ("tests", "table<string, fun(item: any, index: integer): boolean?, string?>"),
            ], result: "any?, string?",
            meaning: "The first item at the first step that any item passes, and the step."),
        LibraryFunction(
            name: "list.filter",
            parameters: [
                ("items", "any[]"), ("label", "string"),
                ("test", "fun(item: any, index: integer): boolean?, string?"),
            ], result: "any[]", meaning: "The items that pass; the trace says who fell and why."),
        LibraryFunction(
            name: "list.map", parameters: [("items", "any[]"), ("change", "fun(item: any): any")],
            result: "any[]", meaning: "What `change` makes of each item."),
        LibraryFunction(
            name: "list.find",
            parameters: [("items", "any[]"), ("test", "fun(item: any): boolean?")],
            result: "any?", meaning: "The first item that passes."),
        LibraryFunction(
            name: "list.contains", parameters: [("items", "any[]"), ("value", "any")],
            result: "boolean", meaning: "Whether the list has that value."),
        LibraryFunction(
            name: "list.count",
            parameters: [("items", "any[]"), ("test", "fun(item: any): boolean?")],
            result: "integer", meaning: "How many items pass."),
        LibraryFunction(
            name: "list.best",
            parameters: [
                ("items", "any[]"), ("label", "string"),
                ("score", "fun(item: any): number?, string?"),
            ], result: "any?, number?, number?",
            meaning: "The item with the highest score, its score, and the runner-up's."),
        LibraryFunction(
            name: "text.contains", parameters: [("text", "string"), ("part", "string")],
            result: "boolean", meaning: "Whether the text has that part; no pattern."),
        LibraryFunction(
            name: "text.starts_with", parameters: [("text", "string"), ("start", "string")],
            result: "boolean", meaning: "Whether the text starts so; no pattern."),
        LibraryFunction(
            name: "text.words", parameters: [("text", "string")], result: "string[]",
            meaning: "The words; anything but letters and digits divides."),
        LibraryFunction(
            name: "text.distance",
            parameters: [("left", "string"), ("right", "string"), ("max", "integer")],
            result: "integer", meaning: "How many letters differ, at most `max + 1`."),
        LibraryFunction(
            name: "text.fold", parameters: [("text", "string")], result: "string",
            meaning: "The name folded: no case, spaces or punctuation, as `name_key` is."),
        LibraryFunction(
            name: "trace.note", parameters: [("text", "string")], result: "nil",
            meaning: "Leaves a remark in the trace."),
    ]

    /// The functions of one library, or those without one.
    static func named(in library: String?) -> [LibraryFunction] {
        all.filter { function in
            let parts = function.name.split(separator: ".")
            return parts.count == 2 ? parts[0] == library ?? "" : library == nil
        }
    }

    static let libraries = ["list", "text", "trace"]

    /// What a rule can reach of Lua's own libraries.
    static let standard: [String: [String]] = [
        "math": [
            "abs", "ceil", "floor", "fmod", "huge", "max", "maxinteger", "min", "mininteger",
            "modf", "pi", "sqrt", "tointeger", "type", "ult",
        ],
        "string": [
            "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "rep",
            "reverse", "sub", "upper",
        ],
        "table": ["concat", "insert", "pack", "remove", "sort", "unpack"],
        "utf8": ["char", "codepoint", "len"],
    ]

    static let plain = [
        "assert", "error", "ipairs", "pairs", "pcall", "select", "tonumber", "tostring", "type",
    ]
}
