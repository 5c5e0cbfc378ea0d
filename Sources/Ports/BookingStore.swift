public import Diary

/// Bookings that last: what the booking flow asks of the ledger.
///
/// Every call is one transaction, and one that changes something is on the disk when it returns
/// (`synchronous=FULL`): only then does the flow send anything. All calls throw a `Problem`.
public protocol BookingStore: Sendable {
    /// Whether there is a key to seal patients with; without one no booking with a patient is
    /// taken in.
    var sealsPatients: Bool { get }

    /// Takes a booking in: its row, its patient (sealed), its claim, its messages and the first
    /// events of its timeline, all or nothing.
    ///
    /// A booking with a place that `holdsPlace` claims it; one that is refused has no place, state
    /// `rejected` and a message that says so. The version of the row becomes 1.
    ///
    /// - Throws: a `Problem` where the patient cannot be sealed, for example without a key; nothing
    ///   is stored then.
    func admit(
        _ booking: Booking, patient: PatientDetails?, messages: [BookingMessage.Draft],
        events: [BookingEvent]
    ) async throws -> BookingAdmission

    /// Changes a booking by compare and swap: only where the row still has `booking.version`, which
    /// grows by one. Messages and events are stored with it; a claim ends with `holdsPlace`.
    ///
    /// - Returns: the booking as it is stored now; nil where another change came first.
    func change(
        _ booking: Booking, messages: [BookingMessage.Draft], events: [BookingEvent]
    ) async throws -> Booking?

    /// One booking; nil where it was never taken in.
    func booking(_ id: BookingID, of practice: PracticeID) async throws -> Booking?
    /// The bookings that the flow has work with: those that are not final, oldest first.
    func openBookings(of practice: PracticeID) async throws -> [Booking]
    /// The confirmed bookings that start at that time or later, or that still hold their place.
    func confirmedBookings(
        of practice: PracticeID, startingFrom: Instant
    ) async throws -> [Booking]
    /// The newest bookings first; of all practices for nil.
    func bookings(of practice: PracticeID?, limit: Int) async throws -> [Booking]
    /// What happened to a booking, oldest first.
    func timeline(
        of id: BookingID, in practice: PracticeID
    ) async throws -> [BookingEvent]

    /// What the marketplace is to be told by that time, oldest first: of each booking only its
    /// oldest message, so that nothing is told out of order.
    func messages(of practice: PracticeID, dueBy now: Instant) async throws -> [BookingMessage]
    /// Removes a message: the marketplace has acknowledged it, or has the booking no more. `told`
    /// of the booking becomes what the message said where it was acknowledged; its version stays.
    func settle(
        _ message: BookingMessage, acknowledged: Bool, events: [BookingEvent]
    ) async throws
    /// Puts a message off: it was not acknowledged.
    func postpone(_ message: BookingMessage, until: Instant) async throws

    /// Who a booking is for, unsealed; nil where it was purged or never given.
    ///
    /// - Throws: a `Problem` where the key is missing with which it was sealed.
    func patient(of id: BookingID, in practice: PracticeID) async throws -> PatientDetails?
    /// Removes the patients of bookings that are final since before then, all messages told.
    ///
    /// - Returns: how many were removed.
    func purgePatients(finalBefore: Instant) async throws -> Int
}

extension BookingStore {
    /// True: a store that keeps patients nowhere but in memory needs no key.
    public var sealsPatients: Bool { true }
}

/// What taking a booking in came to.
public enum BookingAdmission: Sendable, Equatable {
    /// It is stored, on the disk.
    case admitted(Booking)
    /// It was stored before, as it is now; nothing was changed.
    case known(Booking)
    /// Another live claim overlaps its place; nothing was stored.
    case taken(by: BookingID)
}

/// Something that the marketplace is to be told about a booking, kept until it is acknowledged.
public struct BookingMessage: Sendable, Equatable {
    /// Ascending in the order in which they were stored.
    public var number: Int
    /// Which practice.
    public var practice: PracticeID
    /// Which booking.
    public var booking: BookingID
    /// What.
    public var draft: Draft
    /// How often it was sent without an acknowledgement.
    public var attempts: Int
    /// When it is to be sent.
    public var dueAt: Instant

    /// A message that is not stored yet.
    public struct Draft: Sendable, Equatable {
        /// What is told. Row and patient of a confirmation stand in the booking.
        public var what: Booking.Told
        /// Why, for the marketplace's staff; nil for a confirmation.
        public var reason: String?

        /// Makes a draft.
        public init(_ what: Booking.Told, reason: String? = nil) {
            self.what = what
            self.reason = reason
        }
    }

    /// Makes a message.
    public init(
        number: Int, practice: PracticeID, booking: BookingID, draft: Draft, attempts: Int = 0,
        dueAt: Instant
    ) {
        self.number = number
        self.practice = practice
        self.booking = booking
        self.draft = draft
        self.attempts = attempts
        self.dueAt = dueAt
    }
}
