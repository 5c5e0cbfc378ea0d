public import Diary

/// How long a practice waits before its first sync and its first poll, so that a service that
/// starts with many practices does not do all of them in its first second.
///
/// The waits follow from the practice's id, so that practices that started together stay apart for
/// as long as they run, and a restart brings them in the same order.
struct Stagger: Sendable, Equatable {
    /// Before the first sync; zero for a practice that starts alone.
    private(set) var sync = Duration.zero
    /// Before the first poll; likewise.
    private(set) var poll = Duration.zero

    /// At once.
    static let none = Stagger()
    /// What each further practice adds to the time in which they start: about what one sync costs
    /// one core when everything is sent.
    static let spacing = Duration.milliseconds(50)
    /// The longest wait before a poll. The marketplace hides slots after ten minutes without one
    /// (S50), and the service may have been away before it started.
    static let longestPoll = Duration.seconds(60)

    private init() {}

    /// The waits of a practice that starts with others: never longer than the usual interval.
    ///
    /// - Parameter count: how many start together, itself included.
    init(of practice: PracticeID, among count: Int, policy: FlowPolicy) {
        let window = Stagger.spacing * max(count - 1, 0)
        let seed = practice.seed
        sync = min(window, policy.syncEvery) * Stagger.share(seed)
        poll = min(window, policy.pollEvery, Stagger.longestPoll) * Stagger.share(~seed)
    }

    /// A share of 0..<1. The finisher of SplitMix64 spreads seeds that differ in a few bits only.
    private static func share(_ seed: UInt64) -> Double {
        var mixed = seed
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return Double(mixed >> 11) / Double(1 << 53)
    }
}

extension PracticeID {
    /// A number of the practice's own, the same in every run: FNV-1a over the id. It spreads what
    /// practices would otherwise do together.
    public var seed: UInt64 {
        rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
