import Diary
import Foundation
import Ports
import Simulators
import Testing
import Wire

@Suite("Faults over real HTTP")
struct FaultTests {
    private static let books = #"[{"pmsResourceId": "P1", "pmsResourceName": "Dr A"}]"#

    /// Sends the list of books under a fault; returns the failure of the call, and whether the
    /// marketplace has the book.
    private static func send(
        _ fault: String
    ) async throws -> (answer: HTTPAnswer?, kind: WireFailure.Kind?, hasEffect: Bool) {
        var answer: HTTPAnswer?
        var kind: WireFailure.Kind?
        var hasEffect = false
        try await withMarketplace(faults: fault) { simulator, caller in
            do {
                answer = try await caller.post("/config/pmsResources/snapshot", books)
            } catch let failure as WireFailure { kind = failure.kind }
            hasEffect = try await simulator.observe("he-1").books.count == 1
            let name = fault.prefix { $0.isLetter || $0 == "-" }
            #expect(simulator.faultCounts == [String(name): 1])
        }
        return (answer, kind, hasEffect)
    }

    @Test("a lost request has no effect, a lost answer has; neither gives an answer")
    func lost() async throws {
        var sent = try await Self.send("lost-request#1")
        #expect(sent.kind == .noAnswer)
        #expect(!sent.hasEffect)
        sent = try await Self.send("lost-answer#1")
        #expect(sent.kind == .noAnswer)
        #expect(sent.hasEffect)
    }

    @Test("a status comes before the effect or after it")
    func statuses() async throws {
        for (fault, status, hasEffect) in [
            ("fails-before=503", 503, false), ("fails-after=500", 500, true),
            ("consent-revoked", 403, false), ("offline=504", 504, false), ("offline", 502, false),
        ] {
            let sent = try await Self.send(fault)
            #expect(sent.answer?.status == status, "\(fault)")
            #expect(sent.hasEffect == hasEffect, "\(fault)")
        }
    }

    @Test("a limit of calls says when to come back")
    func limit() async throws {
        let sent = try await Self.send("rate-limited=30")
        #expect(sent.answer?.status == 429)
        #expect(sent.answer?.headers["retry-after"] == "30")
        #expect(!sent.hasEffect)
    }

    @Test("a cut body is no answer, though its effect is there")
    func truncated() async throws {
        try await withMarketplace(faults: "truncated@snapshots#1") { simulator, caller in
            try await caller.setUp()
            let day = #"[{"date": "2026-03-05", "pmsResourceId": "P1", "availability": []}]"#
            await #expect(throws: WireFailure.self) {
                _ = try await caller.post("/availability/snapshots", day)
            }
            let again = try await caller.post("/availability/snapshots", day)
            #expect(again.object.texts("existing") == ["0"])
        }
    }

    @Test("an answer takes its time, and the clock of its header is wrong")
    func lateAndSkewed() async throws {
        try await withMarketplace(faults: "latency=150..200,clock-skew=-90#1") { _, caller in
            let clock = ContinuousClock()
            let start = clock.now
            let first = try await caller.get("/requests")
            #expect(clock.now - start >= .milliseconds(150))
            #expect(first.headers["date"] == "Mon, 02 Mar 2026 22:13:30 GMT")
            let second = try await caller.get("/requests")
            #expect(second.headers["date"] == "Mon, 02 Mar 2026 22:15:00 GMT")
        }
    }

    @Test("rules for one endpoint or one practice leave the others alone")
    func selection() async throws {
        try await withMarketplace(faults: "fails-before@features,fails-before~he-2") {
            simulator, caller in
            #expect(try await caller.get("/features").status == 500)
            #expect(try await caller.get("/requests").status == 200)
            await simulator.add(
                MarketplacePractice(id: "he-2", key: "k2", zone: try Sample.zone()))
            let other = Caller(
                try #require(simulator.address),
                headers: [
                    ("api-key", "simulated-api-key"), ("practice-id", "he-2"),
                    ("practice-key", "k2"),
                ])
            #expect(try await other.get("/requests").status == 500)
        }
    }

    @Test("the n-th calls are counted from when the plan was set")
    func counting() async throws {
        try await withMarketplace { simulator, caller in
            _ = try await caller.get("/requests")
            await simulator.setFaults(try FaultPlan("fails-before#2..3"))
            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await caller.get("/requests").status) }
            #expect(statuses == [200, 500, 500, 200])
        }
    }

    @Test("a stale read of the marketplace tells how things were")
    func staleMarketplace() async throws {
        try await withMarketplace(faults: "stale=1@GET /config/pmsResources") { simulator, caller in
            _ = try await caller.post("/config/pmsResources/snapshot", Self.books)
            #expect(try await caller.get("/config/pmsResources").list.isEmpty)
            await simulator.setFaults(try FaultPlan("stale=20s@GET /config/pmsResources"))
            simulator.clock.advance(seconds: 30)
            _ = try await caller.post("/config/pmsResources/snapshot", "[]")
            #expect(try await caller.get("/config/pmsResources").list.count == 1)
            simulator.clock.advance(seconds: 61)
            #expect(try await caller.get("/config/pmsResources").list.isEmpty)
        }
    }

    @Test("faults are shown and set over the control endpoint, which they never hit")
    func control() async throws {
        try await withMarketplace(faults: "lost-answer") { simulator, _ in
            let control = Caller(try #require(simulator.address))
            let plan = try await control.post(
                "/_simulator/faults", #"{"seed": 9, "faults": ["truncated#3", "stale=5s:0.5"]}"#)
            #expect(plan.object.texts("faults") == ["truncated#3", "stale=5s:0.5"])
            #expect(try await control.get("/_simulator/faults").object["seed"] as? Int == 9)
            let wrong = try await control.post("/_simulator/faults", #"{"faults": ["x"]}"#)
            #expect(wrong.status == 400)
            #expect((wrong.object["error"] as? String)?.hasPrefix("C0301") == true)
        }
    }
}
