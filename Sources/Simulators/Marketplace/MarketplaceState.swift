public import Diary

/// All that the marketplace holds of one practice.
struct MarketplaceState: Sendable {
    var practice: MarketplacePractice
    var isConsenting = true
    var schedule: LiveSchedule?
    var books: [BookRow] = []
    var reasons: [ReasonRow] = []
    var days: [DayKey: DayRow] = [:]
    var bookings: [BookingRow] = []
    var updates: [UpdateRow] = []
    var dayRequests: [DayRequestRow] = []
    var changeRequests: [ChangeRequestRow] = []
    /// Since when the list of books, or of reasons, is wanted.
    var booksWantedAt: Instant?
    var reasonsWantedAt: Instant?
    /// Kinds of optional features that somebody put among the requests.
    var otherRequests: [String] = []
    var features: Set<String> = []
    var subscriptions: [SubscriptionRow] = []
    var webhookErrors: [WebhookError] = []
    var lastPoll: Instant?

    /// The optional features that exist, with their names.
    static let knownFeatures = [
        "documents": "Documents", "clientSnapshots": "Client snapshots",
        "attachDocuments": "Attach documents",
    ]

    init(_ practice: MarketplacePractice) { self.practice = practice }

    /// The place of a booking, or 404.
    func place(ofBooking id: Int) throws(Refusal) -> Int {
        guard let place = bookings.firstIndex(where: { $0.id == id }) else {
            throw Refusal("no booking \(id)", status: 404)
        }
        return place
    }

    /// The kinds of request that wait, in the contract's order.
    var outstanding: [String] {
        var kinds: [String] = []
        if bookings.contains(where: { $0.stage == .waiting }) { kinds.append("bookings") }
        if updates.contains(where: { $0.answer == nil }) { kinds.append("bookingUpdates") }
        if !dayRequests.isEmpty { kinds.append("availability") }
        if !changeRequests.isEmpty { kinds.append("pmsAppointmentChanges") }
        if booksWantedAt != nil { kinds.append("pmsResources") }
        if reasonsWantedAt != nil { kinds.append("pmsAppointmentTypes") }
        return kinds + otherRequests
    }

    /// Takes the list of books: what is missing is gone, with all that hangs on it (S52).
    mutating func take(_ books: [BookRow]) {
        self.books = books
        booksWantedAt = nil
        let ids = Set(books.map(\.id))
        days = days.filter { ids.contains($0.key.book) }
        dayRequests.removeAll { $0.book.map { !ids.contains($0) } ?? false }
        for index in bookings.indices where bookings[index].stage == .waiting {
            if let book = bookings[index].book, !ids.contains(book) { bookings[index].book = nil }
        }
    }

    /// Takes a day; false where it is the same as before.
    mutating func take(_ ranges: [FreeRange], for key: DayKey, at now: Instant) -> Bool {
        let isNew = days[key]?.ranges != ranges
        days[key] = DayRow(ranges: ranges, receivedAt: now)
        dayRequests.removeAll { request in
            guard request.date == key.date else { return false }
            if let book = request.book { return book == key.book }
            // A wish for all books is done when each has come since.
            return books.allSatisfy { book in
                days[DayKey(book: book.id, date: key.date)].map { $0.receivedAt >= request.at }
                    ?? false
            }
        }
        return isNew
    }
}

extension MarketplaceState {
    /// The starts that were published for a day of a book, ascending, each length by itself.
    func published(_ key: DayKey) -> [PublishedStart] {
        var found: [PublishedStart: Set<String>] = [:]
        for range in days[key]?.ranges ?? [] {
            let seconds = range.slotSeconds >= 60 ? range.slotSeconds : ownLength(of: range)
            let length = max(1, seconds / 60)
            var minute = range.start.minuteOfDay
            while minute + length <= range.end.minuteOfDay {
                if let time = CivilTime(minuteOfDay: minute) {
                    let start = PublishedStart(time: time, length: Minutes(length), reasons: [])
                    found[start, default: []].formUnion(range.reasons ?? reasons.map(\.id))
                }
                minute += length
            }
        }
        return found.map { start, reasons in
            PublishedStart(time: start.time, length: start.length, reasons: reasons.sorted())
        }.sorted { ($0.time, $0.length) < ($1.time, $1.length) }
    }

    /// What a patient can book now: published, not past, not booked, and nothing at all while the
    /// practice's slots are hidden.
    ///
    /// - Parameter toSeveral: whether a time that is booked is offered all the same.
    func offered(
        _ key: DayKey, at now: Instant, health: MarketplaceHealth, toSeveral: Bool = false
    ) -> [PublishedStart] {
        guard isConsenting, health.isHealthy else { return [] }
        let local = practice.zone.local(at: now)
        let live = toSeveral ? [] : bookings.filter { $0.isLive && $0.book == key.book }
        let taken = live.map {
            $0.start.clockMinute..<($0.start.clockMinute + $0.lengthSeconds / 60)
        }
        return published(key).filter { start in
            let from = CivilDateTime(key.date, start.time).clockMinute
            let time = from..<(from + start.length.count)
            return from > local.clockMinute && !taken.contains { $0.overlaps(time) }
        }
    }

    /// The marketplace's own length where a range leaves it open: its reason's, else half an hour.
    private func ownLength(of range: FreeRange) -> Int {
        let named = reasons.first { range.reasons?.contains($0.id) ?? true }
        return (named?.length ?? 30) * 60
    }
}

/// A start as a patient sees it.
public struct PublishedStart: Sendable, Hashable {
    /// When, by the practice's wall clock.
    public var time: CivilTime
    /// The length that goes with it.
    public var length: Minutes
    /// For which linkable reasons, by id, ascending.
    public var reasons: [String]
}
