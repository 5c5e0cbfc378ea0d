public import Diary

/// One practice's PMS, as the flows see it. An adapter is bound to its practice and its vendor
/// connection; pacing, retries inside one call, paging and redaction are its own business.
public protocol PMSPort: Sendable {
    /// What this PMS can do, as data.
    var capabilities: PMSCapabilities { get }

    /// Reads the whole online-booking set-up, and sessions and diary of those days.
    ///
    /// A list is read to its end or the call fails: what came of half a list is never returned
    /// (S52). Rows that cannot be used are left out, counted and named in `dropped`.
    func read(_ days: ClosedRange<CivilDate>) async throws(PMSFailure) -> PMSReading

    /// Reads one row of the diary again; nil where the PMS says that it does not exist.
    func entry(_ id: DiaryEntryID) async throws(PMSFailure) -> DiaryEntry?

    /// How far the PMS's clock was ahead of ours by its last answer, sure to about two seconds;
    /// nil where no answer said a time (F04).
    func clockSkew() async -> Duration?
}

extension PMSPort {
    /// Nil: a PMS without a clock of its own.
    public func clockSkew() async -> Duration? { nil }
}

/// What a PMS can do, as data: the flows ask this and never which product it is.
public struct PMSCapabilities: Sendable, Equatable {
    /// Whether a patient's online cancellation can be written to the diary (T8: neither can).
    public var cancels: Bool
    /// What becomes of the reference that we give an appointment.
    public var reference: Reference
    /// Whether the PMS itself refuses an appointment that overlaps another one.
    public var rejectsOverlaps: Bool
    /// Whether the stacking tick box is reported (T9).
    public var reportsStacking: Bool
    /// The longest time after which an insertion that we sent can still arrive in the diary,
    /// counted from when it was stored as sent.
    public var longestDelay: Duration

    /// What becomes of our reference.
    public enum Reference: String, Sendable, CaseIterable {
        /// A second insertion with the same reference has no effect.
        case honoured
        /// It is kept and can be read back.
        case carried
        /// There is no field for it.
        case absent
    }

    /// How a PMS takes insertions. No public page says it of either product, so each adapter
    /// assumes it, and an operator who knows better may set it for a connection.
    public struct Insertion: Sendable, Equatable {
        /// What becomes of the reference that we give a patient or an appointment.
        public var reference: Reference
        /// Whether the PMS itself refuses an appointment that overlaps another one.
        public var rejectsOverlaps: Bool
        /// The longest time, from when it is stored as sent, after which the insertion can still
        /// arrive in the diary: whole seconds, from one second to an hour. Covers the ten seconds
        /// within which it must leave.
        public var longestDelay: Duration

        /// Says how.
        public init(reference: Reference, rejectsOverlaps: Bool, longestDelay: Duration) {
            self.reference = reference
            self.rejectsOverlaps = rejectsOverlaps
            self.longestDelay = longestDelay
        }
    }

    /// Makes the capabilities of a PMS that takes insertions in that way.
    public init(cancels: Bool, reportsStacking: Bool, insertion: Insertion) {
        self.init(
            cancels: cancels, reference: insertion.reference,
            rejectsOverlaps: insertion.rejectsOverlaps, reportsStacking: reportsStacking,
            longestDelay: insertion.longestDelay)
    }

    /// Makes the capabilities.
    public init(
        cancels: Bool, reference: Reference, rejectsOverlaps: Bool, reportsStacking: Bool,
        longestDelay: Duration
    ) {
        self.cancels = cancels
        self.reference = reference
        self.rejectsOverlaps = rejectsOverlaps
        self.reportsStacking = reportsStacking
        self.longestDelay = longestDelay
    }
}
