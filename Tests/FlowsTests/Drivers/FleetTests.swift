import Diagnostics
import Diary
import Logging
import Ports
import Testing

@testable import Flows

/// Makes ports as a test says, and counts how often it was asked.
private actor Supplier: PracticeConnector {
    let practice: SamplePractice
    let second = FakeMarketplace()
    private(set) var asked = 0
    private var failures = 0
    private var isHolding = false
    private var held: [CheckedContinuation<Void, Never>] = []

    init(_ practice: SamplePractice) { self.practice = practice }

    func fail(_ times: Int) { failures = times }

    func hold(_ holds: Bool) {
        isHolding = holds
        for continuation in held { continuation.resume() }
        held = []
    }

    func ports(for record: PracticeRecord) async throws -> PracticePorts {
        asked += 1
        if isHolding { await withCheckedContinuation { held.append($0) } }
        if failures > 0 {
            failures -= 1
            throw Problem("C0103", "no secret at `env:KEY`", hint: "set it")
        }
        var ports = practice.ports
        if record.marketplace?.practice == FleetTests.other { ports.marketplace = second }
        return ports
    }
}

@Suite("Practices that come, go and cannot be served") struct FleetTests {
    fileprivate static let other = MarketplacePracticeID("M2")

    private func fleet(_ supplier: Supplier) -> FleetDriver {
        FleetDriver(
            store: supplier.practice.store, time: supplier.practice.time, connector: supplier,
            policy: supplier.practice.policy, atOnce: 2, owner: "fleet",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(
        "S59: an id that changes while secrets are read is served once, and under the new id only")
    func changedMeanwhile() async throws {
        let practice = try await SamplePractice()
        let supplier = Supplier(practice)
        await supplier.hold(true)
        let fleet = fleet(supplier)
        let running = Task { await fleet.run() }
        for _ in 0..<10_000 where await supplier.asked == 0 { await Task.yield() }
        let record = SamplePractice.record(marketplace: Self.other)
        try await practice.store.change(
            SamplePractice.id, .put(record, timeZone: "Australia/Brisbane", phone: nil),
            by: .service, why: nil, at: practice.time.now())
        _ = await practice.time.pass(for: .seconds(5)) { await supplier.asked > 1 }
        await supplier.hold(false)
        #expect(await practice.time.pass { await !supplier.second.sent.isEmpty })
        #expect(await practice.marketplace.calls.isEmpty)
        // A driver that was lost sight of would go on.
        running.cancel()
        await running.value
        for _ in 0..<2_000 { await Task.yield() }
        #expect(practice.time.sleeping == 0)
    }

    @Test("S48: a practice whose secret is missing is told, and served once it is there")
    func withoutSecret() async throws {
        let practice = try await SamplePractice()
        let supplier = Supplier(practice)
        await supplier.fail(3)
        let fleet = fleet(supplier)
        let running = Task { await fleet.run() }
        let began = practice.time.now()
        func codes() async -> [String] {
            await practice.store.codes(of: SamplePractice.id, from: .sync)
        }
        #expect(await practice.time.pass { await codes() == ["F20-SETUP-UNUSABLE"] })
        #expect(await practice.time.pass { await !practice.marketplace.sent.isEmpty })
        #expect(await codes().isEmpty)
        #expect(await supplier.asked == 4)
        #expect(practice.time.now().since(began) >= .seconds(180))
        running.cancel()
        await running.value
    }

    @Test("nothing is read or looked for in the ledger while nothing changes") func quiet()
        async throws
    {
        var practice = try await SamplePractice()
        practice.policy.syncEvery = .seconds(86_400)
        let fleet = fleet(Supplier(practice))
        let running = Task { await fleet.run() }
        #expect(await practice.time.pass { await practice.marketplace.sent.count == 1 })
        let looks = await practice.store.practiceLooks
        // Another practice's change wakes nobody else.
        var record = SamplePractice.record(marketplace: nil)
        record.id = PracticeID("disabled")
        try await practice.store.change(
            record.id, .put(record, timeZone: "Australia/Brisbane", phone: nil), by: .service,
            why: nil, at: practice.time.now())
        try await practice.store.change(
            record.id, .disable, by: .service, why: nil, at: practice.time.now())
        let isRead = await practice.time.pass(for: .seconds(300)) {
            await practice.pms.reads.count > 1
        }
        #expect(!isRead)
        #expect(await practice.store.practiceLooks - looks <= 2)
        running.cancel()
        await running.value
    }

    @Test("after more changes than are looked through, every practice is woken") func many()
        async throws
    {
        var practice = try await SamplePractice()
        practice.policy.syncEvery = .seconds(86_400)
        let fleet = fleet(Supplier(practice))
        let running = Task { await fleet.run() }
        #expect(await practice.time.pass { await practice.marketplace.sent.count == 1 })
        try await practice.store.change(
            SamplePractice.id, .unlink(AppointmentTypeID("T1"), SamplePractice.ben), by: .service,
            why: nil, at: practice.time.now())
        var record = SamplePractice.record(marketplace: nil)
        record.id = PracticeID("busy")
        record.isEnabled = false
        for _ in 0..<FleetDriver.mostChanges {
            try await practice.store.change(
                record.id, .put(record, timeZone: "Australia/Brisbane", phone: nil),
                by: .service, why: nil, at: practice.time.now())
        }
        #expect(
            await practice.time.pass(for: .seconds(300)) {
                await practice.marketplace.sent.count == 2
            })
        running.cancel()
        await running.value
    }
}
