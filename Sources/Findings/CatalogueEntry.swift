public import Diary

/// What the catalogue says about one code: all texts of a finding but its names and figures.
public struct CatalogueEntry: Sendable {
    /// The code.
    public var code: FindingCode
    /// What is wrong, in a few words, lower-case.
    public var title: String
    /// How bad it usually is; an auditor may say otherwise where the snapshot shows it.
    public var severity: Finding.Severity
    /// Who can mend it.
    public var fixer: Finding.Fixer
    /// What people see, in whole sentences.
    public var symptom: String
    /// Why it happens, in whole sentences.
    public var cause: String
    /// What to do, product by product.
    public var fix: Fix
    /// What proves it, in whole sentences.
    public var evidence: String
    /// The numbers of the requirements it comes from, for example `S32`.
    public var sources: [String]
    /// Codes that often come with it or are mistaken for it.
    public var related: [FindingCode]

    /// What to do, in the words of each product.
    public enum Fix: Sendable, Equatable {
        /// The same words for both products.
        case both(String)
        /// Words of its own for each product.
        case each(exact: String, oasis: String)
        /// Only Oasis can have the finding.
        case oasisOnly(String)

        /// Whether a product can have the finding at all.
        public func concerns(_ system: PMSSystem) -> Bool {
            if case .oasisOnly = self { system == .oasis } else { true }
        }

        /// The instruction for one product.
        public func text(for system: PMSSystem) -> String {
            switch self {
            case .both(let text), .oasisOnly(let text): text
            case .each(let exact, let oasis): system == .exact ? exact : oasis
            }
        }

        /// What a page says under a product's heading.
        public func paragraph(for system: PMSSystem) -> String {
            concerns(system)
                ? text(for: system) : "This does not happen with \(system.productName)."
        }
    }
}

extension Finding {
    /// Makes a finding out of the catalogue: severity, fixer and fix come from the code's entry.
    ///
    /// - Parameters:
    ///   - message: what is wrong, with the names of the people and things concerned.
    ///   - severity: only where this case is better or worse than usual.
    ///   - fix: only where this case has an instruction of its own.
    public init(
        _ code: FindingCode, _ subject: Subject = Subject(), message: String,
        evidence: [Fact] = [], system: PMSSystem, severity: Severity? = nil, fix: String? = nil
    ) {
        let entry = code.entry
        self.init(
            code: code.rawValue, severity: severity ?? entry.severity, subject: subject,
            message: message, evidence: evidence,
            fix: fix ?? entry.fix.text(for: system), fixer: entry.fixer)
    }
}
