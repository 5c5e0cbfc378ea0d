import Findings
import Testing

extension FindingCode {
    /// The code without its words, such as `F02`.
    var short: String { String(rawValue.prefix { $0 != "-" }) }
}

extension JSON {
    /// Whether a practice's status has a finding.
    func tells(_ code: FindingCode) -> Bool {
        self["findings"].list.contains { $0["finding"]["code"].text == code.rawValue }
    }
}

extension Bench {
    /// Waits until staff see a finding, which must have the catalogue's fix.
    @discardableResult
    func untilSeen(
        _ code: FindingCode, _ location: SourceLocation = #_sourceLocation
    ) async throws -> JSON {
        let finding = try await untilFinding(code.short, location)
        #expect(
            finding["fix"].text == code.entry.fix.text(for: practice.system),
            sourceLocation: location)
        return finding
    }

    /// Waits until staff see it no longer.
    func untilOver(
        _ code: FindingCode, _ location: SourceLocation = #_sourceLocation
    ) async throws { try await untilNoFinding(code.short, location) }
}
