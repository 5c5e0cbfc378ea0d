internal import LuaVM

/// What a field of a decision's input or result may hold.
indirect enum FieldType: Sendable {
    case boolean
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case text
    case choice([String])
    case list(FieldType)
    case record(RecordType)
}

/// One field: its name, what it may hold, and what it means.
struct Field: Sendable {
    let name: String
    let type: FieldType
    /// A field that may be absent is nil to a rule.
    let isOptional: Bool
    /// What a test's input gets where it leaves the field out.
    let fallback: Fallback
    let meaning: String
}

/// What stands for a field that a test's input leaves out.
enum Fallback: Sendable {
    /// Nothing: an optional field is nil, a required one is an error.
    case nothing
    case value(Value)
    /// The record's `name`, folded.
    case foldedName
}

/// The shape of a record that rules read or return, declared once: the encoder, the decoder, the
/// editor stubs, the JSON Schema and the reference page all come from it.
struct RecordType: Sendable {
    let name: String
    let summary: String
    let fields: [Field]

    /// The machine's view of it: names only.
    var shape: Shape { Shape(name: name, fields: fields.map(\.name)) }
}

/// A record type together with how Swift's own value of it is written for a rule.
struct InputType<Subject>: Sendable {
    /// One field and its writer.
    struct Member: Sendable {
        let field: Field
        let write: @Sendable (Subject, inout InputWriter) -> Void

        init(
            _ name: String, _ type: FieldType, _ meaning: String, fallback: Fallback = .nothing,
            optional: Bool = false,
            write: @escaping @Sendable (Subject, inout InputWriter) -> Void
        ) {
            field = Field(
                name: name, type: type, isOptional: optional, fallback: fallback, meaning: meaning)
            self.write = write
        }
    }

    let record: RecordType
    private let members: [Member]

    init(_ name: String, _ summary: String, _ members: [Member]) {
        record = RecordType(name: name, summary: summary, fields: members.map(\.field))
        self.members = members
    }

    func write(_ subject: Subject, to writer: inout InputWriter) {
        writer.beginRecord(InputShapes.index(of: record.name))
        for member in members { member.write(subject, &writer) }
    }
}

extension InputWriter {
    mutating func write(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    mutating func write(_ number: Int?) {
        if let number { integer(Int64(number)) } else { null() }
    }

    mutating func write(_ flag: Bool?) {
        if let flag { boolean(flag) } else { null() }
    }

    mutating func write(_ texts: [String]) {
        beginArray(count: texts.count)
        for text in texts { string(text) }
    }
}
