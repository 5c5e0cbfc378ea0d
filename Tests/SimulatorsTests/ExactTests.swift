import Diary
import Foundation
import Simulators
import Testing
import Wire

/// An Exact simulator with the practice `harbour-dental`, at a standing clock.
func withExact(
    pageSize: Int = 3, faults: String = "", _ reference: PracticeOptions.Reference = .carried,
    _ overlaps: PracticeOptions.Overlaps = .accepted,
    _ body: (ExactSimulator, Caller) async throws -> Void
) async throws {
    var options = PracticeOptions()
    options.pageSize = pageSize
    options.reference = reference
    options.overlaps = overlaps
    let simulator = try ExactSimulator(
        practices: [try Sample.snapshot("harbour-dental")], options: options,
        faults: try FaultPlan(faults), clock: SimulatorClock(standingAt: Sample.now))
    let address = try await simulator.start()
    let token = try await Exact.token(address)
    let caller = Caller(
        address, .pms(product: "Exact"),
        headers: [("Authorization", "Bearer \(token)"), ("x-api-version", "1.0")])
    do { try await body(simulator, caller) } catch {
        await simulator.stop()
        throw error
    }
    await simulator.stop()
}

enum Exact {
    static let practice = PracticeID("harbour-dental")
    static let path = "/v1/Practices/harbour-dental"
    static let days = [
        ("from", "2026-03-03T00:00:00+11:00"), ("to", "2026-03-05T00:00:00+11:00"),
    ]
    static let scopes =
        "practice.get practitioner.list appointment.list appointment.get onlinebooking.get "
        + "workingtime.list block.list block.get productsubscription.get "
        + "patient.list patient.create appointment.create"

    static func signIn(
        _ address: String, secret: String = "simulated-secret", scope: String = scopes,
        grant: String = "client_credentials"
    ) async throws -> HTTPAnswer {
        let basic = Data("simulated-client:\(secret)".utf8).base64EncodedString()
        let form = "grant_type=\(grant)&scope=\(scope.replacing(" ", with: "%20"))"
        return try await Caller(address).post(
            "/connect/token", form,
            headers: [
                ("Authorization", "Basic \(basic)"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ])
    }

    static func token(_ address: String) async throws -> String {
        try #require(try await signIn(address).object["access_token"] as? String)
    }

    /// All rows of a list, page by page.
    static func all(
        _ caller: Caller, _ list: String, _ query: [(String, String)] = []
    ) async throws -> (rows: [[String: Any]], pages: Int) {
        var rows: [[String: Any]] = []
        var token: String?
        var pages = 0
        repeat {
            let more = token.map { [("continuationToken", $0)] } ?? []
            let answer = try await caller.get("\(path)/\(list)", query + more)
            #expect(answer.status == 200, "\(answer.text)")
            rows += answer.rows
            pages += 1
            token = answer.headers["x-continuation-token"]
        } while token != nil && pages < 500
        return (rows, pages)
    }
}

@Suite("The simulated Exact")
struct ExactTests {
    @Test("a token is given for the right client, secret, grant and scopes only")
    func signingIn() async throws {
        try await withExact { simulator, _ in
            let address = try #require(simulator.address)
            let good = try await Exact.signIn(address)
            #expect(good.object["token_type"] as? String == "Bearer")
            #expect(good.object["expires_in"] as? Int == 3600)
            for (answer, status, error) in [
                (try await Exact.signIn(address, secret: "x"), 401, "invalid_client"),
                (try await Exact.signIn(address, scope: "patient.delete"), 400, "invalid_scope"),
                (try await Exact.signIn(address, grant: "password"), 400, "unsupported_grant_type"),
            ] {
                #expect(answer.status == status)
                #expect(answer.object["error"] as? String == error)
            }
        }
    }

    @Test("a token runs out, and one without the scope does not do")
    func tokens() async throws {
        try await withExact { simulator, caller in
            #expect(try await caller.get("\(Exact.path)/details").status == 200)
            simulator.clock.advance(seconds: 3_599)
            #expect(try await caller.get("\(Exact.path)/details").status == 200)
            simulator.clock.advance(seconds: 1)
            #expect(try await caller.get("\(Exact.path)/details").status == 401)
            let address = try #require(simulator.address)
            let narrow = try await Exact.signIn(address, scope: "practice.get").object
            let token = try #require(narrow["access_token"] as? String)
            let other = Caller(
                address, headers: [("Authorization", "Bearer \(token)"), ("x-api-version", "1.0")])
            #expect(try await other.get("\(Exact.path)/details").status == 200)
            #expect(try await other.get("\(Exact.path)/OnlineBooking").status == 403)
            let versionless = Caller(address, headers: [("Authorization", "Bearer \(token)")])
            #expect(try await versionless.get("\(Exact.path)/details").status == 400)
            simulator.expireTokens()
            #expect(try await other.get("\(Exact.path)/details").status == 401)
        }
    }

    @Test("the practice, its practitioners and its set-up stand as in the snapshot")
    func setUp() async throws {
        let sample = try Sample.snapshot("harbour-dental").pms
        try await withExact(pageSize: 2) { simulator, caller in
            let details = try await caller.get("\(Exact.path)/details").object
            #expect(details["practiceId"] as? String == "harbour-dental")
            #expect(details["practiceTimezoneUtcOffsetMinutes"] as? Int == 660)
            #expect(details["pmsVersion"] as? String == "13.900")
            let people = try await Exact.all(caller, "Practitioners")
            #expect(people.pages == 3)
            #expect(
                people.rows.map { $0["id"] as? String } == sample.practitioners.map(\.id.rawValue))
            #expect(people.rows.last?["isActive"] as? Bool == false)
            let setUp = try await caller.get("\(Exact.path)/OnlineBooking").object
            #expect(setUp["appointmentStacking"] as? Bool == true)
            #expect(setUp["revision"] as? String == "1")
            let reasons = setUp.rows("reasons")
            #expect(reasons.map { $0["name"] as? String } == sample.reasons.map(\.name))
            #expect(
                reasons[2].rows("providers").map { $0["durationMinutes"] as? Int } == [
                    nil, nil, nil, 45,
                ])
            #expect(
                try await caller.get("/v1/Subscriptions/active").list as? [String] == [
                    "harbour-dental"
                ])
        }
    }

    @Test("diary and working time come whole, whatever the size of a page")
    func lists() async throws {
        let sample = try Sample.snapshot("harbour-dental").pms
        let zone = try Sample.zone()
        let range = try #require(Instant(Exact.days[0].1))..<#require(Instant(Exact.days[1].1))
        let appointments = sample.diary.filter {
            $0.kind == .appointment && range.contains($0.start.instant(in: zone))
        }
        for size in [1, 3, 50] {
            try await withExact(pageSize: size) { _, caller in
                let found = try await Exact.all(caller, "Appointments", Exact.days).rows
                #expect(found.map { $0["id"] as? String } == appointments.map(\.id.rawValue))
                let sessions = try await Exact.all(caller, "WorkingTimes", Exact.days).rows
                let count = sample.sessions.count {
                    $0.date.description == "2026-03-03" || $0.date.description == "2026-03-04"
                }
                #expect(sessions.count == count)
                let blocks = try await Exact.all(
                    caller, "Blocks",
                    [("from", "2026-03-01T00:00:00Z"), ("to", "2026-05-01T00:00:00Z")]
                ).rows
                #expect(blocks.count == sample.diary.count { $0.kind != .appointment })
                let id = try #require(appointments.first?.id)
                let one = try await caller.get("\(Exact.path)/Appointments/\(id)")
                #expect(one.object["id"] as? String == id.rawValue)
                #expect(try await caller.get("\(Exact.path)/Blocks/\(id)").status == 404)
                #expect(try await caller.get("\(Exact.path)/Appointments/none").status == 404)
            }
        }
    }

    @Test("times have the offset that counts at the practice then")
    func offsets() async throws {
        try await withExact(pageSize: 50) { simulator, caller in
            for (id, start) in [("before", "2026-04-04T10:00"), ("after", "2026-04-06T10:00")] {
                try await simulator.edit(
                    Exact.practice,
                    .addEntry(
                        DiaryEntry(
                            id: DiaryEntryID(id), practitioner: PractitionerID("P1"),
                            kind: .appointment, status: .pending,
                            start: .civil(try #require(CivilDateTime(start))),
                            end: .after(Minutes(30)))))
            }
            let before = try await caller.get("\(Exact.path)/Appointments/before").object
            #expect(before["startDate"] as? String == "2026-04-04T10:00:00+11:00")
            #expect(before["status"] as? String == "Pending")
            let after = try await caller.get("\(Exact.path)/Appointments/after").object
            #expect(after["endDate"] as? String == "2026-04-06T10:30:00+10:00")
        }
    }

    @Test(
        "a query that cannot be understood is refused",
        arguments: [
            ([], "the query `from` is missing"),
            ([("from", "2026-03-03T00:00:00+11:00")], "the query `to` is missing"),
            (
                [("from", "2026-03-03T00:00:00"), ("to", "2026-03-05T00:00:00Z")],
                "`from` must be a date with a UTC offset, not `2026-03-03T00:00:00`"
            ),
            (
                [("from", "2026-03-05T00:00:00Z"), ("to", "2026-03-03T00:00:00Z")],
                "`from` must be before `to`"
            ),
            (
                Exact.days + [("continuationToken", "made-up")],
                "the continuation token is not known: `made-up`"
            ),
        ])
    func queries(query: [(String, String)], message: String) async throws {
        try await withExact { simulator, caller in
            let answer = try await caller.get("\(Exact.path)/Appointments", query)
            #expect(answer.status == 400)
            #expect(answer.text == message)
            #expect(simulator.violations.map(\.message) == [message])
        }
    }

    @Test("a token of one list is none of another")
    func foreignToken() async throws {
        try await withExact { _, caller in
            let token = try await caller.get("\(Exact.path)/Practitioners")
                .headers["x-continuation-token"]
            let query = Exact.days + [("continuationToken", try #require(token))]
            #expect(try await caller.get("\(Exact.path)/Appointments", query).status == 400)
        }
    }

    @Test("an unknown practice is 404, one without consent 403, and neither is listed")
    func practices() async throws {
        try await withExact { simulator, caller in
            #expect(try await caller.get("/v1/Practices/UKNONE/details").status == 404)
            #expect(try await caller.get("/v1/Nothing").status == 404)
            try await simulator.setConsent(false, of: Exact.practice)
            #expect(try await caller.get("\(Exact.path)/details").status == 403)
            #expect(try await caller.get("/v1/Subscriptions/active").list.isEmpty)
        }
    }

    @Test("a token can come twice, or be missing where the list goes on")
    func tokenFaults() async throws {
        try await withExact(faults: "token-repeated@Practitioners#1,token-missing@WorkingTimes#1") {
            _, caller in
            let first = try await caller.get("\(Exact.path)/Practitioners")
            let token = try #require(first.headers["x-continuation-token"])
            let again = try await caller.get(
                "\(Exact.path)/Practitioners", [("continuationToken", token)])
            #expect(again.text == first.text)
            let cut = try await caller.get("\(Exact.path)/WorkingTimes", Exact.days)
            #expect(cut.rows.count == 3)
            #expect(cut.headers["x-continuation-token"] == nil)
            #expect(Int(cut.headers["x-total-count"] ?? "") ?? 0 > 3)
        }
    }

    @Test("a stale read tells of seconds or edits ago")
    func stale() async throws {
        try await withExact(faults: "stale=1@OnlineBooking#2,stale=60s@OnlineBooking#3") {
            simulator, caller in
            func name() async throws -> String? {
                let setUp = try await caller.get("\(Exact.path)/OnlineBooking").object
                return setUp.rows("reasons")[0]["name"] as? String
            }
            simulator.clock.advance(seconds: 100)
            try await simulator.edit(Exact.practice, .renameReason(ReasonID("R1"), "New"))
            #expect(try await name() == "New")
            #expect(try await name() == "Exam and clean")
            #expect(try await name() == "Exam and clean")
            #expect(try await name() == "New")
        }
    }
}
