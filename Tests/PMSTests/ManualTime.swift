import Diary
import Ports
import Synchronization

/// Time that passes only where somebody sleeps, and then at once.
final class ManualTime: TimeSource {
    private let state: Mutex<State>

    private struct State {
        var elapsed: Duration = .zero
        var sleeps: [Duration] = []
    }

    /// What `now()` says at the start.
    let start: Instant

    init(_ start: String = "2026-03-02T22:15:00Z") {
        self.start = Instant(start) ?? Instant(seconds: 0)
        state = Mutex(State())
    }

    func now() -> Instant {
        Instant(seconds: start.seconds + Int(elapsed.components.seconds))
    }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock {
            $0.elapsed += duration
            $0.sleeps.append(duration)
        }
    }

    /// Lets time pass.
    func pass(_ duration: Duration) { state.withLock { $0.elapsed += duration } }

    var elapsed: Duration { state.withLock { $0.elapsed } }

    /// How long was slept, each time.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }
}

/// The same time for the pace.
struct ManualClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    let time: ManualTime

    var now: Instant { Instant(offset: time.elapsed) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await time.sleep(for: max(now.duration(to: deadline), .zero))
    }
}
