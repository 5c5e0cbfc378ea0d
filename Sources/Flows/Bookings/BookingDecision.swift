public import Diary
public import Ports

/// What a person says of a booking that waits for one (T21), and whether the diary agrees.
public struct BookingDecision: Sendable {
    /// The booking as it is stored.
    public var booking: Booking
    /// What the person says.
    public let verdict: BookingVerdict

    /// Joins the two.
    public init(_ booking: Booking, _ verdict: BookingVerdict) {
        self.booking = booking
        self.verdict = verdict
    }

    /// What is to be stored.
    public struct Change: Sendable {
        /// The booking after it.
        public let booking: Booking
        /// What the marketplace is told.
        public let messages: [BookingMessage.Draft]
        /// What its timeline says.
        public let events: [BookingEvent]
    }

    /// What the decision changes; nil where the booking does not wait for a person.
    public func change(now: Instant) -> Change? {
        // A person's word stands by itself: nothing of the PMS or of the zone comes into it.
        let terms = BookingTerms(
            capabilities: PMSCapabilities(
                cancels: false, reference: .absent, rejectsOverlaps: false, reportsStacking: false,
                longestDelay: .zero), zone: .fixed(secondsEast: 0, named: "UTC"))
        let run = BookingRun(booking, terms: terms)
        guard
            case .store(let booking, let messages, let events) = BookingFlow.step(
                run, .decided(verdict), now: now
            ).effect
        else { return nil }
        return Change(booking: booking, messages: messages, events: events)
    }
}

extension BookingDecision {
    /// What in the diary speaks against a decision.
    public enum Objection: Sendable, Equatable {
        /// The day has no such row.
        case noSuchRow(DiaryEntryID)
        /// The row is cancelled, or the patient did not come.
        case rowIsOver(DiaryEntryID)
        /// The row is the one of another booking.
        case rowOfAnother(DiaryEntryID, BookingID)
        /// Rows that our insertion made stand there.
        case ownRows([DiaryEntryID])
        /// Rows that may be what our insertion made stand there.
        case mayBeOurs([DiaryEntryID])
        /// An insertion of ours can still arrive until then, so nobody can say yet that it does not
        /// stand there.
        case mayStillArrive(until: Instant)
    }

    /// What the practitioner's day, as it was just read, says against the decision.
    ///
    /// - Parameters:
    ///   - rows: the day, of all practitioners.
    ///   - others: the practice's confirmed bookings.
    ///   - terms: how the PMS shows whose a row is, and how late one can arrive.
    ///   - now: when the day was read.
    public func objections(
        _ rows: [PlacedAppointment], others: [Booking], _ terms: BookingTerms, now: Instant
    ) -> [Objection] {
        switch verdict {
        case .inDiary(let id):
            guard let row = row(in: rows) else { return [.noSuchRow(id)] }
            let owners = others.filter { $0.entry == id && $0.id != booking.id }
            return (row.entry.takesTime ? [] : [.rowIsOver(id)])
                + owners.map { .rowOfAnother(id, $0.id) }
        case .notInDiary:
            return rowObjections(rows, terms) + prematurity(terms, now: now)
        }
    }

    /// What stands there and is, or may be, what we inserted.
    private func rowObjections(
        _ rows: [PlacedAppointment], _ terms: BookingTerms
    ) -> [Objection] {
        let own = DayRows.own(rows, of: booking, terms)
            .filter(\.entry.takesTime).map(\.entry.id)
        let suspects = DayRows.suspects(rows, of: booking, terms)
            .map(\.entry.id).filter { !own.contains($0) }
        return (own.isEmpty ? [] : [.ownRows(own)])
            + (suspects.isEmpty ? [] : [.mayBeOurs(suspects)])
    }

    /// What speaks against it whatever the day says, and where it cannot be read: that nothing
    /// stands there is true only once nothing can arrive any more (T21).
    public func prematurity(_ terms: BookingTerms, now: Instant) -> [Objection] {
        guard verdict == .notInDiary, let until = booking.mayArriveUntil(terms), now < until else {
            return []
        }
        return [.mayStillArrive(until: until)]
    }

    /// The row that the person names; nil where the day does not have it.
    public func row(in rows: [PlacedAppointment]) -> PlacedAppointment? {
        guard case .inDiary(let id) = verdict else { return nil }
        return rows.first { $0.entry.id == id }
    }
}

extension [PlacedAppointment] {
    /// The rows of a PMS whose clock is that far ahead, with the times at which they were made by
    /// this machine's clock.
    public func correcting(_ skew: Duration?) -> [PlacedAppointment] {
        guard let seconds = skew?.components.seconds, seconds != 0 else { return self }
        return map { row in
            var row = row
            row.createdAt = row.createdAt?.adding(seconds: -Int(seconds))
            return row
        }
    }
}

extension Booking {
    /// From then on no insertion of it can arrive in the diary any more; nil where none was sent.
    public func mayArriveUntil(_ terms: BookingTerms) -> Instant? {
        insertions > 0 ? BookingRun(self, terms: terms).stillArrivingUntil : nil
    }
}
