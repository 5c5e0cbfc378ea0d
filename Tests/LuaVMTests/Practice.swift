@testable import LuaVM

/// The world in which the tests' rules run: two shapes, a document, a few functions of the host.
enum Practice {
    static let shapes = [
        Shape(name: "reason", fields: ["id", "name", "minutes", "note"]),
        Shape(name: "input", fields: ["reasons", "lengths", "words"]),
    ]

    static let functions = [
        HostFunction("text.fold") { values throws(HostFailure) in
            guard let text = values.first?.stringValue else {
                throw HostFailure("`text.fold` takes a string")
            }
            return .string(text.lowercased())
        },
        HostFunction("host.echo") { values throws(HostFailure) in values.first ?? .null },
        HostFunction("host.refuse") { _ throws(HostFailure) in throw HostFailure("refused") },
        HostFunction("host.huge") { _ throws(HostFailure) in
            .string(String(repeating: "x", count: 3 << 20))
        },
    ]

    static func program(_ sources: [Source], limits: Limits = .standard) -> Program {
        Program(
            sources: sources, shapes: shapes, constructors: ["rule", "param.integer"],
            functions: functions, limits: limits)
    }

    /// A source whose table has the function `decide`.
    static func decide(_ name: String, _ body: String) -> Source {
        Source(name: name, text: "return { decide = function(input, params, base) \(body)\nend }")
    }

    /// A record of the shape `input`: three reasons, some lengths, a table of words.
    static let document: [UInt8] = {
        var writer = InputWriter()
        writer.beginRecord(1)
        writer.beginArray(count: 3)
        for (id, name, minutes) in [("r1", "Check-up", 20), ("r2", "New patient", 45)] {
            writer.beginRecord(0)
            writer.string(id)
            writer.string(name)
            writer.integer(Int64(minutes))
            writer.null()
        }
        writer.beginRecord(0)
        writer.string("r3")
        writer.string("Hygiène")
        writer.integer(30)
        writer.string("with the hygienist")
        writer.write(.array([.integer(15), .integer(30), .integer(45)]))
        writer.write(.table(Record([.init("b", .integer(2)), .init("a", .integer(1))])))
        return writer.bytes
    }()

    /// The bytes of an argument that is the whole document.
    static let wholeDocument: [UInt8] = {
        var writer = InputWriter()
        writer.reference(0)
        return writer.bytes
    }()

    static let parameters: [UInt8] = {
        var writer = InputWriter()
        writer.write(
            .table(
                Record([
                    .init("minimum_minutes", .integer(30)), .init("label", .null),
                    .init("order", .array([.string("a"), .string("b")])),
                ])))
        return writer.bytes
    }()

    static func question(_ chain: [Int], function: String = "decide") -> Call {
        Call(chain: chain, function: function, argument: wholeDocument, parameters: parameters)
    }

    /// Asks a fresh machine once: `body` is that of `decide`.
    static func ask(_ body: String, limits: Limits = .standard) throws -> Outcome {
        try ask([decide("rules/test.lua", body)], limits: limits)
    }

    /// Asks a fresh machine once; the first source is the highest layer.
    static func ask(_ sources: [Source], limits: Limits = .standard) throws -> Outcome {
        let machine = try Machine(program(sources, limits: limits))
        try machine.begin(document)
        return machine.call(question(Array(sources.indices)))
    }
}

extension Outcome {
    var value: Value? { try? result.get() }

    var error: LuaError? {
        if case .failure(let error) = result { error } else { nil }
    }
}
