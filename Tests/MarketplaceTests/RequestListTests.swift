import Diagnostics
import Diary
import Marketplace
import Ports
import Testing
import Wire

@Suite("Lists of requests")
struct RequestListTests {
    private static func row(_ id: Int) -> String {
        BookingRows.whole.replacing(#""bookingId": 42"#, with: #""bookingId": \#(id)"#)
    }

    private static func page(_ current: Int, of total: Int, _ ids: [Int]) -> String {
        let rows = ids.map(row).joined(separator: ",")
        return #"{"data": [\#(rows)], "page": {"currentPage": \#(current), "#
            + #""totalPages": \#(total), "perPage": 2, "total": 5}}"#
    }

    @Test("all pages are read, a row on two of them counts once")
    func pages() async throws {
        let script = ScriptedMarketplace(
            Self.page(1, of: 2, [1, 2]), Self.page(2, of: 3, [2, 3]), Self.page(3, of: 3, [5]))
        let marketplace = try client(ExchangeRecorder(inner: script, name: "pages"))
        #expect(try await marketplace.bookings().map(\.id.rawValue) == ["1", "2", "3", "5"])
        #expect(
            script.calls.map(\.target) == [
                "/requests/bookings", "/requests/bookings?page=2", "/requests/bookings?page=3",
            ])
    }

    @Test(
        "T21: a booking is as old as it is by the marketplace's own clock, where that is behind",
        arguments: [(-3600, 3600), (-6, 6), (-4, 0), (0, 0), (3600, 0)])
    func otherClock(_ skew: Int, _ later: Int) async throws {
        // The script's clock stands at 2027-01-15T08:00:00Z.
        let now = try #require(Instant("2027-01-15T08:00:00Z"))
        let theirs = "\(Instant(seconds: now.seconds + skew))".dropFirst(11).dropLast()
        let script = ScriptedMarketplace([
            .answer(200, Self.page(1, of: 1, [42]), ["date": "Fri, 15 Jan 2027 \(theirs) GMT"])
        ])
        let booking = try #require(try await client(script).bookings().first)
        let said = try #require(Instant("2026-03-01T01:02:03Z"))
        #expect(booking.bookedAt == Instant(seconds: said.seconds + later))
    }

    @Test(
        "S54: a booking that is listed as cancelled says so, and no other does",
        arguments: [
            (#""Cancelled""#, true), (#""Requested""#, false), (#""Confirmed""#, false),
            (#""OnHold""#, false), ("null", false),
        ])
    func status(_ text: String, _ isCancelled: Bool) async throws {
        let row = BookingRows.whole.replacing(#""Requested""#, with: text)
        let marketplace = try client(ScriptedMarketplace(#"{"data": [\#(row)]}"#))
        let booking = try #require(try await marketplace.bookings().first)
        #expect(booking.isCancelled == isCancelled)
        #expect(booking.unreadable.isEmpty)
    }

    @Test(
        "a list that cannot be one list is malformed, whichever page it is on", arguments: 1...3)
    func faults(_ index: Int) async throws {
        let pages = [
            Self.page(1, of: 3, [1, 2]), Self.page(2, of: 3, [3, 4]), Self.page(3, of: 3, [5]),
        ]
        var faults = [
            "another page": Self.page(index + 1, of: 9, [7]),
            "the page before": Self.page(index - 1, of: 3, [7]),
            "without an end": Self.page(index, of: 101, [7]),
            "not a list": "[]",
            "no data": #"{"page": {"currentPage": \#(index), "totalPages": 3}}"#,
            "numbers that are none":
                #"{"data": [], "page": {"currentPage": "x", "totalPages": 3}}"#,
            "half a page": String(pages[index - 1].dropLast(5)),
            "no total": #"{"data": [], "page": {"currentPage": \#(index)}}"#,
        ]
        if index > 1 {
            faults["shrinking"] = Self.page(index, of: index - 1, [7])
            faults["the same rows again"] = Self.page(index, of: 3, index == 2 ? [1, 2] : [3, 4])
        }
        for (name, fault) in faults {
            var bodies = pages
            bodies[index - 1] = fault
            let script = ScriptedMarketplace(bodies.map { .answer(200, $0) })
            let marketplace = try client(script)
            let failure = await failure { () throws(MarketplaceFailure) in
                try await marketplace.bookings()
            }
            #expect(failure?.kind == .malformed, "\(name) on page \(index)")
            #expect(script.calls.count == index, "\(name) on page \(index)")
            let text = failure?.problem.text() ?? ""
            #expect(BookingRows.private_.allSatisfy { !text.contains($0) })
        }
    }

    @Test(
        "an empty list may come with no pages, one, or none said",
        arguments: [
            #"{"data": []}"#, #"{"data": [], "page": null}"#,
            #"{"data": [], "page": {"currentPage": 1, "totalPages": 0}}"#,
            #"{"data": [], "page": {"currentPage": 0, "totalPages": 0}}"#,
            #"{"data": [], "page": {"currentPage": "1", "totalPages": "1"}}"#,
        ])
    func empty(_ body: String) async throws {
        #expect(try await client(ScriptedMarketplace(body)).bookings() == [])
    }

    @Test("an answer that is cut off anywhere is malformed, and shows nothing of the patient")
    func truncation() async throws {
        let whole = Self.page(1, of: 1, [1])
        for length in 0..<whole.utf8.count {
            let script = ScriptedMarketplace(
                String(decoding: whole.utf8.prefix(length), as: UTF8.self))
            let marketplace = try client(script)
            let failure = await failure { () throws(MarketplaceFailure) in
                try await marketplace.bookings()
            }
            #expect(failure?.kind == .malformed, "\(length)")
            let text = failure.map { "\($0)" } ?? ""
            #expect(BookingRows.private_.allSatisfy { !text.contains($0) })
        }
    }

    @Test(
        "a booking of which a field cannot be read can still be answered",
        arguments: [
            (#""pmsResourceId": "b1""#, #""pmsResourceId": null"#, [String]()),
            (#""pmsResourceId": "b1""#, #""pmsResourceId": """#, []),
            (#""pmsAppointmentTypeId": "r1""#, #""pmsAppointmentTypeId": null"#, []),
            (#""pmsResourceId": "b1""#, #""pmsResourceId": {}"#, ["pmsResourceId"]),
            (#""2026-03-04 09:30:00""#, #""2026-03-04T09:30:00""#, ["pmsAppointmentTime"]),
            (#""2026-03-04 09:30:00""#, #""2026-03-04 09:30:30""#, ["pmsAppointmentTime"]),
            (#""2026-03-04 09:30:00""#, #""2026-02-30 09:30:00""#, ["pmsAppointmentTime"]),
            (#""2026-03-04 09:30:00""#, "null", ["pmsAppointmentTime"]),
            ("1800", "-1800", ["pmsAppointmentLength"]),
            ("1800", #""half an hour""#, ["pmsAppointmentLength"]),
            (#""2026-03-01 01:02:03""#, #""yesterday""#, ["bookedTime"]),
            (#""isNewPatient": true"#, #""isNewPatient": "yes""#, ["isNewPatient"]),
        ])
    func unreadable(_ field: String, _ instead: String, _ names: [String]) async throws {
        let row = BookingRows.whole.replacing(field, with: instead)
        let script = ScriptedMarketplace(#"{"data": [\#(row)]}"#)
        let booking = try #require(try await client(script).bookings().first)
        #expect(booking.id.rawValue == "42")
        #expect(booking.unreadable == names)
    }

    @Test(
        "T21: a booking that does not say when it was made is as new as its arrival",
        arguments: [#""bookedTime": null"#, #""other": 1"#])
    func noBookedTime(_ instead: String) async throws {
        let row = BookingRows.whole.replacing(
            #""bookedTime": "2026-03-01 01:02:03""#, with: instead)
        // Its own clock stands far behind, which is no age of such a booking.
        let script = ScriptedMarketplace([
            .answer(200, #"{"data": [\#(row)]}"#, ["date": "Fri, 15 Jan 2027 07:00:00 GMT"])
        ])
        let booking = try #require(try await client(script).bookings().first)
        #expect(booking.bookedAt == Instant("2027-01-15T08:00:00Z"))
        #expect(booking.unreadable.isEmpty)
    }

    @Test("what stands in for an unreadable field can only be rejected")
    func standIns() async throws {
        let script = ScriptedMarketplace(#"{"data": [{"bookingId": "42"}]}"#)
        let booking = try #require(try await client(script).bookings().first)
        #expect(booking.book == nil && booking.lengthSeconds == 0)
        #expect(booking.start.date == CivilDate("1970-01-01"))
        #expect(booking.unreadable == ["pmsAppointmentTime", "pmsAppointmentLength"])
    }

    @Test("numbers may be written as text, and ids of ours as numbers")
    func numbers() async throws {
        let row = BookingRows.whole
            .replacing("42", with: #""42""#).replacing("1800", with: #""1800""#)
            .replacing(#""pmsAppointmentTypeId": "r1""#, with: #""pmsAppointmentTypeId": 7"#)
        let booking = try #require(
            try await client(ScriptedMarketplace(#"{"data": [\#(row)]}"#)).bookings().first)
        #expect(booking.id.rawValue == "42" && booking.lengthSeconds == 1800)
        #expect(booking.reason?.rawValue == "7" && booking.unreadable.isEmpty)
    }

    @Test("rows that can be answered come without those that cannot, until only those are left")
    func unanswerable() async throws {
        let bad = #"{"bookingId": null, "comments": "Zahnweh"}, 7, "x", {"bookingId": 1.5}"#
        let mixed = ScriptedMarketplace(#"{"data": [\#(bad), \#(BookingRows.whole)]}"#)
        #expect(try await client(mixed).bookings() == [BookingRows.request])
        let marketplace = try client(ScriptedMarketplace(#"{"data": [\#(bad)]}"#))
        let failure = await failure { () throws(MarketplaceFailure) in
            try await marketplace.bookings()
        }
        #expect(failure?.kind == .malformed)
        let text = failure?.problem.text() ?? ""
        #expect(text.contains("bookingId") && !text.contains("Zahnweh"))
    }

    @Test("an update needs both of its ids; without a status it is no cancellation")
    func updates() async throws {
        let script = ScriptedMarketplace(
            #"{"data": [{"requestId": 7}, {"bookingId": 42}, {"requestId": 8, "bookingId": 42}, "#
                + #"{"requestId": 9, "bookingId": 42, "bookingStatus": "Confirmed"}]}"#)
        let updates = try await client(script).bookingUpdates()
        #expect(updates.map(\.id.rawValue) == ["8", "9"])
        #expect(updates.map(\.isCancellation) == [false, false])
        #expect(updates.map(\.unreadable) == [["bookingStatus"], []])
    }

    @Test("G16: a wanted day names its book in the new way, in the old way, or not at all")
    func wantedDays() async throws {
        let script = ScriptedMarketplace(
            #"{"data": [{"day": "2026-03-04", "pms_resource_id": "old"}, "#
                + #"{"day": "2026-03-04", "pmsResourceId": "new", "pms_resource_id": "old"}, "#
                + #"{"day": "2026-03-04", "pmsResourceId": null}, {"day": "2026-03-04"}, "#
                + #"{"day": "2026-03-05", "pmsResourceId": []}, {"day": "soon"}]}"#)
        let days = try await client(script).availabilityRequests()
        #expect(
            days.map { "\($0.date) \($0.book?.rawValue ?? "all")" } == [
                "2026-03-04 old", "2026-03-04 new", "2026-03-04 all", "2026-03-05 all",
            ])
    }

    @Test("S53: kinds are told once, in the order in which they are answered, unknown ones last")
    func kinds() async throws {
        let script = ScriptedMarketplace(
            #"["uploadDocuments", "pmsAppointmentTypes", "pmsResources", "pmsAppointmentChanges", "#
                + #""availability", "bookingUpdates", "bookings", "bookings", "somethingNew"]"#)
        #expect(
            try await client(script).outstanding() == [
                .bookings, .bookingUpdates, .availability, .appointmentChanges, .books, .reasons,
                .other("somethingNew"), .other("uploadDocuments"),
            ])
    }

    @Test(
        "what is no list of kinds is malformed",
        arguments: ["", "{}", "null", #"[1]"#, #"["bookings""#, "<html>", #"["bookings"] x"#])
    func noKinds(_ body: String) async throws {
        let marketplace = try client(ScriptedMarketplace(body))
        let failure = await failure { () throws(MarketplaceFailure) in
            try await marketplace.outstanding()
        }
        #expect(failure?.kind == .malformed)
    }

    @Test("a list that is read back must have an id and a name in every row, each id once")
    func readBack() async throws {
        for body in [
            #"[{"pmsResourceId": "1"}]"#, #"[{"pmsResourceName": "x"}]"#, "[null]", "{}",
            #"[{"pmsResourceId": "1", "pmsResourceName": "x"}, {"pmsResourceId": "1", "pmsResourceName": "y"}]"#,
        ] {
            let marketplace = try client(ScriptedMarketplace(body))
            let failure = await failure { () throws(MarketplaceFailure) in
                try await marketplace.books()
            }
            #expect(failure?.kind == .malformed, "\(body)")
        }
    }
}
