package import Diary

/// The days of a reading as a stretch of time at the practice.
package struct PMSWindow: Sendable {
    /// The days.
    package let days: ClosedRange<CivilDate>
    /// The start of the first day.
    package let start: Instant
    /// The end of the last day.
    package let end: Instant
    private let zone: Zone

    /// Works the days out by the practice's zone, those of a clock change too (invariant 9).
    package init(_ days: ClosedRange<CivilDate>, in zone: Zone) {
        self.days = days
        self.zone = zone
        start = Moment.start(of: days.lowerBound, in: zone)
        end = Moment.start(of: days.upperBound.adding(days: 1), in: zone)
    }

    /// How many days.
    package var count: Int { days.upperBound.dayNumber - days.lowerBound.dayNumber + 1 }

    /// The rows that touch the days, in their order. What lasts longer than a snapshot can say is
    /// cut to the days, in which it takes the same time.
    package func touching(_ entries: [DiaryEntry]) -> [DiaryEntry] {
        entries.compactMap(touching)
    }

    /// The row, where it touches the days.
    package func touching(_ entry: DiaryEntry) -> DiaryEntry? {
        let (from, until) = entry.span(in: zone)
        guard from < end, until > start else { return nil }
        guard until.seconds - from.seconds > PMSLimits.days * 86_400 - 7_200 else { return entry }
        var entry = entry
        entry.start = .exact(max(from, start))
        entry.end = .at(.exact(min(until, end)))
        return entry
    }
}

extension DiaryEntry {
    /// From when until when it takes time.
    func span(in zone: Zone) -> (from: Instant, until: Instant) {
        let from = start.instant(in: zone)
        switch end {
        case .after(let length): return (from, from.adding(length))
        case .at(let time): return (from, time.instant(in: zone))
        }
    }
}
