import Diary
import Findings
import Ports
import Testing

@testable import Flows

@Suite("A rejection that comes after the marketplace has told the patient `confirmed`")
struct LateRejectionTests {
    typealias Flow = BookingFlowTests

    private static let late = "D07-LATE-REJECT"

    /// How often staff are told that the patient believes to be booked.
    private func warnings(_ events: [BookingEvent]?) -> Int {
        events?.count { $0.what == Self.late && $0.detail?.contains("confirmed") == true } ?? 0
    }

    @Test(
        "S50, T21: staff are told from twenty seconds after the booking on, and once",
        arguments: [
            (0, 19, 0), (0, 20, 1), (0, 160, 1), (-5, 14, 0), (-5, 15, 1), (30, 19, 0), (30, 20, 1),
            (-60, 3, 1), (-60, 30, 1),
        ])
    func decided(booked: Int, at seconds: Int, told: Int) {
        var booking = Flow.booking(.sending, sent: 1)
        booking.request.bookedAt = Flow.at(booked)
        var play = Flow.Play(booking)
        play.run.waitsFor = .insert
        play.give(Flow.failure(.conflict), at: seconds)
        play.give(.rows([Flow.row("S1")]), at: seconds)
        #expect(play.run.booking.state == .rejected(code: "D01-SLOT-TAKEN"))
        #expect(warnings(play.events) == told)
    }

    @Test("T21: staff are told, too, where a person found that it does not stand in the diary")
    func byPerson() {
        var play = Flow.Play(BookingDecisionTests.waiting)
        play.give(.decided(.notInDiary), at: 900)
        #expect(play.events.map(\.what) == ["decided: not in the diary", Self.late])
    }

    /// Refuses a booking at once; the marketplace acknowledges it so much later.
    private func refused(
        acknowledgedAfter seconds: Int, _ change: (inout BookingRequest) -> Void
    ) async throws -> BookingDeskTests {
        let desk = try await BookingDeskTests()
        _ = await desk.reception().take([desk.request(change: change)])
        desk.practice.time.advance(.seconds(seconds))
        try await tell(desk)
        return desk
    }

    private func tell(_ desk: BookingDeskTests) async throws {
        let messages = BookingMessages(
            practice: SamplePractice.id, store: desk.bookings,
            marketplace: desk.practice.marketplace, time: desk.practice.time)
        #expect(try await messages.tellDue().told.map(\.what) == [.rejected])
    }

    @Test(
        "S50, T21: what was decided in time and acknowledged too late is told, and once",
        arguments: [(19, false, 0), (20, false, 1), (20, true, 1)])
    func acknowledged(after seconds: Int, isPresumed: Bool, told: Int) async throws {
        let desk = try await refused(acknowledgedAfter: seconds) {
            $0.book = nil
            $0.isPresumed = isPresumed
        }
        #expect(await desk.state() == .rejected(code: "D08-RESOURCE-NULL"))
        #expect(await warnings(desk.bookings.events[BookingID("1")]) == told)
    }

    @Test("T21: staff are told, too, where the marketplace never takes the late rejection")
    func neverTaken() async throws {
        let desk = try await BookingDeskTests()
        _ = await desk.reception().take([desk.request { $0.book = nil }])
        let messages = BookingMessages(
            practice: SamplePractice.id, store: desk.bookings,
            marketplace: desk.practice.marketplace, time: desk.practice.time)
        // The first try arrives, and its answer does not.
        await desk.practice.marketplace.fail([.after(.noAnswer), .before(.notFound)])
        _ = try await messages.tellDue()
        desk.practice.time.advance(.seconds(30))
        _ = try await messages.tellDue()
        let events = await desk.bookings.events[BookingID("1")] ?? []
        #expect(warnings(events) == 1)
        let refusal = events.first { $0.what == "D17-UNCONFIRMED" }
        #expect(refusal?.detail?.hasSuffix("after a try that may have been taken") == true)
    }

    @Test("S50: who cancelled the booking, or heard the answer before, expects nothing")
    func silent() async throws {
        let cancelled = try await refused(acknowledgedAfter: 30) { $0.isCancelled = true }
        #expect(await cancelled.state() == .rejected(code: "D31-CANCELLED-BEFORE"))
        #expect(await warnings(cancelled.bookings.events[BookingID("1")]) == 0)

        let again = try await refused(acknowledgedAfter: 1) { $0.book = nil }
        again.practice.time.advance(.seconds(60))
        _ = await again.reception().take([again.request { $0.book = nil }])
        try await tell(again)
        let events = await again.bookings.events[BookingID("1")]
        #expect(events?.contains { $0.what == "asked for again" } == true)
        #expect(warnings(events) == 0)
    }
}
