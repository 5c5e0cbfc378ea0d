public import Diary

/// One booking of the marketplace and what has become of it.
public struct Booking: Sendable, Equatable {
    /// The booking's id at the marketplace.
    public var id: BookingID
    /// Which practice.
    public var practice: PracticeID
    /// Our own name for its insertion.
    public var reference: BookingReference
    /// The request as it came, without the patient.
    public var request: BookingRequest
    /// When Gapbook received it.
    public var receivedAt: Instant
    /// The claim on the diary; nil for one that was refused before.
    public var place: Place?
    /// What has become of it.
    public var state: State
    /// Since when.
    public var since: Instant
    /// By when the state must have ended; nil for a final one.
    public var deadline: Instant?
    /// How often the insertion was sent.
    public var insertions: Int
    /// When it was last sent; while the patient's file is made, when that was sent.
    public var sentAt: Instant?
    /// The patient at the PMS, once one was found or made.
    public var patient: PatientID?
    /// The row of the diary, once it was read back.
    public var entry: DiaryEntryID?
    /// What the marketplace was told last, once it has acknowledged it.
    public var told: Told?
    /// Whether it claims its place: no other live booking may overlap it, and it takes time in the
    /// next evaluation. Ends with a final state, or once a kept reading has the row itself.
    public var holdsPlace: Bool
    /// How often the row was changed, for compare and swap; the store counts it.
    public var version: Int

    /// What the booking takes in the diary.
    public struct Place: Sendable, Equatable {
        /// In whose column.
        public var practitioner: PractitionerID
        /// For which booking reason.
        public var reason: ReasonID
        /// When.
        public var start: Instant
        /// How long, by the PMS's own length (T6).
        public var length: Minutes

        /// Makes a place.
        public init(
            practitioner: PractitionerID, reason: ReasonID, start: Instant, length: Minutes
        ) {
            self.practitioner = practitioner
            self.reason = reason
            self.start = start
            self.length = length
        }
    }

    /// What a booking can be. All but `confirmed`, `rejected` and `ended` have a deadline.
    public enum State: Sendable, Equatable {
        /// Claimed, with the intention to insert it; nothing was sent.
        case intended
        /// The patient's file is being made; whether it was is not known yet.
        case makingPatient
        /// The insertion was sent; no answer yet.
        case sending
        /// An insertion was sent and its outcome is not known; it is being read back.
        case reconciling
        /// It stands in the diary: read back.
        case confirmed
        /// It does not stand in the diary and no insertion of ours can still arrive.
        case rejected(code: String)
        /// A person must say what became of it.
        case needsPerson(code: String)
        /// It stood in the diary and was cancelled, missed or removed there.
        case ended(Ending)
    }

    /// A state in one word, as the ledger and the outputs write it.
    public enum Word: String, Sendable, CaseIterable {
        case intended
        case makingPatient = "making_patient"
        case sending, reconciling, confirmed, rejected
        case needsPerson = "needs_person"
        case ended

        /// The states of bookings whose end is not known yet.
        public static let open: Set<Word> = [
            .intended, .makingPatient, .sending, .reconciling, .needsPerson,
        ]
    }

    /// How a confirmed booking ended.
    public enum Ending: String, Sendable, CaseIterable {
        case cancelled
        case didNotAttend = "did_not_attend"
        case removed
    }

    /// What the marketplace was told.
    public enum Told: String, Sendable, CaseIterable {
        case confirmed
        case rejected
        case cancelled
        case didNotAttend = "did_not_attend"
    }

    /// Whether nothing more will happen by itself but what the diary brings.
    public var isFinal: Bool {
        switch state {
        case .confirmed, .rejected, .ended: true
        case .intended, .makingPatient, .sending, .reconciling, .needsPerson: false
        }
    }

    /// Makes a booking that was just claimed, or refused.
    public init(
        id: BookingID, practice: PracticeID, reference: BookingReference, request: BookingRequest,
        receivedAt: Instant, place: Place?, state: State, deadline: Instant?
    ) {
        self.id = id
        self.practice = practice
        self.reference = reference
        self.request = request
        self.receivedAt = receivedAt
        self.place = place
        self.state = state
        since = receivedAt
        self.deadline = deadline
        insertions = 0
        holdsPlace = place != nil
        version = 0
    }
}

/// One step in the life of a booking, for its timeline.
public struct BookingEvent: Sendable, Equatable {
    /// When.
    public var at: Instant
    /// What happened, for example `sent` or `read back`.
    public var what: String
    /// Details without patient data.
    public var detail: String?

    /// Makes an event.
    public init(at: Instant, what: String, detail: String? = nil) {
        self.at = at
        self.what = what
        self.detail = detail
    }
}

extension Booking.State {
    /// The state in one word.
    public var word: Booking.Word {
        switch self {
        case .intended: .intended
        case .makingPatient: .makingPatient
        case .sending: .sending
        case .reconciling: .reconciling
        case .confirmed: .confirmed
        case .rejected: .rejected
        case .needsPerson: .needsPerson
        case .ended: .ended
        }
    }

    /// Why it is rejected, or waits for a person; nil for any other state.
    public var code: String? {
        switch self {
        case .rejected(let code), .needsPerson(let code): code
        default: nil
        }
    }

    /// How it ended; nil for any other state.
    public var ending: Booking.Ending? {
        if case .ended(let ending) = self { ending } else { nil }
    }
}
