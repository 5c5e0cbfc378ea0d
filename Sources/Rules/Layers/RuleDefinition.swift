internal import Diagnostics
internal import Diary
internal import LuaVM

/// What one rule file says, read from the table that it returns.
struct RuleDefinition: Sendable {
    /// The place of the file among the sources of its rule set.
    let source: Int
    let origin: RuleOrigin
    let form: Form
    /// The decision point or the settings group.
    let group: String
    /// Why a practice or a pack differs from what lies under it.
    let why: String?
    /// The parameters that this file declares.
    let declarations: [ParameterDeclaration]
    /// The parameters that this file sets.
    let values: [String: Value]
    /// Whether it has code of its own.
    let decides: Bool

    enum Form: Sendable { case rule, override, settings }

    private static let fields: [String: (form: Form, fields: [String])] = [
        "rule": (.rule, ["decision", "api", "summary", "params", "decide"]),
        "override": (.override, ["decision", "settings", "api", "why", "params", "decide"]),
    ]

    init(
        _ table: Value, source: Int, origin: RuleOrigin
    ) throws(ResultProblem) {
        guard case .table(let record) = table, let word = record["__kind"]?.stringValue,
            let known = Self.fields[word]
        else {
            throw ResultProblem(
                message: "does not return a rule",
                hint: "end the file with `return rule { ... }` or `return override { ... }`")
        }
        for key in record.entries.map(\.key) where key != "__kind" && !known.fields.contains(key) {
            throw ResultProblem(
                message: "has a field `\(key)` that `\(word)` does not know",
                hint: "use " + known.fields.map { "`\($0)`" }.joined(separator: ", "))
        }
        self.source = source
        self.origin = origin
        (form, group) = try Self.target(of: table, form: known.form)
        why = table["why"]?.stringValue
        decides = table["decide"] == .function
        if form != .rule, table["decide"] != nil, !decides {
            throw ResultProblem(
                message: "has a `decide` that is no function",
                hint: "give `decide = function(input, params, base) ... end`, or leave it out")
        }
        (declarations, values) = try Self.parameters(of: table, form: form)
        try checkForm()
    }

    private static func target(
        of table: Value, form: Form
    ) throws(ResultProblem) -> (Form, String) {
        if table["settings"] != nil, table["decision"] != nil {
            throw ResultProblem(
                message: "names a `decision` and `settings`",
                hint: "keep one of the two; the other belongs into a file of its own")
        }
        if let settings = table["settings"]?.stringValue {
            guard settings == PublishingSettings.group else {
                throw ResultProblem(
                    message: "names settings `\(settings)`, which do not exist",
                    hint: "use `\(PublishingSettings.group)`")
            }
            return (.settings, settings)
        }
        guard let decision = table["decision"]?.stringValue else {
            throw ResultProblem(message: "names no decision", hint: "give `decision = \"...\"`")
        }
        guard let point = DecisionPoint.named(decision) else {
            throw ResultProblem(
                message: "names the decision `\(decision)`, which does not exist",
                hint: "use one of "
                    + DecisionPoint.all.map { "`\($0.name)`" }.joined(separator: ", "))
        }
        let api = table["api"]?.integerValue ?? (form == .override ? Int64(point.api) : nil)
        guard api == Int64(point.api) else {
            throw ResultProblem(
                message: "asks for api \(api.map { "\($0)" } ?? "nothing") of `\(decision)`",
                hint: "this Gapbook serves api \(point.api): write `api = \(point.api)`")
        }
        return (form, decision)
    }

    private static func parameters(
        of table: Value, form: Form
    ) throws(ResultProblem) -> ([ParameterDeclaration], [String: Value]) {
        var declarations: [ParameterDeclaration] = []
        var values: [String: Value] = [:]
        guard let params = table["params"] else { return ([], [:]) }
        guard let record = params.namedFields else {
            throw ResultProblem(
                message: "has `params` that are no table of named values",
                hint: "write `params = { name = value }`")
        }
        for entry in record.entries {
            if entry.value["__kind"] != nil || form == .rule {
                declarations.append(
                    try ParameterReader.declaration(named: entry.key, from: entry.value))
            } else {
                values[entry.key] = entry.value
            }
        }
        return (declarations, values)
    }

    private func checkForm() throws(ResultProblem) {
        switch form {
        case .rule where !decides:
            throw ResultProblem(
                message: "has no `decide` function",
                hint: "give `decide = function(input, params) ... end`")
        case .override where why == nil, .settings where why == nil:
            throw ResultProblem(
                message: "does not say why it differs",
                hint: "give `why = \"...\"`: whoever reads this next will need it")
        case .settings where decides:
            throw ResultProblem(
                message: "has a `decide` function, which settings do not have",
                hint: "leave it out; settings are parameters only")
        default: return
        }
    }
}

extension Value {
    /// The fields of a table without items; an empty table has none.
    fileprivate var namedFields: Record? {
        switch self {
        case .table(let record) where record.items.isEmpty: record
        case .array(let items) where items.isEmpty: Record([])
        default: nil
        }
    }
}
