/// The practice management systems that Gapbook speaks to, both from Henry Schein One (S1).
public enum PMSSystem: String, Sendable, CaseIterable {
    /// Exact, by Software of Excellence.
    case exact
    /// Oasis.
    case oasis

    /// The product's name as support staff know it.
    public var productName: String {
        switch self {
        case .exact: "Exact"
        case .oasis: "Oasis"
        }
    }
}

/// All that was read from one practice's PMS at one time: half of a snapshot.
public struct PMSReading: Sendable, Equatable {
    /// Which PMS it is.
    public var system: PMSSystem
    /// The practice's id at the PMS.
    public var practice: PracticeID
    /// The practice's name, for people.
    public var practiceName: String
    /// When the reading was made.
    public var readAt: Instant
    /// The release of the PMS, as it says it.
    public var version: String?
    /// The fixed offset that Exact reports for the practice; never used as its zone (T16).
    public var offsetMinutes: Int?
    /// The stacking tick box: true shows every free slot (S43); nil where it is not reported.
    public var stacking: Bool?
    /// The PMS's own spacing of starts, where it reports one (T15).
    public var interval: Minutes?
    /// The first and last day whose sessions and diary were read.
    public var days: ClosedRange<CivilDate>
    /// False where the reading broke off: such a snapshot is never published (invariant 6).
    public var isComplete: Bool
    /// Rows that could not be used and were left out, counted and named (invariant 6).
    public var dropped: [DroppedRows]
    /// The practitioners, in the PMS's order.
    public var practitioners: [Practitioner]
    /// The booking reasons in the PMS's own order, which decides what `first` means (T11).
    public var reasons: [BookingReason]
    /// The working time.
    public var sessions: [WorkingSession]
    /// What takes time in the diary.
    public var diary: [DiaryEntry]

    /// Makes a reading; the lists start empty, the rest of the optional facts unknown.
    public init(
        system: PMSSystem, practice: PracticeID, practiceName: String, readAt: Instant,
        days: ClosedRange<CivilDate>
    ) {
        self.system = system
        self.practice = practice
        self.practiceName = practiceName
        self.readAt = readAt
        self.days = days
        isComplete = true
        dropped = []
        practitioners = []
        reasons = []
        sessions = []
        diary = []
    }
}

/// Rows of one list of the PMS that could not be used.
public struct DroppedRows: Sendable, Equatable {
    /// The list, for example `diary`.
    public var list: String
    /// How many rows.
    public var count: Int
    /// Why they could not be used.
    public var why: String

    /// Names the list, the count and the cause.
    public init(list: String, count: Int, why: String) {
        self.list = list
        self.count = count
        self.why = why
    }
}

/// A dentist, oral health therapist or hygienist; has one appointment book.
public struct Practitioner: Sendable, Equatable {
    /// The id at the PMS.
    public var id: PractitionerID
    /// The name as the appointment book shows it.
    public var name: String
    /// The role in the PMS's own words, for example `Oral Health Therapist`.
    public var role: String?
    /// Exact's provider type (`Dentist`, `Hygienist`, `Unknown`); it has none for an OHT (T16).
    public var providerType: String?
    /// What they are specialised in, in the PMS's own words and order; with several of them the
    /// marketplace lists one appointment book for each (G11).
    public var specialties: [String]
    /// False for somebody who left or is switched off.
    public var isActive: Bool
    /// Oasis: the token in the 'Enable Online' column (S39, T13).
    public var enableOnline: String?
    /// Oasis: the 'New Patient' column (S19, S38).
    public var newPatientMinutes: Minutes?
    /// Exact: the length where neither the reason nor the pair of both says one (T6).
    public var defaultMinutes: Minutes?

    /// Makes an active practitioner of whom only the id and the name are known.
    public init(id: PractitionerID, name: String) {
        self.id = id
        self.name = name
        specialties = []
        isActive = true
    }
}

/// What the PMS lets people book: Exact's Online Booking Reason, or an entry of Oasis's
/// 'Default Reasons for Visit'.
public struct BookingReason: Sendable, Equatable {
    /// The id at the PMS.
    public var id: ReasonID
    /// The name exactly as the PMS shows it.
    public var name: String
    /// False for a reason that is switched off or archived.
    public var isActive: Bool
    /// Whether it was made for a marketing campaign (S35).
    public var isMarketing: Bool
    /// Whether the PMS ticks it as the default among the marketing reasons (T11).
    public var isMarketingDefault: Bool
    /// The reason's own length, where it has one.
    public var minutes: Minutes?
    /// Who can be booked through it; nil where the PMS lets everybody be (Oasis).
    public var practitioners: [Member]?

    /// A practitioner who can be booked through a reason.
    public struct Member: Sendable, Equatable {
        /// Who.
        public var practitioner: PractitionerID
        /// The length with this practitioner, where it differs from the reason's (T6).
        public var minutes: Minutes?

        /// Names the practitioner and, where it is set, the length.
        public init(_ practitioner: PractitionerID, minutes: Minutes? = nil) {
            self.practitioner = practitioner
            self.minutes = minutes
        }
    }

    /// Makes an active reason that is no marketing reason and that everybody can be booked through.
    public init(id: ReasonID, name: String) {
        self.id = id
        self.name = name
        isActive = true
        isMarketing = false
        isMarketingDefault = false
    }

    /// Whether that practitioner can be booked through this reason.
    public func includes(_ practitioner: PractitionerID) -> Bool {
        practitioners?.contains { $0.practitioner == practitioner } ?? true
    }
}
