import Diary
import Ports
import Synchronization

/// A clock that stands still until a test moves it: sleepers wake when their time has come.
final class ManualTime: TimeSource, Sendable {
    private struct Sleeper {
        let number: Int
        let wake: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var wall: Int
        /// Milliseconds that have passed; a wrong wall clock does not change them.
        var elapsed = 0
        var numbers = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    init(_ now: Instant) { state = Mutex(State(wall: now.seconds)) }

    func now() -> Instant { state.withLock { Instant(seconds: $0.wall + $0.elapsed / 1000) } }

    /// Sets the wall clock wrong, or right again, without time passing.
    func shift(bySeconds seconds: Int) { state.withLock { $0.wall += seconds } }

    var sleeping: Int { state.withLock { $0.sleepers.count } }

    func advance(_ duration: Duration) {
        let due = state.withLock { state -> [Sleeper] in
            state.elapsed += milliseconds(duration)
            let due = state.sleepers.filter { $0.wake <= state.elapsed }
            state.sleepers.removeAll { $0.wake <= state.elapsed }
            return due.sorted { $0.wake < $1.wake }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    func sleep(for duration: Duration) async throws {
        let number = state.withLock { state in
            state.numbers += 1
            return state.numbers
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state -> Bool in
                    if state.cancelled.remove(number) != nil { return true }
                    state.sleepers.append(
                        Sleeper(
                            number: number, wake: state.elapsed + milliseconds(duration),
                            continuation: continuation))
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.number == number }) else {
                    state.cancelled.insert(number)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    private func milliseconds(_ duration: Duration) -> Int {
        let parts = duration.components
        return Int(parts.seconds) * 1000 + Int(parts.attoseconds / 1_000_000_000_000_000)
    }
}

extension ManualTime {
    /// Lets time pass in steps until something holds; false where it never did.
    ///
    /// Each step lasts a moment of real time as well: what a step has woken goes on in a thread that
    /// the system may have put aside, and must not find that all the time has passed meanwhile.
    func pass(
        inStepsOf step: Duration = .milliseconds(500), for longest: Duration = .seconds(20_000),
        until holds: () async throws -> Bool
    ) async rethrows -> Bool {
        var passed = Duration.zero
        while passed < longest {
            if try await holds() { return true }
            for _ in 0..<25 { await Task.yield() }
            try? await Task.sleep(for: .milliseconds(1))
            advance(step)
            passed += step
        }
        return try await holds()
    }
}
