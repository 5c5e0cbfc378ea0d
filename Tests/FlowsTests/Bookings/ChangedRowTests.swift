import Diary
import Ports
import Testing

@testable import Flows

/// What staff, or the PMS itself, made of our row before it was read back for the first time.
@Suite("A row of ours that is not as it was sent")
struct ChangedRowTests {
    typealias Flow = BookingFlowTests

    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let apply: @Sendable (inout PlacedAppointment) -> Void
    }

    static let changes = [
        Change(testDescription: "another column") { $0.entry.practitioner = PractitionerID("P2") },
        Change(testDescription: "another time") {
            $0.entry.start = .exact(Instant(seconds: Flow.start.seconds + 900))
        },
        Change(testDescription: "longer") { $0.entry.end = .after(Minutes(45)) },
        Change(testDescription: "shorter") { $0.entry.end = .after(Minutes(15)) },
        Change(testDescription: "another file") { $0.patient = PatientID("merged") },
    ]

    static func changed(_ change: Change, reference: String? = nil) -> PlacedAppointment {
        var row = Flow.row("A1", reference, patient: "pat")
        change.apply(&row)
        return row
    }

    /// A booking whose insertion was answered with nothing, after all waiting.
    static func unanswered(_ reference: PMSCapabilities.Reference) -> Flow.Play {
        var play = Flow.Play(
            Flow.booking(.reconciling, sent: 1), Flow.terms(reference, rejects: false))
        play.give(.resume, at: 200)
        return play
    }

    @Test("S54: by its reference it is found wherever it stands that day", arguments: changes)
    func carried(_ change: Change) {
        var play = Self.unanswered(.carried)
        play.give(.rows([Self.changed(change, reference: "ref")]), at: 200)
        #expect(play.run.booking.state == .confirmed)
        #expect(play.run.booking.entry == DiaryEntryID("A1"))
    }

    @Test("T21: without a reference a person decides; nothing is sent again", arguments: changes)
    func absent(_ change: Change) {
        var play = Self.unanswered(.absent)
        play.give(.rows([Self.changed(change)]), at: 200)
        #expect(play.run.booking.state == .needsPerson(code: "D03-TIMEOUT-UNKNOWN"))
        #expect(play.events.last?.detail == "D03-TIMEOUT-UNKNOWN: row A1 may be ours")
        #expect(play.messages.isEmpty && !play.effects.contains(.insert))
    }

    @Test("S54: the PMS has said which row it made, so it is ours as it is", arguments: changes)
    func named(_ change: Change) {
        var play = Flow.Play(Flow.booking(), Flow.terms(.absent, rejects: false))
        play.give(.resume, at: 0)
        play.give(.matched(.use(PatientID("pat"))), at: 1)
        play.give(.rows([]), at: 1)
        play.give(.inserted(DiaryEntryID("A1")), at: 2)
        play.give(.rows([Self.changed(change)]), at: 3)
        #expect(play.run.booking.state == .confirmed)
        #expect(play.run.booking.entry == DiaryEntryID("A1"))
    }

    @Test("what was made before the booking, or for another one, is somebody else's")
    func others() {
        var earlier = Flow.row("S1", patient: "walk-in")
        earlier.createdAt = Flow.at(-3600)
        var known = Flow.row("S1", offset: 300, patient: "pat")
        known.createdAt = Flow.at(-3600)
        let another = Flow.row(
            "A2", BookingReference.of(BookingID("8"), in: PracticeID("p")).rawValue)
        for row in [earlier, known, another] {
            var play = Self.unanswered(row.reference == nil ? .absent : .carried)
            play.give(.rows([row]), at: 200)
            #expect(play.run.booking.state == .rejected(code: "D01-SLOT-TAKEN"), "\(row)")
        }
    }

    @Test("the patient's row in that very place may be ours, whenever the PMS says it was made")
    func slowClock() {
        var row = Flow.row("A1", patient: "pat")
        row.createdAt = Flow.at(-240)
        var play = Self.unanswered(.absent)
        play.give(.rows([row]), at: 200)
        #expect(play.run.booking.state == .needsPerson(code: "D03-TIMEOUT-UNKNOWN"))
        #expect(play.events.last?.detail == "D03-TIMEOUT-UNKNOWN: row A1 may be ours")
    }

    @Test("what staff cancelled before it was read back is not entered again without asking")
    func cancelled() {
        var row = Flow.row("A1", status: .cancelled, patient: "pat")
        row.createdAt = Flow.at(5)
        var elsewhere = Flow.row("A1", offset: 300, status: .cancelled, patient: "pat")
        elsewhere.createdAt = Flow.at(5)
        var earlier = row
        earlier.createdAt = Flow.at(-3600)
        var play = Self.unanswered(.absent)
        play.give(.rows([row]), at: 200)
        #expect(play.run.booking.state == .needsPerson(code: "D03-TIMEOUT-UNKNOWN"))
        for (kind, row) in [
            (PMSCapabilities.Reference.carried, row), (.absent, elsewhere), (.absent, earlier),
        ] {
            var play = Self.unanswered(kind)
            #expect(play.give(.rows([row]), at: 200) == .insert, "\(kind), \(row)")
        }
    }

    @Test("a row that the PMS took and that is gone is not taken for the one in its place")
    func replaced() {
        var play = Flow.Play(Flow.booking(), Flow.terms(.carried, rejects: false))
        play.give(.resume, at: 0)
        play.give(.matched(.use(PatientID("pat"))), at: 1)
        play.give(.rows([]), at: 1)
        play.give(.inserted(DiaryEntryID("A1")), at: 2)
        play.give(.rows([Flow.row("S9", offset: 600, patient: "walk-in")]), at: 200)
        #expect(play.run.booking.state == .needsPerson(code: "D03-TIMEOUT-UNKNOWN"))
    }

    @Test("a PMS that writes our reference its own way is understood, or a person is asked")
    func written() {
        let ours = BookingReference.of(BookingID("7"), in: PracticeID("p"))
        let cases: [(String, Booking.Word)] = [
            (ours.rawValue.uppercased(), .confirmed), (" \(ours.rawValue) ", .confirmed),
            (String(ours.rawValue.prefix(20)), .needsPerson),
        ]
        for (text, end) in cases {
            var booking = Flow.booking(.reconciling, sent: 1)
            booking.reference = ours
            var play = Flow.Play(booking, Flow.terms(.carried, rejects: false))
            play.give(.resume, at: 200)
            play.give(.rows([Flow.row("A1", text, patient: "pat")]), at: 200)
            #expect(play.run.booking.state.word == end, "\(text)")
        }
    }

    @Test("a rejected booking's row is a difference also where the PMS writes capitals")
    func reconciled() {
        let rejected = Flow.booking(.rejected(code: "D01-SLOT-TAKEN"))
        #expect(
            Reconciliation.differences(
                [rejected], [Flow.row("A1", "REF")], carries: true,
                zone: .fixed(secondsEast: 0, named: "UTC")) == [
                    "booking 7 is over, row A1 stands"
                ])
    }

    @Test("after an older ledger was put back, what stands there is not inserted again")
    func putBack() {
        for (reference, row, end) in [
            (.carried, Flow.row("A1", "ref", patient: "pat"), .confirmed),
            // What staff have cancelled meanwhile is told as cancelled, and not made anew.
            (.carried, Flow.row("A1", "ref", status: .cancelled), .confirmed),
            (.absent, Flow.row("A1", patient: "pat"), .needsPerson),
            (.absent, Flow.row("A1", patient: "walk-in"), .rejected),
        ] as [(PMSCapabilities.Reference, PlacedAppointment, Booking.Word)] {
            var play = Flow.Play(Flow.booking(), Flow.terms(reference))
            play.give(.resume, at: 0)
            play.give(.matched(.use(PatientID("pat"))), at: 1)
            play.give(.rows([row]), at: 1)
            #expect(play.run.booking.state.word == end, "\(reference)")
            #expect(!play.effects.contains(.insert))
        }
    }

    @Test("a row that stands in two columns is one row")
    func twoColumns() {
        var second = Flow.row("A1", "ref")
        second.entry.practitioner = PractitionerID("P2")
        var play = Self.unanswered(.carried)
        play.give(.rows([second, Flow.row("A1", "ref")]), at: 200)
        #expect(play.run.booking.state == .confirmed)
    }

    @Test("a booking has one reference, and no other booking has it")
    func reference() {
        func reference(_ booking: String, _ practice: String) -> BookingReference {
            .of(BookingID(booking), in: PracticeID(practice))
        }
        #expect(reference("7", "p") == reference("7", "p"))
        #expect(reference("7", "p").isOurs)
        #expect(
            Set([("7", "p"), ("8", "p"), ("7", "q"), ("p7", ""), ("", "7p")].map(reference)).count
                == 5)
    }
}
