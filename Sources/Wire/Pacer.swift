/// Spaces the calls to one vendor, whose limit all practices share.
///
/// Turns are given in the order of asking: each caller is told how long to wait and reserves the
/// next turn. Who comes first (T21: bookings) takes the very next one, and those who wait move
/// back. An answer of 429 moves the turns of everybody, also of those who wait already.
public actor Pacer {
    private let spacing: Duration
    /// Elapsed time since the pacer was made, and how to let some of it pass.
    private let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void
    private var next: Duration = .zero
    /// The earliest time for another turn after those that were given.
    private var free: Duration = .zero
    /// How many have overtaken.
    private var overtakers = 0
    private var resumes: Duration = .zero

    /// Allows so many calls a minute, evenly spaced; 1...60,000.
    public init(callsAMinute: Int) {
        self.init(callsAMinute: callsAMinute, clock: ContinuousClock())
    }

    /// Allows so many calls a minute by that clock.
    public init<C: Clock>(callsAMinute: Int, clock: C) where C.Duration == Duration {
        spacing = .seconds(60) / min(max(callsAMinute, 1), 60_000)
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
    }

    /// Returns when the caller's turn has come.
    ///
    /// - Throws: `CancellationError` where the task is cancelled first; the turn is then lost.
    public func turn(first isFirst: Bool = false) async throws {
        _ = try await turn(within: nil, first: isFirst)
    }

    /// Returns true when the caller's turn has come, or false at once where it would come later
    /// than that; nothing is reserved then.
    ///
    /// - Throws: `CancellationError` where the task is cancelled first; the turn is then lost.
    public func turn(within longest: Duration, first isFirst: Bool = false) async throws -> Bool {
        try await turn(within: .some(longest), first: isFirst)
    }

    /// Gives nobody a turn for that long.
    public func pause(for duration: Duration) {
        resumes = max(resumes, elapsed() + duration)
        next = max(next, resumes)
    }

    /// How long a caller who asked now would wait.
    public var wait: Duration { max(next - elapsed(), .zero) }

    private func turn(within longest: Duration?, first isFirst: Bool) async throws -> Bool {
        let asked = elapsed()
        func isTooLate(_ time: Duration) -> Bool { longest.map { time - asked > $0 } ?? false }
        repeat {
            var mine = max(isFirst ? max(free, resumes) : next, elapsed())
            if isTooLate(mine) { return false }
            if isFirst { overtake(at: mine) } else { next = mine + spacing }
            var seen = overtakers
            while mine > elapsed() {
                try await sleep(mine - elapsed())
                if isFirst { break }
                // Whoever overtook meanwhile moves those back who waited then.
                mine = max(mine + spacing * (overtakers - seen), seen == overtakers ? .zero : free)
                seen = overtakers
                // A pause may have taken back what was reserved for those who wait.
                next = max(next, mine + spacing)
                if isTooLate(mine) { return false }
            }
            if !isFirst { free = max(free, mine + spacing) }
            // A pause that came meanwhile counts for those who wait, too: they line up again.
        } while elapsed() < resumes
        return true
    }

    private func overtake(at mine: Duration) {
        free = mine + spacing
        next = max(next + spacing, free)
        overtakers += 1
    }
}
