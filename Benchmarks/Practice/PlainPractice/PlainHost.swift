internal import CDecisionHost
internal import CSlotsBaseline
internal import DecisionHosts
import Foundation

/// The core rules compiled in a host in plain C, which serves one practice after the other.
package final class PlainHost {
    let pointer: OpaquePointer
    let parameters = [
        SampleParameters.defaultReason, SampleParameters.kind, SampleParameters.publish,
        SampleParameters.interval,
    ].map(Kept.bytes)
    let names = Kept.texts(["healthengine"])
    private var starts = [Int64](repeating: 0, count: 100_000)

    /// Takes the rules from their folder; nil where one does not compile.
    package init?(root: String) throws {
        let rules = try Self.ruleNames.map { name in
            let path = "\(root)/core/\(name).lua"
            return (name: path, text: try String(contentsOfFile: path, encoding: .utf8))
        }
        guard let pointer = Kept.host(rules) else { return nil }
        self.pointer = pointer
    }

    deinit { c_host_close(pointer) }

    private static let ruleNames = [
        "default_reason", "practitioner_kind", "publish_practitioner", "interval",
    ]

    func starts(of column: PlainColumn, _ question: CQuestion) -> Int {
        c_starts_from_rows(
            column.stretches, column.stretches.count, column.rows, column.rows.count, question,
            &starts)
    }

    /// The starts of one question, for comparison.
    func listed(_ column: PlainColumn, _ question: CQuestion) -> ArraySlice<Int64> {
        let count = starts(of: column, question)
        return starts[..<count]
    }
}
