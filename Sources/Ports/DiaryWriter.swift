public import Diary

/// The writing side of a practice's PMS. Each call is sent once: whether to send it again is the
/// booking flow's decision, never the adapter's (invariant 7).
public protocol DiaryWriter: Sendable {
    /// Looks for patients who may be the one described: by last name, birth date, phone or email,
    /// whatever the PMS can search by. At most `mostPatients`, without an order.
    func patients(like details: PatientDetails) async throws(PMSFailure) -> [KnownPatient]
    /// Makes a new patient file that carries the reference where the PMS has a field for it.
    ///
    /// - Parameter leaveBy: a call that has not left before then is not sent any more, and fails
    ///   with a kind that says that it had no effect: the longest delay is waited out from a time
    ///   that stands before this one.
    func create(
        _ details: PatientDetails, reference: BookingReference, leaveBy: Instant
    ) async throws(PMSFailure) -> PatientID
    /// Puts an appointment into the diary. A returned id says that the PMS took it, not yet that it
    /// stands there.
    ///
    /// - Parameter leaveBy: as above.
    func insert(
        _ appointment: NewAppointment, leaveBy: Instant
    ) async throws(PMSFailure) -> DiaryEntryID
    /// Reads one practitioner's day again, or everybody's, appointments with their reference and
    /// patient where the PMS gives them: what was written is found by it. An appointment of several
    /// practitioners comes once for each.
    func appointments(
        of practitioner: PractitionerID?, on date: CivilDate
    ) async throws(PMSFailure) -> [PlacedAppointment]
}

/// The most patients that a search may give; more is a failure, not a cut list.
public let mostFoundPatients = 200

/// An appointment to be put into a diary.
public struct NewAppointment: Sendable, Equatable {
    /// Our own reference.
    public var reference: BookingReference
    /// In whose column.
    public var practitioner: PractitionerID
    /// For which booking reason.
    public var reason: ReasonID
    /// When.
    public var start: RowTime
    /// How long, by the PMS's own length (T6).
    public var length: Minutes
    /// For whom.
    public var patient: PatientID
    /// What staff are to read in the diary.
    public var note: String?

    /// Makes one.
    public init(
        reference: BookingReference, practitioner: PractitionerID, reason: ReasonID,
        start: RowTime, length: Minutes, patient: PatientID, note: String? = nil
    ) {
        self.reference = reference
        self.practitioner = practitioner
        self.reason = reason
        self.start = start
        self.length = length
        self.patient = patient
        self.note = note
    }
}

/// A row of the diary with what tells whose it is.
public struct PlacedAppointment: Sendable, Equatable {
    /// The row.
    public var entry: DiaryEntry
    /// Our reference, where the PMS carries it and the row is ours.
    public var reference: BookingReference?
    /// The patient, where the row has one.
    public var patient: PatientID?
    /// When the row was made, where the PMS says it.
    public var createdAt: Instant?

    /// Makes one.
    public init(
        entry: DiaryEntry, reference: BookingReference? = nil, patient: PatientID? = nil,
        createdAt: Instant? = nil
    ) {
        self.entry = entry
        self.reference = reference
        self.patient = patient
        self.createdAt = createdAt
    }
}

extension DiaryEntryID {
    /// What stands between the id of an appointment and a practitioner, in the id of each row but
    /// the first that a reading has of an appointment of several practitioners.
    public static let columnSeparator: Character = "@"

    /// The id by which the PMS itself knows the appointment.
    public var ofAppointment: DiaryEntryID {
        DiaryEntryID(String(rawValue.prefix { $0 != DiaryEntryID.columnSeparator }))
    }
}
