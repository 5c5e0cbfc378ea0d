internal import Diagnostics
internal import Diary
public import Ports
internal import Wire

extension HealthengineMarketplace {
    /// Sends whole days of books in one call, and says what became of each.
    ///
    /// Nothing is sent for no days. A day that the answer does not mention, or mentions in two of
    /// its lists, counts as failed, so that it is sent again.
    ///
    /// - Throws: H1001 for more than `AvailabilityAnswer.mostDays` days, or for a day of a book
    ///   that is there twice; nothing was sent then.
    public func send(
        _ days: [DayAvailability]
    ) async throws(MarketplaceFailure) -> AvailabilityAnswer {
        guard !days.isEmpty else {
            return AvailabilityAnswer(created: [], existing: [], failed: [:])
        }
        let ids = Set(days.map(AvailabilitySnapshot.id))
        guard days.count <= AvailabilityAnswer.mostDays, ids.count == days.count else {
            throw Calls.refusal(
                "H1001", "\(days.count) days of books, \(ids.count) of them different, in one call",
                hint: "send at most \(AvailabilityAnswer.mostDays) days a call, each once")
        }
        let snapshots = days.map(AvailabilitySnapshot.init)
        let call = try calls.post(
            "/availability/snapshots", snapshots, timeout: MarketplaceLimits.longTimeout)
        let said = try calls.decoded(
            SnapshotsAnswer.self, from: try await calls.answer(to: call), to: call)
        var answer = said.answer(to: snapshots.map(\.id))
        for (place, snapshot) in snapshots.enumerated() where snapshot.leftOut > 0 {
            answer.leftOut[place] = snapshot.leftOut
        }
        return answer
    }
}

/// A day of a book as the contract's `AvailabilitySnapshot`.
struct AvailabilitySnapshot: Encodable, Sendable {
    let id: String
    let date: DayText
    let pmsResourceId: String
    let availability: [Entry]
    /// Starts that no range can say; see `AvailabilityRange`.
    let leftOut: Int

    /// One range.
    struct Entry: Encodable, Sendable {
        let start: ClockTime
        let end: ClockTime
        let slotLength: LengthInSeconds
        let pmsAppointmentTypeIds: [String]
    }

    private enum CodingKeys: CodingKey { case id, date, pmsResourceId, availability }

    init(_ day: DayAvailability) {
        let (ranges, leftOut) = AvailabilityRange.ranges(of: day.starts)
        id = AvailabilitySnapshot.id(day)
        date = DayText(day.date)
        pmsResourceId = day.book.rawValue
        availability = ranges.compactMap { range in
            guard let start = ClockTime(range.start), let end = ClockTime(range.end) else {
                return nil
            }
            return Entry(
                start: start, end: end, slotLength: LengthInSeconds(range.length),
                pmsAppointmentTypeIds: range.reasons.map(\.rawValue))
        }
        self.leftOut = leftOut
    }

    /// The day's id in the call: never a bare number, which could be meant as a place.
    static func id(_ day: DayAvailability) -> String { "\(day.date)/\(day.book)" }
}
