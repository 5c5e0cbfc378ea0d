public import Diary

/// What a practice's rules and parameters say about its starts; the same for every type.
public struct SlotSettings: Sendable, Equatable {
    /// The spacing of candidate starts on the clock face, 1...1440 minutes (S45, S46).
    public let interval: Minutes
    /// Where the grid begins.
    public let grid: Grid
    /// When the computation is made.
    public let now: Instant
    /// How long before its start a slot must be taken at the latest, 0 minutes to 400 days (S51).
    public let lead: Minutes
    /// The last day that is published (S49).
    public let lastDay: CivilDate
    /// Which of the free starts are shown.
    public let stacking: Stacking

    /// Makes settings; a number outside its range becomes the nearest one inside.
    public init(
        interval: Minutes, grid: Grid, now: Instant, lead: Minutes, lastDay: CivilDate,
        stacking: Stacking
    ) {
        self.interval = Minutes(min(max(interval.count, 1), 1440))
        self.grid = grid
        self.now = now
        self.lead = Minutes(min(max(lead.count, 0), Timetable.mostDays * 1440))
        self.lastDay = lastDay
        self.stacking = stacking
    }
}

/// What one appointment type asks of a start.
public struct Demand: Sendable, Equatable {
    /// The type's own length in the diary, 1...1440 minutes.
    public let length: Minutes
    /// How long the time must be free, at least `length`, at most 1440 minutes: the default
    /// reason's length where that is longer (T2).
    public let need: Minutes

    /// Makes a demand; a number outside its range becomes the nearest one inside.
    public init(length: Minutes, need: Minutes) {
        self.length = Minutes(min(max(length.count, 1), 1440))
        self.need = Minutes(min(max(need.count, self.length.count), 1440))
    }
}
