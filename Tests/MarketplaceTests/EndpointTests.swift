import Diagnostics
import Diary
import Marketplace
import Ports
import Testing
import Wire

/// One call of the port and how it must look on the wire.
struct Endpoint: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let target: String
    let body: String?
    let answer: (Int, String)
    let call: @Sendable (HealthengineMarketplace) async throws -> Void

    init(
        _ name: String, _ target: String, _ body: String? = nil, answer: (Int, String) = (200, ""),
        call: @escaping @Sendable (HealthengineMarketplace) async throws -> Void
    ) {
        testDescription = name
        self.target = target
        self.body = body
        self.answer = answer
        self.call = call
    }

    static let morning =
        CivilTime("08:00").flatMap { start in CivilTime("12:30").map { start..<$0 } }.map { [$0] }
        ?? []

    static let page = #""page": {"currentPage": 1, "totalPages": 1, "perPage": 50, "total": 1}"#

    static let configuration = [
        Endpoint(
            "live hours", "POST /config/livenessContract",
            #"{"liveHours":{"friday":[],"monday":[{"end":"12:30","start":"08:00"}],"#
                + #""publicHolidays":[{"end":"12:30","start":"08:00"}],"saturday":[],"sunday":[],"#
                + #""thursday":[],"tuesday":[],"wednesday":[]}}"#
        ) {
            try await $0.send(
                LiveHours(
                    weekdays: [Self.morning] + Array(repeating: [], count: 6),
                    publicHolidays: Self.morning))
        },
        Endpoint(
            "appointment books", "POST /config/pmsResources/snapshot",
            #"[{"pmsResourceId":"p/1","pmsResourceName":"Dr Amy Chen"}]"#
        ) {
            try await $0.send([
                AppointmentBook(
                    id: AppointmentBookID("p/1"), practitioner: PractitionerID("p1"),
                    name: "Dr Amy Chen")
            ])
        },
        Endpoint(
            "linkable reasons", "POST /config/pmsAppointmentTypes/snapshot",
            #"[{"pmsAppointmentLength":30,"pmsAppointmentTypeId":"r1","#
                + #""pmsAppointmentTypeName":"Exam"},{"pmsAppointmentLength":45,"#
                + #""pmsAppointmentTypeId":"r2:b1","pmsAppointmentTypeName":"Clean (Amy)","#
                + #""pmsResourceId":"b1"}]"#
        ) {
            try await $0.send([
                ListedReason(
                    id: ListedReasonID("r1"), reason: ReasonID("r1"), name: "Exam",
                    length: Minutes(30)),
                ListedReason(
                    id: ListedReasonID("r2:b1"), reason: ReasonID("r2"), name: "Clean (Amy)",
                    length: Minutes(45), book: AppointmentBookID("b1")),
            ])
        },
        Endpoint(
            "books read back", "GET /config/pmsResources",
            answer: (200, #"[{"pmsResourceId": "b1", "pmsResourceName": "Amy"}]"#)
        ) {
            let found = try await $0.books()
            #expect(found == [AppointmentBookID("b1"): "Amy"])
        },
        Endpoint(
            "reasons read back", "GET /config/pmsAppointmentTypes",
            answer: (
                200,
                #"[{"pmsAppointmentTypeId": "r1", "pmsAppointmentTypeName": "Exam", "#
                    + #""pmsAppointmentLength": 30}]"#
            )
        ) {
            let found = try await $0.reasons()
            #expect(found == [ListedReasonID("r1"): "Exam"])
        },
        Endpoint(
            "features", "GET /features",
            answer: (
                200,
                #"[{"id": "documents", "enabled": true}, {"id": "attachDocuments"}, "#
                    + #"{"id": "clientSnapshots", "enabled": false}]"#
            )
        ) {
            let found = try await $0.enabledFeatures()
            #expect(found == ["documents"])
        },
        Endpoint("a feature off", "POST /features/documents/disable") {
            try await $0.disableFeature("documents")
        },
    ]

    static let availability = [
        Endpoint(
            "a day", "POST /availability/snapshots",
            #"[{"availability":[{"end":"10:00","pmsAppointmentTypeIds":["r1","r2"],"#
                + #""slotLength":1800,"start":"09:00"},{"end":"12:45","#
                + #""pmsAppointmentTypeIds":["r1"],"slotLength":2700,"start":"12:00"}],"#
                + #""date":"2026-03-04","id":"2026-03-04/b1","pmsResourceId":"b1"}]"#,
            answer: (200, #"{"created": ["2026-03-04/b1"], "existing": [], "failed": []}"#)
        ) {
            let answer = try await $0.send([
                day("b1", "2026-03-04", ["09:00 30 r2 r1", "09:30 30 r1 r2", "12:00 45 r1"])
            ])
            #expect(answer == AvailabilityAnswer(created: [0], existing: [], failed: [:]))
        }
    ]

    static let requests = [
        Endpoint(
            "outstanding", "GET /requests",
            answer: (200, #"["availability", "pmsResources", "bookings", "clientSnapshots"]"#)
        ) {
            let kinds = try await $0.outstanding()
            #expect(kinds == [.bookings, .availability, .books, .other("clientSnapshots")])
        },
        Endpoint(
            "bookings", "GET /requests/bookings",
            answer: (200, #"{"data": [\#(BookingRows.whole)], \#(page)}"#)
        ) {
            let found = try await $0.bookings()
            #expect(found == [BookingRows.request])
        },
        Endpoint(
            "updates", "GET /requests/bookingUpdates",
            answer: (
                200,
                #"{"data": [{"requestId": 7, "bookingId": 42, "pmsAppointmentIds": ["a1"], "#
                    + #""pmsPatientId": "x", "updatedAt": "2026-03-01 01:02:03", "#
                    + #""bookingStatus": "Cancelled"}], \#(page)}"#
            )
        ) {
            let update = BookingUpdate(
                id: UpdateRequestID("7"), booking: BookingID("42"),
                appointments: [DiaryEntryID("a1")], isCancellation: true)
            let found = try await $0.bookingUpdates()
            #expect(found == [update])
        },
        Endpoint(
            "days wanted", "GET /requests/availability",
            answer: (
                200,
                #"{"data": [{"day": "2026-03-04", "pmsResourceId": "b1"}, {"day": "2026-03-05"}], "#
                    + #"\#(page)}"#
            )
        ) {
            let days = try await $0.availabilityRequests()
            #expect(
                days.map { "\($0.date) \($0.book?.rawValue ?? "all")" } == [
                    "2026-03-04 b1", "2026-03-05 all",
                ])
        },
        Endpoint(
            "changes wanted", "GET /requests/pmsAppointmentChanges",
            answer: (
                200,
                #"{"data": [{"bookingId": 42, "pmsAppointmentIds": ["a1", "a2"], "#
                    + #""pmsPatientId": "x"}], \#(page)}"#
            )
        ) {
            let change = ChangeRequest(
                booking: BookingID("42"), appointments: [DiaryEntryID("a1"), DiaryEntryID("a2")])
            let found = try await $0.changeRequests()
            #expect(found == [change])
        },
    ]

    static let answers = [
        Endpoint(
            "confirmation", "POST /bookings/42/confirmInsert",
            #"{"pmsAppointmentIds":["a1"],"pmsPatientId":"x"}"#
        ) {
            try await $0.confirm(
                BookingID("42"), appointment: DiaryEntryID("a1"), patient: "x")
        },
        Endpoint("rejection", "POST /bookings/42/rejectInsert", #"{"reason":"taken"}"#) {
            try await $0.reject(BookingID("42"), reason: "taken")
        },
        Endpoint("update done", "POST /bookings/42/confirmUpdate/7") {
            try await $0.confirmUpdate(UpdateRequestID("7"), of: BookingID("42"))
        },
        Endpoint("update not done", "POST /bookings/42/rejectUpdate/7", #"{"reason":"no"}"#) {
            try await $0.rejectUpdate(UpdateRequestID("7"), of: BookingID("42"), reason: "no")
        },
        Endpoint("cancelled", "POST /bookings/42/cancel", #"{"reason":"gone"}"#) {
            try await $0.cancel(BookingID("42"), reason: "gone")
        },
        Endpoint("not attended", "POST /bookings/42/didNotAttend", #"{"reason":"absent"}"#) {
            try await $0.didNotAttend(BookingID("42"), reason: "absent")
        },
        Endpoint("no change", "POST /bookings/42/noPmsAppointmentChange") {
            try await $0.noChange(BookingID("42"))
        },
    ]

    static let all = configuration + availability + requests + answers
}

/// A day of starts that are written `09:00 30 r1 r2`.
func day(_ book: String, _ date: String, _ starts: [String]) -> DayAvailability {
    DayAvailability(
        book: AppointmentBookID(book), date: CivilDate(date) ?? CivilDate(dayNumber: 0),
        starts: starts.compactMap { text in
            let parts = text.split(separator: " ").map(String.init)
            guard let time = CivilTime(parts[0]), let length = Int(parts[1]) else { return nil }
            return DayAvailability.Start(
                time: time, length: Minutes(length),
                reasons: parts.dropFirst(2).map { ListedReasonID($0) })
        })
}

@Suite("Every call of the port on the wire")
struct EndpointTests {
    @Test("T17, S53: method, path, headers and body are the contract's", arguments: Endpoint.all)
    func endpoint(_ endpoint: Endpoint) async throws {
        let script = ScriptedMarketplace([.answer(endpoint.answer.0, endpoint.answer.1)])
        let recorder = ExchangeRecorder(inner: script, name: "endpoint")
        try await endpoint.call(try client(recorder))
        let call = try #require(script.calls.first)
        #expect(script.calls.count == 1)
        #expect("\(call.method.rawValue) \(call.target)" == endpoint.target)
        #expect(call.bodyText == endpoint.body)
        #expect(call.header("api-key") == "api-hush")
        #expect(call.header("practice-id") == "1234567")
        #expect(call.header("practice-key") == "practice-hush")
        #expect(call.header("user-agent") == "Gapbook (wire@gapbook.example) TEST")
        #expect(call.header("accept") == "application/json")
        #expect(call.header("content-type") == (endpoint.body == nil ? nil : "application/json"))
        #expect(call.header("content-encoding") == nil)
    }

    @Test("the same content has the same bytes, and many bytes go out compressed")
    func compression() async throws {
        let books = (1...40).map {
            AppointmentBook(
                id: AppointmentBookID("book-\($0)"), practitioner: PractitionerID("\($0)"),
                name: "Dr Ünïcode/\($0)")
        }
        let script = ScriptedMarketplace("", "")
        let marketplace = try client(ExchangeRecorder(inner: script, name: "gzip"))
        try await marketplace.send(books)
        try await marketplace.send(books)
        #expect(script.calls.map(\.body)[0] == script.calls.map(\.body)[1])
        #expect(script.calls[0].header("content-encoding") == "gzip")
        #expect(script.calls[0].body?.count ?? .max < 1_000)
        let text = try #require(script.calls[0].bodyText)
        #expect(text.contains(#"{"pmsResourceId":"book-7","pmsResourceName":"Dr Ünïcode/7"}"#))
    }

    @Test("T17: a day that ends at midnight is promised until 23:59, in order of the clock")
    func midnight() async throws {
        let script = ScriptedMarketplace("")
        let time = { (minute: Int) throws in try #require(CivilTime(minuteOfDay: minute)) }
        let day = [try time(780)..<time(1440), try time(480)..<time(720), try time(0)..<time(0)]
        try await client(ExchangeRecorder(inner: script, name: "hours")).send(
            LiveHours(weekdays: Array(repeating: day, count: 7), publicHolidays: []))
        let text = try #require(script.calls.first?.bodyText)
        #expect(
            text.contains(
                #""monday":[{"end":"12:00","start":"08:00"},{"end":"23:59","start":"13:00"}]"#))
    }

    @Test(
        "what the contract forbids is refused before it is sent",
        arguments: [
            ("H1002", ["1 Amy", "1 Ben"]), ("H1002", ["1 Amy", "2 Amy"]), ("H1002", [" Amy"]),
            ("H1002", ["1 "]), ("H1002", [String(repeating: "1", count: 201) + " Amy"]),
        ])
    func forbidden(_ code: String, _ rows: [String]) async throws {
        let script = ScriptedMarketplace([])
        let marketplace = try client(script)
        let pairs = rows.map { row in
            row.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
        }
        let books = await failure { () throws(MarketplaceFailure) in
            try await marketplace.send(
                pairs.map {
                    AppointmentBook(
                        id: AppointmentBookID($0[0]), practitioner: PractitionerID("p"),
                        name: $0[1])
                })
        }
        let reasons = await failure { () throws(MarketplaceFailure) in
            try await marketplace.send(
                pairs.map {
                    ListedReason(
                        id: ListedReasonID($0[0]), reason: ReasonID("r"), name: $0[1],
                        length: Minutes(30))
                })
        }
        #expect(books?.problem.code.rawValue == code && books?.kind == .refused)
        #expect(reasons?.problem.code.rawValue == code)
        #expect(script.calls.isEmpty)
    }

    @Test("live hours need seven weekdays")
    func weekdays() async throws {
        let script = ScriptedMarketplace([])
        let marketplace = try client(script)
        let failure = await failure { () throws(MarketplaceFailure) in
            try await marketplace.send(LiveHours(weekdays: [[]], publicHolidays: []))
        }
        #expect(failure?.problem.code.rawValue == "H1003" && script.calls.isEmpty)
    }
}
