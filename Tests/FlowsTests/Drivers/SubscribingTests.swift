import Diary
import Ports
import Testing

@testable import Flows

@Suite("When a practice subscribes to webhooks, and when it lets go")
struct SubscribingTests {
    private static let callback = "https://example.invalid/webhooks"

    private static func practice() async throws -> SamplePractice {
        var practice = try await SamplePractice()
        practice.policy.callback = callback
        return practice
    }

    private func tries(_ practice: SamplePractice) async -> Int {
        await practice.marketplace.calls.count { $0 == "subscribe" }
    }

    @Test("practices that start together do not subscribe all at once")
    func stagger() async throws {
        let practice = try await Self.practice()
        var driver = practice.driver()
        driver.stagger = Stagger(
            of: PracticeID("practice-1"), among: 5_000, policy: practice.policy)
        try #require(driver.stagger.poll > .seconds(1))
        let running = Task { [driver] in await driver.run() }
        for _ in 0..<3_000 { await Task.yield() }
        #expect(await tries(practice) == 0)
        let isSubscribed = await practice.time.pass(for: .seconds(60)) {
            await practice.marketplace.callbacks == [Self.callback]
        }
        #expect(isSubscribed)
        running.cancel()
        await running.value
    }

    @Test("G20: a marketplace that takes no subscription is asked less and less often")
    func backOff() async throws {
        let practice = try await Self.practice()
        await practice.marketplace.fail(Array(repeating: .before(.serverFailed), count: 50_000))
        let driver = practice.driver()
        let running = Task { await driver.run() }
        _ = await practice.time.pass(for: .seconds(600)) { false }
        // After 2, 4, 8 ... 300 seconds.
        #expect(await (5...12).contains(tries(practice)))
        running.cancel()
        await running.value
    }

    @Test("S58: a practice that leaves while its traffic stands still does not even unsubscribe")
    func stopped() async throws {
        let practice = try await Self.practice()
        let driver = practice.driver()
        let running = Task { await driver.run() }
        #expect(
            await practice.time.pass { await practice.marketplace.callbacks == [Self.callback] })
        await driver.leave()
        await practice.pms.fail([.consentMissing])
        await driver.syncSoon()
        _ = await practice.time.pass(for: .seconds(600)) {
            (try? await practice.store.practice(SamplePractice.id)?.stopped) != nil
        }
        await running.value
        #expect(await practice.marketplace.callbacks == [Self.callback])
        #expect(await !practice.marketplace.calls.contains("unsubscribe"))
    }
}
