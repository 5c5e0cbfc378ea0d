public import Diary
internal import Foundation
internal import Synchronization

/// The clock that a simulator goes by: the machine's, or one that stands still until it is moved.
public final class SimulatorClock: Sendable {
    private let state: Mutex<(frozen: Int?, offset: Int)>

    /// The machine's clock.
    public init() { state = Mutex((nil, 0)) }

    /// A clock that stands at that time.
    public init(standingAt start: Instant) { state = Mutex((start.seconds, 0)) }

    /// The time now.
    public var now: Instant {
        state.withLock { state in
            Instant(seconds: (state.frozen ?? SimulatorClock.machineSeconds) + state.offset)
        }
    }

    /// Moves the clock on, or back where `seconds` is negative; a running clock goes on from there.
    public func advance(seconds: Int) {
        state.withLock { $0.offset += seconds }
    }

    private static var machineSeconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec
    }
}
