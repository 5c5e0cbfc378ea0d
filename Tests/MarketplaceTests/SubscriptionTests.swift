import Diagnostics
import Diary
import Marketplace
import Ports
import Testing
import Wire

@Suite("Subscriptions")
struct SubscriptionTests {
    private static let callback = "https://gapbook.example/webhooks/1234567"

    private static func row(
        _ id: String, _ callback: String = callback, client: String = #""gapbook""#,
        topic: String = "requests.*"
    ) -> String {
        #"{"id": "\#(id)", "clientId": \#(client), "topic": "\#(topic)", "#
            + #""callbackUrl": "\#(callback)", "startAt": "2026-03-01 00:00:00"}"#
    }

    private static let made = ScriptedMarketplace.Reply.answer(201, row("new"))

    @Test("the first subscription is made for requests of every kind")
    func first() async throws {
        let script = ScriptedMarketplace([.answer(200, "[]"), Self.made])
        let recorder = ExchangeRecorder(inner: script, name: "subscribe")
        try await client(recorder).subscribe(callback: Self.callback)
        #expect(
            script.calls.map { "\($0.method.rawValue) \($0.target)" } == [
                "GET /subscription", "POST /subscription",
            ])
        #expect(
            script.calls[1].bodyText
                == #"{"callbackUrl":"https://gapbook.example/webhooks/1234567","#
                + #""clientId":"gapbook","topic":"requests.*"}"#)
    }

    @Test("the new one is made before ours are deleted, and others' are left alone")
    func replacing() async throws {
        let list = [
            Self.row("old", "https://gapbook.example/elsewhere"),
            Self.row("same/origin", "HTTPS://Gapbook.example:443/x", client: "null"),
            Self.row("others", "https://other.example/x", client: "null"),
            Self.row("topic", topic: "requests.bookings"),
        ].joined(separator: ",")
        let script = ScriptedMarketplace([
            .answer(200, "[\(list)]"), Self.made, .answer(204, ""), .answer(404, ""),
            .answer(204, ""),
        ])
        let recorder = ExchangeRecorder(inner: script, name: "subscribe")
        try await client(recorder).subscribe(callback: Self.callback)
        #expect(
            script.calls.map { "\($0.method.rawValue) \($0.target)" } == [
                "GET /subscription", "POST /subscription", "DELETE /subscription/old",
                "DELETE /subscription/same%2Forigin", "DELETE /subscription/topic",
            ])
    }

    @Test("one that asks for the same is kept, its doubles are deleted")
    func kept() async throws {
        let script = ScriptedMarketplace([
            .answer(200, "[\(Self.row("one")), \(Self.row("two"))]"), .answer(204, ""),
        ])
        try await client(script).subscribe(callback: Self.callback)
        #expect(
            script.calls.map { "\($0.method.rawValue) \($0.target)" } == [
                "GET /subscription", "DELETE /subscription/two",
            ])
    }

    @Test("a creation without an answer is not sent again: it might make a second one")
    func lostAnswer() async throws {
        let script = ScriptedMarketplace([.answer(200, "[]"), .failure(.noAnswer), Self.made])
        let marketplace = try client(script)
        let failure = await failure { () throws(MarketplaceFailure) in
            try await marketplace.subscribe(callback: Self.callback)
        }
        #expect(failure?.kind == .noAnswer && script.calls.count == 2)
    }

    @Test("all of ours are taken back, and what is gone already is gone")
    func unsubscribe() async throws {
        let list = [
            Self.row("one"), Self.row("two", "https://old.example/"),
            Self.row("others", client: #""somebody""#),
        ].joined(separator: ",")
        let script = ScriptedMarketplace([
            .answer(200, "[\(list)]"), .answer(404, ""), .answer(204, ""),
        ])
        let recorder = ExchangeRecorder(inner: script, name: "unsubscribe")
        try await client(recorder).unsubscribe()
        #expect(
            script.calls.dropFirst().map(\.target) == ["/subscription/one", "/subscription/two"])
    }

    @Test(
        "only an address of HTTP can be called back, and it is not shown",
        arguments: ["", "gapbook.example", "ftp://secret.example/x", "https://", "/secret"])
    func addresses(_ address: String) async throws {
        let script = ScriptedMarketplace([])
        let marketplace = try client(script)
        let failure = await failure { () throws(MarketplaceFailure) in
            try await marketplace.subscribe(callback: address)
        }
        #expect(failure?.problem.code.rawValue == "H1005" && script.calls.isEmpty)
        #expect(failure?.problem.text().contains("secret") == false)
    }

    @Test("a notice says which kind of request waits")
    func notice() throws {
        let body = #"""
            {"timestamp": "2026-03-01 01:13:55", "id": "db26", "clientId": null,
             "topic": "requests.bookings", "anythingNew": {},
             "data": {"target": null, "requestType": "bookings", "bookingId": 123,
                      "requestId": "312"}}
            """#
        let notice = try SubscriptionNotice(body: Array(body.utf8))
        #expect(notice.subscription == "db26" && notice.client == nil && notice.kind == .bookings)
        #expect(notice.booking?.rawValue == "123" && notice.request?.rawValue == "312")
        for length in 0..<body.utf8.count {
            #expect(throws: Problem.self, "\(length)") {
                try SubscriptionNotice(body: Array(body.utf8.prefix(length)))
            }
        }
    }

    @Test(
        "what is no notice is refused, and nothing of it is shown",
        arguments: [
            "", "[]", "null", #"{"id": "x"}"#,
            #"{"id": "", "topic": "requests.*", "data": {"requestType": "bookings"}}"#,
            #"{"id": "x", "topic": "reviews.new", "data": {"requestType": "bookings"}}"#,
            #"{"id": "x", "topic": "requests.*", "data": {"requestType": ""}}"#,
            #"{"id": "x", "topic": "requests.*", "data": {"requestType": 5}}"#,
            #"{"id": 7, "topic": "requests.*", "data": {"requestType": "bookings"}}"#,
            #"{"id": "x", "topic": "requests.*", "data": {"requestType": "bookings", "bookingId": "hush"}}"#,
            #"{"id": "x", "topic": "requests.*", "data": {"requestType": "bookings", "bookingId": -1}}"#,
            #"{"id": "x", "topic": "requests.*", "data": []}"#,
        ])
    func noNotice(_ body: String) {
        let problem = #expect(throws: Problem.self) {
            try SubscriptionNotice(body: Array(body.utf8))
        }
        #expect(problem?.code.rawValue == "H1006")
        #expect(problem?.text().contains("hush") == false)
    }

    @Test("a notice has a bound")
    func bound() {
        let long = String(repeating: " ", count: 16 << 10)
        #expect(throws: Problem.self) {
            try SubscriptionNotice(
                body: Array(
                    (#"{"id": "x", "topic": "requests.*", "data": {"requestType": "a"}}"# + long)
                        .utf8))
        }
        let name = String(repeating: "x", count: 201)
        #expect(throws: Problem.self) {
            try SubscriptionNotice(
                body: Array(
                    #"{"id": "x", "topic": "requests.*", "data": {"requestType": "\#(name)"}}"#.utf8
                ))
        }
    }
}
