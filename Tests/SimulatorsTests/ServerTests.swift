import Diagnostics
import Diary
import Foundation
import Ports
import Simulators
import Testing
import Wire

@Suite("Starting, watching and stopping a simulator")
struct SimulatorServerTests {
    @Test("it stops at once though a call is under way and connections are kept alive")
    func stopping() async throws {
        let simulator = MarketplaceSimulator(faults: try FaultPlan("latency=600000@features"))
        let address = try await simulator.start()
        let caller = Caller(address)
        #expect(try await caller.get("/requests").status == 401)
        let waiting = Task { try await caller.get("/features") }
        try await Task.sleep(for: .milliseconds(200))
        await simulator.stop()
        await #expect(throws: WireFailure.self) { _ = try await waiting.value }
        let failure = await #expect(throws: WireFailure.self) {
            _ = try await caller.get("/requests")
        }
        #expect(failure?.kind == .unreachable || failure?.kind == .noAnswer)
        await simulator.stop()
    }

    @Test("a port that is taken is told; a port that was given free can be taken again")
    func ports() async throws {
        // Below the ports that the system gives away: nobody takes this one in between.
        let port = Int.random(in: 15_000..<30_000)
        let first = MarketplaceSimulator()
        let address = try await first.start(port: port)
        let second = MarketplaceSimulator()
        let problem = await #expect(throws: Problem.self) { try await second.start(port: port) }
        #expect(problem?.code == "C0302")
        await first.stop()
        let third = MarketplaceSimulator()
        #expect(try await third.start(port: port) == address)
        await third.stop()
    }

    @Test("calls are counted by endpoint and status, and shown over the control endpoint")
    func counts() async throws {
        try await withMarketplace { simulator, caller in
            _ = try await caller.get("/requests")
            _ = try await caller.get("/requests")
            _ = try await caller.post("/bookings/7/rejectInsert", "{}")
            #expect(
                simulator.callCounts == [
                    "GET /requests": [200: 2], "POST /bookings/{bookingId}/rejectInsert": [404: 1],
                ])
            #expect(simulator.calls.map(\.practice) == ["he-1", "he-1", "he-1"])
            let control = Caller(try #require(simulator.address))
            let state = try await control.get("/_simulator/state").object
            #expect(state.object("calls").object("GET /requests")["200"] as? Int == 2)
            #expect(state["violation_count"] as? Int == 0)
            #expect(try await control.get("/_simulator/calls").rows.count == 3)
            #expect(
                try await control.post("/_simulator/clock", #"{"advance_seconds": 60}"#).object[
                    "now"] as? String == "2026-03-02T22:16:00Z")
            _ = try await control.post("/_simulator/reset")
            #expect(simulator.callCounts.isEmpty)
            let unknown = try await control.get("/_simulator/nothing")
            #expect(unknown.status == 404)
            #expect(unknown.object.texts("known").contains("GET /_simulator/state"))
        }
    }

    @Test("everything that the Swift interface does is there over HTTP as well")
    func marketplaceControl() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let control = Caller(try #require(simulator.address))
            let practice = "/_simulator/practices/he-1"
            let booked = try await control.post(
                "\(practice)/bookings", #"{"book": "P1", "start": "2026-03-03T10:30"}"#)
            #expect(booked.status == 201)
            let id = try #require(booked.object["booking"] as? Int)
            for (path, body, status) in [
                ("bookings", #"{"book": "P1", "start": "2026-03-03T10:30"}"#, 409),
                ("bookings", #"{"book": "P1", "start": "2026-03-03T10:30", "forced": true}"#, 201),
                ("bookings", #"{"book": "P1", "start": "10:30"}"#, 400),
                ("bookings/\(id)/cancel", "{}", 201), ("bookings/9/cancel", "{}", 404),
                ("requests", #"{"kind": "availability", "date": "2026-03-03"}"#, 201),
                ("requests", #"{"kind": "pmsAppointmentChanges", "booking": \#(id)}"#, 201),
                ("requests", #"{"kind": "pmsResources"}"#, 201),
                ("requests", #"{"kind": "uploadDocuments"}"#, 201), ("requests", "{}", 400),
                ("consent", #"{"consents": false}"#, 200),
            ] {
                let answer = try await control.post("\(practice)/\(path)", body)
                #expect(answer.status == status, "\(path) \(body): \(answer.text)")
            }
            #expect(try await caller.get("/requests").status == 403)
            let seen = try await control.get(practice, [("date", "2026-03-03")]).object
            #expect(
                seen.texts("outstanding") == [
                    "bookings", "bookingUpdates", "availability", "pmsAppointmentChanges",
                    "pmsResources", "uploadDocuments",
                ])
            #expect(seen.object("published").object("P1").rows("2026-03-03").count == 3)
            #expect(seen["consents"] as? Bool == false)
            let added = try await control.post(
                "/_simulator/practices",
                #"{"id": "he-2", "key": "k2", "time_zone": "Australia/Perth"}"#)
            #expect(added.status == 201)
            #expect(
                try await control.get("/_simulator/practices").list as? [String] == [
                    "he-1", "he-2",
                ])
            let wrong = try await control.post(
                "/_simulator/practices", #"{"id": "he-3", "key": "k", "time_zone": "Sydney"}"#)
            #expect(wrong.status == 409)
        }
    }

    @Test("all days of a practice move so that the first is today; its clock times stay")
    func shifting() throws {
        let zone = try Sample.zone()
        let sample = try Sample.snapshot("harbour-dental")
        let first = try #require(CivilDate("2026-11-26"))
        let moved = sample.shifted(toFirstDay: first, in: zone)
        #expect(moved.pms.days.lowerBound == first)
        #expect(moved.pms.sessions.count == sample.pms.sessions.count)
        let days = first.dayNumber - sample.pms.days.lowerBound.dayNumber
        for (old, new) in zip(sample.pms.diary, moved.pms.diary) {
            let (before, after) = (old.start.instant(in: zone), new.start.instant(in: zone))
            #expect(
                zone.local(at: after).clockMinute
                    == zone.local(at: before).clockMinute + days * 1440)
        }
        #expect(moved.shifted(toFirstDay: sample.pms.days.lowerBound, in: zone) == sample)
        let winter = sample.shifted(toFirstDay: try #require(CivilDate("2026-06-01")), in: zone)
        #expect(winter.pms.offsetMinutes == 600)
    }

    @Test("many practices of one sample live in one simulator")
    func copies() async throws {
        let sample = try Sample.snapshot("harbour-dental")
        #expect(sample.copies(1) == [sample])
        let simulator = try ExactSimulator(practices: sample.copies(1_000))
        let address = try await simulator.start()
        let token = try await Exact.token(address)
        let caller = Caller(
            address, headers: [("Authorization", "Bearer \(token)"), ("x-api-version", "1.0")])
        let active = try await caller.get("/v1/Subscriptions/active").list
        #expect(active.count == 1_000)
        let last = try await caller.get("/v1/Practices/harbour-dental-1000/details").object
        #expect(last["practiceId"] as? String == "harbour-dental-1000")
        await simulator.stop()
    }
}
