import Diagnostics
import Foundation

/// JSON as the command writes it: sorted keys, so that the same answer has the same bytes.
enum JSONText {
    static func of(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        // The output types hold strings, integers and lists only, which always encode.
        let data = (try? encoder.encode(value)) ?? Data("null".utf8)
        return String(decoding: data, as: UTF8.self)
    }
}

/// Problems that kept the command from its answer: `docs/schemas/problems-1.schema.json`.
struct ProblemsOutput: Encodable {
    let format = "gapbook.problems/1"
    let problems: [Problem]
}
