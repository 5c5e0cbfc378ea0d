import Diary
import Findings
import Rules
import Testing

@testable import Evaluation

/// What stands between a booking and the diary although book, reason, length and start look right.
@Suite("Checking a booking whose type or practitioner is not what it seems")
struct AdmissionGuardTests {
    private let fixture: Fixture
    /// A published practitioner and an offered type whose reason is not the default one.
    private let sample: AdmissionTests.Case

    init() throws {
        fixture = try Fixture("harbour-dental.json")
        sample = try AdmissionTests.Case(of: fixture) { evaluation, type in
            type.link?.reason != evaluation.defaultReason.reason
        }
    }

    private func refusal(
        _ wish: (inout WantedBooking) -> Void = { _ in }, _ change: (inout Snapshot) -> Void
    ) -> Admission.Refusal? {
        let evaluation = fixture.evaluated(change)
        var wanted = sample.wanted
        wish(&wanted)
        guard case .refused(let refusal) = evaluation.admit(wanted, now: evaluation.now) else {
            return nil
        }
        return refusal
    }

    private var place: (practitioner: PractitionerID, type: AppointmentTypeID) {
        (sample.practitioner, sample.type.type.id)
    }

    @Test("S54: nothing is wrong before something is changed")
    func right() { #expect(refusal { _ in } == nil) }

    @Test("S54: a practitioner who is not published any more is refused")
    func unpublished() {
        let refusal = refusal { snapshot in
            for index in snapshot.pms.practitioners.indices
            where snapshot.pms.practitioners[index].id == sample.practitioner {
                snapshot.pms.practitioners[index].isActive = false
            }
        }
        #expect(refusal?.code == .bookUnknown)
    }

    @Test("S28, S54, T18: a type that is not linked is refused, also where its name is right")
    func unlinked() {
        let refusal = refusal {
            $0.reason = nil
            $0.typeName = sample.type.type.name
        } _: { snapshot in
            snapshot.setUp.links.removeAll {
                $0.type == place.type && $0.practitioner == place.practitioner
            }
        }
        #expect(refusal?.code == .typeUnknown)
    }

    @Test("S29, S54: a type whose own length is not the PMS's is refused for its length")
    func typeLength() {
        let refusal = refusal { snapshot in
            for index in snapshot.setUp.appointmentTypes.indices
            where snapshot.setUp.appointmentTypes[index].id == place.type {
                snapshot.setUp.appointmentTypes[index].length = Minutes(5)
            }
        }
        #expect(refusal?.code == .bookedLengthMismatch)
    }

    @Test("S32, S54: a practitioner who left the linked reason is refused for the type")
    func notInReason() {
        let refusal = refusal { snapshot in
            for index in snapshot.pms.reasons.indices
            where snapshot.pms.reasons[index].id == sample.type.link?.reason {
                snapshot.pms.reasons[index].practitioners?.removeAll {
                    $0.practitioner == place.practitioner
                }
            }
        }
        #expect(refusal?.code == .typeUnknown)
    }

    @Test("T5: where a parameter allows another length, the diary gets the PMS's, and it is said")
    func allowed() {
        let evaluation = fixture.evaluated {
            $0.setUp.parameters["publishing", default: [:]]["length_mismatch"] = .text("warn")
        }
        for (difference, isOther) in [(0, false), (300, true), (-300, true)] {
            var wanted = sample.wanted
            wanted.lengthSeconds += difference
            guard case .accepted(let place) = evaluation.admit(wanted, now: evaluation.now) else {
                Issue.record("\(difference) s more are refused")
                continue
            }
            #expect(place.length == sample.type.length && place.hasOtherLength == isOther)
        }
    }

    @Test("T18: of two types of one name the one with the booked length is meant")
    func namesakes() throws {
        let types =
            sample.evaluation.practitioners
            .first { $0.practitioner.id == sample.practitioner }?.types ?? []
        let other = try #require(
            types.first {
                $0.isOffered && $0.length != sample.type.length && $0.starts.contains(sample.start)
            })
        let evaluation = fixture.evaluated { snapshot in
            for index in snapshot.setUp.appointmentTypes.indices
            where [other.type.id, place.type].contains(snapshot.setUp.appointmentTypes[index].id) {
                snapshot.setUp.appointmentTypes[index].name = "Visit"
            }
        }
        for type in [other, sample.type] {
            let wanted = WantedBooking(
                practitioner: sample.practitioner, reason: nil, typeName: "Visit",
                start: sample.start, lengthSeconds: (type.length?.count ?? 0) * 60)
            guard case .accepted(let place) = evaluation.admit(wanted, now: evaluation.now) else {
                Issue.record("\(type.type.name) is refused")
                continue
            }
            #expect(place.reason == type.reason?.id && place.length == type.length)
        }
    }
}
