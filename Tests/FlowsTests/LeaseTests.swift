import Diary
import Ports
import Testing

@testable import Flows

@Suite("A practice that belongs to another process meanwhile") struct LeaseTests {
    private static let id = SamplePractice.id

    /// The other process takes the practice as one would whose clock says that the lease is over.
    private static func take(_ practice: SamplePractice) async {
        let later = practice.time.now().adding(Minutes(60))
        let isTaken = try? await practice.store.lease(
            id, to: "other", until: later.adding(Minutes(60)), now: later)
        #expect(isTaken == true)
        // The next renewal notices.
        practice.time.advance(.seconds(10))
        for _ in 0..<2_000 { await Task.yield() }
    }

    @Test(
        "S52: lost in the middle of any call, a run records and sends nothing more",
        arguments: 0..<6)
    func lost(call: Int) async throws {
        let practice = try await SamplePractice()
        await practice.marketplace.beforeEachCall { number in
            if number == call { await Self.take(practice) }
        }
        let report = await practice.sync()
        #expect(report.outcome == .interrupted && report.failures == 1)
        #expect(report.detail == "another process has the practice now")
        #expect(await practice.marketplace.calls.count == call + 1)
        // Nothing of what the call brought stands in the ledger, and its run has no end.
        let run = try #require(await practice.store.runs(of: Self.id, limit: 1).first)
        #expect(run.outcome == nil)
        let published = try await practice.store.published(
            of: Self.id, at: SamplePractice.marketplaceID)
        let days = published.days.values.filter { $0.digest != ContentDigest.unknown }
        #expect(days.isEmpty)
        // It was not given back: it is the other's, who goes on where the ledger stands.
        let isFree = try await practice.store.lease(
            Self.id, to: "third", until: practice.time.now().adding(Minutes(60)),
            now: practice.time.now())
        #expect(!isFree)
        let other = await practice.driver(owner: "other").syncOnce(SyncOptions())
        #expect(other.outcome == .published)
        #expect(await practice.marketplace.holding == (try await practice.expected()))
        let runs = try await practice.store.runs(of: Self.id, limit: 2)
        #expect(runs.map(\.outcome) == [.published, .interrupted])
    }

    @Test("lost while the PMS is read, nothing is sent of what it says") func lostWhileReading()
        async throws
    {
        let practice = try await SamplePractice()
        await practice.pms.hold(true)
        let sync = Task { await practice.sync() }
        for _ in 0..<10_000 where await practice.pms.holding == 0 { await Task.yield() }
        await Self.take(practice)
        await practice.pms.hold(false)
        #expect(await sync.value.outcome == .interrupted)
        #expect(await practice.marketplace.calls.isEmpty)
    }

    @Test("a run that takes long keeps the practice as long as it goes on") func renewed()
        async throws
    {
        let practice = try await SamplePractice()
        await practice.pms.hold(true)
        let sync = Task { await practice.sync() }
        for _ in 0..<10_000 where await practice.pms.holding == 0 { await Task.yield() }
        for _ in 0..<30 {
            practice.time.advance(.seconds(10))
            for _ in 0..<200 { await Task.yield() }
        }
        let now = practice.time.now()
        let isFree = try await practice.store.lease(
            Self.id, to: "other", until: now.adding(Minutes(1)), now: now)
        #expect(!isFree)
        await practice.pms.hold(false)
        #expect(await sync.value.outcome == .published)
        #expect(
            try await practice.store.lease(
                Self.id, to: "other", until: now.adding(Minutes(1)), now: now))
        #expect(practice.time.sleeping == 0)
    }
}
