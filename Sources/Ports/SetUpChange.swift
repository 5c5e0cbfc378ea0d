public import Diary

/// One change of what Gapbook owns. Every change is audited: who, when, why, before and after.
public enum SetUpChange: Sendable, Equatable {
    /// Adds a practice with its zone and phone, or changes how it is reached. A new id or key at
    /// the marketplace starts there from nothing (S59).
    case put(PracticeRecord, timeZone: String, phone: String?)
    /// Switches the practice on; configuration, availability and requests are due at once (S60).
    case enable
    /// Switches the practice off.
    case disable
    /// Stops the traffic (S58), or lets it go on.
    case stop(PracticeRecord.Stop?)
    /// Adds an appointment type, or changes its name and length.
    case putType(AppointmentType)
    /// Removes an appointment type, and its link.
    case removeType(AppointmentTypeID, PractitionerID)
    /// Links a type to a reason, or moves its link.
    case link(Link)
    /// Removes a link.
    case unlink(AppointmentTypeID, PractitionerID)
    /// Assigns the default reason by hand, or takes the assignment back (S12).
    case assign(Assignment?)
    /// Replaces the practice's aliases.
    case aliases(Aliases)
    /// Sets a parameter of a group, or takes it back.
    case parameter(group: String, name: String, ParameterValue?)
    /// Switches to a kept revision of the rules.
    case activateRules(RuleRevisionID)
    /// Switches back to the revision before the active one.
    case rollbackRules
}

/// Who changed something.
public struct Actor: Sendable, Hashable, CustomStringConvertible {
    /// The name as it is audited, for example `command:root` or `service`.
    public let description: String

    /// Names an actor.
    public init(_ description: String) { self.description = description }

    /// The service itself.
    public static let service = Actor("service")
}

/// One audited change.
public struct AuditEntry: Sendable, Equatable {
    /// Ascending in the order of the changes.
    public var number: Int
    /// When.
    public var at: Instant
    /// Who.
    public var actor: Actor
    /// Which practice.
    public var practice: PracticeID
    /// What was changed, for example `link` or `activate rules`.
    public var action: String
    /// What it was about, for example `T1 with P1`.
    public var subject: String
    /// The value before; nil where there was none.
    public var before: String?
    /// The value after; nil where there is none any more.
    public var after: String?
    /// Why, in the words of who did it.
    public var why: String?

    /// Makes an entry.
    public init(
        number: Int, at: Instant, actor: Actor, practice: PracticeID, action: String,
        subject: String, before: String?, after: String?, why: String?
    ) {
        self.number = number
        self.at = at
        self.actor = actor
        self.practice = practice
        self.action = action
        self.subject = subject
        self.before = before
        self.after = after
        self.why = why
    }
}
