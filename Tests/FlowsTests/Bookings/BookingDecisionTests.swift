import Diary
import Findings
import Ports
import Testing

@testable import Flows

@Suite("What speaks against a person's decision, and what staff see after it")
struct BookingDecisionTests {
    typealias Flow = BookingFlowTests

    static let waiting = Flow.booking(.needsPerson(code: "D03-TIMEOUT-UNKNOWN"), sent: 481)

    private func objections(
        _ verdict: BookingVerdict, _ rows: [PlacedAppointment] = [], at seconds: Int,
        of booking: Booking = waiting, _ terms: BookingTerms = Flow.terms()
    ) -> [BookingDecision.Objection] {
        BookingDecision(booking, verdict).objections(
            rows, others: [], terms, now: Flow.at(seconds))
    }

    @Test(
        "T21: that it is not there can be said once no insertion can arrive any more",
        arguments: [PMSCapabilities.Reference.carried, .honoured, .absent])
    func early(_ reference: PMSCapabilities.Reference) {
        let terms = Flow.terms(reference)
        let until = BookingDecision.Objection.mayStillArrive(until: Flow.at(601))
        #expect(objections(.notInDiary, at: 600, of: Self.waiting, terms) == [until])
        #expect(objections(.notInDiary, at: 601, of: Self.waiting, terms).isEmpty)
        // Without the day, as where the PMS cannot be reached, the same holds.
        let decision = BookingDecision(Self.waiting, .notInDiary)
        #expect(decision.prematurity(terms, now: Flow.at(600)) == [until])
        #expect(decision.prematurity(terms, now: Flow.at(601)).isEmpty)
        let other = BookingDecision(Self.waiting, .inDiary(DiaryEntryID("A1")))
        #expect(other.prematurity(terms, now: Flow.at(600)).isEmpty)
    }

    @Test("T21: what stands there can be said at once, and so can what was never sent")
    func atOnce() {
        let row = Flow.row("A1", "ref")
        #expect(objections(.inDiary(DiaryEntryID("A1")), [row], at: 482).isEmpty)
        #expect(
            objections(.notInDiary, [row], at: 482) == [
                .ownRows([DiaryEntryID("A1")]), .mayStillArrive(until: Flow.at(601)),
            ])
        var unsent = Self.waiting
        // While a patient's file was being made, nothing was inserted.
        unsent.insertions = 0
        #expect(objections(.notInDiary, at: 482, of: unsent).isEmpty)
        #expect(unsent.mayArriveUntil(Flow.terms()) == nil)
    }

    @Test("T21: a row that may be ours speaks against a decision that it does not stand there")
    func mayBeOurs() {
        var booking = Self.waiting
        booking.patient = PatientID("pat")
        var row = Flow.row("A1", patient: "pat")
        row.createdAt = Flow.at(-240)
        #expect(
            objections(.notInDiary, [row], at: 700, of: booking, Flow.terms(.absent)) == [
                .mayBeOurs([DiaryEntryID("A1")])
            ])
    }

    @Test("of many bookings the findings list the first, and say how many more there are")
    func many() async throws {
        let store = MemoryBookings()
        for number in 1...25 {
            var booking = Flow.booking(.needsPerson(code: "D03-TIMEOUT-UNKNOWN"), sent: 1)
            booking.id = BookingID("\(number)")
            booking.place?.start = Flow.start.adding(seconds: 3600 * number)
            _ = try await store.admit(booking, patient: nil, messages: [], events: [])
        }
        let findings = try await BookingFindings(
            practice: SamplePractice.record(), store: store, now: Flow.at(901), differences: []
        ).findings()
        #expect(findings.map(\.evidence.count) == [20])
        #expect(findings.first?.evidence.last == .init("more", "6, not listed here"))
    }

    @Test(
        "T21: a booking that a person has decided is not listed as waiting for one, either way",
        arguments: [BookingVerdict.notInDiary, .inDiary(DiaryEntryID("A1"))])
    func decided(_ verdict: BookingVerdict) async throws {
        let store = MemoryBookings()
        _ = try await store.admit(Self.waiting, patient: nil, messages: [], events: [])
        let booking = try #require(await store.rows[Self.waiting.id])
        #expect(try await codes(store) == [.timeoutUnknown])
        let change = try #require(BookingDecision(booking, verdict).change(now: Flow.at(900)))
        _ = try await store.change(
            change.booking, messages: change.messages, events: change.events)
        // The patient was told that it is confirmed: whom to call stays.
        #expect(try await codes(store) == (verdict == .notInDiary ? [.lateReject] : []))
    }

    @Test("findings count bookings, not what is said of one")
    func count() async throws {
        let store = MemoryBookings()
        _ = try await store.admit(
            Flow.booking(.rejected(code: "D07-LATE-REJECT")), patient: nil, messages: [],
            events: [.toldConfirmed(at: Flow.at(25))])
        let findings = try await self.findings(store)
        #expect(findings.map(\.code) == ["D07-LATE-REJECT"])
        #expect(findings.first?.evidence.count == 2)
        #expect(findings.first?.message.hasPrefix("of a booking: ") == true)
    }

    private func findings(_ store: MemoryBookings) async throws -> [Finding] {
        try await BookingFindings(
            practice: SamplePractice.record(), store: store, now: Flow.at(901), differences: []
        ).findings()
    }

    private func codes(_ store: MemoryBookings) async throws -> [FindingCode] {
        try await findings(store).compactMap { FindingCode(rawValue: $0.code) }
    }
}
