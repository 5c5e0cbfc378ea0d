import Diary
import Ports

@testable import Flows

/// A marketplace in memory: it takes what it is sent, refuses what the contract forbids, and fails
/// on demand, before or after the effect.
actor FakeMarketplace: MarketplacePort {
    /// What it holds of a practice.
    struct Holding: Equatable {
        var hours: LiveHours?
        var books: [AppointmentBook] = []
        var reasons: [ListedReason] = []
        var days: [BookDay: DayAvailability] = [:]
    }

    enum Fault { case before(WireFailure.Kind), after(WireFailure.Kind), none }

    private(set) var holding = Holding()
    private(set) var calls: [String] = []
    private(set) var sent: [[DayAvailability]] = []
    /// What becomes of the next calls, first one first; after the last all go well.
    private var faults: [Fault] = []
    private var refused: Set<BookDay> = []
    private var listsNothing = false
    /// How many starts of a day it has no form for.
    private var leftOut: [BookDay: Int] = [:]

    var waiting: [RequestKind] = []
    var bookingRequests: [BookingRequest] = []
    var updateRequests: [BookingUpdate] = []
    var dayRequests: [AvailabilityRequest] = []
    var changes: [ChangeRequest] = []
    var features: [String] = []
    private(set) var answers: [String] = []
    private(set) var callbacks: [String] = []

    init() {}

    /// Runs before each call of a sync, with how many of them there were.
    private var hook: (@Sendable (Int) async -> Void)?
    private var syncCalls = 0
    func beforeEachCall(_ hook: @escaping @Sendable (Int) async -> Void) {
        self.hook = hook
        syncCalls = 0
    }

    private func reached() async {
        await hook?(syncCalls)
        syncCalls += 1
    }

    func fail(_ faults: [Fault]) { self.faults = faults }
    func refuse(_ days: Set<BookDay>) { refused = days }
    func leaveOut(_ starts: [BookDay: Int]) { leftOut = starts }
    func listNothing(_ nothing: Bool) { listsNothing = nothing }
    func ask(
        bookings: [BookingRequest] = [], updates: [BookingUpdate] = [],
        days: [AvailabilityRequest] = [], changes: [ChangeRequest] = [],
        others: [RequestKind] = [], features: [String] = []
    ) {
        bookingRequests = bookings
        updateRequests = updates
        dayRequests = days
        self.changes = changes
        self.features = features
        waiting = others
    }

    /// Takes a call through its fault: the work is done, or not, and the answer comes, or not.
    private func call<Answer>(_ name: String, _ work: () -> Answer) throws(MarketplaceFailure)
        -> Answer
    {
        calls.append(name)
        switch faults.isEmpty ? .none : faults.removeFirst() {
        case .before(let kind): throw .fake(kind, "H")
        case .after(let kind):
            _ = work()
            throw .fake(kind, "H")
        case .none: return work()
        }
    }

    func send(_ hours: LiveHours) async throws(MarketplaceFailure) {
        await reached()
        try call("live hours") { holding.hours = hours }
    }

    func send(_ books: [AppointmentBook]) async throws(MarketplaceFailure) {
        await reached()
        precondition(Set(books.map(\.id)).count == books.count)
        precondition(Set(books.map(\.name)).count == books.count)
        try call("books") {
            holding.books = books
            let known = Set(books.map(\.id))
            holding.days = holding.days.filter { known.contains($0.key.book) }
        }
    }

    func send(_ reasons: [ListedReason]) async throws(MarketplaceFailure) {
        await reached()
        precondition(Set(reasons.map(\.id)).count == reasons.count)
        precondition(Set(reasons.map(\.name)).count == reasons.count)
        try call("reasons") { holding.reasons = reasons }
    }

    func send(_ days: [DayAvailability]) async throws(MarketplaceFailure) -> AvailabilityAnswer {
        await reached()
        precondition(days.count <= AvailabilityAnswer.mostDays && !days.isEmpty)
        sent.append(days)
        return try call("days") { take(days) }
    }

    private func take(_ days: [DayAvailability]) -> AvailabilityAnswer {
        var answer = AvailabilityAnswer(created: [], existing: [], failed: [:])
        for (index, day) in days.enumerated() {
            answer.leftOut[index] = leftOut[day.bookDay]
            if !holding.books.contains(where: { $0.id == day.book }) {
                answer.failed[index] = "no such resource"
            } else if refused.contains(day.bookDay) {
                answer.failed[index] = "refused on purpose"
            } else if holding.days[day.bookDay] == day {
                answer.existing.append(index)
            } else {
                holding.days[day.bookDay] = day
                answer.created.append(index)
            }
        }
        return answer
    }

    func books() async throws(MarketplaceFailure) -> [AppointmentBookID: String] {
        await reached()
        return try call("read books") {
            listsNothing
                ? [:]
                : Dictionary(
                    holding.books.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        }
    }

    func reasons() async throws(MarketplaceFailure) -> [ListedReasonID: String] {
        await reached()
        return try call("read reasons") {
            listsNothing
                ? [:]
                : Dictionary(
                    holding.reasons.map { ($0.id, $0.name) },
                    uniquingKeysWith: { first, _ in first })
        }
    }

    func outstanding() async throws(MarketplaceFailure) -> [RequestKind] {
        try call("outstanding") {
            // Last things first, so that the order of the answers is Gapbook's own.
            var kinds = waiting
            if !changes.isEmpty { kinds.append(.appointmentChanges) }
            if !dayRequests.isEmpty { kinds.append(.availability) }
            if !updateRequests.isEmpty { kinds.append(.bookingUpdates) }
            if !bookingRequests.isEmpty { kinds.append(.bookings) }
            return kinds
        }
    }

    func bookings() async throws(MarketplaceFailure) -> [BookingRequest] {
        try call("bookings") { bookingRequests }
    }

    func bookingUpdates() async throws(MarketplaceFailure) -> [BookingUpdate] {
        try call("updates") { updateRequests }
    }

    func availabilityRequests() async throws(MarketplaceFailure) -> [AvailabilityRequest] {
        try call("availability requests") { dayRequests }
    }

    func changeRequests() async throws(MarketplaceFailure) -> [ChangeRequest] {
        try call("change requests") { changes }
    }

    func confirm(_ booking: BookingID, appointment: DiaryEntryID, patient: String)
        async throws(MarketplaceFailure)
    {
        try call("confirm") { answers.append("confirm \(booking)") }
    }

    func reject(_ booking: BookingID, reason: String) async throws(MarketplaceFailure) {
        try call("reject \(booking)") {
            answers.append("reject \(booking)")
            bookingRequests.removeAll { $0.id == booking }
        }
    }

    func confirmUpdate(_ request: UpdateRequestID, of booking: BookingID)
        async throws(MarketplaceFailure)
    {
        try call("confirm update") { answers.append("confirm update \(request)") }
    }

    func rejectUpdate(_ request: UpdateRequestID, of booking: BookingID, reason: String)
        async throws(MarketplaceFailure)
    {
        try call("reject update \(request)") {
            answers.append("reject update \(request)")
            updateRequests.removeAll { $0.id == request }
        }
    }

    private func answerChange(_ booking: BookingID, _ answer: String)
        throws(MarketplaceFailure)
    {
        try call("\(answer) \(booking)") {
            answers.append("\(answer) \(booking)")
            changes.removeAll { $0.booking == booking }
        }
    }

    func cancel(_ booking: BookingID, reason: String) async throws(MarketplaceFailure) {
        try answerChange(booking, "cancel")
    }

    func didNotAttend(_ booking: BookingID, reason: String) async throws(MarketplaceFailure) {
        try answerChange(booking, "did not attend")
    }

    func noChange(_ booking: BookingID) async throws(MarketplaceFailure) {
        try answerChange(booking, "no change")
    }

    func enabledFeatures() async throws(MarketplaceFailure) -> [String] {
        try call("features") { features }
    }

    func disableFeature(_ id: String) async throws(MarketplaceFailure) {
        try call("disable \(id)") {
            features.removeAll { $0 == id }
            waiting = []
        }
    }

    private var skew: Duration?
    func setSkew(_ skew: Duration?) { self.skew = skew }
    func clockSkew() async -> Duration? { skew }

    func subscribe(callback: String) async throws(MarketplaceFailure) {
        try call("subscribe") { callbacks.append(callback) }
    }

    func unsubscribe() async throws(MarketplaceFailure) {
        try call("unsubscribe") { callbacks = [] }
    }
}
