public import Diary

/// A start with everything that keeps it from being offered.
public struct ExplainedStart: Sendable, Equatable {
    /// The start by the wall clock.
    public let start: CivilDateTime
    /// What blocks it, by precedence: the first one decides. Empty for an offered start.
    public let blockers: [BlockerFact]

    /// Joins a start and what blocks it, which must be in the order of precedence.
    public init(start: CivilDateTime, blockers: [BlockerFact]) {
        self.start = start
        self.blockers = blockers
    }

    /// Whether patients see it.
    public var isOffered: Bool { blockers.isEmpty }
}

/// One blocker of one start, and what proves it.
public struct BlockerFact: Sendable, Equatable {
    /// Why the start is not offered.
    public let blocker: Blocker
    /// What proves it.
    public let evidence: Evidence

    /// Joins a blocker and what proves it.
    public init(_ blocker: Blocker, _ evidence: Evidence) {
        self.blocker = blocker
        self.evidence = evidence
    }
}

/// What proves a blocker: the fact that staff would look up. All times are the practice's.
public enum Evidence: Sendable, Equatable {
    /// The blocker says it all.
    case none
    /// The clock jumps from the first time to the second.
    case clockJump(from: CivilDateTime, to: CivilDateTime)
    /// What the clock showed at the computation.
    case now(CivilDateTime)
    /// The first start that the lead time allows.
    case firstPossible(CivilDateTime)
    /// The last day that is published.
    case lastDay(CivilDate)
    /// The days that the snapshot covers.
    case daysRead(ClosedRange<CivilDate>)
    /// When work ends before the time, and starts again after it, on that day.
    case workAround(endsAt: CivilDateTime?, startsAt: CivilDateTime?)
    /// The break around the time.
    case pause(from: CivilDateTime, to: CivilDateTime)
    /// The candidate starts next to the time, in the same session.
    case gridNeighbours(before: CivilDateTime?, after: CivilDateTime?)
    /// When the session ends, or its next break starts.
    case sessionEnd(CivilDateTime)
    /// A row of the diary, and the whole minutes that it takes.
    case entry(DiaryEntryID, from: CivilDateTime, to: CivilDateTime)
    /// A booking of ours, and the whole minutes that it takes.
    case claim(ClaimID, from: CivilDateTime, to: CivilDateTime)
    /// The start that is shown instead.
    case shownInstead(CivilDateTime)
}
