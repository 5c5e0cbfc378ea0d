public import Diary

extension Catalogue {
    /// The page of a code, in Markdown: the file `docs/reference/findings/<CODE>.md`, and what
    /// `gapbook explain` prints.
    public static func page(for code: FindingCode) -> String {
        let entry = code.entry
        return """
            # \(code.rawValue): \(entry.title)

            Severity: \(entry.severity.rawValue).

            ## What you see

            \(entry.symptom)

            ## Why

            \(entry.cause)

            ## Fix in Exact

            \(entry.fix.paragraph(for: .exact))

            ## Fix in Oasis

            \(entry.fix.paragraph(for: .oasis))

            ## Who can fix it

            \(entry.fixer.words)

            ## How Gapbook knows

            \(entry.evidence)

            ## Related

            \(links(to: entry.related))

            ## Sources

            \(entry.sources.joined(separator: ", "))

            """
    }

    /// The page that lists all codes: `docs/reference/findings/README.md`.
    public static var index: String {
        let groups = entries.reduce(into: [Character]()) { groups, entry in
            if groups.last != entry.code.group { groups.append(entry.code.group) }
        }
        let tables = groups.map { group in
            let rows = entries.filter { $0.code.group == group }.map { entry in
                "| [\(entry.code.rawValue)](\(entry.code.rawValue).md) | \(entry.title) "
                    + "| \(entry.severity.rawValue) | \(entry.fixer.rawValue) |"
            }
            return """
                ## \(group): \(title(of: group))

                | code | what is wrong | severity | who can fix it |
                | --- | --- | --- | --- |
                \(rows.joined(separator: "\n"))
                """
        }
        return """
            # Findings

            A finding says what is wrong with a practice, what proves it, and what to do.
            An error means that something should be bookable and is not, or that a booking fails.
            A warning means that something will go wrong, or is probably not meant.
            Advice is worth knowing; nothing is wrong yet.

            \(tables.joined(separator: "\n\n"))

            """
    }

    private static func links(to codes: [FindingCode]) -> String {
        guard !codes.isEmpty else { return "None." }
        return codes.map { "- [\($0.rawValue)](\($0.rawValue).md): \($0.entry.title)" }
            .joined(separator: "\n")
    }

    private static func title(of group: Character) -> String {
        switch group {
        case "A": "nothing or too little is published"
        case "B": "too much is published, or the wrong times"
        case "C": "appointment types and their links"
        case "D": "bookings, and access to the other side"
        case "E": "after a booking"
        case "F": "reading and publishing"
        default: "rules and parameters"
        }
    }
}

extension Finding.Fixer {
    /// Who that is, in a sentence.
    public var words: String {
        switch self {
        case .practice: "The practice can fix it in its PMS."
        case .support: "Support staff can fix it in Gapbook or at the marketplace."
        case .engineering: "Engineers fix it in a rule or an adapter."
        }
    }
}
