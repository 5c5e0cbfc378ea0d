/// LuaCATS annotations, for editors with the Lua language server.
enum EditorStubs {
    static var text: String {
        var lines = [
            "---@meta", "",
            "-- Generated from the declared decision points by scripts/generate. Do not edit.", "",
        ]
        for type in InputShapes.all { lines += record(type) }
        for point in DecisionPoint.all { lines += record(point.result) }
        lines += forms
        for library in LibraryFunction.libraries {
            lines += ["---@class \(library)lib", "\(library) = {}", ""]
        }
        for function in LibraryFunction.all { lines += stub(function) }
        return lines.joined(separator: "\n")
    }

    private static func record(_ type: RecordType) -> [String] {
        ["--- \(type.summary)", "---@class \(type.name)"]
            + type.fields.map { field in
                let mark = field.isOptional ? "?" : ""
                return "---@field \(field.name)\(mark) \(field.type.luaName) \(field.meaning)"
            } + [""]
    }

    private static var forms: [String] {
        let decides = DecisionPoint.all.map { point in
            "---@alias decide_\(point.name) fun(input: \(point.input.name), params: table, "
                + "base: fun(input: \(point.input.name)): \(point.result.name)): "
                + point.result.name
        }
        let anyDecide = DecisionPoint.all.map { "decide_\($0.name)" }.joined(separator: "|")
        let names = DecisionPoint.all.map { "\"\($0.name)\"" }.joined(separator: "|")
        return decides + [
            "",
            "---@class RuleForm",
            "---@field decision \(names)",
            "---@field api 1",
            "---@field summary string",
            "---@field params table",
            "---@field decide \(anyDecide)",
            "",
            "---@class OverrideForm",
            "---@field decision? \(names)",
            "---@field settings? \"publishing\"",
            "---@field why string",
            "---@field params? table",
            "---@field decide? \(anyDecide)",
            "",
            "---@param form RuleForm",
            "---@return table",
            "function rule(form) end", "",
            "---@param form OverrideForm",
            "---@return table",
            "function override(form) end", "",
            "---@param form table",
            "---@return table",
            "function tests(form) end", "",
            "---@class paramlib",
            "param = {}", "",
        ]
            + ["boolean", "integer", "text", "choice", "list"].flatMap { kind in
                [
                    "---@param declaration table", "---@return table",
                    "function param.\(kind)(declaration) end", "",
                ]
            }
    }

    private static func stub(_ function: LibraryFunction) -> [String] {
        let parameters = function.parameters.map { "---@param \($0.name) \($0.type)" }
        let names = function.parameters.map(\.name).joined(separator: ", ")
        let result = function.result == "nil" ? [] : ["---@return \(function.result)"]
        return ["--- \(function.meaning)"] + parameters + result
            + ["function \(function.name)(\(names)) end", ""]
    }
}

extension FieldType {
    /// The type as LuaCATS writes it.
    var luaName: String {
        switch self {
        case .boolean: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .text: "string"
        case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: "|")
        case .list(let element): "\(element.luaName)[]"
        case .record(let type): type.name
        }
    }
}
