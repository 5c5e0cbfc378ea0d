internal import Diagnostics
internal import Diary
internal import LuaVM

/// Writes a test's input as a decision's input: fields that it leaves out get their stand-in.
struct TestInput {
    private var writer = InputWriter()

    static func bytes(_ value: Value, as type: RecordType) throws(ResultProblem) -> [UInt8] {
        var input = TestInput()
        try input.write(value, as: type, path: "input")
        return input.writer.bytes
    }

    private mutating func write(
        _ value: Value?, as type: RecordType, path: String
    ) throws(ResultProblem) {
        let value = value ?? .table(Record([]))
        if case .table(let record) = value {
            let names = type.fields.map(\.name)
            for key in record.entries.map(\.key) where !names.contains(key) {
                throw ResultProblem(
                    message: "has a field `\(path).\(key)`, which `\(type.name)` does not have",
                    hint: Spelling.hint(for: key, among: names))
            }
        }
        writer.beginRecord(InputShapes.index(of: type.name))
        for field in type.fields {
            try write(
                value[field.name] ?? standIn(for: field, in: value), as: field,
                path: "\(path).\(field.name)")
        }
    }

    private mutating func write(
        _ value: Value?, as field: Field, path: String
    ) throws(ResultProblem) {
        switch (field.type, value) {
        case (.record(let type), .some),
            (.record(let type), nil) where !field.isOptional:
            try write(value, as: type, path: path)
        case (.list(let element), let value?):
            writer.beginArray(count: value.items.count)
            for (index, item) in value.items.enumerated() {
                let place = "\(path)[\(index + 1)]"
                if case .record(let type) = element {
                    try write(item, as: type, path: place)
                } else {
                    writer.write(try element.check(item, named: place))
                }
            }
        case (_, let value?): writer.write(try field.type.check(value, named: path))
        case (_, nil):
            guard field.isOptional else {
                throw ResultProblem(message: "lacks `\(path)`", hint: field.meaning)
            }
            writer.null()
        }
    }

    private func standIn(for field: Field, in record: Value) -> Value? {
        switch field.fallback {
        case .nothing: nil
        case .value(let value): value
        case .foldedName: .string(NameKey(record["name"]?.stringValue ?? "").text)
        }
    }
}
