import Diary
import Logging
import Ports
import Testing

@testable import Flows

private func booking(_ id: String) -> BookingRequest {
    BookingRequest(
        id: BookingID(id), book: nil, reason: nil,
        start: CivilDateTime(clockMinute: SamplePractice.firstDay.dayNumber * 1440 + 600),
        lengthSeconds: 2700, bookedAt: SamplePractice.start)
}

@Suite("The driver of one practice") struct PracticeDriverTests {
    @Test("S5: changes of the diary reach the marketplace by themselves") func continuous()
        async throws
    {
        let practice = try await SamplePractice()
        let driver = practice.driver()
        let running = Task { await driver.run() }
        #expect(await practice.time.pass { await practice.marketplace.holding.days.count == 8 })
        await practice.pms.edit {
            $0.diary = [SamplePractice.appointment("A1", day: 2, minute: 540)]
        }
        #expect(
            try await practice.time.pass {
                await practice.marketplace.holding == (try await practice.expected())
            })
        running.cancel()
        await running.value
        #expect(practice.time.sleeping == 0)
    }

    @Test("S50, S53: a booking is answered while a long reading goes on") func bookingsFirst()
        async throws
    {
        let practice = try await SamplePractice()
        await practice.pms.hold(true)
        let driver = practice.driver()
        let running = Task { await driver.run() }
        #expect(await practice.time.pass { await practice.pms.holding == 1 })
        await practice.marketplace.ask(bookings: [booking("1")])
        #expect(
            await practice.time.pass { await practice.marketplace.answers == ["reject 1"] })
        #expect(await practice.marketplace.sent.isEmpty)
        await practice.pms.hold(false)
        #expect(await practice.time.pass { await !practice.marketplace.sent.isEmpty })
        running.cancel()
        await running.value
    }

    @Test("G16: days that are asked for go out from a fresh reading, without a storm")
    func availability() async throws {
        let practice = try await SamplePractice()
        let driver = practice.driver()
        let running = Task { await driver.run() }
        #expect(await practice.time.pass { await practice.marketplace.sent.count == 1 })
        let reads = await practice.pms.reads.count
        await practice.marketplace.ask(days: [
            AvailabilityRequest(date: SamplePractice.firstDay.adding(days: 1))
        ])
        #expect(await practice.time.pass { await practice.marketplace.sent.count == 2 })
        let asked = SamplePractice.firstDay.adding(days: 1)
        #expect(await practice.marketplace.sent.last?.count { $0.date == asked } == 2)
        #expect(await practice.pms.reads.count > reads)
        // The marketplace goes on asking: another sync follows, but not with every poll.
        let before = await practice.pms.reads.count
        let polls = await practice.marketplace.calls.count { $0 == "outstanding" }
        _ = await practice.time.pass {
            await practice.marketplace.calls.count { $0 == "outstanding" } >= polls + 12
        }
        #expect(await practice.pms.reads.count - before <= 5)
        running.cancel()
        await running.value
    }

    @Test("asked to stop, a sync finishes its call, sends no more, and says so") func cancelled()
        async throws
    {
        let practice = try await SamplePractice()
        await practice.pms.hold(true)
        let driver = practice.driver()
        let running = Task { await driver.run() }
        #expect(await practice.time.pass { await practice.pms.holding == 1 })
        running.cancel()
        await practice.pms.hold(false)
        await running.value
        #expect(await practice.marketplace.holding.books.isEmpty)
        let run = try #require(
            await practice.store.runs(of: SamplePractice.id, limit: 1).first)
        #expect(run.outcome == .interrupted && run.endedAt != nil)
        // The lease is free again.
        #expect(await practice.sync().outcome == .published)
    }

    @Test("S58: a practice that is refused ends, and everything of it") func stopped() async throws
    {
        let practice = try await SamplePractice()
        await practice.pms.fail([.consentMissing])
        let driver = practice.driver()
        let running = Task { await driver.run() }
        _ = await practice.time.pass {
            (try? await practice.store.practice(SamplePractice.id)?.stopped) != nil
        }
        await running.value
        let calls = await practice.marketplace.calls.count
        practice.time.advance(.seconds(3600))
        #expect(await practice.marketplace.calls.count == calls)
    }

    @Test("after failures the waits grow, and what the marketplace asks does not shorten them")
    func backoff() async throws {
        let practice = try await SamplePractice()
        await practice.pms.fail(Array(repeating: .practiceOffline, count: 1000))
        let driver = practice.driver()
        let running = Task { await driver.run() }
        await practice.marketplace.ask(days: [
            AvailabilityRequest(date: SamplePractice.firstDay)
        ])
        let start = practice.time.now()
        _ = await practice.time.pass { practice.time.now().since(start) > .seconds(600) }
        // 2, 4, 8 ... 300 seconds: not every minute, and not with every poll.
        #expect(await practice.pms.reads.count <= 12)
        running.cancel()
        await running.value
    }

    @Test("G20: a subscription that fails is tried again") func subscription() async throws {
        var practice = try await SamplePractice()
        practice.policy.callback = "https://example.invalid/webhooks"
        await practice.marketplace.fail([.before(.serverFailed), .before(.serverFailed)])
        let driver = practice.driver()
        let running = Task { await driver.run() }
        #expect(
            await practice.time.pass {
                await practice.marketplace.callbacks == ["https://example.invalid/webhooks"]
            })
        running.cancel()
        await running.value
    }
}

@Suite("The driver of all practices") struct FleetDriverTests {
    private struct Connector: PracticeConnector {
        let practice: SamplePractice
        func ports(for record: PracticeRecord) -> PracticePorts { practice.ports }
    }

    private func fleet(_ practice: SamplePractice) -> FleetDriver {
        FleetDriver(
            store: practice.store, time: practice.time, connector: Connector(practice: practice),
            policy: practice.policy, atOnce: 2, owner: "fleet",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test("S60, G10, G14, G17: disabled and enabled again, everything is sent and polled anew")
    func enabling() async throws {
        let practice = try await SamplePractice()
        let fleet = fleet(practice)
        let running = Task { await fleet.run() }
        #expect(await practice.time.pass { await practice.marketplace.sent.count == 1 })
        try await practice.store.change(
            SamplePractice.id, .disable, by: .service, why: nil, at: practice.time.now())
        #expect(await practice.time.pass { await fleet.practices.isEmpty })
        for _ in 0..<50 { await Task.yield() }
        let calls = await practice.marketplace.calls.count
        await practice.marketplace.ask(bookings: [booking("1")])
        for _ in 0..<200 {
            practice.time.advance(.seconds(1))
            await Task.yield()
        }
        #expect(await practice.marketplace.calls.count == calls)
        try await practice.store.change(
            SamplePractice.id, .enable, by: .service, why: nil, at: practice.time.now())
        #expect(
            await practice.time.pass {
                let answers = await practice.marketplace.answers
                let sent = await practice.marketplace.sent.count
                return sent == 2 && answers == ["reject 1"]
            })
        #expect(await practice.marketplace.calls.count { $0 == "books" } == 2)
        #expect(
            try await practice.time.pass {
                try await practice.store.wishes(of: SamplePractice.id).isEmpty
            })
        running.cancel()
        await running.value
        #expect(practice.time.sleeping == 0)
    }

    @Test("S31, S47: a change of the set-up wakes its practice at once") func wakes() async throws {
        var practice = try await SamplePractice()
        practice.policy.syncEvery = .seconds(3600)
        let fleet = fleet(practice)
        let running = Task { await fleet.run() }
        #expect(await practice.time.pass { await practice.marketplace.sent.count == 1 })
        let began = practice.time.now()
        try await practice.store.change(
            SamplePractice.id, .unlink(AppointmentTypeID("T1"), SamplePractice.ben), by: .service,
            why: nil, at: began)
        #expect(await practice.time.pass { await practice.marketplace.sent.count == 2 })
        try await practice.store.wish(
            [.reading], for: SamplePractice.id, by: .service, at: practice.time.now())
        #expect(
            try await practice.time.pass {
                try await practice.store.wishes(of: SamplePractice.id).isEmpty
            })
        #expect(practice.time.now().since(began) < .seconds(600))
        running.cancel()
        await running.value
    }

    @Test("G18: a webhook polls its practice, and only one that is served") func webhook()
        async throws
    {
        var practice = try await SamplePractice()
        practice.policy.pollEvery = .seconds(3600)
        let fleet = fleet(practice)
        let running = Task { await fleet.run() }
        #expect(await practice.time.pass { await practice.marketplace.sent.count == 1 })
        await practice.marketplace.ask(bookings: [booking("1")])
        #expect(await fleet.webhook(for: SamplePractice.marketplaceID))
        #expect(await fleet.webhook(for: MarketplacePracticeID("nobody")) == false)
        let began = practice.time.now()
        #expect(
            await practice.time.pass { await practice.marketplace.answers == ["reject 1"] })
        #expect(practice.time.now().since(began) < .seconds(600))
        running.cancel()
        await running.value
    }
}
