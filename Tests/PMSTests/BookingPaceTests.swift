import Diary
import Ports
import Testing

@Suite("The calls of a booking in the vendor's pace")
struct BookingPaceTests {
    /// A PMS that was called once, and whose next hundred seconds are given to others.
    private static func busy(_ system: PMSSystem) async throws -> WritingScript {
        let script = try WritingScript(system, callsAMinute: 60)
        let practice = try Sample.practice(system)
        _ = try await script.pms.patients(like: Written.patient())
        let pms = script.pms
        for _ in 0..<100 {
            // One who leaves before its turn has taken it all the same.
            await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                _ = try? await pms.read(practice.days)
            }.value
        }
        return script
    }

    @Test("T21, S53: none of them waits behind readings", arguments: PMSSystem.allCases)
    func first(_ system: PMSSystem) async throws {
        let day = try Sample.practice(system).days.lowerBound
        let calls: [@Sendable (any PMSPort & DiaryWriter) async throws -> Void] = [
            { _ = try await $0.patients(like: Written.patient()) },
            { _ = try await WritingCall.create.send($0) },
            { _ = try await WritingCall.insert.send($0) },
            { _ = try await $0.appointments(of: PractitionerID("P1"), on: day) },
        ]
        for (place, call) in calls.enumerated() {
            let script = try await Self.busy(system)
            let before = script.time.elapsed
            try await call(script.pms)
            #expect(script.time.elapsed - before < .seconds(20), "call \(place)")
        }
    }

    @Test("a call whose time to leave comes while it waits is not sent", arguments: [-1, 0, 1, 2])
    func leavesBefore(_ seconds: Int) async throws {
        let script = try WritingScript(.oasis, callsAMinute: 60)
        _ = try await WritingCall.insert.send(script.pms)
        // The next turn comes in a tenth of a second, and the clock shows whole ones.
        script.time.pass(.milliseconds(900))
        let leaveBy = script.time.start.adding(seconds: seconds)
        do throws(PMSFailure) {
            _ = try await WritingCall.insert.send(script.pms, leaveBy: leaveBy)
            #expect(seconds == 2)
        } catch {
            #expect(seconds < 2 && error.kind == .unreachable && !error.isOutcomeUnknown)
        }
        #expect(script.api.calls.count == (seconds == 2 ? 2 : 1))
    }
}
