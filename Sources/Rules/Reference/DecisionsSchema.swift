internal import Foundation

/// The JSON Schema of all inputs and results, for tools that record decisions.
enum DecisionsSchema {
    static var text: String {
        var definitions: [String: Any] = [:]
        for type in InputShapes.all + DecisionPoint.all.map(\.result) {
            definitions[type.name] = record(type)
        }
        let schema: [String: Any] = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "decisions-1.schema.json",
            "title": "Inputs and results of the decision points, api level 1",
            "$defs": definitions,
        ]
        let options: JSONSerialization.WritingOptions = [
            .prettyPrinted, .sortedKeys, .withoutEscapingSlashes,
        ]
        // Only strings, numbers, lists and objects stand in it, which always encode.
        let data = (try? JSONSerialization.data(withJSONObject: schema, options: options)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private static func record(_ type: RecordType) -> [String: Any] {
        var properties: [String: Any] = [:]
        for field in type.fields {
            var schema = field.type.schema
            schema["description"] = field.meaning
            properties[field.name] = schema
        }
        return [
            "type": "object", "description": type.summary, "properties": properties,
            "required": type.fields.filter { !$0.isOptional }.map(\.name),
            "additionalProperties": false,
        ]
    }
}

extension FieldType {
    fileprivate var schema: [String: Any] {
        switch self {
        case .boolean: ["type": "boolean"]
        case .integer(let range):
            ["type": "integer", "minimum": range.lowerBound, "maximum": range.upperBound]
        case .number(let range):
            ["type": "number", "minimum": range.lowerBound, "maximum": range.upperBound]
        case .text: ["type": "string"]
        case .choice(let words): ["enum": words]
        case .list(let element): ["type": "array", "items": element.schema]
        case .record(let type): ["$ref": "#/$defs/\(type.name)"]
        }
    }
}
