import Diagnostics
import Diary
import Ports
import Testing

@testable import Flows

@Suite("The booking flow, step by step")
struct BookingFlowTests {
    static let zero = Instant(seconds: 1_800_000_000)
    static let start = Instant(seconds: 1_800_086_400)
    static let doctor = PractitionerID("P1")

    static func at(_ seconds: Int) -> Instant { Instant(seconds: zero.seconds + seconds) }

    static func booking(_ state: Booking.State = .intended, sent: Int? = nil) -> Booking {
        let request = BookingRequest(
            id: BookingID("7"), book: AppointmentBookID("P1"), reason: nil,
            start: CivilDateTime(clockMinute: start.seconds / 60), lengthSeconds: 1800,
            bookedAt: zero)
        var booking = Booking(
            id: request.id, practice: PracticeID("p"), reference: BookingReference("ref"),
            request: request, receivedAt: zero,
            place: .init(
                practitioner: doctor, reason: ReasonID("R1"), start: start, length: Minutes(30)),
            state: state, deadline: at(12))
        if let sent {
            booking.insertions = 1
            booking.sentAt = at(sent)
            booking.patient = PatientID("pat")
        }
        return booking
    }

    static func terms(
        _ reference: PMSCapabilities.Reference = .carried, rejects: Bool = true
    ) -> BookingTerms {
        BookingTerms(
            capabilities: PMSCapabilities(
                cancels: false, reference: reference, rejectsOverlaps: rejects,
                reportsStacking: true, longestDelay: .seconds(120)),
            zone: .fixed(secondsEast: 0, named: "UTC"))
    }

    static func row(
        _ id: String, _ reference: String? = nil, offset: Int = 0,
        status: AppointmentStatus = .unset, patient: String? = nil
    ) -> PlacedAppointment {
        PlacedAppointment(
            entry: DiaryEntry(
                id: DiaryEntryID(id), practitioner: doctor, kind: .appointment, status: status,
                start: .exact(Instant(seconds: start.seconds + offset)), end: .after(Minutes(30))),
            reference: reference.map { BookingReference($0) },
            patient: patient.map { PatientID($0) })
    }

    static func failure(_ kind: WireFailure.Kind) -> BookingInput {
        .pmsFailed(WireFailure(kind, Problem("P0001", "simulated", hint: "wait")))
    }

    /// Runs the inputs in order; changes are stored, and the whole day is read, by themselves.
    struct Play {
        var run: BookingRun
        var effects: [BookingEffect] = []
        var stored: [Booking] = []
        var messages: [BookingMessage.Draft] = []
        var events: [BookingEvent] = []

        init(_ booking: Booking, _ terms: BookingTerms = BookingFlowTests.terms()) {
            run = BookingRun(booking, terms: terms)
        }

        @discardableResult
        mutating func give(_ input: BookingInput, at seconds: Int) -> BookingEffect {
            let now = BookingFlowTests.at(seconds)
            var (next, effect) = BookingFlow.step(run, input, now: now)
            // The other columns have nothing else.
            if effect == .readWholeDay {
                (next, effect) = BookingFlow.step(next, input, now: now)
            }
            while case .store(var booking, let drafts, let notes) = effect {
                booking.version += 1
                stored.append(booking)
                messages += drafts
                events += notes
                (next, effect) = BookingFlow.step(next, .stored(booking), now: now)
            }
            run = next
            effects.append(effect)
            return effect
        }
    }

    @Test("S4: a booking is matched, looked at, stored as sent, sent, read back, then confirmed")
    func straight() {
        var play = Play(Self.booking())
        #expect(play.give(.resume, at: 0) == .match)
        #expect(play.give(.matched(.use(PatientID("pat"))), at: 1) == .readDay)
        #expect(play.messages.isEmpty)
        #expect(play.give(.rows([]), at: 1) == .insert)
        #expect(play.stored.last?.state == .sending)
        #expect(play.stored.last?.insertions == 1)
        #expect(play.give(.inserted(DiaryEntryID("A1")), at: 2) == .readDay)
        #expect(play.messages.isEmpty, "told confirmed means read back")
        #expect(play.give(.rows([Self.row("A1", "ref")]), at: 3) == .finish)
        #expect(play.run.booking.state == .confirmed)
        #expect(play.run.booking.entry == DiaryEntryID("A1"))
        #expect(play.messages == [.init(.confirmed)])
    }

    @Test(
        "T21: after no whole answer it is read back, and never rejected while unknown",
        arguments: [
            WireFailure.Kind.noAnswer, .serverFailed, .practiceOffline, .malformed,
        ])
    func unknown(_ kind: WireFailure.Kind) {
        var play = Play(Self.booking())
        play.give(.resume, at: 0)
        play.give(.matched(.use(PatientID("pat"))), at: 1)
        play.give(.rows([]), at: 1)
        #expect(play.give(Self.failure(kind), at: 11) == .readDay)
        #expect(play.run.booking.state == .reconciling)
        guard case .wait = play.give(.rows([]), at: 30) else {
            Issue.record("it must wait: the insertion can still arrive")
            return
        }
        #expect(play.messages.isEmpty)
        #expect(play.give(.time, at: 45) == .readDay)
        #expect(play.give(.rows([Self.row("A1", "ref")]), at: 46) == .finish)
        #expect(play.messages == [.init(.confirmed)])
    }

    @Test("nothing is sent again before the longest delay has passed; then with the same reference")
    func resend() {
        var play = Play(Self.booking(.reconciling, sent: 5))
        #expect(play.give(.resume, at: 100) == .readDay)
        guard case .wait(let until) = play.give(.rows([]), at: 124) else {
            Issue.record("sent too early")
            return
        }
        #expect(until <= Self.at(125))
        play.give(.time, at: 125)
        #expect(play.give(.rows([]), at: 126) == .insert)
        #expect(play.run.booking.insertions == 2)
        #expect(play.run.booking.reference == BookingReference("ref"))
    }

    @Test("a PMS that honours the reference is sent it again without the wait")
    func honoured() {
        var play = Play(Self.booking(.reconciling, sent: 5), Self.terms(.honoured))
        play.give(.resume, at: 10)
        #expect(play.give(.rows([]), at: 11) == .insert)
    }

    @Test("S54: a conflict is read back first: our own row confirms, another's rejects")
    func conflict() {
        for (rows, state) in [
            ([Self.row("A1", "ref")], Booking.State.confirmed),
            ([Self.row("A1", "other")], .rejected(code: "D01-SLOT-TAKEN")),
        ] {
            var play = Play(Self.booking())
            play.give(.resume, at: 0)
            play.give(.matched(.use(PatientID("pat"))), at: 1)
            play.give(.rows([]), at: 1)
            #expect(play.give(Self.failure(.conflict), at: 2) == .readDay)
            #expect(play.give(.rows(rows), at: 3) == .finish)
            #expect(play.run.booking.state == state)
            #expect(play.run.booking.holdsPlace == (state == .confirmed))
        }
    }

    @Test("a conflict that the day does not explain is waited out before it rejects")
    func strangeConflict() {
        var play = Play(Self.booking(.sending, sent: 1))
        play.run.waitsFor = .insert
        play.give(Self.failure(.conflict), at: 2)
        guard case .wait = play.give(.rows([]), at: 3) else {
            Issue.record("rejected at once")
            return
        }
        play.give(.time, at: 122)
        play.give(.rows([]), at: 122)
        #expect(play.run.booking.state == .rejected(code: "D01-SLOT-TAKEN"))
    }

    @Test("several rows of ours are a person's to decide, and none is removed")
    func duplicate() {
        var play = Play(Self.booking(.reconciling, sent: 1))
        play.give(.resume, at: 10)
        play.give(.rows([Self.row("A1", "ref"), Self.row("A2", "ref")]), at: 11)
        #expect(play.run.booking.state == .needsPerson(code: "D13-DUPLICATE-SUBMIT"))
        #expect(play.run.booking.deadline != nil)
        #expect(play.messages.isEmpty)
    }

    @Test("an overlap with a row of staff is confirmed, and both rows are named")
    func overlap() {
        var play = Play(Self.booking(.reconciling, sent: 1), Self.terms(rejects: false))
        play.give(.resume, at: 10)
        play.give(.rows([Self.row("A1", "ref"), Self.row("S9", offset: 600)]), at: 11)
        #expect(play.run.booking.state == .confirmed)
        let event = play.events.first { $0.what == "E07-OVERBOOKED-BY-STAFF" }
        #expect(event?.detail == "row A1 and row S9")
    }

    @Test("without a field for the reference the row is told by patient, time and length")
    func composite() {
        let cases: [(PlacedAppointment, Bool)] = [
            (Self.row("A1", patient: "pat"), true),
            (Self.row("A1", patient: "somebody"), false),
            (Self.row("A1", offset: 900, patient: "pat"), false),
            (Self.row("A1", status: .cancelled, patient: "pat"), false),
        ]
        for (row, isOurs) in cases {
            var play = Play(Self.booking(.reconciling, sent: 1), Self.terms(.absent))
            play.give(.resume, at: 10)
            play.give(.rows([row]), at: 11)
            #expect((play.run.booking.state == .confirmed) == isOurs)
        }
    }

    @Test("T21: nothing sent and twelve seconds gone is rejected, whatever was waited for")
    func late() {
        for effects in [[], [BookingInput.matched(.use(PatientID("pat")))]] {
            var play = Play(Self.booking())
            play.give(.resume, at: 0)
            for input in effects { play.give(input, at: 1) }
            #expect(play.run.answerBy == Self.at(12))
            #expect(play.give(.time, at: 12) == .finish)
            #expect(play.run.booking.state == .rejected(code: "D07-LATE-REJECT"))
            #expect(play.messages.map(\.what) == [.rejected])
        }
    }

    @Test("T21: the marketplace's own time of the booking counts where it is earlier")
    func bookedEarlier() {
        var booking = Self.booking()
        booking.request.bookedAt = Self.at(-9)
        var play = Play(booking)
        #expect(play.give(.resume, at: 3) == .finish)
        #expect(play.run.booking.state == .rejected(code: "D07-LATE-REJECT"))
    }

    @Test("T21: an outcome that is unknown for ten minutes is a person's to decide")
    func person() {
        var play = Play(Self.booking(.reconciling, sent: 590))
        play.give(.resume, at: 595)
        play.give(Self.failure(.practiceOffline), at: 599)
        #expect(play.messages.isEmpty)
        #expect(play.give(.time, at: 601) == .finish)
        #expect(play.run.booking.state == .needsPerson(code: "D03-TIMEOUT-UNKNOWN"))
        #expect(play.run.booking.holdsPlace)
    }

    @Test("T21: a person ends what they were asked to decide, either way")
    func decided() {
        let waiting = Self.booking(.needsPerson(code: "D03-TIMEOUT-UNKNOWN"), sent: 1)
        var yes = Play(waiting)
        yes.give(.decided(.inDiary(DiaryEntryID("A5"))), at: 900)
        #expect(yes.run.booking.state == .confirmed)
        #expect(yes.run.booking.entry == DiaryEntryID("A5"))
        #expect(yes.messages == [.init(.confirmed)])
        var no = Play(waiting)
        no.give(.decided(.notInDiary), at: 900)
        #expect(no.run.booking.state == .rejected(code: "D03-TIMEOUT-UNKNOWN"))
        #expect(no.messages.map(\.what) == [.rejected])
        #expect(!no.run.booking.holdsPlace)
        var other = Play(Self.booking(.reconciling, sent: 1))
        #expect(other.give(.decided(.notInDiary), at: 5) == .finish)
        #expect(other.messages.isEmpty, "nobody decides what the service still works on")
    }

    @Test("S57: an ambiguous patient is a person's to decide, and nothing is sent")
    func ambiguous() {
        var play = Play(Self.booking())
        play.give(.resume, at: 0)
        #expect(play.give(.matched(.person), at: 1) == .finish)
        #expect(play.run.booking.state == .needsPerson(code: "D10-PATIENT-AMBIGUOUS"))
        #expect(play.run.booking.insertions == 0)
    }

    @Test("S57: a file whose making has no answer is searched for before another one is made")
    func file() {
        var play = Play(Self.booking())
        play.give(.resume, at: 0)
        play.give(.matched(.make), at: 1)
        #expect(play.give(.rows([]), at: 1) == .makePatient)
        #expect(play.run.booking.state == .makingPatient)
        guard case .wait = play.give(Self.failure(.noAnswer), at: 4) else {
            Issue.record("it must wait a little")
            return
        }
        #expect(play.give(.time, at: 5) == .findMade)
        #expect(play.give(.foundMade([PatientID("new")]), at: 6) == .insert)
        #expect(play.run.booking.patient == PatientID("new"))
    }

    @Test("S57: two files with the patient's very details are a person's to decide")
    func twoFiles() {
        var play = Play(Self.booking(.makingPatient))
        play.give(.resume, at: 2)
        play.give(.foundMade([PatientID("a"), PatientID("b")]), at: 3)
        #expect(play.run.booking.state == .needsPerson(code: "D10-PATIENT-AMBIGUOUS"))
    }

    @Test("a taken time is rejected before anything is sent")
    func taken() {
        var play = Play(Self.booking())
        play.give(.resume, at: 0)
        play.give(.matched(.use(PatientID("pat"))), at: 1)
        #expect(play.give(.rows([Self.row("S1", offset: -600)]), at: 1) == .finish)
        #expect(play.run.booking.state == .rejected(code: "D01-SLOT-TAKEN"))
        #expect(play.run.booking.insertions == 0)
    }

    @Test("a crash while sending counts as an unknown outcome")
    func crash() {
        var play = Play(Self.booking(.sending, sent: 2))
        #expect(play.give(.resume, at: 20) == .readDay)
        #expect(play.run.booking.state == .reconciling)
    }

    @Test("an insertion that had no connection leaves the booking as if nothing had been sent")
    func unreachable() {
        var play = Play(Self.booking())
        play.give(.resume, at: 0)
        play.give(.matched(.use(PatientID("pat"))), at: 1)
        play.give(.rows([]), at: 1)
        play.give(Self.failure(.unreachable), at: 2)
        #expect(play.run.booking.state == .intended)
        #expect(play.run.booking.insertions == 0)
        #expect(play.give(.time, at: 12) == .finish)
        #expect(play.run.booking.state == .rejected(code: "D02-PMS-OFFLINE"))
    }

    @Test("after a change that came first the ledger is asked, and the run goes on from there")
    func superseded() {
        var run = BookingRun(Self.booking(.sending, sent: 1), terms: Self.terms())
        var effect: BookingEffect
        (run, effect) = BookingFlow.step(run, .resume, now: Self.at(3))
        guard case .store = effect else {
            Issue.record("\(effect)")
            return
        }
        (run, effect) = BookingFlow.step(run, .superseded, now: Self.at(3))
        #expect(effect == .load)
        (run, effect) = BookingFlow.step(run, .loaded(Self.booking(.confirmed)), now: Self.at(3))
        #expect(effect == .finish)
    }

    @Test("every state and every input give an effect, and no open booking is left without one")
    func total() {
        let states: [Booking.State] = [
            .intended, .makingPatient, .sending, .reconciling, .confirmed,
            .rejected(code: "D01-SLOT-TAKEN"), .needsPerson(code: "D13-DUPLICATE-SUBMIT"),
            .ended(.cancelled),
        ]
        let inputs: [BookingInput] = [
            .resume, .time, .loaded(nil), .superseded, .matched(.make), .foundMade([]),
            .made(PatientID("n")), .inserted(DiaryEntryID("A1")), .rows([]),
            Self.failure(.noAnswer), Self.failure(.conflict),
        ]
        for state in states {
            for input in inputs {
                var play = Play(Self.booking(state, sent: 1))
                let first = play.give(.resume, at: 5)
                let effect = play.give(input, at: 6)
                let isAtRest =
                    play.run.booking.isFinal || effect != .finish
                    || { if case .needsPerson = play.run.booking.state { true } else { false } }()
                // An input that answers nothing that was asked may end the run, never the booking.
                let isAnswer = first != .finish && input != .loaded(nil)
                #expect(isAtRest || isAnswer, "\(state), \(input), \(effect)")
            }
        }
    }
}
