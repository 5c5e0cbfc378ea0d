import Diary
import Foundation
import PMSExact
import Ports
import Synchronization
import Testing
import Wire

@testable import PMS

@Suite("The access token")
struct TokenTests {
    private static func keeper(
        _ transport: any Transport, _ time: ManualTime = ManualTime()
    ) -> TokenKeeper {
        TokenKeeper(
            transport, side: .pms(product: "Exact"), client: "gapbook", secret: Secret("hush"),
            scopes: ["practice.get", "appointment.list"], clock: time)
    }

    private static func grants(_ seconds: Int?) -> Script {
        let count = Mutex(0)
        return Script({ _ in
            let number = count.withLock {
                $0 += 1
                return $0
            }
            return .json(["access_token": "token-\(number)", "expires_in": null(seconds)])
        })
    }

    @Test("is asked for with id, secret and scopes, in the form that OAuth 2.0 says")
    func call() async throws {
        let script = Self.grants(3600)
        #expect(try await Self.keeper(script).token().secret.exposed == "token-1")
        let call = try #require(script.calls.first)
        #expect(call.method == .post && call.path == "/connect/token")
        #expect(call.header("Authorization") == "Basic Z2FwYm9vazpodXNo")
        #expect(call.header("Content-Type") == "application/x-www-form-urlencoded")
        #expect(
            String(decoding: call.body ?? [], as: UTF8.self)
                == "grant_type=client_credentials&scope=practice.get%20appointment.list")
    }

    @Test(
        "is kept until shortly before it runs out",
        arguments: [(3600, 3540), (100, 90), (nil, 270)])
    func expiry(_ said: Int?, _ good: Int) async throws {
        let time = ManualTime()
        let script = Self.grants(said)
        let keeper = Self.keeper(script, time)
        let first = try await keeper.token()
        time.pass(.seconds(good - 1))
        #expect(try await keeper.token() == first)
        time.pass(.seconds(1))
        #expect(try await keeper.token() != first)
        #expect(script.calls.count == 2)
    }

    @Test("is fetched once for all who ask at the same time")
    func concurrent() async throws {
        let gate = Gate(Self.grants(3600))
        let keeper = Self.keeper(gate)
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await keeper.token().secret.exposed } }
            await gate.open()
            for try await token in group { #expect(token == "token-1") }
        }
        #expect(gate.inner.calls.count == 1)
    }

    @Test("a caller who gives up does not take the others' token along")
    func cancelled() async throws {
        let gate = Gate(Self.grants(3600))
        let keeper = Self.keeper(gate)
        let impatient = Task { try? await keeper.token() }
        let patient = Task { try await keeper.token().secret.exposed }
        impatient.cancel()
        await gate.open()
        #expect(try await patient.value == "token-1")
    }

    @Test("one that was refused is forgotten once, not its successor")
    func discard() async throws {
        let script = Self.grants(3600)
        let keeper = Self.keeper(script)
        let first = try await keeper.token()
        await keeper.discard(first)
        let second = try await keeper.token()
        await keeper.discard(first)
        #expect(try await keeper.token() == second)
        #expect(script.calls.count == 2)
    }

    @Test("a wrong secret is not tried again for half a minute", arguments: [400, 401])
    func refused(_ status: Int) async throws {
        let time = ManualTime()
        let script = Script({ _ in
            var answer = HTTPAnswer.json(["error": "invalid_client", "hint": "hush"])
            answer.status = status
            return answer
        })
        let keeper = Self.keeper(script, time)
        for _ in 0..<3 {
            let failure = await #expect(throws: WireFailure.self) { _ = try await keeper.token() }
            #expect(failure?.kind == .unauthorised)
            let text = failure.map { "\($0)" } ?? ""
            #expect(text.contains("invalid_client") && !text.contains("hush"))
        }
        #expect(script.calls.count == 1)
        time.pass(.seconds(30))
        _ = try? await keeper.token()
        #expect(script.calls.count == 2)
    }

    @Test(
        "an answer without a token is none",
        arguments: ["", "{}", "[]", "{\"access_token\":\"\"}", "{\"access_token\":\"a b\"}"])
    func malformed(_ body: String) async throws {
        let keeper = Self.keeper(Script({ _ in HTTPAnswer(status: 200, body: Array(body.utf8)) }))
        let failure = await #expect(throws: WireFailure.self) { _ = try await keeper.token() }
        #expect(failure?.kind == .malformed)
    }

    @Test("a 401 in a reading renews it once, and a second one ends the reading")
    func renewal() async throws {
        let practice = try Sample.practice()
        let zone = try Sample.zone()
        let once = ExactScript(
            practice, zone: zone,
            tamper: { _, call, answer in
                call.header("Authorization") == "Bearer token-1"
                    ? HTTPAnswer(status: 401) : answer
            })
        #expect(try await once.pms.read(practice.days) == practice)
        #expect(once.signIn.calls.count == 2)
        let never = ExactScript(
            practice, zone: zone, tamper: { _, _, _ in HTTPAnswer(status: 401) })
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await never.pms.read(practice.days)
        }
        #expect(failure?.kind == .unauthorised)
        #expect(never.signIn.calls.count == 2)
    }
}

/// Holds answers back until it is opened.
final class Gate: Transport {
    let inner: Script
    private let (stream, continuation) = AsyncStream<Void>.makeStream()

    init(_ inner: Script) { self.inner = inner }

    func open() async {
        await Task.yield()
        continuation.finish()
    }

    func answer(to call: HTTPCall) async throws(WireFailure) -> HTTPAnswer {
        let answer = try await inner.answer(to: call)
        for await _ in stream {}
        return answer
    }
}
