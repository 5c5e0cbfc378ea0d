import Diary
import Foundation
import Simulators
import Testing
import Wire

@Suite("The simulated marketplace: configuration")
struct MarketplaceConfigurationTests {
    @Test("a call without the right keys is answered with 401 and has no effect")
    func keys() async throws {
        try await withMarketplace { simulator, _ in
            let address = try #require(simulator.address)
            for headers in [
                [], [("api-key", "simulated-api-key")],
                [("api-key", "wrong"), ("practice-id", "he-1"), ("practice-key", "k1")],
                [("api-key", "simulated-api-key"), ("practice-id", "he-1"), ("practice-key", "x")],
                [
                    ("api-key", "simulated-api-key"), ("practice-id", "he-2"),
                    ("practice-key", "k1"),
                ],
            ] {
                let caller = Caller(address, headers: headers)
                #expect(try await caller.get("/requests").status == 401)
                #expect(try await caller.post("/config/pmsResources/snapshot", "[]").status == 401)
            }
            #expect(try await simulator.observe("he-1").lastPoll == nil)
        }
    }

    @Test("without consent every call is answered with 403")
    func consent() async throws {
        try await withMarketplace { simulator, caller in
            try await simulator.setConsent(false, of: "he-1")
            let answer = try await caller.post("/config/pmsResources/snapshot", "[]")
            #expect(answer.status == 403)
            #expect(answer.object["error"] as? String == "the practice has not consented")
            try await simulator.setConsent(true, of: "he-1")
            #expect(try await caller.get("/requests").status == 200)
        }
    }

    @Test("what was sent is read back")
    func readBack() async throws {
        try await withMarketplace { simulator, caller in
            #expect(try await caller.get("/config/livenessContract").text == "{}")
            try await caller.setUp()
            let hours =
                #"{"liveHours":{"monday":[{"start":"08:00","end":"17:00"},{"start":"07:00","end":"09:00"}]}}"#
            #expect(try await caller.post("/config/livenessContract", hours).status == 200)
            #expect(try await caller.get("/config/livenessContract").text == hours)
            let books = try await caller.get("/config/pmsResources").rows
            #expect(books.map { $0["pmsResourceName"] as? String } == ["Dr A", "Dr B"])
            let reasons = try await caller.get("/config/pmsAppointmentTypes").rows
            #expect(reasons.map { $0["pmsAppointmentTypeId"] as? String } == ["R1", "R2:P2"])
            #expect(reasons.map { $0["pmsAppointmentLength"] as? Int } == [30, nil])
            let one = try await caller.get(
                "/config/pmsAppointmentTypes/findById", [("id", "R2:P2")])
            #expect(one.rows.map { $0["pmsResourceId"] as? String } == ["P2"])
            #expect(
                try await caller.get("/config/pmsResources/findById", [("id", "P9")]).list.isEmpty)
            #expect(try await caller.get("/config/pmsResources/findById").status == 400)
            #expect(simulator.violations.map(\.message) == ["the query `id` is missing"])
        }
    }

    @Test("a book that is missing from the list is gone with its days")
    func absence() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let wish = BookingWish(
                book: "P1", start: try #require(CivilDateTime("2026-03-03T10:30")))
            try await simulator.book(wish, of: "he-1")
            let rest = #"[{"pmsResourceId": "P2", "pmsResourceName": "Dr B"}]"#
            #expect(try await caller.post("/config/pmsResources/snapshot", rest).status == 200)
            let seen = try await simulator.observe("he-1")
            #expect(seen.books.map(\.id) == ["P2"])
            #expect(seen.published.isEmpty)
            let booking = try await caller.get("/requests/bookings").object.rows("data")[0]
            #expect(booking["pmsResourceId"] == nil)
        }
    }

    @Test(
        "what the contract forbids is refused by the field's name, and logged",
        arguments: [
            ("pmsResources", "{}", "`body` must be a list, not an object"),
            ("pmsResources", "[", "no JSON at byte 1: expected a value"),
            ("pmsResources", #"[{"pmsResourceId": "P1"}]"#, "`[0].pmsResourceName` is missing"),
            (
                "pmsResources", #"[{"pmsResourceId": 1, "pmsResourceName": "A"}]"#,
                "`[0].pmsResourceId` must be a text, not a whole number"
            ),
            (
                "pmsResources", #"[{"pmsResourceId": "", "pmsResourceName": "A"}]"#,
                "`[0].pmsResourceId` must have 1 to 500 characters"
            ),
            (
                "pmsResources", #"[{"pmsResourceId": "P1", "pmsResourceName": "A", "extra": 1}]"#,
                "`[0].extra` is not known"
            ),
            (
                "pmsResources",
                #"[{"pmsResourceId": "P1", "pmsResourceName": "A"}, {"pmsResourceId": "P1", "pmsResourceName": "B"}]"#,
                "`[1].pmsResourceId` must be unique: `P1` stands twice"
            ),
            (
                "pmsResources",
                #"[{"pmsResourceId": "P1", "pmsResourceName": "A"}, {"pmsResourceId": "P2", "pmsResourceName": "A"}]"#,
                "`[1].pmsResourceName` must be unique: `A` stands twice"
            ),
            (
                "pmsResources", #"[{"pmsResourceId": "P1", "pmsResourceId": "P2"}]"#,
                "no JSON at byte 40: `pmsResourceId` stands twice"
            ),
            (
                "pmsAppointmentTypes",
                #"[{"pmsAppointmentTypeId": "R1", "pmsAppointmentTypeName": "A", "pmsAppointmentLength": "30"}]"#,
                "`[0].pmsAppointmentLength` must be a whole number, not a text"
            ),
            (
                "pmsAppointmentTypes",
                #"[{"pmsAppointmentTypeId": "R1", "pmsAppointmentTypeName": "A", "pmsAppointmentLength": 30.5}]"#,
                "`[0].pmsAppointmentLength` must be a whole number, not a number with a fraction"
            ),
            (
                "pmsAppointmentTypes",
                #"[{"pmsAppointmentTypeId": "R1", "pmsAppointmentTypeName": "A", "pmsResourceId": "P9"}]"#,
                "`[0].pmsResourceId` names no resource: `P9`"
            ),
        ])
    func refusals(list: String, body: String, message: String) async throws {
        try await withMarketplace { simulator, caller in
            let answer = try await caller.post("/config/\(list)/snapshot", body)
            #expect(answer.status == 400)
            #expect(answer.object["error"] as? String == message)
            #expect(simulator.violations.map(\.message) == [message])
            #expect(simulator.violations.map(\.practice) == ["he-1"])
        }
    }

    @Test(
        "live hours are refused that are none",
        arguments: [
            ("{}", "`liveHours` is missing"),
            (#"{"liveHours": {"Monday": []}}"#, "`liveHours.Monday` is not known"),
            (
                #"{"liveHours": {"monday": [{"start": "9:00", "end": "17:00"}]}}"#,
                "`liveHours.monday[0].start` must be a time as HH:MM, not `9:00`"
            ),
            (
                #"{"liveHours": {"monday": [{"start": "09:00", "end": "17:00:00"}]}}"#,
                "`liveHours.monday[0].end` must be a time as HH:MM, not `17:00:00`"
            ),
            (
                #"{"liveHours": {"monday": [{"start": "17:00", "end": "09:00"}]}}"#,
                "`liveHours.monday[0]` must end after its start"
            ),
        ])
    func liveHours(body: String, message: String) async throws {
        try await withMarketplace { simulator, caller in
            let answer = try await caller.post("/config/livenessContract", body)
            #expect(answer.status == 400)
            #expect(answer.object["error"] as? String == message)
            #expect(try await simulator.observe("he-1").hasLiveHours == false)
        }
    }

    @Test("a body of another type, and an unknown path, are refused and logged")
    func types() async throws {
        try await withMarketplace { simulator, caller in
            let answer = try await caller.post(
                "/config/pmsResources/snapshot", "[]", headers: [("Content-Type", "text/plain")])
            #expect(answer.status == 400)
            #expect(try await caller.get("/config/pmsResource").status == 404)
            #expect(try await caller.post("/requests", "{}").status == 404)
            #expect(simulator.violations.count == 3)
            #expect(simulator.callCounts["unknown"] == [404: 2])
        }
    }

    @Test("a body may come compressed; one that is cut or no gzip is refused")
    func compressed() async throws {
        let gzip = try #require(
            Data(
                base64Encoded:
                    "H4sIAAAAAAACA4uuVirILQ5KLc4vLUpO9UxRslIKMFTSQRb0S8xNBQq7FCk4KtXGAgAAESgeMQAAAA=="
            ))
        let path = "/config/pmsResources/snapshot"
        try await withMarketplace { simulator, caller in
            for (body, encoding, status) in [
                (Array(gzip), "gzip", 200), (Array(gzip.dropLast(9)), "gzip", 400),
                (Array("[]".utf8), "gzip", 400), (Array(gzip), "identity", 400),
                (Array(gzip), "deflate", 400),
                (Array(gzip.dropLast(4)) + [255, 255, 255, 255], "gzip", 400),
            ] {
                let answer = try await caller.connection.answer(
                    to: HTTPCall(
                        .post, path,
                        headers: [
                            (name: "Content-Type", value: "application/json"),
                            (name: "Content-Encoding", value: encoding),
                        ], body: body))
                #expect(answer.status == status, "\(encoding): \(answer.text)")
            }
            #expect(try await simulator.observe("he-1").books.map(\.name) == ["Dr A"])
            #expect(simulator.violations.count == 5)
        }
    }

    @Test("optional features are off, are listed, and what belongs to them is refused")
    func features() async throws {
        try await withMarketplace { simulator, caller in
            let all = try await caller.get("/features").rows
            #expect(
                all.map { $0["id"] as? String } == [
                    "attachDocuments", "clientSnapshots", "documents",
                ])
            #expect(all.allSatisfy { $0["enabled"] as? Bool == false })
            #expect(try await caller.post("/clientSnapshot", "{}").status == 403)
            #expect(try await caller.post("/documents/available", "[]").status == 403)
            #expect(try await caller.get("/attachDocuments/7").status == 404)
            #expect(try await caller.get("/requests/uploadDocuments").object.rows("data").isEmpty)
            #expect(try await caller.post("/features/documents/enable").status == 200)
            let enabled = try await caller.get("/features/documents").object["enabled"] as? Bool
            #expect(enabled == true)
            #expect(try await caller.post("/documents/available", "[]").status == 400)
            #expect(try await caller.post("/features/documents/disable").status == 200)
            #expect(try await caller.post("/documents/available", "[]").status == 403)
            #expect(try await caller.get("/features/other").status == 404)
            #expect(try await caller.post("/features/other/enable").status == 404)
            #expect(simulator.violations.isEmpty)
        }
    }
}
