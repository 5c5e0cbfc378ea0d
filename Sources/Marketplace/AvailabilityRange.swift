internal import Diary
internal import Ports

/// One range of free time of a day, as the marketplace takes it (T20).
///
/// The contract says what a range has: a start, an end, a slot length and the types it is for. It
/// does not say which starts the marketplace makes of it, nor whether ranges of a day may overlap.
/// **Our assumption, made in this file and nowhere else**: a range stands for its start and every
/// further start that is a slot length later, as long as the slot ends within the range; ranges are
/// read one by one, so they may overlap. Where that turns out wrong, only this file changes.
struct AvailabilityRange: Sendable, Hashable {
    /// The first start.
    var start: CivilTime
    /// The end of the last slot; before 24:00.
    var end: CivilTime
    /// The length of each slot, and the spacing of the starts.
    var length: Minutes
    /// For which listed reasons, ascending; never empty, for that would mean all of them.
    var reasons: [ListedReasonID]
}

extension AvailabilityRange {
    /// The ranges that stand for a day's starts, by start, then by length.
    ///
    /// Starts of the same length and reasons that follow each other exactly by the length share a
    /// range. A wall-clock time that comes twice, as on the day when the clocks go back, is sent
    /// once, for all the reasons that it comes with. Starts that no range can say are left out and
    /// counted: those that end at 24:00 or later (a range ends on its own day, and `HH24:MI` has no
    /// 24:00), those without a reason (no ids would mean every type) and those without a length
    /// (below 60 seconds the marketplace would take its own).
    static func ranges(
        of starts: [DayAvailability.Start]
    ) -> (ranges: [AvailabilityRange], leftOut: Int) {
        var ranges: [AvailabilityRange] = []
        // By the start that would extend it, the place of the range that has just ended there.
        var ended: [DayAvailability.Start: Int] = [:]
        for start in joined(starts.filter(isSayable)) {
            guard
                let end = CivilTime(
                    minuteOfDay: start.time.minuteOfDay + start.length.count)
            else { continue }
            var next = start
            next.time = end
            if let place = ended.removeValue(forKey: start) {
                ranges[place].end = end
                ended[next] = place
            } else {
                ended[next] = ranges.count
                ranges.append(
                    AvailabilityRange(
                        start: start.time, end: end, length: start.length, reasons: start.reasons))
            }
        }
        return (ranges, starts.count(where: { !isSayable($0) }))
    }

    /// The starts that ranges stand for, ascending, then by length: the inverse.
    static func starts(of ranges: [AvailabilityRange]) -> [DayAvailability.Start] {
        joined(
            ranges.flatMap { range in
                stride(
                    from: range.start.minuteOfDay,
                    through: range.end.minuteOfDay - range.length.count, by: range.length.count
                ).compactMap { CivilTime(minuteOfDay: $0) }.map {
                    DayAvailability.Start(time: $0, length: range.length, reasons: range.reasons)
                }
            })
    }

    private static func isSayable(_ start: DayAvailability.Start) -> Bool {
        start.length.count >= 1 && !start.reasons.isEmpty
            && start.length.count < 1440 - start.time.minuteOfDay
    }

    /// Each time and length once, with all its reasons, in order.
    private static func joined(_ starts: [DayAvailability.Start]) -> [DayAvailability.Start] {
        struct Key: Hashable {
            var time: CivilTime
            var length: Minutes
        }
        var reasons: [Key: Set<ListedReasonID>] = [:]
        for start in starts {
            reasons[Key(time: start.time, length: start.length), default: []]
                .formUnion(start.reasons)
        }
        return
            reasons
            .map { DayAvailability.Start(time: $0.time, length: $0.length, reasons: $1.sorted()) }
            .sorted { ($0.time, $0.length) < ($1.time, $1.length) }
    }
}
