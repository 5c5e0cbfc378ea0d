import Diagnostics
import Diary
import Marketplace
import Ports
import Simulators
import Testing
import Wire

/// The client over real HTTP against the simulated marketplace; each exchange is recorded for the
/// judge.
@Suite("Over HTTP against the simulated marketplace")
struct SimulatorTests {
    private static let practice = "1234567"
    private static let date = "2026-03-04"

    /// A marketplace on its own port, at 08:00 in Sydney on the day before, and a client of it.
    private static func marketplace(
        pageSize: Int = 25,
        _ body: (MarketplaceSimulator, HealthengineMarketplace) async throws -> Void
    ) async throws {
        let start = try #require(Instant("2026-03-03T08:00:00+11:00"))
        var options = MarketplaceOptions()
        options.apiKey = "api-hush"
        options.pageSize = pageSize
        let simulator = MarketplaceSimulator(
            practices: [
                MarketplacePractice(
                    id: practice, key: "practice-hush",
                    zone: try ZoneDatabase().zone(named: "Australia/Sydney"))
            ], options: options, clock: SimulatorClock(standingAt: start))
        let address = try await simulator.start()
        do {
            let connection = Connection(to: address + "/pms-api/v1", side: .marketplace)
            try await body(
                simulator, try client(ExchangeRecorder(inner: connection, name: "simulator")))
        } catch {
            await simulator.stop()
            throw error
        }
        await simulator.stop()
    }

    private static let books = ["b1", "b2"].map {
        AppointmentBook(
            id: AppointmentBookID($0), practitioner: PractitionerID($0), name: "Dr \($0)")
    }
    private static let reasons = [
        ListedReason(
            id: ListedReasonID("r1"), reason: ReasonID("r1"), name: "Exam", length: Minutes(30)),
        ListedReason(
            id: ListedReasonID("r2:b1"), reason: ReasonID("r2"), name: "Clean (Dr b1)",
            length: Minutes(45), book: AppointmentBookID("b1")),
    ]

    private static func setUp(_ marketplace: HealthengineMarketplace) async throws {
        let always = try #require(CivilTime("00:00"))..<(try #require(CivilTime("24:00")))
        try await marketplace.send(
            LiveHours(
                weekdays: Array(repeating: [always], count: 7), publicHolidays: [always]))
        try await marketplace.send(books)
        try await marketplace.send(reasons)
        _ = try await marketplace.outstanding()
    }

    private static func book(
        _ simulator: MarketplaceSimulator, _ time: String
    ) async throws -> BookingID {
        let start = try #require(CivilDateTime("\(date)T\(time)"))
        return BookingID(
            "\(try await simulator.book(BookingWish(book: "b1", start: start), of: practice))")
    }

    @Test("S47, S52, G5: configuration arrives, is read back, and what is left out is deleted")
    func configuration() async throws {
        try await Self.marketplace { simulator, marketplace in
            try await Self.setUp(marketplace)
            let seen = try await simulator.observe(Self.practice)
            #expect(seen.hasLiveHours && seen.books.map(\.id) == ["b1", "b2"])
            #expect(seen.reasons.map(\.length) == [Minutes(30), Minutes(45)])
            #expect(seen.reasons.map(\.book) == [nil, "b1"])
            #expect(try await marketplace.books().values.sorted() == ["Dr b1", "Dr b2"])
            #expect(try await marketplace.reasons().values.sorted() == ["Clean (Dr b1)", "Exam"])
            try await marketplace.send(Array(Self.books.prefix(1)))
            #expect(try await marketplace.books().count == 1)
            #expect(simulator.violations.isEmpty)
        }
    }

    @Test("T17, T20, S56: the starts that a patient sees are those that were sent")
    func availability() async throws {
        try await Self.marketplace { simulator, marketplace in
            try await Self.setUp(marketplace)
            let days = [
                day(
                    "b1", Self.date,
                    [
                        "09:00 30 r1", "09:00 45 r2:b1", "09:15 30 r1", "09:30 30 r1",
                        "13:00 45 r2:b1",
                    ]),
                day("b2", Self.date, []),
                day("b9", Self.date, ["09:00 30 r1"]),
            ]
            let answer = try await marketplace.send(days)
            #expect(answer.created == [0, 1] && answer.failed[2]?.contains("b9") == true)
            let seen = try await simulator.observe(Self.practice)
            let date = try #require(CivilDate(Self.date))
            let starts = seen.published["b1"]?[date]?.map {
                DayAvailability.Start(
                    time: $0.time, length: $0.length,
                    reasons: $0.reasons.map { ListedReasonID($0) })
            }
            #expect(starts == days[0].starts)
            #expect(seen.published["b2"]?[date] == [])
            let again = try await marketplace.send(Array(days.prefix(2)))
            #expect(again.existing == [0, 1] && again.failed.isEmpty)
        }
    }

    @Test("S50, S53: bookings are listed through all pages, and answered")
    func bookings() async throws {
        try await Self.marketplace(pageSize: 2) { simulator, marketplace in
            try await Self.setUp(marketplace)
            let times = ["09:00", "09:30", "10:00", "10:30", "11:00"]
            _ = try await marketplace.send([day("b1", Self.date, times.map { "\($0) 30 r1" })])
            var ids: [BookingID] = []
            for time in times { ids.append(try await Self.book(simulator, time)) }
            let bookings = try await marketplace.bookings()
            #expect(bookings.map(\.id) == ids)
            #expect(bookings.map(\.lengthSeconds) == Array(repeating: 1800, count: 5))
            #expect(bookings.map { "\($0.start)" } == times.map { "\(Self.date)T\($0)" })
            // The simulator's clock is behind the client's, and both stand (T21).
            let ours = ImpatientClock().now()
            #expect(simulator.clock.now < ours)
            #expect(bookings.allSatisfy { $0.bookedAt == ours })
            #expect(bookings.allSatisfy { $0.typeName == "Appointment" && $0.unreadable == [] })
            try await marketplace.reject(ids[0], reason: "taken")
            try await marketplace.confirm(
                ids[1], appointment: DiaryEntryID("a1"), patient: "p1")
            #expect(try await marketplace.bookings().map(\.id) == Array(ids.dropFirst(2)))
            let seen = try await simulator.observe(Self.practice).bookings
            #expect(seen.map(\.stage).prefix(2) == ["rejected", "confirmed"])
            #expect(seen[0].reason == "taken" && seen[1].appointments == ["a1"])
            #expect(simulator.violations.isEmpty)
        }
    }

    @Test("S53, S55: everything else that can be asked is listed and answered")
    func requests() async throws {
        try await Self.marketplace { simulator, marketplace in
            try await Self.setUp(marketplace)
            let times = ["09:00", "09:30", "10:00", "10:30"]
            _ = try await marketplace.send([day("b1", Self.date, times.map { "\($0) 30 r1" })])
            var ids: [BookingID] = []
            for time in times {
                ids.append(try await Self.book(simulator, time))
                try await marketplace.confirm(
                    ids[ids.count - 1], appointment: DiaryEntryID("a\(time)"), patient: "p")
            }
            let numbers = ids.compactMap { Int($0.rawValue) }
            let date = try #require(CivilDate(Self.date))
            for wish: MarketplaceWish in [
                .cancellation(booking: numbers[0]), .update(booking: numbers[1]),
                .availability(date, book: "b1"), .availability(date, book: nil),
                .appointmentChanges(booking: numbers[1]), .books, .reasons,
                .other("clientSnapshots"),
            ] { try await simulator.fulfil(wish, of: Self.practice) }
            let kinds = Set(try await marketplace.outstanding())
            #expect(
                kinds.isSuperset(of: [
                    .bookingUpdates, .availability, .appointmentChanges, .books, .reasons,
                    .other("clientSnapshots"),
                ]))
            let updates = try await marketplace.bookingUpdates()
            #expect(updates.map(\.booking) == Array(ids.prefix(2)))
            #expect(updates.map(\.isCancellation) == [true, false])
            #expect(updates.first?.appointments == [DiaryEntryID("a09:00")])
            try await marketplace.confirmUpdate(updates[0].id, of: updates[0].booking)
            try await marketplace.rejectUpdate(
                updates[1].id, of: updates[1].booking, reason: "no")
            #expect(try await marketplace.bookingUpdates().isEmpty)
            #expect(
                try await marketplace.availabilityRequests().map { $0.book?.rawValue } == [
                    "b1", nil,
                ])
            #expect(try await marketplace.changeRequests().map(\.booking) == [ids[1]])
            try await marketplace.noChange(ids[1])
            #expect(try await marketplace.changeRequests().isEmpty)
            try await marketplace.cancel(ids[2], reason: "cancelled in the PMS")
            try await marketplace.didNotAttend(ids[3], reason: "absent")
            let seen = try await simulator.observe(Self.practice).bookings
            #expect(seen.map(\.stage).suffix(2) == ["cancelled", "not_attended"])
            #expect(simulator.violations.isEmpty)
        }
    }

    @Test("G26, S58: an unknown booking is not found, a revoked consent is told as such")
    func refusals() async throws {
        try await Self.marketplace { simulator, marketplace in
            try await Self.setUp(marketplace)
            let unknown = await failure { () throws(MarketplaceFailure) in
                try await marketplace.reject(BookingID("999999"), reason: "unknown")
            }
            #expect(unknown?.kind == .notFound)
            try await simulator.setConsent(false, of: Self.practice)
            let revoked = await failure { () throws(MarketplaceFailure) in
                try await marketplace.outstanding()
            }
            #expect(revoked?.kind == .consentMissing)
        }
    }

    @Test("S53: features are off, and one that is on can be switched off")
    func features() async throws {
        try await Self.marketplace { _, marketplace in
            #expect(try await marketplace.enabledFeatures() == [])
            try await marketplace.disableFeature("documents")
        }
    }

    @Test("G18: a subscription stands once, whatever it replaces, and can be taken back")
    func subscriptions() async throws {
        try await Self.marketplace { simulator, marketplace in
            for address in ["http://127.0.0.1:9/a", "http://127.0.0.1:9/b", "http://127.0.0.1:9/b"]
            {
                try await marketplace.subscribe(callback: address)
                #expect(try await simulator.observe(Self.practice).callbacks == [address])
            }
            try await marketplace.unsubscribe()
            #expect(try await simulator.observe(Self.practice).callbacks == [])
        }
    }

    @Test(
        "reading and snapshots outlast a fault of one call, whichever it is",
        arguments: [
            Fault.lostRequest, .lostAnswer, .failsBefore(status: 500), .failsAfter(status: 503),
            .offline(status: 502), .rateLimited(retryAfter: 0), .latency(1...5),
        ])
    func faults(_ fault: Fault) async throws {
        try await Self.marketplace { simulator, marketplace in
            try await Self.setUp(marketplace)
            await simulator.setFaults(
                FaultPlan(rules: [FaultPlan.Rule(fault, .calls(1...1))]))
            #expect(try await marketplace.outstanding() == [])
            await simulator.setFaults(
                FaultPlan(rules: [FaultPlan.Rule(fault, .calls(1...1))]))
            let answer = try await marketplace.send([day("b1", Self.date, ["09:00 30 r1"])])
            #expect((answer.created + answer.existing) == [0])
        }
    }

    @Test(
        "a rejection whose answer is lost is not sent a second time",
        arguments: [
            (Fault.lostAnswer, WireFailure.Kind.noAnswer, "rejected"),
            (.lostRequest, .noAnswer, "waiting"),
            (.failsAfter(status: 500), .serverFailed, "rejected"),
            (.failsBefore(status: 500), .serverFailed, "waiting"),
        ])
    func lostRejection(_ fault: Fault, _ kind: WireFailure.Kind, _ stage: String) async throws {
        try await Self.marketplace { simulator, marketplace in
            try await Self.setUp(marketplace)
            _ = try await marketplace.send([day("b1", Self.date, ["09:00 30 r1"])])
            let booking = try await Self.book(simulator, "09:00")
            await simulator.setFaults(FaultPlan(rules: [FaultPlan.Rule(fault, .always)]))
            let failure = await failure { () throws(MarketplaceFailure) in
                try await marketplace.reject(booking, reason: "taken")
            }
            #expect(failure?.kind == kind && failure?.isOutcomeUnknown == true)
            #expect(try await simulator.observe(Self.practice).bookings.map(\.stage) == [stage])
            let sent = simulator.calls.filter { $0.endpoint.contains("rejectInsert") }
            #expect(sent.count == 1)
        }
    }

    @Test("a truncated list is malformed")
    func truncated() async throws {
        try await Self.marketplace { simulator, marketplace in
            await simulator.setFaults(FaultPlan(rules: [FaultPlan.Rule(.truncated)]))
            let failure = await failure { () throws(MarketplaceFailure) in
                try await marketplace.bookings()
            }
            // Either the JSON ends early, or the connection does before its announced length.
            #expect(failure?.kind == .malformed || failure?.kind == .noAnswer)
        }
    }

    @Test("where nobody listens, the marketplace cannot be reached")
    func unreachable() async throws {
        let clock = ImpatientClock()
        let marketplace = try client(
            Connection(to: "http://127.0.0.1:1", side: .marketplace), clock: clock)
        let failure = await failure { () throws(MarketplaceFailure) in
            try await marketplace.outstanding()
        }
        #expect(failure?.kind == .unreachable && clock.waits.count == 2)
    }
}
