import Diary
import Testing

@testable import Evaluation

@Suite("T6: which length counts")
struct EvaluatorLengthTests {
    private typealias Case = (
        member: Int?, reason: Int?, usual: Int?, newPatient: Int?, booked: Int?, recognised: Int?
    )

    private func check(_ system: PMSSystem, _ cases: [Case]) {
        for (member, own, usual, newPatient, booked, recognised) in cases {
            var who = Practitioner(id: PractitionerID("P1"), name: "Dr Amy Chen")
            who.defaultMinutes = usual.map { Minutes($0) }
            who.newPatientMinutes = newPatient.map { Minutes($0) }
            var reason = BookingReason(id: ReasonID("R1"), name: "Exam")
            reason.minutes = own.map { Minutes($0) }
            reason.practitioners = [
                .init(PractitionerID("P2"), minutes: Minutes(99)),
                .init(who.id, minutes: member.map { Minutes($0) }),
            ]
            let lengths = Lengths(system: system)
            #expect(lengths.booked(reason, with: who)?.count == booked)
            #expect(lengths.recognised(by: reason, with: who)?.count == recognised)
        }
    }

    @Test("Exact: reason x practitioner, else the reason, else the practitioner's default")
    func exact() {
        check(
            .exact,
            [
                (40, 30, 20, 10, 40, 40), (nil, 30, 20, 10, 30, 30), (nil, nil, 20, 10, 20, 20),
                (nil, nil, nil, 10, nil, nil), (40, nil, nil, nil, 40, 40),
            ])
    }

    @Test("Oasis: the reason's own, else 'New Patient', which alone recognises availability")
    func oasis() {
        check(
            .oasis,
            [
                (40, 30, 20, 10, 40, 10), (nil, 30, 20, 10, 30, 10), (nil, nil, 20, 10, 10, 10),
                (nil, 30, 20, nil, 30, nil), (nil, nil, 20, nil, nil, nil),
            ])
    }
}
