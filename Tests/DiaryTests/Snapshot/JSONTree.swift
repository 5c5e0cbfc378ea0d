import Foundation

@testable import Diary

/// A JSON value as Foundation reads and writes it: a judge that knows nothing of our reader.
indirect enum JSONTree: Hashable, Codable, Sendable {
    case null
    case flag(Bool)
    case integer(Int)
    case fraction(Double)
    case text(String)
    case array([JSONTree])
    case object([String: JSONTree])

    /// What Foundation reads in a text; nil where it reads nothing.
    init?(foundation bytes: [UInt8]) {
        guard let tree = try? JSONDecoder().decode(JSONTree.self, from: Data(bytes)) else {
            return nil
        }
        self = tree
    }

    /// What our reader found.
    init(_ document: JSONDocument, _ node: JSONDocument.Node) {
        switch document.kind(of: node) {
        case .null: self = .null
        case .true: self = .flag(true)
        case .false: self = .flag(false)
        case .integer, .fraction:
            let written = String(decoding: document.written(node), as: UTF8.self)
            self = document.integer(of: node).map { .integer($0) } ?? .number(Double(written))
        case .string, .escapedString: self = .text(document.text(of: node) ?? "")
        case .array: self = .array(document.elements(of: node).map { JSONTree(document, $0) })
        case .object:
            let fields = document.names(of: node).map {
                (document.text(of: $0) ?? "", JSONTree(document, $0 + 1))
            }
            self = .object(Dictionary(fields) { first, _ in first })
        }
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let integer = try? value.decode(Int.self) {
            self = .integer(integer)
        } else if let fraction = try? value.decode(Double.self) {
            self = .number(fraction)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let array = try? value.decode([JSONTree].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSONTree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .fraction(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// The value as JSON text with sorted names.
    func written() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Foundation reads `30.0` as the integer 30; to it, both are one number.
    private static func number(_ value: Double?) -> JSONTree {
        value.flatMap { Int(exactly: $0) }.map { .integer($0) } ?? .fraction(value ?? .nan)
    }
}

/// The way from the top of a document to a value.
enum Step: Hashable, CustomStringConvertible {
    case name(String)
    case place(Int)

    var description: String {
        switch self {
        case .name(let name): ".\(name)"
        case .place(let place): "[\(place)]"
        }
    }
}

extension JSONTree {
    /// The ways to all values inside; of a list, to the first and the last.
    var ways: [[Step]] {
        switch self {
        case .array(let elements):
            Set([0, elements.count - 1]).filter(elements.indices.contains).sorted().flatMap {
                place in
                [[.place(place)]] + elements[place].ways.map { [.place(place)] + $0 }
            }
        case .object(let fields):
            fields.keys.sorted().flatMap { name in
                [[.name(name)]] + (fields[name]?.ways ?? []).map { [.name(name)] + $0 }
            }
        default: []
        }
    }

    /// The same with another value at the end of a way, or with none where the value is nil.
    func replacing(_ way: ArraySlice<Step>, with value: JSONTree?) -> JSONTree {
        guard let step = way.first else { return value ?? self }
        let isLast = way.count == 1
        switch (self, step) {
        case (.array(var elements), .place(let place)):
            if isLast, value == nil {
                elements.remove(at: place)
            } else {
                elements[place] = elements[place].replacing(way.dropFirst(), with: value)
            }
            return .array(elements)
        case (.object(var fields), .name(let name)):
            fields[name] =
                isLast ? value : fields[name]?.replacing(way.dropFirst(), with: value)
            return .object(fields)
        default: return self
        }
    }
}
