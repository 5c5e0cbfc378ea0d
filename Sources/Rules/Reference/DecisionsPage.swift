/// The reference page of the decision points.
enum DecisionsPage {
    static var text: String {
        let head = """
            # Decisions

            Generated from the declared decision points by `scripts/generate`. Do not edit.

            A decision point is a typed question that Gapbook asks and a rule answers. A rule reads
            `input`, which is read-only, and `params`, and returns a table. A field that a record
            does not have is an error that names the nearest one; an optional field without a value
            is `nil`. A rule that fails, or returns something else than its result declares, falls
            to the next lower layer and gives a finding.

            """
        let points = DecisionPoint.all.map(section).joined(separator: "\n")
        let shared = InputShapes.all.filter { type in
            !DecisionPoint.all.contains { $0.input.name == type.name }
        }
        let records =
            "## Records\n\n"
            + shared.map { "### `\($0.name)`\n\n\($0.summary)\n\n\(table($0))" }
            .joined(separator: "\n")
        return [head, points, records, library].joined(separator: "\n")
    }

    private static func section(_ point: DecisionPoint) -> String {
        """
        ## `\(point.name)`

        \(point.summary)

        Api level \(point.api). Built-in answer, where every layer fails: \(point.builtIn).

        `input`:

        \(table(point.input))
        result:

        \(table(point.result))
        """
    }

    private static func table(_ type: RecordType) -> String {
        let rows = type.fields.map { field in
            "| `\(field.name)` | \(field.type.pageName)\(field.isOptional ? ", optional" : "") "
                + "| \(field.meaning) |"
        }
        return (["| field | type | meaning |", "| --- | --- | --- |"] + rows)
            .joined(separator: "\n") + "\n"
    }

    private static var library: String {
        let rows = LibraryFunction.all.map { function in
            let names = function.parameters.map(\.name).joined(separator: ", ")
            return "| `\(function.name)(\(names))` | \(function.meaning) |"
        }
        return (["## Functions", "", "| function | meaning |", "| --- | --- |"] + rows)
            .joined(separator: "\n") + "\n\nOf Lua itself, a rule reaches "
            + LibraryFunction.plain.map { "`\($0)`" }.joined(separator: ", ")
            + " and parts of `math`, `string`, `table` and `utf8`; `docs/reference/limits.md` says "
            + "what differs from stock Lua.\n"
    }
}

extension FieldType {
    /// The type in words, for a table cell.
    var pageName: String {
        switch self {
        case .boolean: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .text: "string"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .list(let element): "list of \(element.pageName)"
        case .record(let type): "`\(type.name)`"
        }
    }
}
