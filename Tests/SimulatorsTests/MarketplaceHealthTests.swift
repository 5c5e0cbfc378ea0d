import Diary
import Simulators
import Testing
import Wire

@Suite("The simulated marketplace: health")
struct MarketplaceHealthTests {
    /// What a patient can book on Tuesday 3 March 2026 with `P1`.
    private static func offered(_ simulator: MarketplaceSimulator) async throws -> [String] {
        let date = try #require(CivilDate("2026-03-03"))
        let seen = try await simulator.observe("he-1")
        return (seen.offered["P1"]?[date] ?? []).map { "\($0.time)" }
    }

    private static let always =
        #"{"liveHours": {"monday": [{"start": "00:00", "end": "24:00"}], "tuesday": [{"start": "00:00", "end": "24:00"}]}}"#

    @Test("ten minutes without a poll hide the slots; a poll brings them back")
    func polls() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            _ = try await caller.post("/config/livenessContract", Self.always)
            #expect(try await Self.offered(simulator) == ["10:00", "10:30", "11:00"])
            simulator.clock.advance(seconds: 600)
            #expect(try await Self.offered(simulator).count == 3)
            simulator.clock.advance(seconds: 1)
            #expect(try await Self.offered(simulator).isEmpty)
            let health = try await simulator.observe("he-1").health
            #expect(health.reasons == ["no poll for 601 s"])
            _ = try await caller.get("/requests")
            #expect(try await Self.offered(simulator).count == 3)
            // Time goes on past 10:00.
            simulator.clock.advance(seconds: 3_600)
            _ = try await caller.get("/requests")
            #expect(try await Self.offered(simulator) == ["10:30", "11:00"])
        }
    }

    @Test("a request that waits for more than ten minutes hides the slots")
    func requests() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            _ = try await caller.post("/config/livenessContract", Self.always)
            let date = try #require(CivilDate("2026-03-03"))
            try await simulator.fulfil(.availability(date, book: "P2"), of: "he-1")
            simulator.clock.advance(seconds: 601)
            _ = try await caller.get("/requests")
            let health = try await simulator.observe("he-1").health
            #expect(health.reasons == ["availability request 501 waits for 601 s"])
        }
    }

    @Test("outside live hours nothing is judged, and a gap starts with them")
    func liveHours() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let hours =
                #"{"liveHours": {"tuesday": [{"start": "10:30", "end": "12:00"}, {"start": "10:00", "end": "11:00"}]}}"#
            _ = try await caller.post("/config/livenessContract", hours)
            for (seconds, isHealthy) in [(44 * 60, true), (60, true), (600, true), (60, false)] {
                simulator.clock.advance(seconds: seconds)
                let seen = try await simulator.observe("he-1")
                #expect(seen.health.isHealthy == isHealthy, "\(simulator.clock.now)")
            }
            simulator.clock.advance(seconds: 2 * 3_600)
            #expect(try await simulator.observe("he-1").health.isHealthy)
        }
    }

    @Test("an integration that never polled is not trusted, and one with webhooks for longer")
    func extremes() async throws {
        try await withMarketplace { simulator, caller in
            #expect(try await simulator.observe("he-1").health.reasons == ["never polled"])
            try await caller.setUp()
            _ = try await caller.post("/config/livenessContract", Self.always)
            let body = #"{"topic": "requests.*", "callbackUrl": "http://127.0.0.1:1/x"}"#
            #expect(try await caller.post("/subscription", body).status == 201)
            simulator.clock.advance(seconds: 3_600)
            #expect(try await simulator.observe("he-1").health.isHealthy)
            simulator.clock.advance(seconds: 1)
            #expect(try await simulator.observe("he-1").health.isHealthy == false)
        }
    }

    @Test("without consent nothing is offered")
    func consent() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            _ = try await caller.post("/config/livenessContract", Self.always)
            try await simulator.setConsent(false, of: "he-1")
            #expect(try await Self.offered(simulator).isEmpty)
        }
    }
}
