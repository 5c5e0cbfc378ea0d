import Diary
import Foundation
import Simulators
import Testing
import Wire

@Suite("The simulated marketplace: subscriptions and webhooks")
struct MarketplaceWebhookTests {
    private static func options(retries: [Duration] = [.milliseconds(1), .milliseconds(1)])
        -> MarketplaceOptions
    {
        var options = MarketplaceOptions()
        options.webhookRetries = retries
        return options
    }

    @Test("a subscription is made, updated, read and deleted")
    func subscriptions() async throws {
        try await withMarketplace { simulator, caller in
            let body =
                #"{"topic": "requests.bookings", "clientId": "gapbook", "callbackUrl": "http://a/"}"#
            let made = try await caller.post("/subscription", body)
            #expect(made.status == 201)
            let id = try #require(made.object["id"] as? String)
            #expect(made.object["startAt"] as? String == "2026-03-02 22:15:00")
            let again = try await caller.post(
                "/subscription", body.replacing("http://a/", with: "http://b/"))
            #expect(again.object["id"] as? String == id)
            #expect(try await caller.get("/subscription").rows.count == 1)
            let read = try await caller.get("/subscription/\(id)").object
            #expect(read["callbackUrl"] as? String == "http://b/")
            #expect(try await caller.get("/subscription/other").status == 404)
            #expect(try await caller.delete("/subscription/other").status == 404)
            #expect(try await caller.delete("/subscription/\(id)").status == 204)
            #expect(try await caller.get("/subscription").list.isEmpty)
            #expect(simulator.violations.isEmpty)
        }
    }

    @Test(
        "a subscription that cannot be is refused",
        arguments: [
            (#"{"callbackUrl": "http://a/"}"#, "`topic` is missing"),
            (#"{"topic": "requests.bookings"}"#, "`callbackUrl` is missing"),
            (
                #"{"topic": "bookings", "callbackUrl": "http://a/"}"#,
                "`topic` is none of the contract: `bookings`"
            ),
            (
                #"{"topic": "requests.*", "callbackUrl": "a/b"}"#,
                "`callbackUrl` must be an http or https address"
            ),
            (
                #"{"topic": "requests.*", "callbackUrl": "http://a/", "expireAt": "2026-03-04T00:00:00Z"}"#,
                "`expireAt` must be a time as YYYY-MM-DD HH:MM:SS, not `2026-03-04T00:00:00Z`"
            ),
        ])
    func refusals(body: String, message: String) async throws {
        try await withMarketplace { simulator, caller in
            let answer = try await caller.post("/subscription", body)
            #expect(answer.status == 400)
            #expect(answer.object["error"] as? String == message)
        }
    }

    @Test("every subscriber of a kind is called, again until it acknowledges; failures are logged")
    func delivery() async throws {
        let receiver = CallbackReceiver()
        let callback = try await receiver.start()
        receiver.answer(with: [500, 0])
        try await withMarketplace(Self.options()) { simulator, caller in
            try await caller.setUp()
            for topic in ["requests.bookings", "requests.availability"] {
                let body = "{\"topic\": \"\(topic)\", \"callbackUrl\": \"\(callback)/hook\"}"
                #expect(try await caller.post("/subscription", body).status == 201)
            }
            let start = try #require(CivilDateTime("2026-03-03T10:30"))
            let id = try await simulator.book(BookingWish(book: "P1", start: start), of: "he-1")
            try await eventually("the third try") { receiver.bodies.count == 3 }
            let body = try #require(receiver.bodies.last?.data(using: .utf8))
            let event = try JSONSerialization.jsonObject(with: body) as? [String: Any] ?? [:]
            #expect(event["topic"] as? String == "requests.bookings")
            #expect(event["timestamp"] as? String == "2026-03-02 22:15:00")
            #expect(event.object("data")["target"] as? String == "/requests/bookings")
            #expect(event.object("data")["requestType"] as? String == "bookings")
            #expect(event.object("data")["bookingId"] as? Int == id)
            let log = try await caller.get("/subscriptionErrorLog").object.rows("data")
            #expect(log.map { $0["attempt"] as? Int } == [1, 2])
            #expect(log.map { $0["errorType"] as? String } == ["HTTP_STATUS", "NO_ANSWER"])
            for (query, count) in [
                ([("subscriptionId", "other")], 0), ([("from", "2026-03-02 22:15:01")], 0),
                ([("to", "2026-03-02 22:15:00")], 2),
            ] {
                let found = try await caller.get("/subscriptionErrorLog", query).object.rows("data")
                #expect(found.count == count, "\(query)")
            }
            let wrong = try await caller.get("/subscriptionErrorLog", [("from", "yesterday")])
            #expect(wrong.status == 400)
        }
        await receiver.stop()
    }

    @Test("a subscriber that answers too late has not acknowledged; no more tries than allowed")
    func late() async throws {
        let receiver = CallbackReceiver(delay: .seconds(30))
        let callback = try await receiver.start()
        var options = Self.options()
        options.webhookTimeout = .milliseconds(50)
        try await withMarketplace(options) { simulator, caller in
            let body = "{\"topic\": \"requests.*\", \"callbackUrl\": \"\(callback)\"}"
            #expect(try await caller.post("/subscription", body).status == 201)
            try await simulator.fulfil(.books, of: "he-1")
            try await eventually("three failures") {
                try await simulator.observe("he-1").failedWebhooks == 3
            }
        }
        await receiver.stop()
    }

    @Test("a subscription that has not started or has expired is not called")
    func period() async throws {
        let receiver = CallbackReceiver()
        let callback = try await receiver.start()
        try await withMarketplace(Self.options()) { simulator, caller in
            for (topic, period) in [
                ("requests.*", #""startAt": "2026-03-02 22:15:01""#),
                ("requests.pmsResources", #""expireAt": "2026-03-02 22:15:00""#),
            ] {
                let body = "{\"topic\": \"\(topic)\", \"callbackUrl\": \"\(callback)\", \(period)}"
                #expect(try await caller.post("/subscription", body).status == 201)
            }
            try await simulator.fulfil(.books, of: "he-1")
            simulator.clock.advance(seconds: 1)
            try await simulator.fulfil(.reasons, of: "he-1")
            try await eventually("one call") { !receiver.bodies.isEmpty }
            #expect(receiver.bodies.count == 1)
            #expect(receiver.bodies[0].contains("pmsAppointmentTypes"))
        }
        await receiver.stop()
    }
}
