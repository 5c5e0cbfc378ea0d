import Diagnostics
import Diary
import Foundation
import PMSExact
import PMSOasis
import Ports
import Simulators
import Testing
import Wire

/// The adapters over real HTTP, against servers that were written from `docs/pms` alone.
@Suite("Against simulated practices, over HTTP", .serialized)
struct SimulatedTests {
    private static let fixtures = ["harbour-dental", "banksia-dental"]

    @Test(
        "S1, S2, S52: the reading is the practice's state, and no call breaks the interface",
        arguments: fixtures)
    func equal(_ fixture: String) async throws {
        let (practice, start) = try await SimulatedPractice.start(fixture, time: ManualTime())
        let days = start.days
        var reading = try await practice.pms.read(days)
        var state = try await practice.state(start.practice, days)
        reading.readAt = state.readAt
        #expect(reading == state)
        for entry in reading.diary.prefix(5) {
            #expect(try await practice.pms.entry(entry.id) == entry)
        }
        #expect(try await practice.pms.entry(DiaryEntryID("gone")) == nil)
        // An edit shows at the next reading.
        let gone = try #require(state.diary.first)
        try await practice.simulator.edit(start.practice, .deleteEntry(gone.id))
        reading = try await practice.pms.read(days)
        state = try await practice.state(start.practice, days)
        reading.readAt = state.readAt
        #expect(reading == state)
        #expect(try await practice.pms.entry(gone.id) == nil)
        #expect(practice.simulator.violations.isEmpty, "\(practice.simulator.violations)")
        #expect(await practice.pms.clockSkew() != nil)
        await practice.simulator.stop()
    }

    @Test(
        "S52, invariant 6: under any faults a reading is the whole state, or fails",
        arguments: fixtures)
    func faults(_ fixture: String) async throws {
        let plans = [
            "lost-request:0.2", "lost-answer:0.2", "fails-before=500:0.2", "fails-after=503:0.2",
            "truncated:0.2", "rate-limited=2:0.2", "offline=502:0.3", "clock-skew=600:0.5",
            "token-repeated:0.2", "token-missing:0.2", "latency=1..5:0.5",
            "truncated:0.1,lost-answer:0.1,token-missing:0.1,token-repeated:0.1,offline=504:0.1",
            "lost-answer:0.9", "truncated", "token-missing", "token-repeated",
        ]
        let (practice, start) = try await SimulatedPractice.start(fixture, time: ManualTime())
        let state = try await practice.state(start.practice, start.days)
        var whole = 0
        for plan in plans {
            for seed in 1...2 as ClosedRange<UInt64> {
                practice.simulator.setFaults(try FaultPlan(seed: seed, plan))
                do throws(PMSFailure) {
                    var reading = try await practice.pms.read(start.days)
                    reading.readAt = state.readAt
                    #expect(reading == state, "\(plan), seed \(seed)")
                    whole += 1
                } catch {
                    #expect(!error.problem.message.isEmpty)
                }
            }
        }
        #expect(whole >= 10, "only \(whole) of \(plans.count * 2) readings came through")
        await practice.simulator.stop()
    }

    @Test(
        "S52: a reading that sees old answers is never shorter than any state was",
        arguments: fixtures)
    func stale(_ fixture: String) async throws {
        let (practice, start) = try await SimulatedPractice.start(fixture, time: ManualTime())
        let reason = try #require(start.reasons.last)
        try await practice.simulator.edit(start.practice, .renameReason(reason.id, "Renamed"))
        let state = try await practice.state(start.practice, start.days)
        var other = state
        other.reasons[other.reasons.count - 1].name = reason.name
        for seed in 1...6 as ClosedRange<UInt64> {
            practice.simulator.setFaults(try FaultPlan(seed: seed, "stale=1:0.3"))
            var reading = try? await practice.pms.read(start.days)
            reading?.readAt = state.readAt
            #expect(reading == nil || reading == state || reading == other, "seed \(seed)")
        }
        await practice.simulator.stop()
    }

    @Test("S58: no consent and wrong credentials end a reading at once", arguments: fixtures)
    func refused(_ fixture: String) async throws {
        let time = ManualTime()
        let (practice, start) = try await SimulatedPractice.start(fixture, time: time)
        try await practice.simulator.setConsent(false, of: start.practice)
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await practice.pms.read(start.days)
        }
        #expect(failure?.kind == .consentMissing)
        await practice.simulator.stop()
        let away = await #expect(throws: PMSFailure.self) {
            _ = try await practice.pms.read(start.days)
        }
        #expect(away?.kind == .unreachable)
        let (locked, _) = try await SimulatedPractice.start(
            fixture, time: time, secret: "wrong-one")
        let refusal = await #expect(throws: PMSFailure.self) {
            _ = try await locked.pms.read(start.days)
        }
        #expect(refusal?.kind == .unauthorised)
        #expect(refusal.map { !"\($0)".contains("wrong-one") } == true)
        await locked.simulator.stop()
    }

    @Test("a token that the vendor withdraws is renewed without anybody noticing")
    func withdrawn() async throws {
        let (practice, start) = try await SimulatedPractice.start(
            "harbour-dental", time: ManualTime())
        let simulator = try #require(practice.simulator as? ExactSimulator)
        for _ in 0..<3 {
            simulator.expireTokens()
            let reading = try await practice.pms.read(start.days)
            #expect(reading.diary.count == start.diary.count)
        }
        await simulator.stop()
    }
}
