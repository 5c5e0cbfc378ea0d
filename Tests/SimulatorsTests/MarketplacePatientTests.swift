import Diagnostics
import Diary
import Foundation
import Simulators
import Testing
import Wire

@Suite("The simulated marketplace: patients, answers and their times")
struct MarketplacePatientTests {
    private static let control = "/_simulator/practices/he-1/bookings"
    private static let confirmation = #"{"pmsAppointmentIds": ["D7"], "pmsPatientId": "77"}"#

    private static func wish(_ time: String = "10:30") throws -> BookingWish {
        BookingWish(book: "P1", start: try #require(CivilDateTime("2026-03-03T\(time)")))
    }

    @Test("a patient is told as they typed it, and what they left out is left out")
    func patients() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let plain = Caller(try #require(simulator.address))
            let given =
                #"{"first_name": "Test", "last_name": "Alpha", "date_of_birth": "31-01-2000", "phone": "0255500199", "email": "test@example.com", "address": "1 Test Street", "suburb": "Testville", "state": "NSW", "postcode": "2000", "gender": "Other"}"#
            for (time, patient) in [("10:00", given), ("10:30", #"{"last_name": "Beta"}"#)] {
                let body =
                    #"{"book": "P1", "start": "2026-03-03T\#(time)", "patient": \#(patient)}"#
                #expect(try await plain.post(Self.control, body).status == 201)
            }
            let rows = try await caller.get("/requests/bookings").object.rows("data")
            let told = rows[0].object("patient").mapValues { $0 as? String }
            #expect(
                told == [
                    "firstname": "Test", "lastname": "Alpha", "dob": "31-01-2000",
                    "phone": "0255500199", "email": "test@example.com",
                    "address": "1 Test Street", "suburb": "Testville", "state": "NSW",
                    "postcode": "2000", "gender": "Other",
                ])
            let other = rows[1].object("patient").mapValues { $0 as? String }
            #expect(other == ["lastname": "Beta"])
            let wrong =
                #"{"book": "P1", "start": "2026-03-03T11:00", "patient": {"lastname": "Gamma"}}"#
            #expect(try await plain.post(Self.control, wrong).status == 400)
        }
    }

    @Test("of many patients who want one time at once one gets it, or all where doubles are let in")
    func race() async throws {
        for (isDouble, won) in [(false, 1), (true, 8)] {
            try await withMarketplace { simulator, caller in
                try await caller.setUp()
                var wish = try Self.wish()
                wish.isDouble = isDouble
                let count = await withTaskGroup(of: Bool.self) { [wish] group in
                    for _ in 1...8 {
                        group.addTask {
                            (try? await simulator.book(wish, of: "he-1")) != nil
                        }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(count == won)
                #expect(try await simulator.observe("he-1").bookings.count == won)
                // What nobody published is not let in.
                var elsewhere = try Self.wish("09:15")
                elsewhere.isDouble = isDouble
                let unpublished = elsewhere
                await #expect(throws: Problem.self) {
                    try await simulator.book(unpublished, of: "he-1")
                }
            }
        }
    }

    @Test(
        "S50: it is seen when a booking was made and answered, and whether it turned confirmed before",
        arguments: [(0, false), (19, false), (20, true), (40, true)])
    func times(seconds: Int, isPresumed: Bool) async throws {
        for (path, body) in [("confirmInsert", Self.confirmation), ("rejectInsert", "{}")] {
            try await withMarketplace { simulator, caller in
                try await caller.setUp()
                let id = try await simulator.book(try Self.wish(), of: "he-1")
                simulator.clock.advance(seconds: seconds)
                var seen = try await simulator.observe("he-1").bookings[0]
                #expect(seen.answeredAt == nil)
                #expect(seen.isPresumed == isPresumed)
                #expect(try await caller.post("/bookings/\(id)/\(path)", body).status == 200)
                simulator.clock.advance(seconds: 100)
                seen = try await simulator.observe("he-1").bookings[0]
                #expect(seen.bookedAt == Sample.now)
                #expect(seen.answeredAt == Instant(seconds: Sample.now.seconds + seconds))
                #expect(seen.isPresumed == isPresumed)
                #expect(seen.endedAt == nil)
                #expect(seen.patient == (path == "confirmInsert" ? "77" : nil))
            }
        }
    }

    @Test("S55: it is seen when the practice cancelled, or said that nobody came, and why")
    func ends() async throws {
        for (path, stage) in [("cancel", "cancelled"), ("didNotAttend", "not_attended")] {
            try await withMarketplace { simulator, caller in
                try await caller.setUp()
                let id = try await simulator.book(try Self.wish(), of: "he-1")
                let confirm = try await caller.post(
                    "/bookings/\(id)/confirmInsert", Self.confirmation)
                #expect(confirm.status == 200)
                simulator.clock.advance(seconds: 300)
                let ended = try await caller.post(
                    "/bookings/\(id)/\(path)", #"{"reason": "staff did"}"#)
                #expect(ended.status == 200)
                let plain = Caller(try #require(simulator.address))
                let practice = try await plain.get("/_simulator/practices/he-1").object
                let row = try #require(practice.rows("bookings").first)
                #expect(row["stage"] as? String == stage)
                #expect(row["reason"] as? String == "staff did")
                #expect(row["booked_at"] as? String == "2026-03-02T22:15:00Z")
                #expect(row["answered_at"] as? String == "2026-03-02T22:15:00Z")
                #expect(row["ended_at"] as? String == "2026-03-02T22:20:00Z")
                #expect(row["presumed"] as? Bool == false)
                #expect(row["patient"] as? String == "77")
            }
        }
    }

    @Test("a list that is out of date shows a booking again that was answered already")
    func again() async throws {
        try await withMarketplace(faults: "stale=30s@GET /requests/bookings#2..3") {
            simulator, caller in
            try await caller.setUp()
            let id = try await simulator.book(try Self.wish(), of: "he-1")
            #expect(try await caller.get("/requests/bookings").object.rows("data").count == 1)
            simulator.clock.advance(seconds: 40)
            let path = "/bookings/\(id)/confirmInsert"
            #expect(try await caller.post(path, Self.confirmation).status == 200)
            simulator.clock.advance(seconds: 10)
            let rows = try await caller.get("/requests/bookings").object.rows("data")
            #expect(rows.map { $0["bookingId"] as? Int } == [id])
            #expect(try await caller.post(path, Self.confirmation).status == 400)
            simulator.clock.advance(seconds: 30)
            #expect(try await caller.get("/requests/bookings").object.rows("data").isEmpty)
            #expect(simulator.violations.isEmpty)
        }
    }

    @Test("an answer that comes late counts from when it came")
    func lateAnswer() async throws {
        try await withMarketplace(faults: "applied-late=15/500@confirmInsert#1") {
            simulator, caller in
            try await caller.setUp()
            let id = try await simulator.book(try Self.wish(), of: "he-1")
            let path = "/bookings/\(id)/confirmInsert"
            #expect(try await caller.post(path, Self.confirmation).status == 500)
            #expect(try await simulator.observe("he-1").bookings[0].stage == "waiting")
            simulator.clock.advance(seconds: 60)
            let seen = try await simulator.observe("he-1").bookings[0]
            #expect(seen.stage == "confirmed")
            #expect(seen.answeredAt == Instant(seconds: Sample.now.seconds + 15))
            #expect(!seen.isPresumed)
        }
    }

    @Test("a webhook can be lost or come twice; rules that name no webhook leave it alone")
    func webhooks() async throws {
        for (faults, count, hits) in [
            ("duplicated@WEBHOOK bookings", 2, ["duplicated": 1]),
            ("lost-request@WEBHOOK", 0, ["lost-request": 1]),
            ("latency=5@WEBHOOK", 1, ["latency": 1]),
            ("duplicated@WEBHOOK pmsResources", 1, [:]), ("lost-request@bookings", 1, [:]),
            ("lost-request#1", 1, [:]),
        ] {
            let receiver = CallbackReceiver()
            let callback = try await receiver.start()
            try await withMarketplace { simulator, caller in
                try await caller.setUp()
                let body = "{\"topic\": \"requests.*\", \"callbackUrl\": \"\(callback)\"}"
                #expect(try await caller.post("/subscription", body).status == 201)
                await simulator.setFaults(try FaultPlan(faults))
                try await simulator.book(try Self.wish(), of: "he-1")
                #expect(simulator.faultCounts == hits, "\(faults)")
                await simulator.setFaults(FaultPlan())
                // The one for reasons comes after those for bookings.
                try await simulator.fulfil(.reasons, of: "he-1")
                try await eventually("all webhooks of \(faults)") {
                    receiver.bodies.contains { $0.contains("pmsAppointmentTypes") }
                        && receiver.bodies.count >= count + 1
                }
                #expect(receiver.bodies.count { $0.contains("bookingId") } == count, "\(faults)")
            }
            await receiver.stop()
        }
    }
}
