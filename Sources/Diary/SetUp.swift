/// What Gapbook owns for a practice: half of a snapshot.
public struct SetUp: Sendable, Equatable {
    /// The IANA name of the practice's zone, for example `Australia/Sydney` (T16).
    public var timeZone: String
    /// The phone number that patients call to cancel or to reschedule (S25, T8).
    public var phone: String?
    /// The marketplace's appointment types, each with its practitioner and its length (S27).
    public var appointmentTypes: [AppointmentType]
    /// Which booking reason each appointment type stands for (S28).
    public var links: [Link]
    /// The reason that somebody assigned as the default (S12).
    public var assigned: Assignment?
    /// Other spellings that this practice uses.
    public var aliases: Aliases
    /// The practice's parameters: decision point or settings group -> parameter -> value.
    public var parameters: [String: [String: ParameterValue]]

    /// Makes an empty set-up for a practice in that zone.
    public init(timeZone: String) {
        self.timeZone = timeZone
        appointmentTypes = []
        links = []
        aliases = Aliases()
        parameters = [:]
    }
}

/// The marketplace's appointment type, for one practitioner, with a length (S27, S30).
public struct AppointmentType: Sendable, Equatable {
    /// The id at the marketplace; the same id may stand for several practitioners.
    public var id: AppointmentTypeID
    /// Whose type it is.
    public var practitioner: PractitionerID
    /// The name that patients see.
    public var name: String
    /// The length at the marketplace.
    public var length: Minutes

    /// Makes an appointment type.
    public init(
        id: AppointmentTypeID, practitioner: PractitionerID, name: String, length: Minutes
    ) {
        self.id = id
        self.practitioner = practitioner
        self.name = name
        self.length = length
    }
}

/// Appointment type x practitioner -> booking reason (S28).
public struct Link: Sendable, Equatable {
    /// The appointment type.
    public var type: AppointmentTypeID
    /// The practitioner.
    public var practitioner: PractitionerID
    /// The booking reason, by id: names only ever propose (T14).
    public var reason: ReasonID

    /// Makes a link.
    public init(type: AppointmentTypeID, practitioner: PractitionerID, reason: ReasonID) {
        self.type = type
        self.practitioner = practitioner
        self.reason = reason
    }
}

/// A default reason that somebody chose by hand (S12).
public struct Assignment: Sendable, Equatable {
    /// The reason.
    public var reason: ReasonID
    /// A pinned assignment comes before every other step (T3).
    public var isPinned: Bool

    /// Makes an assignment.
    public init(reason: ReasonID, isPinned: Bool = false) {
        self.reason = reason
        self.isPinned = isPinned
    }
}

/// Other spellings that one practice uses.
public struct Aliases: Sendable, Equatable {
    /// Names that also count as the marketplace's own reason (T4).
    public var healthengine: [String]
    /// The marketplace's type name -> the PMS's reason name (T14).
    public var types: [String: String]

    /// Makes the aliases; none by default.
    public init(healthengine: [String] = [], types: [String: String] = [:]) {
        self.healthengine = healthengine
        self.types = types
    }
}

/// A parameter's value: what support staff change.
public enum ParameterValue: Sendable, Hashable {
    case boolean(Bool)
    case integer(Int)
    case text(String)
    case list([String])
}

extension ParameterValue: CustomStringConvertible {
    /// The value as a rule file would write it.
    public var description: String {
        switch self {
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .text(let value): "\"\(value)\""
        case .list([]): "{}"
        case .list(let values): "{ \(values.map { "\"\($0)\"" }.joined(separator: ", ")) }"
        }
    }
}

/// The input of one evaluation, without patient data.
public struct Snapshot: Sendable, Equatable {
    /// All that was read from one PMS at one time.
    public var pms: PMSReading
    /// What Gapbook owns for the practice.
    public var setUp: SetUp
    /// Live bookings of ours that take time like diary entries.
    public var claims: [Claim]

    /// Joins the parts.
    public init(pms: PMSReading, setUp: SetUp, claims: [Claim] = []) {
        self.pms = pms
        self.setUp = setUp
        self.claims = claims
    }
}
