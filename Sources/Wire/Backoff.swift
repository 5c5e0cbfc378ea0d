/// How long to wait before the next try: doubling, with a seeded jitter so that many practices
/// that failed together do not come back together, and so that a run replays.
public struct Backoff: Sendable {
    /// The first wait.
    public let first: Duration
    /// The longest wait.
    public let longest: Duration
    private var state: UInt64

    /// Makes a backoff with its seed.
    public init(first: Duration = .seconds(1), longest: Duration = .seconds(300), seed: UInt64) {
        self.first = first
        self.longest = longest
        state = seed
    }

    /// The wait after so many failures in a row, counted from 1: between half and the whole of
    /// `first` doubled each time, never over `longest`.
    public mutating func wait(afterFailures count: Int) -> Duration {
        let doubled = first * (1 << min(max(count, 1) - 1, 20))
        let whole = min(doubled, longest)
        return whole / 2 + whole / 2 * (Double(nextRandom() >> 11) / Double(1 << 53))
    }

    /// SplitMix64: one addition and two multiplications, good enough to spread.
    private mutating func nextRandom() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
