import Diagnostics
import Diary
import Findings

/// The page of any code that Gapbook prints.
enum Pages {
    static func page(for code: String) -> String? {
        let code = code.uppercased()
        if let entry = Catalogue.entry(named: code) { return Catalogue.page(for: entry.code) }
        if let blocker = Blocker(rawValue: code) { return page(for: blocker) }
        return ProblemEntry.all.first { $0.code.rawValue == code }?.page
    }

    /// All codes of the kind that a misspelt one most likely is.
    static func codes(near code: String) -> [String] {
        if code.contains("_") { return Blocker.allCases.map(\.rawValue) }
        let findings = FindingCode.allCases.map(\.rawValue)
        return code.contains("-") ? findings : ProblemEntry.all.map(\.code.rawValue)
    }

    private static func page(for blocker: Blocker) -> String {
        let text = blocker.text
        let fixes = PMSSystem.allCases.map { system in
            "## Fix in \(system.productName)\n\n\(text.fix.paragraph(for: system))"
        }
        let finding = text.finding.map { ["## Finding\n\n\($0.rawValue)"] } ?? []
        return (["# \(blocker.rawValue): \(text.title)", text.sentence] + fixes + finding)
            .joined(separator: "\n\n")
    }
}
