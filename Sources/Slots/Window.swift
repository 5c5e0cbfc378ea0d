internal import Diary

/// The settings in the sweep's own units.
struct Window {
    /// The first minute that is not in the past.
    let now: UTCMinute
    /// The first minute that the lead time allows, itself allowed (S51).
    let earliest: UTCMinute
    /// The first clock minute after the last day (S49).
    let horizon: ClockMinute
    let interval: Int32
    let startsAtMidnight: Bool
    let stacking: Stacking

    init(_ settings: SlotSettings) {
        now = UTCMinute(of: settings.now, roundedUp: true)
        earliest = now + Int32(settings.lead.count)
        horizon = Int32(clampedClock: (settings.lastDay.dayNumber, 1))
        interval = Int32(settings.interval.count)
        startsAtMidnight = settings.grid == .midnight
        stacking = settings.stacking
    }
}

extension Int32 {
    /// Farther from 1970 than this (in minutes: about 2040 years) times are cut off, so that no sum
    /// of a time and a length overflows.
    private static let farthest = 1 << 30

    /// The minute in which an instant lies, or the first one that is not before it.
    init(of instant: Instant, roundedUp: Bool) {
        let seconds = instant.seconds
        let whole = seconds / 60 - (seconds % 60 < 0 ? 1 : 0)
        let minute = roundedUp && seconds % 60 != 0 ? whole + 1 : whole
        self = Int32(Swift.min(Swift.max(minute, -Int32.farthest), Int32.farthest))
    }

    /// The midnight that many days after a day number, on the clock face.
    init(clampedClock days: (number: Int, later: Int)) {
        let most = Int32.farthest / 1440 - 1
        self = Int32((Swift.min(Swift.max(days.number, -most), most) + days.later) * 1440)
    }
}
