import Diary
import Simulators
import Testing
import Wire

@Suite("The simulated marketplace: availability")
struct MarketplaceAvailabilityTests {
    private static func day(_ ranges: String, date: String = "2026-03-04", id: String? = nil)
        -> String
    {
        let id = id.map { "\"id\": \"\($0)\", " } ?? ""
        return
            "{\(id)\"date\": \"\(date)\", \"pmsResourceId\": \"P1\", \"availability\": [\(ranges)]}"
    }

    @Test("a day is new, then existing, then new again when it changes")
    func digest() async throws {
        try await withMarketplace { _, caller in
            try await caller.setUp()
            let range = #"{"start": "09:00", "end": "10:00", "slotLength": 3600}"#
            for (body, created, existing) in [
                (
                    "[\(Self.day(range)), \(Self.day("", date: "2026-03-05", id: "second"))]",
                    ["0", "second"], []
                ),
                ("[\(Self.day(range))]", [], ["0"]),
                ("[\(Self.day(""))]", ["0"], []),
                ("[]", [], []),
            ] as [(String, [String], [String])] {
                let answer = try await caller.post("/availability/snapshots", body)
                #expect(answer.status == 200)
                #expect(answer.object.texts("created") == created)
                #expect(answer.object.texts("existing") == existing)
                #expect(answer.object.texts("failed").isEmpty)
                #expect(answer.object["errors"] == nil)
            }
        }
    }

    @Test(
        "a day that cannot be is refused by itself; the others of its call are taken",
        arguments: [
            ("7", "`[0]` must be an object, not a whole number"),
            (#"{"pmsResourceId": "P1", "availability": []}"#, "`[0].date` is missing"),
            (
                #"{"date": "2026-02-30", "pmsResourceId": "P1", "availability": []}"#,
                "`[0].date` must be a date as YYYY-MM-DD, not `2026-02-30`"
            ),
            (
                #"{"date": "03/03/2026", "pmsResourceId": "P1", "availability": []}"#,
                "`[0].date` must be a date as YYYY-MM-DD, not `03/03/2026`"
            ),
            (
                #"{"date": "2026-03-04", "pmsResourceId": "P9", "availability": []}"#,
                "`[0].pmsResourceId` names no resource: `P9`"
            ),
            (#"{"date": "2026-03-04", "pmsResourceId": "P1"}"#, "`[0].availability` is missing"),
            (
                day(#"{"start": "09:00", "end": "10:00"}"#),
                "`[0].availability[0].slotLength` is missing"
            ),
            (
                day(#"{"start": "09:00", "end": "10:00", "slotLength": "3600"}"#),
                "`[0].availability[0].slotLength` must be a whole number, not a text"
            ),
            (
                day(#"{"start": "09:00", "end": "10:00", "slotLength": 3660}"#),
                "`[0].availability[0].slotLength` is longer than its range"
            ),
            (
                day(#"{"start": "09:00+11:00", "end": "10:00", "slotLength": 3600}"#),
                "`[0].availability[0].start` must be a time as HH:MM, not `09:00+11:00`"
            ),
            (
                day(#"{"start": "24:00", "end": "24:00", "slotLength": 60}"#),
                "`[0].availability[0].start` must be a time as HH:MM, not `24:00`"
            ),
            (
                day(#"{"start": "10:00", "end": "10:00", "slotLength": 60}"#),
                "`[0].availability[0]` must end after its start"
            ),
            (
                day(
                    #"{"start": "09:00", "end": "10:00", "slotLength": 60, "pmsAppointmentTypeIds": [1]}"#
                ),
                "`[0].availability[0].pmsAppointmentTypeIds[0]` must be a text, not a whole number"
            ),
            (
                day(
                    #"{"start": "09:00", "end": "10:00", "slotLength": 60, "pmsAppointmentTypeIds": ["R2:P2"]}"#
                ),
                "`[0].availability[0].pmsAppointmentTypeIds` names no type of this resource: `R2:P2`"
            ),
            (
                day(#"{"start": "09:00", "end": "10:00", "slotLength": 60, "note": "x"}"#),
                "`[0].availability[0].note` is not known"
            ),
        ])
    func refusals(item: String, message: String) async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let good = Self.day("", date: "2026-03-05", id: "good")
            let answer = try await caller.post("/availability/snapshots", "[\(item), \(good)]")
            #expect(answer.status == 200)
            #expect(answer.object.texts("created") == ["good"])
            #expect(answer.object.texts("failed") == ["0"])
            #expect(answer.object.rows("errors").map { $0["error"] as? String } == [message])
            #expect(simulator.violations.map(\.message) == [message])
            // The same alone.
            guard item != "7" else { return }
            let alone = try await caller.post("/availability/snapshot", item)
            #expect(alone.status == 400)
            #expect(
                alone.object["error"] as? String
                    == message.replacing("[0].", with: "", maxReplacements: 1))
        }
    }

    @Test("more than 100 days are refused as a whole")
    func limit() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let days = Array(repeating: Self.day(""), count: 101)
            let whole = "[\(days.joined(separator: ","))]"
            #expect(try await caller.post("/availability/snapshots", whole).status == 400)
            #expect(
                simulator.violations.map(\.message) == ["`body` has 101 snapshots, more than 100"])
            let most = "[\(days.dropLast().joined(separator: ","))]"
            #expect(try await caller.post("/availability/snapshots", most).status == 200)
        }
    }

    @Test("a patient sees the starts of all ranges, each once, with its reasons and length")
    func starts() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let ranges =
                #"{"start": "09:00", "end": "10:40", "slotLength": 1800, "pmsAppointmentTypeIds": ["R1"]}, "#
                + #"{"start": "09:15", "end": "09:45", "slotLength": 1800}, "#
                + #"{"start": "12:00", "end": "13:00", "slotLength": 0, "pmsAppointmentTypeIds": ["R1"]}, "#
                + #"{"start": "23:30", "end": "24:00", "slotLength": 1800}"#
            let answer = try await caller.post("/availability/snapshot", Self.day(ranges))
            #expect(answer.status == 200)
            let date = try #require(CivilDate("2026-03-04"))
            let starts = try await simulator.observe("he-1").published["P1"]?[date] ?? []
            #expect(try await simulator.published("P1", on: date, of: "he-1") == starts)
            #expect(
                try await simulator.published("P1", on: date.adding(days: 1), of: "he-1").isEmpty)
            #expect(
                starts.map { "\($0.time)" } == [
                    "09:00", "09:15", "09:30", "10:00", "12:00", "12:30", "23:30",
                ])
            #expect(starts.allSatisfy { $0.length == Minutes(30) })
            #expect(starts[0].reasons == ["R1"])
            #expect(starts[1].reasons == ["R1", "R2:P2"])
        }
    }

    @Test("a day that was asked for is no longer asked for once it has come")
    func asked() async throws {
        try await withMarketplace { simulator, caller in
            try await caller.setUp()
            let date = try #require(CivilDate("2026-03-04"))
            try await simulator.fulfil(.availability(date, book: nil), of: "he-1")
            #expect(try await caller.get("/requests").list as? [String] == ["availability"])
            let wanted = try await caller.get("/requests/availability").object.rows("data")
            #expect(wanted.map { $0["day"] as? String } == ["2026-03-04"])
            #expect(wanted[0]["pmsResourceId"] == nil)
            _ = try await caller.post("/availability/snapshot", Self.day(""))
            #expect(try await caller.get("/requests").list as? [String] == ["availability"])
            let other = Self.day("").replacing("P1", with: "P2")
            _ = try await caller.post("/availability/snapshot", other)
            #expect(try await caller.get("/requests").list.isEmpty)
            try await simulator.fulfil(.availability(date, book: "P2"), of: "he-1")
            _ = try await caller.post("/availability/snapshot", Self.day(""))
            #expect(try await caller.get("/requests").list as? [String] == ["availability"])
            _ = try await caller.post("/availability/snapshot", other)
            #expect(try await caller.get("/requests").list.isEmpty)
        }
    }
}
