internal import Foundation
package import Ports
package import Wire

/// Texts as they are sent to a PMS, of whose fields nothing is known.
package enum SentText {
    /// A text on one line: control characters become spaces, and those at its ends go; nil where
    /// nothing is left. What is longer than `most` characters is cut.
    package static func line(_ text: String?, most: Int = .max) -> String? {
        guard let text else { return nil }
        let parts = text.unicodeScalars.split { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
        let line = parts.map { String($0) }.joined(separator: " ")
            .trimmingCharacters(in: .whitespaces)
        return line.isEmpty ? nil : String(line.prefix(most))
    }
}

extension WireSide {
    /// A `POST` with a body of JSON, its fields in an order that never changes.
    package func post(
        _ path: String, _ body: some Encodable
    ) throws(PMSFailure) -> HTTPCall {
        var call = HTTPCall(.post, path, headers: [("Content-Type", "application/json")])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            call.body = Array(try encoder.encode(body))
        } catch {
            throw failure(.refused, call, detail: "it cannot be written as JSON")
        }
        return call
    }
}
