public import Diary

/// What the marketplace can ask for, in the order in which it is answered (S53).
public enum RequestKind: Sendable, Hashable, Comparable {
    case bookings
    case bookingUpdates
    case availability
    case appointmentChanges
    case books
    case reasons
    /// An optional feature that Gapbook keeps disabled, or a kind that it does not know.
    case other(String)
}

/// A booking that waits for its answer.
public struct BookingRequest: Sendable, Equatable {
    /// The booking.
    public var id: BookingID
    /// In which book; nil where the book was removed meanwhile.
    public var book: AppointmentBookID?
    /// For which listed reason; nil where the marketplace does not say (T18).
    public var reason: ListedReasonID?
    /// When, by the practice's wall clock.
    public var start: CivilDateTime
    /// The length in seconds, as the marketplace counts (T17).
    public var lengthSeconds: Int
    /// When the patient booked.
    public var bookedAt: Instant
    /// The marketplace's name of the appointment type (T18).
    public var typeName: String?
    /// Whether the patient said to be new.
    public var isNewPatient: Bool
    /// Whether the patient has cancelled it before it was answered.
    public var isCancelled = false
    /// Who it is for. It is taken out before anything is kept or printed: a booking's own request
    /// never has it (invariant 8).
    public var patient: PatientDetails?
    /// The names of fields that could not be read; what stands in their place can only be rejected.
    public var unreadable: [String] = []

    /// Makes a booking request.
    public init(
        id: BookingID, book: AppointmentBookID?, reason: ListedReasonID?, start: CivilDateTime,
        lengthSeconds: Int, bookedAt: Instant, typeName: String? = nil, isNewPatient: Bool = false
    ) {
        self.id = id
        self.book = book
        self.reason = reason
        self.start = start
        self.lengthSeconds = lengthSeconds
        self.bookedAt = bookedAt
        self.typeName = typeName
        self.isNewPatient = isNewPatient
    }
}

/// A change of a booking that the marketplace wants in the diary.
public struct BookingUpdate: Sendable, Equatable {
    /// The request.
    public var id: UpdateRequestID
    /// The booking.
    public var booking: BookingID
    /// The rows of the diary that it stands in, as we once confirmed them.
    public var appointments: [DiaryEntryID]
    /// Whether the patient cancelled it.
    public var isCancellation: Bool
    /// The names of fields that could not be read; without its status it is no cancellation.
    public var unreadable: [String] = []

    /// Makes an update.
    public init(
        id: UpdateRequestID, booking: BookingID, appointments: [DiaryEntryID], isCancellation: Bool
    ) {
        self.id = id
        self.booking = booking
        self.appointments = appointments
        self.isCancellation = isCancellation
    }
}

/// A day that the marketplace wants again, of one book or of all.
public struct AvailabilityRequest: Sendable, Hashable {
    /// The day.
    public var date: CivilDate
    /// The book; nil for all of them.
    public var book: AppointmentBookID?

    /// Makes a request.
    public init(date: CivilDate, book: AppointmentBookID? = nil) {
        self.date = date
        self.book = book
    }
}

/// A booking whose appointment the marketplace asks about.
public struct ChangeRequest: Sendable, Equatable {
    /// The booking.
    public var booking: BookingID
    /// The rows of the diary that it stands in.
    public var appointments: [DiaryEntryID]

    /// Makes a request.
    public init(booking: BookingID, appointments: [DiaryEntryID]) {
        self.booking = booking
        self.appointments = appointments
    }
}
