import Diagnostics
import Diary

/// Findings, worst first, each with its evidence and its fix.
struct FindingsText {
    let findings: [Finding]
    let style: Style

    /// More facts than this are counted, and stand in the JSON.
    static let mostFacts = 6

    var lines: [String] {
        guard !findings.isEmpty else { return ["\(style.strong("Findings:")) none"] }
        return [style.strong("Findings: \(summary)")] + findings.flatMap(lines)
    }

    private var summary: String {
        let counts = Finding.Severity.allCases.compactMap { severity -> String? in
            let number = findings.count { $0.severity == severity }
            guard number > 0 else { return nil }
            return severity == .advice
                ? "\(number) advice" : Words.count(number, severity.rawValue)
        }
        return Words.list(counts)
    }

    private func lines(_ finding: Finding) -> [String] {
        let label = "\(finding.severity.rawValue) \(finding.code)"
        let painted =
            switch finding.severity {
            case .error: style.bad(label)
            case .warning: style.warning(label)
            case .advice: style.faint(label)
            }
        var lines = ["  \(painted)", "    \(finding.message)"]
        if !finding.evidence.isEmpty {
            lines.append(style.faint("    evidence: \(evidence(of: finding))"))
        }
        lines.append("    fix (\(finding.fixer.rawValue)): \(finding.fix)")
        return lines
    }

    private func evidence(of finding: Finding) -> String {
        let facts = finding.evidence.prefix(Self.mostFacts).map { "\($0.name) \($0.value)" }
        let more = finding.evidence.count - facts.count
        return facts.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
    }
}
