public import Diary

/// Where the grid of candidate starts begins (T15).
public enum Grid: String, Sendable, CaseIterable {
    /// At the start of each session, as the wall clock shows it.
    case session
    /// At midnight by the wall clock, so that an interval of 15 gives :00, :15, :30 and :45.
    case midnight
}

/// Which of the free starts are shown (S41, S43, T9).
public enum Stacking: String, Sendable, CaseIterable {
    /// Ticked: every one.
    case all
    /// Unticked: the first of each session, which breaks delimit and appointments do not.
    case firstOfSession
    /// The first of each run of free time, which breaks and diary rows delimit.
    case firstOfGap
}

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
