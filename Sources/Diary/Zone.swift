/// The clock rules of one IANA zone: when it changes its offset, and to what (invariant 9).
///
/// All answers come from a table, so they depend on nothing but the zone: not on the machine's own
/// zone, and not on the day on which they are asked.
public struct Zone: Sendable, Equatable {
    /// The IANA name, for example `Australia/Sydney`.
    public let identifier: String
    /// When the offset changes, in seconds since 1970 UTC, ascending.
    let changes: [Int]
    /// Seconds east of UTC: `offsets[0]` before any change, `offsets[i + 1]` from `changes[i]`.
    let offsets: [Int]
    /// The latest second that the wall clock has passed when each change comes: ascending, so that
    /// the first entry beyond a wall-clock time names the offset under which it is first shown.
    let passed: [Int]

    init(identifier: String, changes: [Int], offsets: [Int]) {
        precondition(offsets.count == changes.count + 1)
        self.identifier = identifier
        self.changes = changes
        self.offsets = offsets
        var latest = Int.min
        passed = zip(changes, offsets).map { change, offset in
            latest = max(latest, change + offset)
            return latest
        }
    }

    /// A zone that is always that many seconds east of UTC.
    public static func fixed(secondsEast: Int, named name: String) -> Zone {
        Zone(identifier: name, changes: [], offsets: [secondsEast])
    }

    /// Seconds east of UTC at an instant.
    public func offset(at instant: Instant) -> Int {
        offsets[changes.countOfPrefix { $0 <= instant.seconds }]
    }

    /// When the offset changes next, after that instant; nil where it never does again.
    public func nextChange(after instant: Instant) -> Instant? {
        let index = changes.countOfPrefix { $0 <= instant.seconds }
        return index < changes.count ? Instant(seconds: changes[index]) : nil
    }

    /// What the wall clock shows at an instant, seconds dropped.
    public func local(at instant: Instant) -> CivilDateTime {
        let seconds = instant.seconds + offset(at: instant)
        return CivilDateTime(clockMinute: seconds.quotientAndRemainder(floorBy: 60).quotient)
    }

    /// When the wall clock shows that time: its first occurrence where it comes twice; where it
    /// does not come at all, later by the length of the gap (invariant 9). A time that the clock
    /// jumps over, only to go back to it within hours, would count as skipped; no zone did that.
    public func instant(of local: CivilDateTime) -> Instant {
        let wall = local.clockMinute * 60
        let index = passed.countOfPrefix { $0 <= wall }
        let candidate = wall - offsets[index]
        if index == 0 || candidate >= changes[index - 1] { return Instant(seconds: candidate) }
        // The clock jumped over it at the last change, so the offset before that still counts.
        return Instant(seconds: wall - offsets[index - 1])
    }

    /// Whether the wall clock ever shows that time.
    public func shows(_ local: CivilDateTime) -> Bool { jump(over: local) == nil }

    /// The jump of the wall clock that leaves that time out: from the first time that is missing to
    /// the first that is shown again; nil for a time that is shown.
    public func jump(over local: CivilDateTime) -> (from: CivilDateTime, to: CivilDateTime)? {
        let index = passed.countOfPrefix { $0 <= local.clockMinute * 60 }
        guard index > 0, local.clockMinute * 60 - offsets[index] < changes[index - 1] else {
            return nil
        }
        let change = changes[index - 1]
        return (
            CivilDateTime(
                clockMinute: (change + offsets[index - 1]).quotientAndRemainder(floorBy: 60)
                    .quotient),
            CivilDateTime(
                clockMinute: (change + offsets[index]).quotientAndRemainder(floorBy: 60).quotient)
        )
    }
}
