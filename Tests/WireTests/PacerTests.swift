import Synchronization
import Testing
import Wire

@Suite("The pace")
struct PacerTests {
    /// Time that passes only where somebody sleeps, and then at once.
    final class Time: Clock {
        struct Instant: InstantProtocol {
            var offset: Duration
            func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
            func duration(to other: Instant) -> Duration { other.offset - offset }
            static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
        }

        private let elapsed = Mutex(Duration.zero)
        /// Runs before each sleep.
        private let before: @Sendable () async -> Void

        init(before: @escaping @Sendable () async -> Void = {}) { self.before = before }

        var now: Instant { Instant(offset: elapsed.withLock { $0 }) }
        var minimumResolution: Duration { .nanoseconds(1) }

        func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            await before()
            elapsed.withLock { $0 = max($0, deadline.offset) }
        }
    }

    @Test("turns are evenly spaced, and the first comes at once")
    func spacing() async throws {
        let time = Time()
        let pacer = Pacer(callsAMinute: 30, clock: time)
        for number in 0..<5 {
            try await pacer.turn()
            #expect(time.now.offset == .seconds(2 * number))
        }
    }

    @Test("a turn that would come too late is not taken, and costs the others nothing")
    func tooLate() async throws {
        let time = Time()
        let pacer = Pacer(callsAMinute: 60, clock: time)
        await pacer.pause(for: .seconds(10))
        #expect(try await pacer.turn(within: .seconds(9)) == false)
        #expect(await pacer.wait == .seconds(10))
        #expect(try await pacer.turn(within: .seconds(10)))
        #expect(time.now.offset == .seconds(10))
    }

    @Test("a pause counts also for those who wait already")
    func pauseOfWaiters() async throws {
        let held = Mutex<Pacer?>(nil)
        let time = Time {
            // The pause comes while the turn is waited for.
            let pacer = held.withLock { pacer in
                defer { pacer = nil }
                return pacer
            }
            await pacer?.pause(for: .seconds(30))
        }
        let pacer = Pacer(callsAMinute: 60, clock: time)
        try await pacer.turn()
        held.withLock { $0 = pacer }
        try await pacer.turn()
        #expect(time.now.offset >= .seconds(30))
    }

    @Test("S53, T21: who comes first takes the very next turn, and those who wait move back")
    func overtaking() async throws {
        let overtaker = Mutex<Pacer?>(nil)
        let got = Mutex<[String: Duration]>([:])
        let held = Mutex<Time?>(nil)
        let time = Time {
            // A booking comes while another call waits for its turn.
            let pacer = overtaker.withLock { pacer in
                defer { pacer = nil }
                return pacer
            }
            guard let pacer, (try? await pacer.turn(first: true)) != nil else { return }
            let now = held.withLock { $0?.now.offset }
            got.withLock { $0["first"] = now }
        }
        held.withLock { $0 = time }
        let pacer = Pacer(callsAMinute: 60, clock: time)
        try await pacer.turn()
        overtaker.withLock { $0 = pacer }
        try await pacer.turn()
        got.withLock { $0["waiting"] = time.now.offset }
        try await pacer.turn()
        got.withLock { $0["later"] = time.now.offset }
        #expect(
            got.withLock { $0 } == [
                "first": .seconds(1), "waiting": .seconds(2), "later": .seconds(3),
            ])
    }
}
