/// A diagnosis about a practice: a stable code, the evidence, and the fix in plain words.
public struct Finding: Sendable, Equatable {
    /// The code in the catalogue, for example `A03-PRACT-NOT-IN-DEFAULT`.
    public var code: String
    /// How bad it is.
    public var severity: Severity
    /// What it is about, in the order practitioner, type, reason, rule.
    public var subject: Subject
    /// What is wrong, in one plain sentence with names.
    public var message: String
    /// What proves it: named facts out of the snapshot.
    public var evidence: [Fact]
    /// What to do, in the words of the practice's own product.
    public var fix: String
    /// Who can do it.
    public var fixer: Fixer

    /// One named fact.
    public struct Fact: Sendable, Equatable {
        /// What the fact is called, for example `default reason`.
        public var name: String
        /// Its value.
        public var value: String

        /// Makes a fact.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// How bad a finding is, worst first.
    public enum Severity: String, Sendable, CaseIterable {
        /// Something that should be bookable is not, or a booking would fail.
        case error
        /// Something will go wrong, or is probably not meant.
        case warning
        /// Worth knowing; nothing is wrong yet.
        case advice
    }

    /// Who can mend it.
    public enum Fixer: String, Sendable, CaseIterable {
        /// The practice, in its PMS.
        case practice
        /// Support staff, in Gapbook or at the marketplace.
        case support
        /// Engineers: a rule or an adapter.
        case engineering
    }

    /// What a finding is about; every part is optional.
    public struct Subject: Sendable, Hashable {
        /// The practitioner.
        public var practitioner: PractitionerID?
        /// The appointment type.
        public var type: AppointmentTypeID?
        /// The booking reason.
        public var reason: ReasonID?
        /// The rule's file, and its line after a colon where it is known.
        public var rule: String?

        /// Makes a subject; the whole practice by default.
        public init(
            practitioner: PractitionerID? = nil, type: AppointmentTypeID? = nil,
            reason: ReasonID? = nil, rule: String? = nil
        ) {
            self.practitioner = practitioner
            self.type = type
            self.reason = reason
            self.rule = rule
        }
    }

    /// Makes a finding.
    public init(
        code: String, severity: Severity, subject: Subject, message: String, evidence: [Fact],
        fix: String, fixer: Fixer
    ) {
        self.code = code
        self.severity = severity
        self.subject = subject
        self.message = message
        self.evidence = evidence
        self.fix = fix
        self.fixer = fixer
    }
}
