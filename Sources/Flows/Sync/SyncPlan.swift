internal import Diary
internal import Evaluation
internal import Ports
internal import Rules

/// What one sync sends, and why: worked out at once from an evaluation, before anything is sent.
struct SyncPlan: Sendable {
    /// All that the marketplace is to show.
    let listing: Listing
    /// The parts of the configuration that are still to be sent, in order.
    var parts: [ConfigurationPart]
    /// The days that are still to be sent, in calls of at most 100 (S56).
    var batches: [[DayAvailability]]
    /// Whether all days go out.
    let isFull: Bool
    /// The first day that counts from now on.
    let today: CivilDate
    /// What is sent, day by day.
    let changes: [SyncReport.DayChange]
    /// What would vanish without a word.
    let deletions: Deletions
    /// What the marketplace asked for and nothing can be sent of.
    let unknown: Set<AvailabilityRequest>

    /// Nil where the evaluation publishes nothing because its snapshot is incomplete.
    init?(_ evaluation: Evaluation, context: SyncContext, options: SyncOptions, policy: FlowPolicy)
    {
        let published = context.published
        today = evaluation.zone.local(at: evaluation.now).date
        guard
            let whole = evaluation.listing(
                through: (published.days.keys.map(\.date) + options.days.map(\.date)).max())
        else { return nil }
        let asked = SyncPlan.asked(options.days, of: whole, today: today)
        unknown = options.days.filter { request in
            !asked.contains { $0.date == request.date && $0.book == request.book ?? $0.book }
        }
        // Days that only a request reaches are no part of what is published by itself.
        let last = max(evaluation.lastDay, published.days.keys.map(\.date).max() ?? today)
        var listing = whole
        listing.days.removeAll { $0.date > last && !asked.contains($0.bookDay) }
        let kept = Set(listing.days.map(\.bookDay))
        for day in asked.sorted(by: SyncPlan.inOrder) where !kept.contains(day) {
            listing.days.append(DayAvailability(book: day.book, date: day.date, starts: []))
        }
        self.listing = listing

        let wishes = Set(context.wishes.map(\.kind))
        parts = ConfigurationPart.allCases.filter { part in
            wishes.contains(.configuration) || options.parts.contains(part)
                || published.configuration[part]
                    != listing.digest(of: part, liveHours: policy.liveHours)
        }
        let isFull =
            wishes.contains(.availability)
            || SyncPlan.isFullDue(published.fullAt, now: evaluation.now, every: policy.fullEvery)
        self.isFull = isFull
        let changed = listing.days.filter { day in
            isFull || asked.contains(day.bookDay)
                || published.days[day.bookDay]?.digest != day.digest
        }.sorted { SyncPlan.inOrder($0.bookDay, $1.bookDay) }
        changes = changed.map {
            .init(
                day: $0.bookDay, before: published.days[$0.bookDay]?.starts,
                after: $0.starts.count)
        }
        batches = stride(from: 0, to: changed.count, by: AvailabilityAnswer.mostDays).map {
            Array(changed[$0..<min($0 + AvailabilityAnswer.mostDays, changed.count)])
        }
        deletions = Deletions(
            from: published, to: listing, of: evaluation, earlier: context.earlier,
            percent: evaluation.settings.deletionPercent)
    }

    /// The nearest days first, for patients look there first.
    private static func inOrder(_ left: BookDay, _ right: BookDay) -> Bool {
        (left.date, left.book) < (right.date, right.book)
    }

    /// S56: at least daily. A time in the future comes from a clock that was wrong.
    static func isFullDue(_ fullAt: Instant?, now: Instant, every: Duration) -> Bool {
        guard let fullAt else { return true }
        let age = now.since(fullAt)
        return age >= every || age < .seconds(-300)
    }

    /// The days of known books that the marketplace asked for, within reach of a listing or past.
    private static func asked(
        _ requests: Set<AvailabilityRequest>, of listing: Listing, today: CivilDate
    ) -> Set<BookDay> {
        let reach = -Evaluation.mostListedDays...Evaluation.mostListedDays
        let books = Set(listing.books.map(\.id))
        return requests.reduce(into: []) { days, request in
            guard reach.contains(request.date.dayNumber - today.dayNumber) else { return }
            for book in books where request.book == nil || request.book == book {
                days.insert(BookDay(book: book, date: request.date))
            }
        }
    }
}

extension ContentDigest {
    /// Stands in the ledger from before a call until its answer: whatever becomes of the call, the
    /// content that it carried counts as not known, so that it is sent again and never believed.
    /// It has the shape of a digest and is that of no content.
    static let unknown = CanonicalText("unknown/1").digest
}
