import Diary
import Findings
import Foundation
import Simulators
import Testing

@Suite("Served: what the marketplace asks")
struct RequestTests {
    private static func start(_ bench: Bench, _ day: Int, _ time: String) throws -> CivilDateTime {
        try #require(CivilDateTime("\(bench.day(day))T\(time)"))
    }

    @Test(
        "S54, G16: a booking is rejected at once while there is no key for its patient",
        arguments: PMSSystem.allCases)
    func booking(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            bench.settings.hasPatientKey = false
            try await bench.serve()
            // Said before the first patient books.
            try await bench.untilFinding("D29")
            let start = try Self.start(bench, 2, "10:00")
            try await bench.until("healthy") { $0.health.isHealthy }
            let wish = BookingWish(book: "P1", start: start)
            let id = try await bench.marketplace.book(wish, of: bench.practice.marketplace)
            try await bench.until(booking: id, isRefusedFor: .noPatientKey)
            // The time is offered again, and the diary was left alone.
            #expect(try await bench.seen().offered["P1"]?[bench.day(2)]?.count == 14)
            #expect(await bench.pms.reading(bench.practice.pms)?.diary.isEmpty == true)
        }
    }

    @Test(
        "S53, G12, G16: requests that waited before the first start are answered, in their order",
        arguments: PMSSystem.allCases)
    func order(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            bench.settings.hasPatientKey = false
            let (market, id) = (bench.marketplace, bench.practice.marketplace)
            var bookings: [Int] = []
            for time in ["09:00", "09:30", "10:00"] {
                var wish = BookingWish(book: "P1", start: try Self.start(bench, 2, time))
                wish.isForced = true
                bookings.append(try await market.book(wish, of: id))
            }
            try await market.fulfil(.reasons, of: id)
            try await market.fulfil(.books, of: id)
            try await market.fulfil(.appointmentChanges(booking: bookings[0]), of: id)
            try await market.fulfil(.availability(bench.day(2), book: nil), of: id)
            try await market.fulfil(.cancellation(booking: bookings[1]), of: id)
            try await bench.serve()
            try await bench.until("all answered") { $0.outstanding.isEmpty }
            #expect(try await bench.seen().bookings.allSatisfy { $0.stage == "rejected" })
            for booking in bookings { try await bench.untilTold(.noPatientKey, of: booking) }
            try await bench.untilTold(.cancelUnsupported, of: bookings[1])
            // A rejected booking has no row that could have changed.
            try await bench.untilTold(.unknownBooking, of: bookings[0])
            let calls = market.calls.map(\.endpoint)
            func first(_ part: String) -> Int? { calls.firstIndex { $0.contains(part) } }
            let last = try #require(calls.lastIndex { $0.contains("rejectInsert") })
            let order = [
                first("GET /requests/bookings"), first("rejectInsert"), last,
                first("GET /requests/bookingUpdates"), first("GET /requests/availability"),
                first("GET /requests/pmsAppointmentChanges"),
            ].compactMap { $0 }
            #expect(order.count == 6, "\(calls)")
            #expect(order == order.sorted(), "\(calls)")
        }
    }

    @Test(
        "S53: a request of an optional feature is left alone and told")
    func unknownKind() async throws {
        try await Bench.run { bench in
            try await bench.serve()
            let id = bench.practice.marketplace
            try await bench.marketplace.fulfil(.other("clientSnapshots"), of: id)
            let finding = try await bench.untilFinding("F17")
            #expect("\(finding.value ?? "")".contains("clientSnapshots"))
            // It holds up no other.
            try await bench.marketplace.fulfil(.availability(bench.day(3), book: "P1"), of: id)
            try await bench.until("the other is answered") { $0.outstanding == ["clientSnapshots"] }
        }
    }

    @Test(
        "S53, S56: a day that the marketplace asks for is sent, changed or not",
        arguments: PMSSystem.allCases)
    func day(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            try await bench.untilSettled()
            bench.marketplace.clearLog()
            try await bench.marketplace.fulfil(
                .availability(bench.day(3), book: nil), of: bench.practice.marketplace)
            try await bench.until("answered") { $0.outstanding.isEmpty }
            #expect(bench.calls("POST /availability/snapshots") == 1)
            for wish in [MarketplaceWish.books, .reasons] {
                try await bench.marketplace.fulfil(wish, of: bench.practice.marketplace)
            }
            try await bench.until("lists") { $0.outstanding.isEmpty }
            #expect(bench.calls("POST /config/pmsResources/snapshot") == 1)
            #expect(bench.calls("POST /config/pmsAppointmentTypes/snapshot") == 1)
            #expect(bench.calls("POST /config/livenessContract") == 0)
        }
    }

    @Test("G15: the requests are polled regularly, and the marketplace finds the practice healthy")
    func polls() async throws {
        try await Bench.run { bench in
            try await bench.serve()
            bench.marketplace.clearLog()
            try await eventually("ten more polls") { bench.calls("GET /requests") >= 10 }
            let seen = try await bench.seen()
            #expect(seen.health.isHealthy, "\(seen.health.reasons)")
            let polls = bench.marketplace.calls.filter { $0.endpoint == "GET /requests" }.map(\.at)
            // Even a slow machine stays far below the ten minutes of S50.
            #expect(zip(polls, polls.dropFirst()).allSatisfy { $1.seconds - $0.seconds < 300 })
        }
    }

    @Test(
        "S50, G15: polls go on while the PMS is away, and bookings are answered",
        arguments: PMSSystem.allCases)
    func offline(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            bench.pms.setFaults(try FaultPlan("offline"))
            try await bench.untilFinding("D02")
            let id = try await bench.book(2, "10:00")
            try await bench.until("rejected, and still offered") {
                $0.bookings.last?.stage == "rejected"
                    && $0.times(on: bench.day(2)) == BenchPractice.day
            }
            try await bench.untilTold(.pmsOffline, of: id)
            bench.pms.setFaults(FaultPlan())
            try await bench.json("refresh")
            try await bench.untilSettled()
        }
    }

    @Test("G18, G19: a webhook is acknowledged before its work is done, and the work is done")
    func webhooks() async throws {
        var options = MarketplaceOptions()
        // Patience with a slow machine: what counts is that the first try is taken.
        options.webhookTimeout = .seconds(60)
        try await Bench.run(marketplace: options) { bench in
            try bench.settings.takeWebhooks()
            try await bench.serve()
            try await bench.until("subscribed") { !$0.callbacks.isEmpty }
            try await eventually("the first poll") { bench.calls("GET /requests") > 0 }
            // The request's list hangs, and the ring is answered all the same.
            await bench.marketplace.setFaults(try FaultPlan("latency=8000@GET /requests#1"))
            bench.marketplace.clearLog()
            let callback = try #require(try await bench.seen().callbacks.first)
            #expect(try await bench.http("POST", callback).status == 200)
            #expect(bench.calls("GET /requests") == 0)
            await bench.marketplace.setFaults(FaultPlan())
            try await bench.marketplace.book(
                BookingWish(book: "P1", start: try Self.start(bench, 2, "10:00")),
                of: bench.practice.marketplace)
            // The timer would come in ten minutes.
            try await bench.until("confirmed") { $0.bookings.last?.stage == "confirmed" }
            #expect(try await bench.seen().failedWebhooks == 0)
            #expect(try await bench.http("POST", "\(bench.address)/webhooks/wrong").status == 404)
        }
    }

    @Test("G20: a webhook that never came is caught by the poll")
    func missedWebhook() async throws {
        var options = MarketplaceOptions()
        options.webhookRetries = []
        try await Bench.run(marketplace: options) { bench in
            bench.settings.pollSeconds = 2
            // Nobody listens there.
            bench.settings.more = "public_url: http://127.0.0.1:\(try FreePort.any())"
            try await bench.serve()
            try await bench.until("subscribed") { !$0.callbacks.isEmpty }
            try await bench.marketplace.book(
                BookingWish(book: "P1", start: try Self.start(bench, 2, "10:00")),
                of: bench.practice.marketplace)
            try await bench.until("missed, and confirmed") {
                $0.failedWebhooks > 0 && $0.bookings.last?.stage == "confirmed"
            }
        }
    }
}
