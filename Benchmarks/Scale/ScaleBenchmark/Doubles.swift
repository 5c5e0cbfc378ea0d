import Diary
import Measuring
import Ports
import Synchronization

/// A PMS in memory: it holds one practice, and answers with all of it.
final class MemoryPMS: PMSPort {
    let capabilities = PMSCapabilities(
        cancels: false, reference: .carried, rejectsOverlaps: false, reportsStacking: true,
        longestDelay: .seconds(60))
    private let reading: Mutex<PMSReading>
    private let now: Instant

    init(_ reading: PMSReading, now: Instant) {
        self.reading = Mutex(reading)
        self.now = now
    }

    func add(_ entry: DiaryEntry) { reading.withLock { $0.diary.append(entry) } }

    func read(_ days: ClosedRange<CivilDate>) async throws(PMSFailure) -> PMSReading {
        var answer = reading.withLock { $0 }
        answer.readAt = now
        answer.days = days
        answer.sessions.removeAll { !days.contains($0.date) }
        return answer
    }

    func entry(_ id: DiaryEntryID) async throws(PMSFailure) -> DiaryEntry? { nil }
}

/// A marketplace in memory that takes what it is sent, and remembers as little as it can, so that
/// the memory which is measured is the flows' own.
final class MemoryMarketplace: MarketplacePort {
    private struct State {
        var books: [AppointmentBookID: String] = [:]
        var reasons: [ListedReasonID: String] = [:]
        /// A day that it was sent.
        var newest: DayAvailability?
        /// What is about to be taken of it.
        var taken: (day: BookDay, time: CivilTime)?
    }

    private let state = Mutex(State())

    /// A start that is offered.
    var offered: (day: BookDay, time: CivilTime)? {
        state.withLock { state in
            state.newest.flatMap { day in
                day.starts.first.map { (BookDay(book: day.book, date: day.date), $0.time) }
            }
        }
    }

    /// From now on that start is to vanish.
    func expectChange() {
        let offered = offered
        state.withLock { $0.taken = offered }
    }

    /// Whether the newest day is the one that was to change, without the start that was to vanish.
    var isChangedAsExpected: Bool {
        state.withLock { state in
            guard let newest = state.newest, let taken = state.taken else { return false }
            return newest.book == taken.day.book && newest.date == taken.day.date
                && !newest.starts.contains { $0.time == taken.time }
        }
    }

    func send(_ days: [DayAvailability]) async throws(MarketplaceFailure) -> AvailabilityAnswer {
        state.withLock { state in
            // Where many days come it is the one with most starts, from which most can be taken.
            let before = days.count == 1 ? [] : [state.newest].compactMap { $0 }
            state.newest = (before + days).max { $0.starts.count < $1.starts.count }
        }
        return AvailabilityAnswer(created: Array(days.indices), existing: [], failed: [:])
    }

    func send(_ books: [AppointmentBook]) async throws(MarketplaceFailure) {
        let names = Dictionary(
            books.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        state.withLock { $0.books = names }
    }

    func send(_ reasons: [ListedReason]) async throws(MarketplaceFailure) {
        let names = Dictionary(
            reasons.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        state.withLock { $0.reasons = names }
    }

    func books() async throws(MarketplaceFailure) -> [AppointmentBookID: String] {
        state.withLock { $0.books }
    }

    func reasons() async throws(MarketplaceFailure) -> [ListedReasonID: String] {
        state.withLock { $0.reasons }
    }
}

// What a sync never asks.
extension MemoryMarketplace {
    func send(_ hours: LiveHours) async throws(MarketplaceFailure) {}
    func outstanding() async throws(MarketplaceFailure) -> [RequestKind] { [] }
    func bookings() async throws(MarketplaceFailure) -> [BookingRequest] { [] }
    func bookingUpdates() async throws(MarketplaceFailure) -> [BookingUpdate] { [] }
    func availabilityRequests() async throws(MarketplaceFailure) -> [AvailabilityRequest] { [] }
    func changeRequests() async throws(MarketplaceFailure) -> [ChangeRequest] { [] }
    func confirm(
        _ booking: BookingID, appointment: DiaryEntryID, patient: String
    ) async throws(MarketplaceFailure) {}
    func reject(_ booking: BookingID, reason: String) async throws(MarketplaceFailure) {}
    func confirmUpdate(
        _ request: UpdateRequestID, of booking: BookingID
    ) async throws(MarketplaceFailure) {}
    func rejectUpdate(
        _ request: UpdateRequestID, of booking: BookingID, reason: String
    ) async throws(MarketplaceFailure) {}
    func cancel(_ booking: BookingID, reason: String) async throws(MarketplaceFailure) {}
    func didNotAttend(_ booking: BookingID, reason: String) async throws(MarketplaceFailure) {}
    func noChange(_ booking: BookingID) async throws(MarketplaceFailure) {}
    func enabledFeatures() async throws(MarketplaceFailure) -> [String] { [] }
    func disableFeature(_ id: String) async throws(MarketplaceFailure) {}
    func subscribe(callback: String) async throws(MarketplaceFailure) {}
    func unsubscribe() async throws(MarketplaceFailure) {}
}

/// A clock that stands still, so that no start of today passes between two rounds.
struct StandingTime: TimeSource {
    let instant: Instant

    func now() -> Instant { instant }

    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
