import Diagnostics
import Diary
import Ports
import Testing

@testable import Flows

@Suite("Every state of a booking and every input")
struct BookingTableTests {
    typealias Flow = BookingFlowTests

    static let states: [Booking.State] = [
        .intended, .makingPatient, .sending, .reconciling, .confirmed,
        .rejected(code: "D01-SLOT-TAKEN"), .needsPerson(code: "D13-DUPLICATE-SUBMIT"),
        .ended(.cancelled),
    ]

    /// What the flow can wait for, nil after a restart.
    static let effects: [BookingEffect?] = [
        nil, .load, .store(Flow.booking(), [], []), .match, .makePatient, .findMade, .insert,
        .readDay, .readWholeDay, .wait(until: Flow.at(9)), .finish,
    ]

    static let inputs: [BookingInput] =
        [
            .resume, .time, .superseded, .notSent, .matched(.make),
            .matched(.use(PatientID("pat"))), .matched(.person), .foundMade([]),
            .foundMade([PatientID("a")]), .foundMade([PatientID("a"), PatientID("b")]),
            .made(PatientID("n")), .inserted(DiaryEntryID("A1")), .rows([]),
            .rows([Flow.row("A1", "ref")]), .rows([Flow.row("S1")]),
            .rows([Flow.row("A1", "ref"), Flow.row("A2", "ref")]),
            .decided(.notInDiary), .decided(.inDiary(DiaryEntryID("A1"))),
            .storeFailed(Problem("D0006", "the disk refuses", hint: nil)), .loaded(nil),
        ]
        + [
            .unreachable, .rateLimited(retryAfter: nil), .conflict, .refused, .notFound,
            .unauthorised, .consentMissing, .noAnswer, .serverFailed, .practiceOffline, .malformed,
        ].map(Flow.failure)
        + states.flatMap { state in
            [BookingInput.stored(Flow.booking(state)), .loaded(Flow.booking(state))]
                + [.loaded(Flow.booking(state, sent: 1))]
        }

    /// What no change of a booking may do, whatever came in.
    static func objection(
        _ before: Booking, _ after: Booking, _ drafts: [BookingMessage.Draft], _ input: BookingInput
    ) -> String? {
        if before.isFinal { return "a final booking was changed" }
        if after.reference != before.reference { return "another reference" }
        if after.isFinal != !drafts.isEmpty { return "an end untold, or told before" }
        if after.holdsPlace != (after.state.word != .rejected) { return "the claim" }
        if !after.isFinal, after.deadline == nil { return "no deadline" }
        if case .needsPerson = before.state, !"\(input)".hasPrefix("decided") {
            return "nobody decided"
        }
        if after.insertions > before.insertions + 1 { return "sent twice" }
        if after.insertions > before.insertions, after.sentAt == nil { return "no time of sending" }
        return nil
    }

    /// The booking as the flow knows it after that input: what the ledger answers is the booking.
    static func known(_ run: BookingRun, _ input: BookingInput) -> Booking {
        switch (run.waitsFor, input) {
        case (.load, .loaded(let booking?)), (.store, .stored(let booking)): booking
        default: run.booking
        }
    }

    @Test(
        "T21: one outcome each; an end is told once, a claim lasts as long as the booking lives",
        arguments: states)
    func table(_ state: Booking.State) {
        var count = 0
        // A booking at rest waits for no answer of the PMS.
        let rests: Set<Booking.Word> = [.confirmed, .rejected, .ended, .needsPerson]
        let effects = rests.contains(state.word) ? [nil, .load, .finish] : Self.effects
        for effect in effects {
            for input in Self.inputs {
                for (sent, second) in [(Int?.none, 5), (nil, 700), (1, 5), (1, 300), (1, 700)] {
                    var run = BookingRun(Flow.booking(state, sent: sent), terms: Flow.terms())
                    run.waitsFor = effect
                    let before = Self.known(run, input)
                    let (next, outcome) = BookingFlow.step(run, input, now: Flow.at(second))
                    count += 1
                    let (_, again) = BookingFlow.step(run, input, now: Flow.at(second))
                    #expect(outcome == again, "not one outcome")
                    let place = "\(state), \(String(describing: effect)), \(input), \(second)"
                    if case .store(let after, let drafts, _) = outcome {
                        let objection = Self.objection(before, after, drafts, input)
                        #expect(objection == nil, "\(place): \(objection ?? "")")
                    } else if case .finish = outcome {
                        // The run may end; what is stored goes on with the next look at it.
                        #expect(next.booking.state.word == before.state.word, "\(place)")
                    }
                    if case .insert = outcome { Issue.record("sent unstored: \(place)") }
                    if case .makePatient = outcome { Issue.record("made unstored: \(place)") }
                }
            }
        }
        #expect(count == effects.count * Self.inputs.count * 5)
    }

    @Test("T21: an open booking that is taken up again always goes on, or waits for a person")
    func resumed() {
        for state in Self.states {
            for second in [5, 13, 300, 700] {
                let booking = Flow.booking(state, sent: 1)
                let run = BookingRun(booking, terms: Flow.terms())
                let (_, effect) = BookingFlow.step(run, .resume, now: Flow.at(second))
                let rests = booking.isFinal || state.word == .needsPerson
                #expect((effect == .finish) == rests, "\(state) at \(second)")
            }
        }
    }
}
