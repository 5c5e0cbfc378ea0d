import Diary
import Evaluation
import Findings
import Testing

@Suite("Checking a booking before the PMS is asked")
struct AdmissionTests {
    /// A type of a shipped practice that offers starts.
    struct Case {
        let evaluation: Evaluation
        let type: TypeEvaluation
        let practitioner: PractitionerID
        let start: CivilDateTime

        init() throws {
            for fixture in Fixture.small {
                if let found = try? Case(of: fixture) {
                    self = found
                    return
                }
            }
            throw NothingOffered()
        }

        /// The first offered type of a practice for which that holds.
        init(
            of fixture: Fixture,
            where holds: (Evaluation, TypeEvaluation) -> Bool = { _, _ in true }
        ) throws {
            let evaluation = fixture.evaluated()
            for practitioner in evaluation.practitioners {
                for type in practitioner.types where type.isOffered && holds(evaluation, type) {
                    guard let start = type.starts.first else { continue }
                    self.evaluation = evaluation
                    self.type = type
                    self.practitioner = practitioner.practitioner.id
                    self.start = start
                    return
                }
            }
            throw NothingOffered()
        }

        struct NothingOffered: Error {}

        var wanted: WantedBooking {
            WantedBooking(
                practitioner: practitioner, reason: type.link?.reason, typeName: nil,
                start: start, lengthSeconds: (type.length?.count ?? 0) * 60)
        }

        func admit(_ change: (inout WantedBooking) -> Void = { _ in }) -> Admission {
            var wanted = wanted
            change(&wanted)
            return evaluation.admit(wanted, now: evaluation.now)
        }

        func refusal(_ change: (inout WantedBooking) -> Void) -> FindingCode? {
            if case .refused(let refusal) = admit(change) { refusal.code } else { nil }
        }
    }

    @Test("S54: every offered start of every type is bookable at the same version")
    func offeredMeansBookable() {
        for fixture in Fixture.small {
            let evaluation = fixture.evaluated()
            for offer in evaluation.publication?.offers ?? [] {
                for start in offer.starts.prefix(20) {
                    let wanted = WantedBooking(
                        practitioner: offer.practitioner, reason: offer.reason, typeName: nil,
                        start: start, lengthSeconds: offer.length.count * 60)
                    guard case .accepted(let place) = evaluation.admit(wanted, now: evaluation.now)
                    else {
                        Issue.record("\(fixture.name): \(offer.type) at \(start) is refused")
                        return
                    }
                    #expect(place.length == offer.length)
                    #expect(place.start == evaluation.zone.instant(of: start))
                }
            }
        }
    }

    @Test("S54: an unknown practitioner is refused")
    func unknownBook() throws {
        #expect(
            try Case().refusal { $0.practitioner = PractitionerID("nobody") } == .bookUnknown)
    }

    @Test("S54: a start in the past is refused")
    func past() throws {
        #expect(
            try Case().refusal {
                $0.start = CivilDateTime(clockMinute: $0.start.clockMinute - 60 * 24 * 400)
            } == .pastStart)
    }

    @Test("S54: a start that is not offered is refused")
    func notOffered() throws {
        #expect(
            try Case().refusal {
                $0.start = CivilDateTime(clockMinute: $0.start.clockMinute + 60 * 24 * 400)
            } == .notOffered)
        #expect(
            try Case().refusal {
                $0.start = CivilDateTime(clockMinute: $0.start.clockMinute + 1)
            } == .notOffered)
    }

    @Test("T5: another length than the PMS's is refused", arguments: [-60, 60, 1, -1, -100_000])
    func length(_ difference: Int) throws {
        #expect(
            try Case().refusal { $0.lengthSeconds += difference } == .bookedLengthMismatch)
    }

    @Test("T18: without a reason the exact name of the type finds it")
    func byName() throws {
        let sample = try Case()
        guard
            case .accepted = sample.admit({
                $0.reason = nil
                $0.typeName = sample.type.type.name
            })
        else {
            Issue.record("the exact name was not found")
            return
        }
        for name in [nil, "", sample.type.type.name + " ", "nothing of the sort"] {
            #expect(
                sample.refusal {
                    $0.reason = nil
                    $0.typeName = name
                } == .typeUnknown)
        }
    }

    @Test("S54: an unknown reason is refused")
    func unknownReason() throws {
        #expect(try Case().refusal { $0.reason = ReasonID("nothing") } == .typeUnknown)
    }

    @Test("S52: nothing is taken on an incomplete snapshot")
    func incomplete() throws {
        let fixture = try #require(Fixture.small.first)
        let evaluation = fixture.evaluated { $0.pms.isComplete = false }
        let sample = try Case()
        #expect(
            evaluation.admit(sample.wanted, now: evaluation.now)
                == .refused(.init(.notReady)))
    }
}
