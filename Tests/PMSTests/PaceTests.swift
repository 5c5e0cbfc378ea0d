import Diagnostics
import Diary
import PMSExact
import Ports
import Synchronization
import Testing
import Wire

@Suite("The vendor's pace")
struct PaceTests {
    @Test("429 with Retry-After is waited out, and then the reading goes on")
    func retryAfter() async throws {
        let practice = try Sample.practice()
        let script = ExactScript(
            practice, zone: try Sample.zone(),
            tamper: { index, _, answer in
                index == 2
                    ? HTTPAnswer(status: 429, headers: ["retry-after": "40"]) : answer
            })
        #expect(try await script.pms.read(practice.days) == practice)
        #expect(script.time.elapsed >= .seconds(40) && script.time.elapsed < .seconds(45))
    }

    @Test("a 429 to one practice holds all practices of the vendor up")
    func sharedPause() async throws {
        let time = ManualTime()
        let pacer = Pacer(callsAMinute: 600, clock: ManualClock(time: time))
        await pacer.pause(for: .seconds(20))
        try await pacer.turn()
        #expect(time.elapsed == .seconds(20))
        try await pacer.turn()
        #expect(time.elapsed == .milliseconds(20_100))
    }

    @Test("a pause longer than a look may take fails it at once, with the wait to keep")
    func longPause() async throws {
        let practice = try Sample.practice()
        let script = ExactScript(
            practice, zone: try Sample.zone(),
            tamper: { _, _, _ in HTTPAnswer(status: 429, headers: ["retry-after": "3600"]) })
        for _ in 0..<2 {
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await script.pms.appointments(
                    of: PractitionerID("P1"), on: practice.days.lowerBound)
            }
            #expect(failure?.kind == .rateLimited(retryAfter: .seconds(300)))
        }
        #expect(script.api.calls.count == 1)
        #expect(script.time.elapsed < .seconds(1))
    }

    @Test("calls are spaced by the pace")
    func spacing() async throws {
        let practice = try Sample.practice()
        let script = ExactScript(practice, zone: try Sample.zone(), callsAMinute: 60)
        _ = try await script.pms.read(practice.days)
        let calls = script.api.calls.count
        #expect(script.time.elapsed == .seconds(calls - 1))
    }

    @Test("a reading ends at its deadline, whatever the PMS does")
    func deadline() async throws {
        let practice = try Sample.practice()
        let time = ManualTime()
        let script = ExactScript(
            practice, zone: try Sample.zone(), time: time,
            tamper: { _, _, answer in
                time.pass(.seconds(100))
                return answer
            })
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await script.pms.read(practice.days)
        }
        #expect(failure?.problem.code == "P0004" && failure?.isRetryable == true)
        #expect(script.api.calls.count == 6)
    }

    @Test("failures are tried again with doubling waits that a seed replays")
    func backoff() async throws {
        func waits() async throws -> [Duration] {
            let practice = try Sample.practice()
            let script = ExactScript(
                practice, zone: try Sample.zone(), tamper: { _, _, _ in HTTPAnswer(status: 502) })
            _ = try? await script.pms.read(practice.days)
            return script.time.sleeps.filter { $0 > .milliseconds(100) }
        }
        let first = try await waits()
        #expect(first.count == 3)
        for (wait, most) in zip(first, [1, 2, 4]) {
            #expect(wait >= .milliseconds(500 * most) && wait <= .seconds(most))
        }
        #expect(try await waits() == first)
    }

    @Test("a reading that is cancelled sends nothing more")
    func cancelled() async throws {
        let practice = try Sample.practice()
        let task = Mutex<Task<Void, Never>?>(nil)
        let script = ExactScript(
            practice, zone: try Sample.zone(),
            tamper: { index, _, _ in
                task.withLock { $0?.cancel() }
                return HTTPAnswer(status: 500)
            })
        let run = Task {
            while task.withLock({ $0 == nil }) { await Task.yield() }
            _ = try? await script.pms.read(practice.days)
        }
        task.withLock { $0 = run }
        await run.value
        #expect(script.api.calls.count == 1)
    }
}
