internal import Diary
internal import Evaluation
internal import Ports
internal import Rules

/// What would vanish from the marketplace without the PMS saying so: the sign of a reading that
/// lacks something although it ended well (S52).
///
/// Only silent absence counts. A practitioner who is switched off, a reason that is switched off,
/// time that is taken in the diary, a changed tick box and a changed set-up are there in the
/// reading or in the ledger, so they are published without asking.
public struct Deletions: Sendable, Equatable {
    /// Appointment books whose practitioner is no longer there, or no longer in the default reason.
    public var books: Count
    /// Booking reasons that are no longer there.
    public var reasons: Count
    /// Starts of the books that stay, where their working time has gone.
    public var starts: Count
    /// Lists of the PMS of which rows could not be used: what is missing may be one of those.
    public var droppedLists: [String]

    /// So many are published, and so many of them would vanish.
    public struct Count: Sendable, Equatable {
        /// What is published.
        public var before: Int
        /// What of that would vanish.
        public var lost: Int

        /// Counts.
        public init(before: Int, lost: Int) {
            self.before = before
            self.lost = lost
        }

        /// Whether more than the share vanishes, and not only a few; everything is never a few.
        func exceeds(_ percent: Int, least: Int, orAll: Bool) -> Bool {
            lost * 100 > before * percent && (lost >= least || orAll && lost == before && lost > 0)
        }
    }

    /// Fewer books, reasons and starts than these are never held back, unless they are the last.
    static let least = (books: 2, reasons: 3, starts: 20)

    /// Whether staff must confirm before anything is sent.
    ///
    /// - Parameter percent: the share of what is published that may vanish, 1...100; at 100
    ///   nothing is ever held back.
    public func mustBeConfirmed(over percent: Int) -> Bool {
        guard percent < 100 else { return false }
        if !droppedLists.isEmpty && books.lost + reasons.lost > 0 { return true }
        return books.exceeds(percent, least: Deletions.least.books, orAll: true)
            || reasons.exceeds(percent, least: Deletions.least.reasons, orAll: true)
            || starts.exceeds(percent, least: Deletions.least.starts, orAll: false)
    }
}

extension Deletions {
    /// Compares what is published with what would be.
    ///
    /// - Parameter earlier: the outline of the reading before; without one the working time counts
    ///   as gone where starts are.
    init(
        from published: Published, to listing: Listing, of evaluation: Evaluation,
        earlier: ReadingOutline?, percent: Int
    ) {
        let reading = evaluation.snapshot.pms
        let switchedOff = Deletions.switchedOff(in: evaluation)
        let stillListed = Set(listing.books.map(\.practitioner))
        let counted = published.books.filter { !switchedOff.contains($0.practitioner) }
        books = Count(
            before: counted.count,
            lost: counted.count { !stillListed.contains($0.practitioner) })

        let offReasons = Set(
            reading.reasons.filter { reason in
                guard reason.isActive else { return true }
                let members = reason.practitioners ?? []
                return !members.isEmpty
                    && members.allSatisfy { switchedOff.contains($0.practitioner) }
            }.map(\.id))
        let reasonsBefore = Set(published.reasons.map(\.reason)).subtracting(offReasons)
        reasons = Count(
            before: reasonsBefore.count,
            lost: reasonsBefore.subtracting(listing.reasons.map(\.reason)).count)

        starts = Deletions.starts(
            from: published, to: listing, of: evaluation, earlier: earlier, percent: percent)
        droppedLists = reading.dropped.map(\.list).filter { !["diary", "sessions"].contains($0) }
    }

    /// Practitioners whom the reading has, and says not to publish.
    private static func switchedOff(in evaluation: Evaluation) -> Set<PractitionerID> {
        Set(
            evaluation.practitioners.filter { practitioner in
                switch practitioner.answer.blocker {
                case .practitionerInactive, .enableOnlineOff, .hiddenByRule: true
                default: false
                }
            }.map(\.practitioner.id))
    }

    /// Starts count only where the working time behind them has gone as well, on the days that are
    /// published before and after and that both readings cover.
    private static func starts(
        from published: Published, to listing: Listing, of evaluation: Evaluation,
        earlier: ReadingOutline?, percent: Int
    ) -> Count {
        let today = evaluation.zone.local(at: evaluation.now).date
        let first = max(today, earlier?.days.lowerBound ?? today)
        let last = min(evaluation.lastDay, earlier?.days.upperBound ?? evaluation.lastDay)
        guard first <= last else { return Count(before: 0, lost: 0) }
        let owners = Dictionary(
            listing.books.map { ($0.id, $0.practitioner) }, uniquingKeysWith: { first, _ in first })
        var before = 0
        for (day, sent) in published.days
        where owners[day.book] != nil && (first...last).contains(day.date) {
            before += sent.starts
        }
        var after = 0
        for day in listing.days where (first...last).contains(day.date) {
            if published.days[day.bookDay] != nil { after += day.starts.count }
        }
        let people = Set(owners.values)
        if let earlier {
            let now = ReadingOutline(evaluation.snapshot.pms)
            let minutes = earlier.minutes(of: people, on: first...last)
            let left = now.minutes(of: people, on: first...last)
            guard (minutes - left) * 100 > minutes * percent else {
                return Count(before: before, lost: 0)
            }
        }
        return Count(before: before, lost: max(0, before - after))
    }
}
