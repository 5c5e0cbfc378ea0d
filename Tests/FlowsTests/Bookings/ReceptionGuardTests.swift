import Diary
import Ports
import Testing

@testable import Flows

// What taking bookings in must not do.
extension BookingDeskTests {
    /// Tells what is due; where the marketplace does not take it, it is given up.
    private func settle(acknowledged: Bool) async throws {
        for message in try await bookings.messages(of: SamplePractice.id, dueBy: .max) {
            try await bookings.settle(message, acknowledged: acknowledged, events: [])
        }
    }

    @Test("S54: of two in one list the patient who booked first has the time")
    func firstComes() async throws {
        let earlier = request("9")
        practice.time.advance(.seconds(2))
        _ = await reception().take([request("1"), earlier])
        #expect(await state("9") == .intended)
        #expect(await state("1") != .intended)
    }

    @Test("T21: one that was rejected without being stored stays rejected")
    func staysRejected() async throws {
        let intake = await reception().take([request()], notStored: [BookingID("1")])
        #expect(intake.notStored == [BookingID("1")] && intake.new == 0)
        #expect(await bookings.rows.isEmpty)
        #expect(await practice.marketplace.answers == ["reject 1"])
    }

    @Test("S50: one that is listed again is answered again after a minute, and once")
    func askedAgain() async throws {
        let asked = request { $0.book = nil }
        _ = await reception().take([asked])
        try await settle(acknowledged: true)
        practice.time.advance(.seconds(BookingReception.answerAgainAfter - 1))
        _ = await reception().take([asked])
        #expect(await bookings.waiting.isEmpty)
        practice.time.advance(.seconds(1))
        _ = await reception().take([asked])
        #expect(await bookings.waiting.map(\.draft.what) == [.rejected])
        practice.time.advance(.seconds(BookingReception.answerAgainAfter))
        _ = await reception().take([asked])
        #expect(await bookings.waiting.count == 1)
    }

    @Test("S50: an answer that the marketplace refused is not given again by itself")
    func refusedAnswer() async throws {
        let asked = request { $0.book = nil }
        _ = await reception().take([asked])
        try await settle(acknowledged: false)
        practice.time.advance(.seconds(BookingReception.answerAgainAfter))
        _ = await reception().take([asked])
        #expect(await bookings.waiting.isEmpty)
    }

    @Test("S51, S54: the lead time counts from when the patient booked, not from the poll")
    func leadTime() async throws {
        let asked = request {
            $0.start = CivilDateTime(clockMinute: SamplePractice.firstDay.dayNumber * 1440 + 540)
        }
        practice.time.advance(.seconds(10))
        _ = await reception().take([asked])
        #expect(await state() == .intended)
    }

    @Test(
        "a booking that was checked by an old reading says so, taken and refused alike",
        arguments: [900, 901])
    func oldReading(age: Int) async throws {
        let readAt = try #require(
            await practice.ports.store.latestReading(of: SamplePractice.id)?.readAt)
        practice.time.advance(
            .seconds(age + readAt.seconds - practice.time.now().seconds))
        let taken = request("1")
        let refused = request("2") {
            $0.start = CivilDateTime(clockMinute: $0.start.clockMinute + 7)
        }
        _ = await reception().take([taken, refused])
        #expect(await state("1") == .intended)
        #expect(await state("2") == .rejected(code: "D24-NOT-OFFERED"))
        for id in ["1", "2"] {
            let events = await bookings.events[BookingID(id)] ?? []
            #expect(events.contains { $0.what == "checked by an old reading" } == (age > 900))
        }
    }
}
