import Diary
import Foundation
import Ports

/// The machine's clock.
struct SystemTime: TimeSource {
    func now() -> Instant { .current() }

    func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}
