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
