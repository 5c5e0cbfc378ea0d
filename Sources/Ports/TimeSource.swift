public import Diary

/// The clock that flows and adapters go by; the simulation has one of its own.
public protocol TimeSource: Sendable {
    /// The time now.
    func now() -> Instant

    /// Returns after that much elapsed time.
    ///
    /// - Throws: `CancellationError` where the task is cancelled first.
    func sleep(for duration: Duration) async throws
}
