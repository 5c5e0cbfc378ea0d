import Diary
import Ports
import Testing

@testable import Flows

@Suite("One booking, where an answer is not what it seems")
struct BookingGuardTests {
    typealias Flow = BookingFlowTests

    /// Inserted at 1 s by a PMS whose insertions take two minutes at most.
    private func sent() -> Flow.Play {
        var play = Flow.Play(Flow.booking())
        play.give(.resume, at: 0)
        play.give(.matched(.use(PatientID("pat"))), at: 1)
        play.give(.rows([]), at: 1)
        return play
    }

    @Test("T21: what the PMS took and does not show later is a person's, and not sent again")
    func vanished() {
        var play = sent()
        play.give(.inserted(DiaryEntryID("A1")), at: 2)
        guard case .wait = play.give(.rows([]), at: 3) else {
            Issue.record("it may still appear")
            return
        }
        play.give(.time, at: 121)
        #expect(play.give(.rows([]), at: 121) == .finish)
        #expect(play.run.booking.state == .needsPerson(code: "D03-TIMEOUT-UNKNOWN"))
        #expect(play.run.booking.insertions == 1 && play.messages.isEmpty)
    }

    @Test("T21: what has not arrived when the appointment begins is rejected, and not sent again")
    func begun() {
        var booking = Flow.booking(.reconciling, sent: 1)
        booking.place?.start = Flow.at(60)
        var play = Flow.Play(booking)
        play.give(.resume, at: 121)
        #expect(play.give(.rows([]), at: 121) == .finish)
        #expect(play.run.booking.state == .rejected(code: "D09-PAST-START"))
        #expect(play.run.booking.insertions == 1)
    }

    @Test("S57: no second file is made as long as the first one can still appear")
    func lateFile() {
        var booking = Flow.booking(.makingPatient)
        booking.request.bookedAt = Flow.at(-30)
        booking.receivedAt = Flow.at(0)
        booking.sentAt = Flow.at(1)
        var play = Flow.Play(booking)
        #expect(play.give(.resume, at: 10) == .findMade)
        guard case .wait = play.give(.foundMade([]), at: 11) else {
            Issue.record("made twice")
            return
        }
        play.give(.time, at: 121)
        #expect(play.give(.foundMade([]), at: 121) == .makePatient)
    }
}
