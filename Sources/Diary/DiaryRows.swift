/// A practitioner's working time on one day; breaks divide it into the sessions of S41.
public struct WorkingSession: Sendable, Equatable {
    /// Whose working time.
    public var practitioner: PractitionerID
    /// The day, at the practice.
    public var date: CivilDate
    /// When it starts by the wall clock.
    public var start: CivilTime
    /// When it ends by the wall clock, after `start`; 24:00 ends with the day.
    public var end: CivilTime
    /// The breaks inside it.
    public var breaks: [Break]

    /// A pause in a session; no start may run into it.
    public struct Break: Sendable, Equatable {
        /// When it starts by the wall clock.
        public var start: CivilTime
        /// When it ends by the wall clock, after `start`.
        public var end: CivilTime

        /// Takes both wall-clock times.
        public init(start: CivilTime, end: CivilTime) {
            self.start = start
            self.end = end
        }
    }

    /// Makes a session.
    public init(
        practitioner: PractitionerID, date: CivilDate, start: CivilTime, end: CivilTime,
        breaks: [Break] = []
    ) {
        self.practitioner = practitioner
        self.date = date
        self.start = start
        self.end = end
        self.breaks = breaks
    }
}

/// A moment in a PMS's row: by the wall clock, or exact where the PMS writes an offset.
public enum RowTime: Sendable, Equatable {
    /// By the practice's wall clock; a time that comes twice means its first occurrence.
    case civil(CivilDateTime)
    /// With an offset, and so without doubt on the day of a clock change.
    case exact(Instant)

    /// The instant, by the practice's zone where the row says no offset.
    public func instant(in zone: Zone) -> Instant {
        switch self {
        case .civil(let local): zone.instant(of: local)
        case .exact(let instant): instant
        }
    }
}

/// Anything in the PMS diary that takes time. It never holds who the patient is (invariant 8).
public struct DiaryEntry: Sendable, Equatable {
    /// The id at the PMS.
    public var id: DiaryEntryID
    /// Whose column it stands in.
    public var practitioner: PractitionerID
    /// What it is.
    public var kind: Kind
    /// How an appointment stands; nil for blocks and leave.
    public var status: AppointmentStatus?
    /// When it starts.
    public var start: RowTime
    /// When it ends.
    public var end: End

    /// What a diary entry is.
    public enum Kind: Sendable, Hashable {
        /// A patient's appointment.
        case appointment
        /// Time that staff closed.
        case block
        /// The practitioner is away.
        case leave
        /// A kind that Gapbook does not know, in the PMS's word; it takes time.
        case unknown(String)
    }

    /// The end, said as a length or as a time.
    public enum End: Sendable, Equatable {
        /// So long after the start, in elapsed time.
        case after(Minutes)
        /// At that time.
        case at(RowTime)
    }

    /// Makes a diary entry.
    public init(
        id: DiaryEntryID, practitioner: PractitionerID, kind: Kind,
        status: AppointmentStatus? = nil, start: RowTime, end: End
    ) {
        self.id = id
        self.practitioner = practitioner
        self.kind = kind
        self.status = status
        self.start = start
        self.end = end
    }

    /// False for a cancelled appointment and for one that was not attended; all else takes time,
    /// also what Gapbook does not know (A17, B02).
    public var takesTime: Bool { status != .cancelled && status != .didNotAttend }
}

/// How an appointment stands, in Exact's words (the enumeration of its API 1.0).
public enum AppointmentStatus: Sendable, Hashable {
    case unset
    case pending
    case confirmed
    case arrived
    case inSurgery
    case completed
    case didNotAttend
    case cancelled
    /// A status that Gapbook does not know, in the PMS's word.
    case unknown(String)
}

/// A live booking of ours that has not been read back from the diary yet.
public struct Claim: Sendable, Equatable {
    /// The id in Gapbook.
    public var id: ClaimID
    /// Whose time it takes.
    public var practitioner: PractitionerID
    /// When it starts.
    public var start: RowTime
    /// How long it takes.
    public var length: Minutes

    /// Makes a claim.
    public init(id: ClaimID, practitioner: PractitionerID, start: RowTime, length: Minutes) {
        self.id = id
        self.practitioner = practitioner
        self.start = start
        self.length = length
    }
}
