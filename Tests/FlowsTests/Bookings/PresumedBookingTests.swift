import Diary
import Findings
import Ports
import Testing

@testable import Flows

@Suite("A booking that the marketplace confirmed by itself while nobody answered")
struct PresumedBookingTests {
    typealias Flow = BookingFlowTests

    /// Booked a minute before it was received.
    static func booking() -> Booking {
        var booking = Flow.booking()
        booking.request.bookedAt = Flow.at(-60)
        return booking
    }

    @Test("S50, T21: it is taken in where the time is free, and refused as late where not presumed")
    func takenIn() async throws {
        let desk = try await BookingDeskTests()
        for (id, isPresumed) in [("1", false), ("2", true)] {
            let request = desk.request(id) {
                $0.bookedAt = $0.bookedAt.adding(seconds: -60)
                $0.isPresumed = isPresumed
            }
            _ = await desk.reception().take([request])
        }
        #expect(await desk.state("1") == .rejected(code: "D07-LATE-REJECT"))
        #expect(await desk.state("2") == .intended)
        let events = await desk.bookings.events[BookingID("2")] ?? []
        #expect(events.map(\.what) == ["received", "presumed by the marketplace"])
        try await desk.work("2")
        #expect(await desk.state("2") == .confirmed)
        #expect(await desk.diary.sent.count == 1)
    }

    @Test("T21: staff are told where it is refused: the patient believes that it stands")
    func refused() async throws {
        let desk = try await BookingDeskTests()
        for (id, isPresumed) in [("1", false), ("2", true)] {
            let request = desk.request(id) {
                $0.isPresumed = isPresumed
                $0.start = CivilDateTime(clockMinute: $0.start.clockMinute + 7)
            }
            _ = await desk.reception().take([request])
            #expect(await desk.state(id) == .rejected(code: "D24-NOT-OFFERED"))
            let events = await desk.bookings.events[BookingID(id)] ?? []
            #expect(events.contains { $0.what == "D07-LATE-REJECT" } == isPresumed)
        }
    }

    @Test("S50: it was booked twenty seconds ago, also by a marketplace whose clock is ahead")
    func clockAhead() async throws {
        let desk = try await BookingDeskTests()
        _ = await desk.reception().take([
            desk.request {
                $0.bookedAt = $0.bookedAt.adding(seconds: 300)
                $0.isPresumed = true
            }
        ])
        let booking = try #require(await desk.bookings.rows[BookingID("1")])
        #expect(booking.state == .intended)
        #expect(booking.isPresumed(by: BookingPolicy()))
        #expect(booking.isAnsweredLate(by: booking.receivedAt))
        #expect(booking.deadline == booking.receivedAt.adding(seconds: 600))
    }

    @Test("T21: the twelve seconds are over already, so it is worked on for ten minutes")
    func patience() {
        var play = Flow.Play(Self.booking())
        #expect(play.give(.resume, at: 13) == .match)
        #expect(play.run.answerBy == Flow.at(600))
        play.give(.matched(.use(PatientID("pat"))), at: 30)
        #expect(play.give(.rows([]), at: 31) == .insert)
    }

    @Test("T21: nothing sent for ten minutes is a person's to decide, and not rejected")
    func person() {
        var play = Flow.Play(Self.booking())
        play.give(.resume, at: 1)
        #expect(play.give(.time, at: 600) == .finish)
        #expect(play.run.booking.state == .needsPerson(code: "D07-LATE-REJECT"))
        #expect(play.messages.isEmpty && play.run.booking.holdsPlace)
    }

    @Test("T21: where staff took the time, it is rejected, and staff are told to call the patient")
    func taken() {
        var play = Flow.Play(Self.booking())
        play.give(.resume, at: 1)
        play.give(.matched(.use(PatientID("pat"))), at: 2)
        play.give(.rows([Flow.row("S1")]), at: 3)
        #expect(play.run.booking.state == .rejected(code: "D01-SLOT-TAKEN"))
        #expect(play.events.contains { $0.what == "D07-LATE-REJECT" })
    }
}
