import Diagnostics
import Diary
import Ports
import Testing

@testable import Flows

@Suite("The request loop") struct RequestTests {
    private static let id = SamplePractice.id

    /// One poll after the other, through the steps and the ports.
    private actor Loop {
        let practice: SamplePractice
        let signals = Signals()
        private var state: RequestState
        private let performer: RequestPerformer

        init(_ practice: SamplePractice) {
            self.practice = practice
            state = RequestState(system: .exact, policy: practice.policy)
            performer = RequestPerformer(
                practice: SamplePractice.id, ports: practice.ports,
                marketplace: practice.marketplace, signals: signals)
        }

        @discardableResult
        func poll(_ cause: PollCause = .timer) async -> RequestReport {
            for report in await signals.takeReports() {
                state.note(report, now: practice.time.now())
            }
            var event = RequestEvent.poll(cause)
            while true {
                let (next, effect) = RequestFlow.step(state, event, now: practice.time.now())
                state = next
                if case .finish(let report) = effect { return report }
                event = await performer.perform(effect)
            }
        }

        func changes() async -> ChangeReport {
            var state = ChangeState()
            var event = ChangeEvent.start
            while true {
                let (next, effect) = ChangeFlow.step(state, event, now: practice.time.now())
                state = next
                if case .finish(let report) = effect {
                    await signals.add(report)
                    return report
                }
                event = await performer.perform(effect)
            }
        }
    }

    private func booking(_ id: String) -> BookingRequest {
        BookingRequest(
            id: BookingID(id), book: AppointmentBookID("P1"), reason: ListedReasonID("R1"),
            start: CivilDateTime(SamplePractice.firstDay, .init(minuteOfDay: 600) ?? .midnight),
            lengthSeconds: 2700, bookedAt: SamplePractice.start)
    }

    private func update(_ id: String) -> BookingUpdate {
        BookingUpdate(
            id: UpdateRequestID(id), booking: BookingID("7"), appointments: [],
            isCancellation: true)
    }

    private func codes(_ practice: SamplePractice) async -> [String] {
        await practice.store.codes(of: Self.id, from: .requests)
    }

    @Test("S53, G15, G16: every kind is answered, bookings first, each with a finding")
    func everything() async throws {
        let practice = try await SamplePractice()
        let loop = Loop(practice)
        let day = AvailabilityRequest(date: SamplePractice.firstDay)
        await practice.marketplace.ask(
            bookings: [booking("1"), booking("2")], updates: [update("9")], days: [day],
            others: [.reasons, .books])
        let report = await loop.poll()
        #expect(
            report.kinds == [.bookings, .bookingUpdates, .availability, .books, .reasons])
        #expect(
            await practice.marketplace.calls == [
                "outstanding", "bookings", "reject 1", "reject 2", "updates", "reject update 9",
                "availability requests",
            ])
        let options = await loop.signals.takeOptions(now: practice.time.now())
        #expect(options.days == [day] && options.parts == [.books, .reasons])
        #expect(await codes(practice) == ["D19-BOOKING-NOT-SET-UP", "D20-UPDATE-NOT-SET-UP"])
        let found = try await practice.store.findings(of: Self.id)
        #expect(
            Set(found.flatMap(\.finding.evidence).map(\.name)) == [
                "booking 1", "booking 2", "booking 7",
            ])
        #expect(try await practice.store.lastPoll(of: Self.id) == practice.time.now())
    }

    @Test("what happened once is told for a day, also by the next process") func notices()
        async throws
    {
        let practice = try await SamplePractice()
        let loop = Loop(practice)
        await practice.marketplace.ask(bookings: [booking("1")])
        await loop.poll()
        practice.time.advance(.seconds(3600))
        await practice.marketplace.ask(bookings: [booking("2")])
        let other = Loop(practice)
        await other.poll(.start)
        let found = try await practice.store.findings(of: Self.id)
            .first { $0.finding.code == "D19-BOOKING-NOT-SET-UP" }
        #expect(found?.finding.evidence.map(\.name) == ["booking 2", "booking 1"])
        practice.time.advance(.seconds(24 * 3600 + 1))
        await other.poll()
        #expect(!(await codes(practice)).contains("D19-BOOKING-NOT-SET-UP"))
    }

    @Test("a request that fails stays, holds up no other, and is a finding when it lasts")
    func poison() async throws {
        let practice = try await SamplePractice()
        let loop = Loop(practice)
        await practice.marketplace.ask(
            bookings: [booking("1"), booking("2")], updates: [update("9")])
        await practice.marketplace.fail([.none, .none, .before(.serverFailed)])
        let report = await loop.poll()
        #expect(report.failed == 1 && report.answered == [.bookings, .bookingUpdates])
        #expect(!(await codes(practice)).contains("F19-REQUEST-FAILED"))
        await practice.marketplace.fail([.none, .none, .before(.serverFailed)])
        await loop.poll()
        #expect(await codes(practice).contains("F19-REQUEST-FAILED"))
        await loop.poll()
        #expect(!(await codes(practice)).contains("F19-REQUEST-FAILED"))
        #expect(await practice.marketplace.bookingRequests.isEmpty)
    }

    @Test("S58: 403 stops the practice", arguments: 0..<3) func stops(call: Int) async throws {
        let practice = try await SamplePractice()
        let loop = Loop(practice)
        await practice.marketplace.ask(bookings: [booking("1")])
        await practice.marketplace.fail(
            Array(repeating: .none, count: call) + [.before(.consentMissing)])
        let report = await loop.poll()
        #expect(report.isStopped)
        #expect(await practice.marketplace.calls.count == call + 1)
        #expect(try await practice.store.practice(Self.id)?.stopped?.side == .marketplace)
        #expect(await codes(practice) == ["D05-CONSENT"])
    }

    @Test("S50: a gap between polls that hides the slots is told") func gap() async throws {
        let practice = try await SamplePractice()
        let loop = Loop(practice)
        await loop.poll()
        practice.time.advance(.seconds(300))
        await practice.marketplace.fail([.before(.unreachable)])
        await loop.poll()
        #expect(await codes(practice).isEmpty)
        practice.time.advance(.seconds(301))
        await practice.marketplace.fail([.before(.unreachable)])
        await loop.poll()
        #expect(await codes(practice) == ["F12-POLL-GAP"])
        await loop.poll()
        #expect(await codes(practice) == ["F12-POLL-GAP"])
    }

    @Test("S53: an optional feature that is seen is switched off and told, once") func features()
        async throws
    {
        let practice = try await SamplePractice()
        let loop = Loop(practice)
        await practice.marketplace.ask(
            bookings: [booking("1")], others: [.other("availableDocuments")],
            features: ["documents"])
        await loop.poll()
        #expect(
            await practice.marketplace.calls == [
                "outstanding", "bookings", "reject 1", "features", "disable documents",
            ])
        #expect(await codes(practice).contains("F17-OPTIONAL-FEATURE"))
        await practice.marketplace.ask(others: [.other("availableDocuments")])
        await loop.poll()
        #expect(await practice.marketplace.calls.last == "outstanding")
    }

    @Test("G20: a request that only polling finds means a lost webhook") func webhookLost()
        async throws
    {
        var practice = try await SamplePractice()
        practice.policy.callback = "https://example.invalid/webhooks"
        practice.policy.pollEvery = .seconds(3600)
        let loop = Loop(practice)
        await practice.marketplace.ask(bookings: [booking("1")])
        await loop.poll(.webhook)
        #expect(!(await codes(practice)).contains("F08-WEBHOOK-LOST"))
        await loop.poll()
        await practice.marketplace.ask(bookings: [booking("2")])
        await loop.poll()
        #expect(await codes(practice).contains("F08-WEBHOOK-LOST"))
    }

    @Test("bookings are answered although the ledger is broken") func brokenStore() async throws {
        let practice = try await SamplePractice()
        let loop = Loop(practice)
        await practice.marketplace.ask(bookings: [booking("1")])
        await practice.store.breakDown(true)
        #expect(await loop.poll().answered == [.bookings])
    }

    @Test(
        "S55: what became of an appointment, by all of its rows",
        arguments: [
            ([AppointmentStatus.cancelled], "cancel 5"), ([.didNotAttend], "did not attend 5"),
            ([.cancelled, .didNotAttend], "did not attend 5"), ([.confirmed], "no change 5"),
            ([.cancelled, .confirmed], "no change 5"), ([nil], "no change 5"),
            ([.cancelled, nil], "no change 5"), ([], "no change 5"),
        ] as [([AppointmentStatus?], String)])
    func changes(statuses: [AppointmentStatus?], answer: String) async throws {
        let practice = try await SamplePractice()
        let loop = Loop(practice)
        for (number, status) in statuses.enumerated() {
            guard let status else { continue }
            await practice.pms.put(
                SamplePractice.appointment("A\(number)", minute: 600, status: status))
        }
        await practice.marketplace.ask(changes: [
            ChangeRequest(
                booking: BookingID("5"),
                appointments: statuses.indices.map { DiaryEntryID("A\($0)") })
        ])
        let report = await loop.changes()
        #expect(report.answered == 1)
        #expect(await practice.marketplace.answers == [answer])
        await loop.poll()
        let expected =
            statuses.isEmpty
            ? ["E06-UNKNOWN-BOOKING"] : statuses.contains(nil) ? ["E08-APPOINTMENT-ABSENT"] : []
        #expect(await codes(practice) == expected)
    }

    @Test("S55: while the PMS is away nothing is said about an appointment") func pmsAway()
        async throws
    {
        let practice = try await SamplePractice()
        let loop = Loop(practice)
        await practice.marketplace.ask(changes: [
            ChangeRequest(booking: BookingID("5"), appointments: [DiaryEntryID("A1")])
        ])
        await practice.pms.fail([.practiceOffline, .practiceOffline])
        for _ in 0..<2 {
            #expect(await loop.changes().failed.count == 1)
            await loop.poll()
        }
        #expect(await practice.marketplace.answers.isEmpty)
        #expect(await codes(practice) == ["F19-REQUEST-FAILED"])
    }
}

extension CivilTime {
    fileprivate static let midnight: CivilTime = {
        guard let time = CivilTime(minuteOfDay: 0) else { preconditionFailure("0 is a time") }
        return time
    }()
}
