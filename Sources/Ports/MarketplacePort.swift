public import Diary

/// The marketplace, as one practice speaks to it: bound to the practice's id and key there.
public protocol MarketplacePort: Sendable {
    /// Sends when the integration promises to be alive.
    func send(_ hours: LiveHours) async throws(MarketplaceFailure)
    /// Replaces the list of appointment books; one that is missing is deleted there (S52).
    func send(_ books: [AppointmentBook]) async throws(MarketplaceFailure)
    /// Replaces the list of reasons that types can be linked to; likewise.
    func send(_ reasons: [ListedReason]) async throws(MarketplaceFailure)
    /// Sends whole days of books, at most `AvailabilityAnswer.mostDays` a call (S56).
    func send(_ days: [DayAvailability]) async throws(MarketplaceFailure) -> AvailabilityAnswer

    /// Reads the list of appointment books back (S47), by id and name.
    func books() async throws(MarketplaceFailure) -> [AppointmentBookID: String]
    /// Reads the list of linkable reasons back (S47), by id and name.
    func reasons() async throws(MarketplaceFailure) -> [ListedReasonID: String]

    /// Which kinds of request wait for an answer.
    func outstanding() async throws(MarketplaceFailure) -> [RequestKind]
    /// All bookings that wait, through all pages.
    func bookings() async throws(MarketplaceFailure) -> [BookingRequest]
    /// All updates of bookings that wait.
    func bookingUpdates() async throws(MarketplaceFailure) -> [BookingUpdate]
    /// All days that the marketplace wants again.
    func availabilityRequests() async throws(MarketplaceFailure) -> [AvailabilityRequest]
    /// All bookings whose appointments the marketplace asks about.
    func changeRequests() async throws(MarketplaceFailure) -> [ChangeRequest]

    /// Answers a booking: it stands in the diary.
    func confirm(
        _ booking: BookingID, appointment: DiaryEntryID, patient: String
    ) async throws(MarketplaceFailure)
    /// Answers a booking: it does not and will not stand in the diary. The reason is for the
    /// marketplace's own staff (T8).
    func reject(_ booking: BookingID, reason: String) async throws(MarketplaceFailure)
    /// Answers an update: done.
    func confirmUpdate(
        _ request: UpdateRequestID, of booking: BookingID
    ) async throws(MarketplaceFailure)
    /// Answers an update: not done.
    func rejectUpdate(
        _ request: UpdateRequestID, of booking: BookingID, reason: String
    ) async throws(MarketplaceFailure)
    /// Reports that the appointment was cancelled in the PMS (S55).
    func cancel(_ booking: BookingID, reason: String) async throws(MarketplaceFailure)
    /// Reports that the patient did not attend (S55).
    func didNotAttend(_ booking: BookingID, reason: String) async throws(MarketplaceFailure)
    /// Answers that the appointment neither was cancelled nor missed.
    func noChange(_ booking: BookingID) async throws(MarketplaceFailure)

    /// The optional features that are switched on, by id (S53: none should be).
    func enabledFeatures() async throws(MarketplaceFailure) -> [String]
    /// Switches an optional feature off.
    func disableFeature(_ id: String) async throws(MarketplaceFailure)

    /// Asks for a call to that address whenever a request waits; replaces our earlier wish.
    func subscribe(callback: String) async throws(MarketplaceFailure)
    /// Takes all our subscriptions back.
    func unsubscribe() async throws(MarketplaceFailure)

    /// How far the marketplace's clock was ahead of ours by its last answer, sure to about two
    /// seconds; nil where no answer said a time (F04).
    func clockSkew() async -> Duration?
}

extension MarketplacePort {
    /// Nil: a marketplace that says no time.
    public func clockSkew() async -> Duration? { nil }
}

/// What the marketplace said of each day that was sent.
public struct AvailabilityAnswer: Sendable, Equatable {
    /// The most days that one call may carry (S56).
    public static let mostDays = 100

    /// Days that were new to it, by their place in the call.
    public var created: [Int]
    /// Days that it had already.
    public var existing: [Int]
    /// Days that it refused, with its words.
    public var failed: [Int: String]
    /// How many starts of a day were not sent, because the marketplace has no form for them: those
    /// that end at midnight or later, and those without a reason or a length (T20).
    public var leftOut: [Int: Int]

    /// Makes an answer.
    public init(
        created: [Int], existing: [Int], failed: [Int: String], leftOut: [Int: Int] = [:]
    ) {
        self.created = created
        self.existing = existing
        self.failed = failed
        self.leftOut = leftOut
    }
}
