import Diagnostics
import Diary
import Foundation
import PMSExact
import Ports
import Testing
import Wire

@Suite("A call that makes something and is not sent")
struct NotSentTests {
    private static let lost: Script.Tamper = { _, call, _ throws(WireFailure) in
        throw ExactAccess.side.failure(.noAnswer, call)
    }

    @Test(
        "no token: nothing was sent, and that is certain",
        arguments: [
            (500, WireFailure.Kind.unreachable), (502, .unreachable), (404, .unreachable),
            (200, .unreachable), (401, .unauthorised), (400, .unauthorised),
            (429, .rateLimited(retryAfter: nil)), (0, .unreachable),
        ])
    func noToken(_ status: Int, _ kind: WireFailure.Kind) async throws {
        let script = try WritingScript(
            .exact,
            signInTamper: { number, call, answer throws(WireFailure) in
                status == 0 ? try Self.lost(number, call, answer) : HTTPAnswer(status: status)
            })
        for call in WritingCall.allCases {
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await call.send(script.pms)
            }
            #expect(failure?.kind == kind && failure?.isOutcomeUnknown == false)
        }
        #expect(script.api.calls.isEmpty)
    }

    @Test("a call whose time to leave is over is not sent", arguments: PMSSystem.allCases)
    func overdue(_ system: PMSSystem) async throws {
        for call in WritingCall.allCases {
            let script = try WritingScript(system)
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await call.send(script.pms, leaveBy: script.time.now())
            }
            #expect(failure?.kind == .unreachable && failure?.isOutcomeUnknown == false)
            #expect(script.api.calls.isEmpty)
        }
    }

    @Test("a token that takes too long keeps the call from leaving late")
    func slowToken() async throws {
        for (seconds, isSent) in [(9, true), (10, false), (29, false)] {
            let time = ManualTime()
            let script = try WritingScript(
                .exact, time: time,
                signInTamper: { _, _, answer in
                    time.pass(.seconds(seconds))
                    return answer
                })
            let made = try? await WritingCall.insert.send(
                script.pms, leaveBy: time.start.adding(seconds: 10))
            #expect((made != nil) == isSent && script.api.calls.count == (isSent ? 1 : 0))
        }
    }

    @Test("a turn that comes too late is not taken", arguments: PMSSystem.allCases)
    func noTurn(_ system: PMSSystem) async throws {
        let script = try WritingScript(system, callsAMinute: 5)
        let leaveBy = script.time.start.adding(seconds: 10)
        #expect(try await WritingCall.insert.send(script.pms) == "A1")
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await WritingCall.insert.send(script.pms, leaveBy: leaveBy)
        }
        #expect(failure?.kind == .rateLimited(retryAfter: .seconds(12)))
        #expect(failure?.isOutcomeUnknown == false)
        #expect(script.api.calls.count == 1 && script.time.elapsed == .zero)
        script.time.pass(.seconds(3))
        let later = leaveBy.adding(seconds: 3)
        #expect(try await WritingCall.insert.send(script.pms, leaveBy: later) == "A1")
    }

    @Test("a 401 that comes late is not followed by another call")
    func lateRefusal() async throws {
        let time = ManualTime()
        let script = try WritingScript(
            .exact, time: time,
            tamper: { _, _, _ in
                time.pass(.seconds(11))
                return HTTPAnswer(status: 401)
            })
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await WritingCall.insert.send(
                script.pms, leaveBy: time.start.adding(seconds: 10))
        }
        #expect(failure?.isOutcomeUnknown == false && script.api.calls.count == 1)
    }

    @Test("one that is given up before its turn was not sent", arguments: PMSSystem.allCases)
    func cancelled(_ system: PMSSystem) async throws {
        let script = try WritingScript(system, callsAMinute: 60)
        _ = try await WritingCall.insert.send(script.pms)
        let pms = script.pms
        let task = Task { () -> PMSFailure? in
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(PMSFailure) {
                _ = try await WritingCall.insert.send(pms)
                return nil
            } catch {
                return error
            }
        }
        #expect(await task.value?.kind == .unreachable)
        #expect(script.api.calls.count == 1)
    }

    @Test("reading and writing have a token each, and the one for writing is asked for when needed")
    func scopes() async throws {
        let practice = try Sample.practice()
        let script = try WritingScript(
            .exact,
            signInTamper: { _, call, answer in
                let form = String(decoding: call.body ?? [], as: UTF8.self)
                guard form.contains("patient.create") else { return answer }
                var refusal = HTTPAnswer.json(["error": "invalid_scope"])
                refusal.status = 400
                return refusal
            })
        let signIn = try #require(script.signIn)
        #expect(try await script.pms.read(practice.days) == practice)
        #expect(signIn.calls.count == 1)
        let calls = script.api.calls.count
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await script.pms.patients(like: Written.patient())
        }
        #expect(failure?.kind == .unauthorised)
        #expect(failure?.problem.text().contains("invalid_scope") == true)
        for call in WritingCall.allCases {
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await call.send(script.pms)
            }
            #expect(failure?.kind == .unauthorised && failure?.isOutcomeUnknown == false)
        }
        #expect(script.api.calls.count == calls)
        // The practice is read on, and its days too.
        #expect(try await script.pms.read(practice.days) == practice)
        _ = try await script.pms.appointments(
            of: PractitionerID("P1"), on: practice.days.lowerBound)
        let forms = signIn.calls.map { String(decoding: $0.body ?? [], as: UTF8.self) }
        #expect(forms.count == 2)
        #expect(
            forms.last?.hasSuffix("scope=patient.list%20patient.create%20appointment.create")
                == true)
    }
}
