import Diagnostics
import Diary
import Marketplace
import Ports
import Testing
import Wire

@Suite("What a status means, and what is sent again")
struct StatusTests {
    private static let statuses: [(Int, WireFailure.Kind, read: Int, told: Int)] = [
        (400, .refused, 1, 1), (401, .unauthorised, 1, 1), (403, .consentMissing, 1, 1),
        (404, .notFound, 1, 1), (409, .conflict, 1, 1), (410, .refused, 1, 1),
        (422, .refused, 1, 1), (429, .rateLimited(retryAfter: nil), 1, 1),
        (500, .serverFailed, 3, 1), (502, .practiceOffline, 3, 1), (503, .serverFailed, 3, 1),
        (504, .practiceOffline, 3, 1), (302, .serverFailed, 3, 1),
    ]

    @Test(
        "S58: every call gives a failure of the kind that the status says", arguments: Endpoint.all)
    func kinds(_ endpoint: Endpoint) async throws {
        let isTold = endpoint.target.contains("/bookings/")
        for (status, kind, read, told) in Self.statuses {
            let script = ScriptedMarketplace(
                Array(repeating: .answer(status, #"{"error": "no"}"#), count: 5))
            let failure = await Self.failure { try await endpoint.call(try client(script)) }
            #expect(failure?.kind == kind, "\(status)")
            #expect(script.calls.count == (isTold ? told : read), "\(status)")
        }
    }

    @Test(
        "no answer is tried again where that is safe, no connection always",
        arguments: [
            ("GET /requests", .noAnswer, 3), ("GET /requests", .unreachable, 3),
            ("POST /config/pmsResources/snapshot", .noAnswer, 3),
            ("POST /availability/snapshots", .noAnswer, 3),
            ("POST /features/documents/disable", .noAnswer, 3),
            ("POST /bookings/42/confirmInsert", .noAnswer, 1),
            ("POST /bookings/42/confirmInsert", .unreachable, 3),
            ("POST /bookings/42/rejectInsert", .noAnswer, 1),
            ("POST /bookings/42/rejectInsert", .unreachable, 3),
            ("POST /bookings/42/confirmUpdate/7", .noAnswer, 1),
        ] as [(String, WireFailure.Kind, Int)])
    func again(_ target: String, _ kind: WireFailure.Kind, _ times: Int) async throws {
        let endpoint = try #require(Endpoint.all.first { $0.target == target })
        let script = ScriptedMarketplace(Array(repeating: .failure(kind), count: 5))
        let clock = ImpatientClock()
        let failure = await Self.failure {
            try await endpoint.call(try client(script, clock: clock))
        }
        #expect(failure?.kind == kind)
        #expect(script.calls.count == times && clock.waits.count == times - 1)
        #expect(clock.waits.allSatisfy { $0 >= .milliseconds(250) && $0 <= .seconds(5) })
    }

    @Test("a call that goes through at the second try is a good call")
    func second() async throws {
        let script = ScriptedMarketplace([.failure(.noAnswer), .answer(200, #"["bookings"]"#)])
        #expect(try await client(script).outstanding() == [.bookings])
    }

    @Test("a short Retry-After is waited for in the call, a long one is the flow's business")
    func retryAfter() async throws {
        let soon = ScriptedMarketplace([
            .answer(429, "", ["retry-after": "0"]), .answer(200, "[]"),
        ])
        #expect(try await client(soon).outstanding() == [])
        let late = ScriptedMarketplace([
            .answer(429, "", ["retry-after": "60"]), .answer(200, "[]"),
        ])
        let failure = await Self.failure { _ = try await client(late).outstanding() }
        #expect(failure?.kind == .rateLimited(retryAfter: .seconds(60)))
        #expect(late.calls.count == 1)
    }

    @Test("F04: the marketplace's clock is told by any answer, a refusal too")
    func clockSkew() async throws {
        let script = ScriptedMarketplace([
            .answer(200, "[]"),
            .answer(200, "[]", ["date": "Fri, 15 Jan 2027 08:00:09 GMT"]),
            .answer(400, "", ["date": "Fri, 15 Jan 2027 07:59:00 GMT"]),
        ])
        let marketplace = try client(script)
        _ = try await marketplace.outstanding()
        #expect(await marketplace.clockSkew() == nil)
        _ = try await marketplace.outstanding()
        #expect(await marketplace.clockSkew() == .seconds(9))
        _ = await Self.failure { _ = try await marketplace.outstanding() }
        #expect(await marketplace.clockSkew() == .seconds(-60))
    }

    @Test("a call whose task is cancelled before its turn is not sent")
    func cancelled() async throws {
        let script = ScriptedMarketplace("[]")
        let pacer = Pacer(callsAMinute: 1)
        await pacer.pause(for: .seconds(86_400))
        let marketplace = try HealthengineMarketplace(
            practice: MarketplacePracticeID("1"), practiceKey: Secret("k"), apiKey: Secret("a"),
            agent: try UserAgent(vendor: "G", email: "g@g.example", environment: "TEST"),
            transport: script, pacer: pacer, clock: CancelledClock(), seed: 1)
        let task = Task { await Self.failure { _ = try await marketplace.outstanding() } }
        task.cancel()
        #expect(await task.value?.kind == .unreachable)
        #expect(script.calls.isEmpty)
    }

    @Test("the marketplace's words are shown, but not those about a booking")
    func words() async throws {
        let refusal = ScriptedMarketplace.Reply.answer(400, #"{"error": "bad\nname"}"#)
        let shown = await Self.failure {
            try await client(ScriptedMarketplace([refusal])).send([AppointmentBook]())
        }
        #expect(shown?.problem.context.contains(Problem.Fact("detail", "bad name")) == true)
        let hidden = await Self.failure {
            try await client(ScriptedMarketplace([refusal])).reject(BookingID("1"), reason: "")
        }
        #expect(hidden?.problem.context.contains { $0.name == "detail" } == false)
    }

    @Test("keys show nowhere: not in a problem, not in a description, not even if quoted back")
    func redaction() async throws {
        for word in ["api-hush", "practice-hush"] {
            let script = ScriptedMarketplace([.answer(400, #"{"error": "key \#(word) is bad"}"#)])
            let marketplace = try client(script)
            let failure = await Self.failure { try await marketplace.send([AppointmentBook]()) }
            var dumped = ""
            dump(marketplace, to: &dumped)
            let problem = try #require(failure?.problem)
            for text in [
                problem.text(), "\(problem)", "\(marketplace)", String(reflecting: marketplace),
                dumped,
            ] {
                #expect(!text.contains("hush"))
            }
        }
    }

    @Test(
        "what cannot stand in a header is refused by name, not by value",
        arguments: [
            ("1\n2", "k", "a"), ("", "k", "a"), ("1", "k\r", "a"), ("1", "k", "schlüssel"),
            ("1", "k", " a"),
        ])
    func headers(_ practice: String, _ key: String, _ apiKey: String) throws {
        let agent = try UserAgent(vendor: "G", email: "g@g.example", environment: "TEST")
        let problem = #expect(throws: Problem.self) {
            try HealthengineMarketplace(
                practice: MarketplacePracticeID(practice), practiceKey: Secret(key),
                apiKey: Secret(apiKey), agent: agent, transport: ScriptedMarketplace([]),
                pacer: Pacer(callsAMinute: 60), clock: ImpatientClock(), seed: 1)
        }
        #expect(problem?.code.rawValue == "H1004")
        #expect(problem?.message.contains("schl") == false)
    }

    @Test(
        "a user agent is vendor, address and environment, and nothing else",
        arguments: [
            ("", "e@e.example", "DEV"), ("G (x)", "e@e.example", "DEV"), ("G", "e\n", "DEV"),
            ("G", "e@e.example", ""),
        ])
    func agents(_ vendor: String, _ email: String, _ environment: String) {
        #expect(throws: Problem.self) {
            try UserAgent(vendor: vendor, email: email, environment: environment)
        }
    }

    /// A clock on which nobody gets to sleep.
    private struct CancelledClock: TimeSource {
        func now() -> Instant { Instant(seconds: 0) }
        func sleep(for duration: Duration) async throws { throw CancellationError() }
    }

    static func failure(of operation: () async throws -> Void) async -> MarketplaceFailure? {
        do {
            try await operation()
            return nil
        } catch {
            return error as? MarketplaceFailure
        }
    }
}
