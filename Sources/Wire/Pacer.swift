/// Spaces the calls to one vendor, whose limit all practices share.
///
/// Turns are given in the order of asking: each caller is told how long to wait and reserves the
/// next turn. An answer of 429 moves the turns of everybody.
public actor Pacer {
    private let spacing: Duration
    private let clock: ContinuousClock
    private var next: ContinuousClock.Instant

    /// Allows so many calls a minute, evenly spaced; 1...60,000.
    public init(callsAMinute: Int) {
        spacing = .seconds(60) / min(max(callsAMinute, 1), 60_000)
        clock = ContinuousClock()
        next = clock.now
    }

    /// Returns when the caller's turn has come.
    ///
    /// - Throws: `CancellationError` where the task is cancelled first; the turn is then lost.
    public func turn() async throws {
        let now = clock.now
        let mine = max(next, now)
        next = mine + spacing
        if mine > now { try await clock.sleep(until: mine) }
    }

    /// Gives nobody a turn for that long.
    public func pause(for duration: Duration) {
        next = max(next, clock.now + duration)
    }
}
