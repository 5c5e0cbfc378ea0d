/// The clock rules of one IANA zone: when it changes its offset, and to what (invariant 9).
public struct Zone: Sendable, Equatable {
    /// The IANA name, for example `Australia/Sydney`.
    public let identifier: String
    /// When the offset changes, in seconds since 1970 UTC, ascending.
    let changes: [Int]
    /// Seconds east of UTC: `offsets[0]` before the first change, `offsets[i + 1]` from `changes[i]`.
    let offsets: [Int]

    init(identifier: String, changes: [Int], offsets: [Int]) {
        precondition(offsets.count == changes.count + 1)
        self.identifier = identifier
        self.changes = changes
        self.offsets = offsets
    }

    /// A zone that is always that many seconds east of UTC.
    public static func fixed(secondsEast: Int, named name: String) -> Zone {
        Zone(identifier: name, changes: [], offsets: [secondsEast])
    }

    /// Seconds east of UTC at an instant.
    public func offset(at instant: Instant) -> Int { offsets[changesPassed(by: instant.seconds)] }

    /// What the wall clock shows at an instant, seconds dropped.
    public func local(at instant: Instant) -> CivilDateTime {
        let seconds = instant.seconds + offset(at: instant)
        return CivilDateTime(clockMinute: seconds.quotientAndRemainder(floorBy: 60).quotient)
    }

    /// When the wall clock shows that time: its first occurrence where it comes twice; where it
    /// does not come at all, later by the length of the gap.
    public func instant(of local: CivilDateTime) -> Instant {
        let wall = local.clockMinute * 60
        // The offset in force two days before cannot be more than one change away from the answer.
        let before = offset(at: Instant(seconds: wall - 2 * 86_400))
        let passed = changesPassed(by: wall - before)
        for index in stride(
            from: max(passed - 1, 0), through: min(passed + 1, changes.count), by: 1)
        {
            let candidate = wall - offsets[index]
            let starts = index == 0 ? Int.min : changes[index - 1]
            let ends = index == changes.count ? Int.max : changes[index]
            if candidate >= starts && candidate < ends { return Instant(seconds: candidate) }
            if candidate < starts {
                // In the gap: the clock jumped over it at `starts`, so the old offset still counts.
                return Instant(seconds: wall - offsets[index - 1])
            }
        }
        return Instant(seconds: wall - before)
    }

    /// Whether the wall clock ever shows that time.
    public func shows(_ local: CivilDateTime) -> Bool {
        self.local(at: instant(of: local)) == local
    }

    private func changesPassed(by seconds: Int) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
