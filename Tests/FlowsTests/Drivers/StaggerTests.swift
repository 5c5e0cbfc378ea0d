import Diary
import Logging
import Ports
import Testing

@testable import Flows

@Suite("Practices that start together") struct StaggerTests {
    private static func id(_ number: Int) -> PracticeID { PracticeID("practice-\(number)") }

    private static func waits(_ count: Int, _ policy: FlowPolicy = FlowPolicy()) -> [Stagger] {
        (1...count).map { Stagger(of: id($0), among: count, policy: policy) }
    }

    @Test("S5: a practice that starts alone starts at once") func alone() {
        #expect(Self.waits(1) == [.none])
    }

    @Test("no practice waits longer than its interval, nor longer than it takes to spread them")
    func bounds() {
        var policy = FlowPolicy()
        for (count, window) in [(2, 50), (21, 1_000), (1_000, 49_950), (5_000, 60_000)] {
            let waits = Self.waits(count, policy)
            #expect(waits.allSatisfy { $0.sync <= .milliseconds(window) })
            #expect(waits.allSatisfy { $0.poll <= .seconds(5) })
        }
        // S50: with webhooks the polls are far apart, but the first one never is.
        policy.pollEvery = .seconds(3600)
        #expect(Self.waits(5_000, policy).allSatisfy { $0.poll <= .seconds(60) })
    }

    @Test("ids that differ in their last figures are spread evenly, the same way in every run")
    func spread() {
        let waits = Self.waits(1_000)
        #expect(waits == Self.waits(1_000))
        for part in [\Stagger.sync, \.poll] {
            let window = part == \.sync ? Duration.milliseconds(49_950) : .seconds(5)
            let tenths = Dictionary(grouping: waits) { Int($0[keyPath: part] / window * 10) }
            #expect(tenths.count == 10)
            #expect(tenths.values.allSatisfy { (60...140).contains($0.count) })
        }
    }

    private struct Connector: PracticeConnector {
        let practice: SamplePractice
        func ports(for record: PracticeRecord) -> PracticePorts { practice.ports }
    }

    /// Lets everything happen that waits for no time.
    private func settle() async { for _ in 0..<3_000 { await Task.yield() } }

    @Test("S5: of a hundred practices a few are read and polled in the first second, and all soon")
    func fleet() async throws {
        let practice = try await SamplePractice()
        try await practice.store.change(
            SamplePractice.id, .disable, by: .service, why: nil, at: SamplePractice.start)
        for number in 1...100 {
            var record = SamplePractice.record()
            record.id = Self.id(number)
            try await practice.store.change(
                record.id, .put(record, timeZone: "Australia/Brisbane", phone: nil), by: .service,
                why: nil, at: SamplePractice.start)
        }
        let fleet = FleetDriver(
            store: practice.store, time: practice.time, connector: Connector(practice: practice),
            policy: practice.policy, atOnce: 100, owner: "fleet",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { await fleet.run() }
        func polls() async -> Int {
            await practice.marketplace.calls.count { $0 == "outstanding" }
        }
        for _ in 0..<1_000 where practice.time.sleeping < 201 { await settle() }
        practice.time.advance(.seconds(1))
        for _ in 0..<1_000 {
            await settle()
            if await practice.pms.reads.count > 0, await polls() > 0 { break }
        }
        #expect(await (1...50).contains(practice.pms.reads.count))
        #expect(await (1...50).contains(polls()))
        for _ in 0..<50 where await practice.pms.reads.count < 100 {
            practice.time.advance(.milliseconds(500))
            await settle()
        }
        #expect(await practice.pms.reads.count >= 100)
        #expect(await polls() >= 100)
        running.cancel()
        await running.value
        #expect(practice.time.sleeping == 0)
    }

    @Test("what staff change does not wait for the practice's turn") func ring() async throws {
        let practice = try await SamplePractice()
        var driver = practice.driver()
        driver.stagger = Stagger(of: Self.id(1), among: 5_000, policy: practice.policy)
        try #require(driver.stagger.sync > .seconds(1) && driver.stagger.poll > .seconds(1))
        let running = Task { [driver] in await driver.run() }
        await settle()
        #expect(await practice.marketplace.calls.isEmpty)
        await driver.syncSoon()
        await driver.pollSoon(.webhook)
        for _ in 0..<1_000 where await practice.marketplace.sent.isEmpty { await settle() }
        #expect(await !practice.marketplace.sent.isEmpty)
        for _ in 0..<1_000 where await !practice.marketplace.calls.contains("outstanding") {
            await settle()
        }
        #expect(await practice.marketplace.calls.contains("outstanding"))
        running.cancel()
        await running.value
    }
}
