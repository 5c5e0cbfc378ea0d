import Diagnostics
import Diary
import Findings
import Ports
import Testing

@testable import Flows

@Suite("A process that stands still between storing and sending")
struct LateSendTests {
    typealias Flow = BookingFlowTests

    /// A booking whose next change stores that something is sent, at second 1.
    static func aboutToSend(_ choice: PatientChoice) -> BookingRun {
        var run = BookingRun(Flow.booking(), terms: Flow.terms())
        for input in [.resume, .matched(choice), .rows([])] as [BookingInput] {
            (run, _) = BookingFlow.step(run, input, now: Flow.at(1))
        }
        return run
    }

    /// What the flow does where the change is stored at that second.
    static func stored(_ run: BookingRun, at seconds: Int) throws -> BookingEffect {
        guard case .store(let booking, _, _) = try #require(run.waitsFor) else {
            throw Unexpected()
        }
        return BookingFlow.step(run, .stored(booking), now: Flow.at(seconds)).effect
    }

    struct Unexpected: Error {}

    @Test("nothing leaves later than it may after it was stored: the wait is counted from there")
    func limit() throws {
        for (choice, effect) in [
            (PatientChoice.use(PatientID("pat")), BookingEffect.insert), (.make, .makePatient),
        ] {
            let run = Self.aboutToSend(choice)
            for seconds in [1, 10] { #expect(try Self.stored(run, at: seconds) == effect) }
            for seconds in [11, 12, 121, 5000] {
                #expect(try Self.stored(run, at: seconds) != effect, "at second \(seconds)")
            }
        }
    }

    @Test("T21: what did not leave in time was not sent: early enough it is tried again")
    func triedAgain() throws {
        for choice in [PatientChoice.use(PatientID("pat")), .make] {
            guard
                case .store(let booking, let messages, _) = try Self.stored(
                    Self.aboutToSend(choice), at: 11)
            else { throw Unexpected() }
            #expect(booking.state == .intended && booking.insertions == 0)
            #expect(booking.sentAt == nil && messages.isEmpty)
        }
    }

    @Test("T21: what did not leave in time, and twelve seconds gone: it is rejected")
    func rejected() throws {
        for (choice, code) in [
            (PatientChoice.use(PatientID("pat")), FindingCode.lateReject), (.make, .partial),
        ] {
            guard
                case .store(let booking, let messages, _) = try Self.stored(
                    Self.aboutToSend(choice), at: 200)
            else { throw Unexpected() }
            #expect(booking.state == .rejected(code: code.rawValue))
            #expect(messages.map(\.what) == [.rejected])
        }
    }

    @Test("who reads the timeline sees that nothing went out, also where it is rejected for that")
    func timeline() throws {
        for (choice, what) in [
            (PatientChoice.use(PatientID("pat")), "not sent"), (.make, "no file made"),
        ] {
            for seconds in [11, 200] {
                guard
                    case .store(_, _, let events) = try Self.stored(
                        Self.aboutToSend(choice), at: seconds)
                else { throw Unexpected() }
                #expect(events.first?.what == what, "at second \(seconds)")
            }
        }
    }

    @Test("a second insertion that did not leave stays unknown, for the first may have arrived")
    func second() throws {
        var run = BookingRun(Flow.booking(.reconciling, sent: 1), terms: Flow.terms())
        for input in [.resume, .rows([]), .rows([])] as [BookingInput] {
            (run, _) = BookingFlow.step(run, input, now: Flow.at(130))
        }
        #expect(try Self.stored(run, at: 139) == .insert)
        guard case .store(let booking, let messages, _) = try Self.stored(run, at: 140) else {
            throw Unexpected()
        }
        #expect(booking.state == .reconciling && booking.insertions == 2 && messages.isEmpty)
    }

    @Test("right before the call the clock is looked at once more, and the adapter is told")
    func performer() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        let bookings = MemoryBookings()
        let diary = FakeDiary()
        var booking = Flow.booking(.sending, sent: 1)
        booking.practice = SamplePractice.id
        _ = try await bookings.admit(
            booking, patient: BookingDeskTests.patient(), messages: [], events: [])
        let performer = BookingPerformer(
            practice: SamplePractice.record(), ports: practice.ports, store: bookings,
            diary: diary)
        let now = practice.time.now()
        for effect in [BookingEffect.insert, .makePatient] {
            #expect(
                await performer.perform(effect, for: booking, leaveBy: now) == .notSent)
        }
        #expect(await diary.leaveBy.isEmpty)
        for effect in [BookingEffect.insert, .makePatient] {
            _ = await performer.perform(effect, for: booking, leaveBy: now.adding(seconds: 1))
        }
        #expect(await diary.leaveBy == [now.adding(seconds: 1), now.adding(seconds: 1)])
    }

    @Test("what the performer did not send is as if it had not been asked to")
    func notSent() {
        for choice in [PatientChoice.use(PatientID("pat")), .make] {
            var play = Flow.Play(Flow.booking())
            play.give(.resume, at: 0)
            play.give(.matched(choice), at: 1)
            play.give(.rows([]), at: 1)
            play.give(.notSent, at: 11)
            #expect(play.run.booking.state == .intended && play.run.booking.sentAt == nil)
        }
    }
}
