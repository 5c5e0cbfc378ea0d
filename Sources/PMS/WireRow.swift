internal import Foundation

/// Why a field, and with it its row or its whole answer, cannot be used. It says which field and
/// what was expected there, never what was found.
package struct FieldFault: Error, Sendable, Equatable {
    /// The field, for example `providers[0].id`; empty for the whole.
    package var field: String
    /// What is wrong with it.
    package var what: String
    /// Whether the row is well formed, and only speaks of what this reading does not have.
    package var isForeign: Bool

    /// Names the field and what is wrong.
    package init(_ field: String, _ what: String, isForeign: Bool = false) {
        self.field = field
        self.what = what
        self.isForeign = isForeign
    }

    /// The field names somebody whom the practitioners' list does not have.
    package static func stranger(_ field: String) -> FieldFault {
        FieldFault(field, "names nobody in the list of practitioners", isForeign: true)
    }

    /// Both, as a message says it.
    package var words: String { field.isEmpty ? what : "`\(field)` \(what)" }

    /// What a decoder found wrong; `error` may hold what stood there, so only its kind is used.
    init(_ error: any Error) {
        switch error {
        case let fault as FieldFault: self = fault
        case DecodingError.keyNotFound(let key, let context):
            self.init(FieldFault.path(context.codingPath + [key]), "is missing")
        case DecodingError.valueNotFound(_, let context):
            self.init(FieldFault.path(context.codingPath), "is missing")
        case DecodingError.typeMismatch(_, let context):
            self.init(FieldFault.path(context.codingPath), "is of another type")
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(FieldFault.path(context.codingPath), "cannot be read")
        default: self.init("", "is not JSON")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        var path = ""
        for key in keys {
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
        return path
    }
}

/// One row of a list: what it says, or why it cannot be used. A row that is wrong does not make the
/// other rows unreadable.
package struct WireRow<Value: Decodable & Sendable>: Decodable, Sendable {
    /// The row's id, where it has one; for messages.
    package let id: String?
    /// The row's status, where it has one, although the rest may be unreadable.
    package let status: String?
    /// What it says.
    package let value: Result<Value, FieldFault>

    private enum Key: String, CodingKey { case id, status }

    package init(from decoder: any Decoder) throws {
        let fields = try? decoder.container(keyedBy: Key.self)
        id = (try? fields?.decodeIfPresent(String.self, forKey: .id)) ?? nil
        status = (try? fields?.decodeIfPresent(String.self, forKey: .status)) ?? nil
        do {
            value = .success(try Value(from: decoder))
        } catch {
            var fault = FieldFault(error)
            fault.field = WireRow.relative(fault.field, to: FieldFault(at: decoder).field)
            value = .failure(fault)
        }
    }

    private static func relative(_ path: String, to row: String) -> String {
        guard !row.isEmpty, path.hasPrefix(row) else { return path }
        let rest = path.dropFirst(row.count)
        return String(rest.first == "." ? rest.dropFirst() : rest)
    }
}

extension FieldFault {
    /// Where a decoder stands.
    fileprivate init(at decoder: any Decoder) {
        self.init(FieldFault.path(decoder.codingPath), "")
    }
}

extension HTTPBody {
    /// Decodes a whole answer.
    package static func decoded<Value: Decodable>(
        _ type: Value.Type, from body: [UInt8]
    ) throws(FieldFault) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw FieldFault(error)
        }
    }
}

/// The JSON body of a call or of an answer.
package enum HTTPBody {}
