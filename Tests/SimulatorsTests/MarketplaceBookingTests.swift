import Diagnostics
import Diary
import Simulators
import Testing
import Wire

@Suite("The simulated marketplace: bookings")
struct MarketplaceBookingTests {
    private static func wish(_ time: String) throws -> BookingWish {
        BookingWish(book: "P1", start: try #require(CivilDateTime("2026-03-03T\(time)")))
    }

    @Test("a patient books only what is offered")
    func offered() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            try await simulator.book(try Self.wish("10:30"), of: "he-1")
            for time in ["10:15", "10:30", "09:00", "11:30"] {
                let wish = try Self.wish(time)
                await #expect(throws: Problem.self, "\(time)") {
                    try await simulator.book(wish, of: "he-1")
                }
            }
            var other = try Self.wish("11:00")
            other.reason = "R2:P2"
            let refused = other
            await #expect(throws: Problem.self) {
                try await simulator.book(refused, of: "he-1")
            }
            other.isForced = true
            try await simulator.book(other, of: "he-1")
            #expect(try await caller.get("/requests").list as? [String] == ["bookings"])
        }
    }

    @Test("a booking is written as the contract has it")
    func written() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let id = try await simulator.book(try Self.wish("10:30"), of: "he-1")
            let page = try await caller.get("/requests/bookings").object
            #expect(page.object("page")["total"] as? Int == 1)
            let booking = page.rows("data")[0]
            #expect(booking["bookingId"] as? Int == id)
            #expect(booking["pmsResourceId"] as? String == "P1")
            #expect(booking["pmsAppointmentTypeId"] as? String == "R1")
            #expect(booking["pmsAppointmentTime"] as? String == "2026-03-03 10:30:00")
            #expect(booking["pmsAppointmentLength"] as? Int == 1800)
            #expect(booking["bookedTime"] as? String == "2026-03-02 22:15:00")
            #expect(booking["bookingStatus"] as? String == "Requested")
            #expect(booking.object("patient")["dob"] as? String == "23-02-1990")
            #expect(booking.object("patient")["gender"] == nil)
        }
    }

    @Test("requests come page by page")
    func pages() async throws {
        var options = MarketplaceOptions()
        options.pageSize = 2
        options.writesNull = true
        try await withMarketplace(options) { simulator, caller in
            try await caller.setUp()
            for time in ["10:00", "10:30", "11:00"] {
                try await simulator.book(try Self.wish(time), of: "he-1")
            }
            var seen: [Int] = []
            for page in ["1", "2", "3"] {
                let answer = try await caller.get("/requests/bookings", [("page", page)]).object
                #expect(answer.object("page")["totalPages"] as? Int == 2)
                #expect(answer.object("page")["perPage"] as? Int == 2)
                #expect(answer.object("page")["currentPage"] as? Int == Int(page))
                seen += answer.rows("data").compactMap { $0["bookingId"] as? Int }
                #expect(answer.rows("data").allSatisfy { $0["pmsPatientId"] != nil })
            }
            #expect(seen == [1001, 1002, 1003])
            for page in ["0", "-1", "x", ""] {
                let answer = try await caller.get("/requests/bookings", [("page", page)])
                #expect(answer.status == 400)
            }
        }
    }

    @Test("a booking is confirmed or rejected once; unknown ones are 404")
    func answers() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let first = try await simulator.book(try Self.wish("10:00"), of: "he-1")
            let second = try await simulator.book(try Self.wish("10:30"), of: "he-1")
            let good = #"{"pmsAppointmentIds": ["D7"], "pmsPatientId": "77"}"#
            for (body, status) in [
                (#"{"pmsPatientId": "77"}"#, 400), (#"{"pmsAppointmentIds": ["D7"]}"#, 400),
                (#"{"pmsAppointmentIds": [7], "pmsPatientId": "77"}"#, 400), (good, 200),
                (good, 400),
            ] {
                let answer = try await caller.post("/bookings/\(first)/confirmInsert", body)
                #expect(answer.status == status, "\(body)")
            }
            #expect(simulator.violations.count == 3)
            let rejection = #"{"reason": "the time is taken"}"#
            #expect(try await caller.post("/bookings/9/rejectInsert", rejection).status == 404)
            #expect(try await caller.post("/bookings/x/rejectInsert", rejection).status == 400)
            #expect(
                try await caller.post("/bookings/\(second)/rejectInsert", rejection).status == 200)
            #expect(
                try await caller.post("/bookings/\(second)/rejectInsert", rejection).status == 400)
            #expect(try await caller.get("/requests").list.isEmpty)
            let seen = try await simulator.observe("he-1").bookings
            #expect(seen.map(\.stage) == ["confirmed", "rejected"])
            #expect(seen.map(\.status) == ["Confirmed", "Cancelled"])
            #expect(seen[0].appointments == ["D7"])
            let waiting = try await simulator.book(try Self.wish("11:00"), of: "he-1")
            for (id, awaits) in [(first, false), (second, false), (waiting, true), (9, false)] {
                #expect(try await simulator.awaitsAnswer(id, of: "he-1") == awaits)
            }
            #expect(seen[1].reason == "the time is taken")
            // The rejected time is free again.
            try await simulator.book(try Self.wish("10:30"), of: "he-1")
        }
    }

    @Test("without an answer a booking turns confirmed by itself, and a rejection comes too late")
    func late() async throws {
        for isRefused in [false, true] {
            var options = MarketplaceOptions()
            options.refusesLateRejections = isRefused
            try await withMarketplace(options) { simulator, caller in
                try await caller.setUp()
                let id = try await simulator.book(try Self.wish("10:30"), of: "he-1")
                simulator.clock.advance(seconds: 19)
                var row = try await caller.get("/requests/bookings").object.rows("data")[0]
                #expect(row["bookingStatus"] as? String == "Requested")
                simulator.clock.advance(seconds: 1)
                row = try await caller.get("/requests/bookings").object.rows("data")[0]
                #expect(row["bookingStatus"] as? String == "Confirmed")
                let answer = try await caller.post("/bookings/\(id)/rejectInsert", "{}")
                #expect(answer.status == (isRefused ? 400 : 200))
                let seen = try await simulator.observe("he-1")
                #expect(seen.bookings[0].status == "Confirmed")
                #expect(seen.bookings[0].isLateRejection == !isRefused)
                #expect(seen.outstanding == (isRefused ? ["bookings"] : []))
            }
        }
    }

    @Test("a cancellation by the patient waits for its answer")
    func updates() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let id = try await simulator.book(try Self.wish("10:30"), of: "he-1")
            let body = #"{"pmsAppointmentIds": ["D7"], "pmsPatientId": "77"}"#
            _ = try await caller.post("/bookings/\(id)/confirmInsert", body)
            let request = try await simulator.fulfil(.cancellation(booking: id), of: "he-1")
            let other = try await simulator.fulfil(.update(booking: id), of: "he-1")
            let rows = try await caller.get("/requests/bookingUpdates").object.rows("data")
            #expect(rows.map { $0["requestId"] as? Int } == [request, other])
            #expect(rows.map { $0["bookingStatus"] as? String } == ["Cancelled", "Confirmed"])
            #expect(rows[0].texts("pmsAppointmentIds") == ["D7"])
            for (path, status) in [
                ("/bookings/\(id)/rejectUpdate/9", 404),
                ("/bookings/9/rejectUpdate/\(request)", 404),
                ("/bookings/\(id)/rejectUpdate/\(other)", 200),
                ("/bookings/\(id)/rejectUpdate/\(other)", 400),
                ("/bookings/\(id)/confirmUpdate/\(request)", 200),
            ] {
                let body = path.contains("reject") ? "{\"reason\": null}" : nil
                #expect(try await caller.post(path, body).status == status, "\(path)")
            }
            #expect(try await caller.get("/requests").list.isEmpty)
            #expect(try await simulator.observe("he-1").bookings[0].stage == "cancelled")
            #expect(simulator.violations.isEmpty)
        }
    }

    @Test("what became of an appointment is told once")
    func changes() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let first = try await simulator.book(try Self.wish("10:00"), of: "he-1")
            let second = try await simulator.book(try Self.wish("10:30"), of: "he-1")
            try await simulator.fulfil(.appointmentChanges(booking: first), of: "he-1")
            try await simulator.fulfil(.appointmentChanges(booking: second), of: "he-1")
            let asked = try await caller.get("/requests/pmsAppointmentChanges").object.rows("data")
            #expect(asked.map { $0["bookingId"] as? Int } == [first, second])
            for (path, body, status) in [
                ("/bookings/\(first)/noPmsAppointmentChange", nil, 200),
                ("/bookings/\(first)/noPmsAppointmentChange", nil, 400),
                ("/bookings/9/noPmsAppointmentChange", nil, 404),
                ("/bookings/\(second)/cancel", "{}", 200),
                ("/bookings/\(second)/cancel", "{}", 400),
                ("/bookings/\(first)/didNotAttend", "{\"reason\": \"absent\"}", 200),
                ("/bookings/\(first)/didNotAttend", "{}", 400),
                ("/bookings/9/cancel", "{}", 404), ("/bookings/9/didNotAttend", "{}", 404),
            ] as [(String, String?, Int)] {
                #expect(try await caller.post(path, body).status == status, "\(path)")
            }
            #expect(
                try await caller.get("/requests/pmsAppointmentChanges").object.rows("data").isEmpty)
            let stages = try await simulator.observe("he-1").bookings.map(\.stage)
            #expect(stages == ["not_attended", "cancelled"])
        }
    }

    @Test("lists that were asked for, and kinds of optional features, stand among the requests")
    func kinds() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            for wish in [MarketplaceWish.reasons, .books, .other("clientSnapshots")] {
                try await simulator.fulfil(wish, of: "he-1")
            }
            #expect(
                try await caller.get("/requests").list as? [String] == [
                    "pmsResources", "pmsAppointmentTypes", "clientSnapshots",
                ])
            _ = try await caller.post("/features/clientSnapshots/disable")
            try await caller.setUp()
            #expect(try await caller.get("/requests").list.isEmpty)
        }
    }
}
