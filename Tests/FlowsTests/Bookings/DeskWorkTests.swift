import Diary
import Findings
import Ports
import Synchronization
import Testing

@testable import Flows

@Suite("The work on the bookings of a practice")
struct DeskWorkTests {
    typealias Flow = BookingFlowTests

    let base: BookingDeskTests

    init() async throws { base = try await BookingDeskTests() }

    private func desk() throws -> BookingDesk {
        try #require(BookingDesk(SamplePractice.record(), ports: base.ports))
    }

    /// Runs a desk that has looked at the ledger once, and has nothing to do.
    private func running() async throws -> (desk: BookingDesk, task: Task<Void, Never>) {
        let desk = try desk()
        let task = Task { await desk.run() }
        #expect(await many { base.practice.time.sleeping > 0 })
        return (desk, task)
    }

    private func end(_ task: Task<Void, Never>) async {
        task.cancel()
        await task.value
        #expect(base.practice.time.sleeping == 0)
    }

    private func isConfirmed(_ id: String, within limit: Duration) async -> Bool {
        await base.practice.time.pass(for: limit) { await base.state(id) == .confirmed }
    }

    /// Looks often whether something has happened that waits for no time.
    private func many(_ holds: () async -> Bool) async -> Bool {
        for _ in 0..<20_000 {
            if await holds() { return true }
            await Task.yield()
        }
        return await holds()
    }

    /// Lets the desk look at the open bookings; false where it does not.
    private func look(_ desk: BookingDesk) async -> Bool {
        let looks = await base.bookings.looks
        await desk.look()
        return await many { await base.bookings.looks > looks }
    }

    /// A booking as an earlier process left it: sent, and its row is in the diary.
    private func left(_ id: String, _ state: Booking.State) async throws {
        var booking = Flow.booking(state, sent: 1)
        booking.id = BookingID(id)
        booking.practice = SamplePractice.id
        booking.receivedAt = base.practice.time.now()
        booking.since = booking.receivedAt
        booking.entry = state == .confirmed ? DiaryEntryID("L") : nil
        _ = try await base.bookings.admit(booking, patient: nil, messages: [], events: [])
        await base.diary.enter(Flow.row("L", "ref"))
    }

    @Test("S53, T21: who has the time is worked on before the others are judged")
    func claimedFirst() async throws {
        let sent = Mutex(0)
        let diary = base.diary
        await base.bookings.beforeAdmitting { id in
            guard id == BookingID("2") else { return }
            // The ledger takes the second one only when the first one stands in the diary.
            for _ in 0..<20_000 {
                if await !diary.sent.isEmpty { break }
                await Task.yield()
            }
            let count = await diary.sent.count
            sent.withLock { $0 = count }
        }
        let (desk, task) = try await running()
        await desk.take([base.request("1"), base.request("2") { $0.book = nil }])
        #expect(sent.withLock { $0 } == 1)
        #expect(await base.state("1") == .confirmed)
        await end(task)
    }

    @Test("a booking is not worked on twice at once, however often the desk looks")
    func once() async throws {
        let isHeld = Mutex(true)
        await base.diary.beforeSearching {
            while isHeld.withLock({ $0 }) { await Task.yield() }
        }
        let (desk, task) = try await running()
        await desk.take([base.request()])
        #expect(await many { await base.diary.searches == 1 })
        for _ in 0..<3 { #expect(await look(desk)) }
        for _ in 0..<1_000 { await Task.yield() }
        #expect(await base.diary.searches == 1)
        isHeld.withLock { $0 = false }
        #expect(await many { await base.state() == .confirmed })
        #expect(await base.diary.sent.count == 1)
        await end(task)
    }

    @Test("a booking whose work ended is taken up again")
    func again() async throws {
        let (desk, task) = try await running()
        _ = await base.reception().take([base.request()])
        await base.practice.store.breakDown(true)
        #expect(await look(desk))
        for _ in 0..<1_000 { await Task.yield() }
        #expect(await base.state() == .intended)
        await base.practice.store.breakDown(false)
        #expect(await isConfirmed("1", within: .seconds(10)))
        await end(task)
    }

    @Test("a booking that is under way comes to its end although the zone cannot be read")
    func zone() async throws {
        let (desk, task) = try await running()
        await desk.take([base.request()])
        #expect(await many { await base.state() == .confirmed })
        await base.practice.store.breakDown(true)
        try await left("2", .reconciling)
        await desk.look()
        #expect(await isConfirmed("2", within: .seconds(60)))
        await end(task)
    }

    @Test("ledger and diary are compared again after 22 hours, and when the clock went back")
    func daily() async throws {
        let desk = try desk()
        let time = base.practice.time
        try await left("1", .confirmed)
        await desk.follow()
        #expect(await desk.differences.isEmpty)
        await base.diary.removeRows()
        time.advance(.seconds(22 * 3600 - 1))
        await desk.follow()
        #expect(await desk.differences.isEmpty)
        time.advance(.seconds(1))
        await desk.follow()
        #expect(await desk.differences.count == 1)
        await base.diary.enter(Flow.row("L", "ref"))
        time.shift(bySeconds: -1)
        await desk.follow()
        #expect(await desk.differences.isEmpty)
    }

    @Test("where nothing is written any more, what a desk had found is taken away")
    func oldFindings() async throws {
        let store = base.practice.store
        let finding = Finding(.orphan, message: "ledger and diary differ", system: .exact)
        try await store.replace(
            [finding], from: .bookings, of: SamplePractice.id, at: base.practice.time.now())
        let driver = base.practice.driver()
        let task = Task { await driver.run() }
        let isGone = await base.practice.time.pass(for: .seconds(60)) {
            await store.codes(of: SamplePractice.id, from: .bookings).isEmpty
        }
        #expect(isGone)
        task.cancel()
        await task.value
    }
}
