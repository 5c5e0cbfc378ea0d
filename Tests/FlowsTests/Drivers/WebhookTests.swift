import Diary
import Logging
import Ports
import Testing

@testable import Flows

@Suite("A practice's subscription to webhooks") struct WebhookTests {
    private static let callback = "https://example.invalid/webhooks"
    private static let other = MarketplacePracticeID("M2")

    /// The practice at its first id, and at another one.
    private struct Connector: PracticeConnector {
        let practice: SamplePractice
        let second = FakeMarketplace()

        func ports(for record: PracticeRecord) -> PracticePorts {
            var ports = practice.ports
            if record.marketplace?.practice == other { ports.marketplace = second }
            return ports
        }
    }

    private static func practice() async throws -> SamplePractice {
        var practice = try await SamplePractice()
        practice.policy.callback = callback
        return practice
    }

    private static func fleet(_ connector: Connector) -> FleetDriver {
        FleetDriver(
            store: connector.practice.store, time: connector.practice.time, connector: connector,
            policy: connector.practice.policy, atOnce: 2, owner: "fleet",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Serves the practice until it has subscribed, then changes it and serves on.
    private func serving(
        _ practice: SamplePractice, change: SetUpChange,
        _ body: (Connector, FleetDriver) async throws -> Void
    ) async throws {
        let connector = Connector(practice: practice)
        let fleet = Self.fleet(connector)
        let running = Task { await fleet.run() }
        #expect(
            await practice.time.pass { await practice.marketplace.callbacks == [Self.callback] })
        try await practice.store.change(
            SamplePractice.id, change, by: .service, why: nil, at: practice.time.now())
        try await body(connector, fleet)
        running.cancel()
        await running.value
        #expect(practice.time.sleeping == 0)
    }

    @Test("S60: a practice that is disabled takes its webhooks back, as the last thing it does")
    func disabled() async throws {
        let practice = try await Self.practice()
        try await serving(practice, change: .disable) { _, fleet in
            #expect(await practice.time.pass { await practice.marketplace.callbacks.isEmpty })
            #expect(await fleet.practices.isEmpty)
            #expect(await practice.marketplace.calls.last == "unsubscribe")
            try await practice.store.change(
                SamplePractice.id, .enable, by: .service, why: nil, at: practice.time.now())
            #expect(
                await practice.time.pass {
                    await practice.marketplace.callbacks == [Self.callback]
                })
        }
    }

    @Test("S59: under a new id the webhooks of the old one are taken back before anything is sent")
    func otherID() async throws {
        let practice = try await Self.practice()
        let change = SetUpChange.put(
            SamplePractice.record(marketplace: Self.other), timeZone: "Australia/Brisbane",
            phone: nil)
        try await serving(practice, change: change) { connector, _ in
            await practice.marketplace.fail([.before(.noAnswer)])
            #expect(
                await practice.time.pass { await connector.second.callbacks == [Self.callback] })
            // It is tried once: an old id that answers nothing does not hold up the new one.
            #expect(await practice.marketplace.calls.count { $0 == "unsubscribe" } == 1)
            #expect(await practice.marketplace.calls.last == "unsubscribe")
        }
    }

    @Test("S59: nothing goes to a new id before what is under way under the old one has ended")
    func order() async throws {
        let practice = try await Self.practice()
        await practice.pms.hold(true)
        let connector = Connector(practice: practice)
        let fleet = Self.fleet(connector)
        let running = Task { await fleet.run() }
        #expect(await practice.time.pass { await practice.pms.holding == 1 })
        try await practice.store.change(
            SamplePractice.id,
            .put(
                SamplePractice.record(marketplace: Self.other), timeZone: "Australia/Brisbane",
                phone: nil), by: .service, why: nil, at: practice.time.now())
        let isEarly = await practice.time.pass(for: .seconds(30)) {
            await !connector.second.calls.isEmpty
        }
        #expect(!isEarly)
        await practice.pms.hold(false)
        #expect(await practice.time.pass { await !connector.second.sent.isEmpty })
        #expect(await practice.marketplace.sent.isEmpty)
        running.cancel()
        await running.value
    }

    @Test("S58: a practice that was stopped sends nothing more, not even that") func stopped()
        async throws
    {
        let practice = try await Self.practice()
        let stop = PracticeRecord.Stop(side: .pms, why: "no consent", since: SamplePractice.start)
        try await serving(practice, change: .stop(stop)) { _, fleet in
            while await !fleet.practices.isEmpty {
                practice.time.advance(.seconds(1))
                await Task.yield()
            }
            let isTakenBack = await practice.time.pass(for: .seconds(10)) {
                await practice.marketplace.callbacks.isEmpty
            }
            #expect(!isTakenBack)
        }
    }

    @Test("a service that ends keeps its subscriptions, for the next one takes them over")
    func ends() async throws {
        let practice = try await Self.practice()
        try await serving(practice, change: .assign(nil)) { _, _ in }
        #expect(await practice.marketplace.callbacks == [Self.callback])
    }

    @Test("G20: a subscription that the marketplace has lost is made again within an hour")
    func renewed() async throws {
        let practice = try await Self.practice()
        try await serving(practice, change: .assign(nil)) { _, _ in
            try? await practice.marketplace.unsubscribe()
            let lost = practice.time.now()
            #expect(
                await practice.time.pass(inStepsOf: .seconds(10)) {
                    await practice.marketplace.callbacks == [Self.callback]
                })
            #expect(practice.time.now().since(lost) <= .seconds(3700))
        }
    }
}
