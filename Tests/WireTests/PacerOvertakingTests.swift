import Synchronization
import Testing
import Wire

@Suite("The pace, where somebody comes first")
struct PacerOvertakingTests {
    typealias Time = PacerTests.Time

    /// A pacer of one call a second, which does something once while the next caller waits.
    private struct Bench: Sendable {
        private final class Plan: Sendable {
            let step = Mutex<(@Sendable (Pacer) async -> Void)?>(nil)
            let pacer = Mutex<Pacer?>(nil)

            func run() async {
                let step = step.withLock { step in
                    defer { step = nil }
                    return step
                }
                if let step, let pacer = pacer.withLock({ $0 }) { await step(pacer) }
            }
        }

        let time: Time
        let pacer: Pacer
        private let plan = Plan()

        init() {
            time = Time { [plan] in await plan.run() }
            pacer = Pacer(callsAMinute: 60, clock: time)
            plan.pacer.withLock { [pacer] in $0 = pacer }
        }

        func whileWaiting(_ step: @escaping @Sendable (Pacer) async -> Void) {
            plan.step.withLock { $0 = step }
        }
    }

    @Test("after a quiet time the next one keeps its distance to who came first")
    func quiet() async throws {
        let bench = Bench()
        try await bench.time.sleep(until: .init(offset: .seconds(100)), tolerance: nil)
        try await bench.pacer.turn(first: true)
        #expect(bench.time.now.offset == .seconds(100))
        try await bench.pacer.turn()
        #expect(bench.time.now.offset == .seconds(101))
    }

    @Test("a pause holds up who comes first as well, and costs the others one turn")
    func pause() async throws {
        let bench = Bench()
        await bench.pacer.pause(for: .seconds(30))
        try await bench.pacer.turn(first: true)
        #expect(bench.time.now.offset == .seconds(30))
        #expect(await bench.pacer.wait == .seconds(1))
    }

    @Test("of two who come first the second does not overtake")
    func twoFirst() async throws {
        let bench = Bench()
        try await bench.pacer.turn()
        let second = Mutex<Duration?>(nil)
        bench.whileWaiting { pacer in
            _ = try? await pacer.turn(first: true)
            second.withLock { $0 = bench.time.now.offset }
        }
        try await bench.pacer.turn(first: true)
        let first = bench.time.now.offset
        #expect(second.withLock { $0 } == .seconds(2) && first == .seconds(2))
    }

    @Test("who wakes late does not go together with one who came first meanwhile")
    func lateWaker() async throws {
        let bench = Bench()
        try await bench.pacer.turn()
        bench.whileWaiting { pacer in
            try? await bench.time.sleep(until: .init(offset: .seconds(5)), tolerance: nil)
            _ = try? await pacer.turn(first: true)
        }
        try await bench.pacer.turn()
        #expect(bench.time.now.offset == .seconds(6))
    }

    @Test("who comes first moves back all who wait, also those behind the next one")
    func allMoveBack() async throws {
        let bench = Bench()
        try await bench.pacer.turn()
        let behind = Mutex<Duration?>(nil)
        bench.whileWaiting { pacer in
            bench.whileWaiting { _ = try? await $0.turn(first: true) }
            _ = try? await pacer.turn()
            behind.withLock { $0 = bench.time.now.offset }
        }
        try await bench.pacer.turn()
        #expect(behind.withLock { $0 } == .seconds(3))
    }

    @Test("who is moved back too far for its time gives up, and says so")
    func movedBack() async throws {
        let bench = Bench()
        try await bench.pacer.turn()
        bench.whileWaiting { _ = try? await $0.turn(first: true) }
        #expect(try await bench.pacer.turn(within: .seconds(1)) == false)
    }

    @Test("after a pause and an overtaker those who wait, and those who come, stay apart")
    func pauseAndOvertaker() async throws {
        let bench = Bench()
        try await bench.pacer.turn()
        bench.whileWaiting { pacer in
            await pacer.pause(for: .seconds(10))
            _ = try? await pacer.turn(first: true)
        }
        try await bench.pacer.turn()
        #expect(bench.time.now.offset == .seconds(11))
        try await bench.pacer.turn()
        #expect(bench.time.now.offset == .seconds(12))
    }
}
