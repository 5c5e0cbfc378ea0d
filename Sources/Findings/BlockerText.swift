public import Diary

/// What a blocker means in plain words, and what to do about it.
public struct BlockerText: Sendable {
    /// The blocker.
    public var blocker: Blocker
    /// The blocker in a few words, lower-case, for example `not in the default reason`.
    public var title: String
    /// What it means, in a whole sentence.
    public var sentence: String
    /// What to do; for some blockers nothing is wrong.
    public var fix: CatalogueEntry.Fix
    /// The finding that reports the same cause, where one does.
    public var finding: FindingCode?

    init(
        _ blocker: Blocker, _ title: String, _ sentence: String, fix: CatalogueEntry.Fix,
        finding: FindingCode? = nil
    ) {
        self.blocker = blocker
        self.title = title
        self.sentence = sentence
        self.fix = fix
        self.finding = finding
    }

    /// A blocker with the same cause, and so the same fix, as a finding.
    init(_ blocker: Blocker, _ title: String, _ sentence: String, like finding: FindingCode) {
        self.init(blocker, title, sentence, fix: finding.entry.fix, finding: finding)
    }

    /// All texts, in the order of precedence.
    public static var all: [BlockerText] { Blocker.allCases.map(\.text) }

    /// What `gapbook explain` prints about the blocker, in Markdown: its part of the page.
    public var section: String {
        let page = finding.map { "[\($0.rawValue)](findings/\($0.rawValue).md)" }
        return """
            ## \(blocker.rawValue)

            \(blocker.precedence + 1). In short: \(title).

            \(sentence)

            - Exact: \(fix.paragraph(for: .exact))
            - Oasis: \(fix.paragraph(for: .oasis))
            - Finding: \(page ?? "none")
            """
    }

    /// The page of all blockers, in Markdown: the file `docs/reference/blockers.md`.
    public static var page: String {
        """
        # Blockers

        A start that is not offered has one blocker that decides, and maybe others.
        The blockers stand here in the order of precedence: the first one that applies decides.

        \(all.map(\.section).joined(separator: "\n\n"))

        """
    }
}

extension Blocker {
    /// What the blocker means and what to do about it.
    public var text: BlockerText {
        switch self {
        case .snapshotIncomplete: .snapshotIncomplete
        case .noDefaultReason: .noDefaultReason
        case .practitionerInactive: .practitionerInactive
        case .enableOnlineOff: .enableOnlineOff
        case .notInDefaultReason: .notInDefaultReason
        case .newPatientLengthBlank: .newPatientLengthBlank
        case .defaultLengthUnknown: .defaultLengthUnknown
        case .hiddenByRule: .hiddenByRule
        case .typeNotLinked: .typeNotLinked
        case .linkStale: .linkStale
        case .notInLinkedReason: .notInLinkedReason
        case .typeLengthUnknown: .typeLengthUnknown
        case .lengthMismatch: .lengthMismatch
        case .timeSkipped: .timeSkipped
        case .inPast: .inPast
        case .leadTime: .leadTime
        case .beyondHorizon: .beyondHorizon
        case .dayNotRead: .dayNotRead
        case .noSession: .noSession
        case .outsideSession: .outsideSession
        case .inBreak: .inBreak
        case .offGrid: .offGrid
        case .endsAfterSession: .endsAfterSession
        case .leave: .leave
        case .blocked: .blocked
        case .booked: .booked
        case .unknownEntry: .unknownEntry
        case .claimed: .claimed
        case .defaultDoesNotFit: .defaultDoesNotFit
        case .stackingOff: .stackingOff
        }
    }
}
