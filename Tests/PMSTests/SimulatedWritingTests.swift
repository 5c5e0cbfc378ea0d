import Diary
import Foundation
import PMSExact
import PMSOasis
import Ports
import Simulators
import Testing
import Wire

/// What becomes of one call that makes something, and whether it was made.
struct WrittenFault: Sendable, CustomTestStringConvertible {
    let fault: Fault
    /// The kinds of failure that it may look like.
    let kinds: [WireFailure.Kind]
    let isThere: Bool

    var testDescription: String { "\(fault)" }

    static let all = [
        WrittenFault(fault: .lostRequest, kinds: [.noAnswer], isThere: false),
        WrittenFault(fault: .lostAnswer, kinds: [.noAnswer], isThere: true),
        WrittenFault(fault: .truncated, kinds: [.noAnswer, .malformed], isThere: true),
        WrittenFault(fault: .failsBefore(status: 500), kinds: [.serverFailed], isThere: false),
        WrittenFault(fault: .failsAfter(status: 503), kinds: [.serverFailed], isThere: true),
        WrittenFault(fault: .failsAfter(status: 504), kinds: [.practiceOffline], isThere: true),
        WrittenFault(fault: .failsAfter(status: 408), kinds: [.noAnswer], isThere: true),
        WrittenFault(fault: .offline(status: 502), kinds: [.practiceOffline], isThere: false),
        WrittenFault(fault: .failsBefore(status: 400), kinds: [.refused], isThere: false),
        WrittenFault(fault: .failsBefore(status: 404), kinds: [.notFound], isThere: false),
        WrittenFault(fault: .failsBefore(status: 409), kinds: [.conflict], isThere: false),
        WrittenFault(fault: .consentRevoked, kinds: [.consentMissing], isThere: false),
        WrittenFault(
            fault: .rateLimited(retryAfter: 2), kinds: [.rateLimited(retryAfter: .seconds(2))],
            isThere: false),
    ]
}

@Suite("Writing to simulated practices, over HTTP", .serialized)
struct SimulatedWritingTests {
    private static let fixtures = ["harbour-dental", "banksia-dental"]

    /// A free evening of the practice, and who has it.
    struct Wish {
        var appointment: NewAppointment
        var day: CivilDate

        init(_ practice: PMSReading, patient: PatientID, minute: Int = 20 * 60) throws {
            day = practice.days.lowerBound.adding(days: 1)
            appointment = NewAppointment(
                reference: Written.reference,
                practitioner: try #require(practice.practitioners.first).id,
                reason: try #require(practice.reasons.first).id,
                start: .civil(CivilDateTime(clockMinute: day.dayNumber * 1440 + minute)),
                length: Minutes(45), patient: patient, note: "Booked online, booking 812")
        }
    }

    /// The rows of the day that our appointment made, however they are told.
    private static func own(
        _ practice: SimulatedPractice, _ wish: Wish
    ) async throws -> [PlacedAppointment] {
        let wanted = wish.appointment
        return try await practice.pms.appointments(of: wanted.practitioner, on: wish.day).filter {
            $0.patient == wanted.patient
                && $0.entry.start.instant(in: practice.zone)
                    == wanted.start.instant(in: practice.zone)
        }
    }

    /// How many writing calls came to the simulator.
    private static func writes(_ practice: SimulatedPractice) -> Int {
        practice.simulator.calls.count { call in
            call.endpoint.hasPrefix("POST") && !call.endpoint.hasSuffix("/search")
                && !call.endpoint.hasSuffix("/token")
        }
    }

    @Test(
        "S4, S16, S57: what is made is found again, whatever becomes of the reference",
        arguments: fixtures, PracticeOptions.Reference.allCases)
    func straight(_ fixture: String, _ reference: PracticeOptions.Reference) async throws {
        for overlaps in PracticeOptions.Overlaps.allCases {
            let (practice, start) = try await SimulatedPractice.start(
                fixture, time: ManualTime()
            ) {
                $0.reference = reference
                $0.overlaps = overlaps
            }
            let pms = practice.pms
            #expect(try await pms.patients(like: Written.patient()).isEmpty)
            let patient = try await pms.create(Written.patient(), reference: Written.reference)
            let shown = reference == .absent ? nil : Written.reference
            #expect(
                try await pms.patients(like: Written.patient()) == [
                    KnownPatient(id: patient, details: Written.patient(), reference: shown)
                ])
            let wish = try Wish(start, patient: patient)
            let id = try await pms.insert(wish.appointment)
            let rows = try await Self.own(practice, wish)
            #expect(rows.map(\.entry.id) == [id])
            #expect(rows.first?.reference == shown && rows.first?.createdAt != nil)
            #expect(rows.first?.entry.practitioner == wish.appointment.practitioner)
            let kept = await practice.simulator.rows(start.practice).first { $0.entry.id == id }
            #expect(kept?.details.reason == wish.appointment.reason)
            #expect(kept?.details.note == wish.appointment.note)
            // Once more, as after an answer that was lost.
            let second = try? await pms.create(Written.patient(), reference: Written.reference)
            #expect((second == patient) == (reference == .honoured))
            do throws(PMSFailure) {
                let again = try await pms.insert(wish.appointment)
                #expect((again == id) == (reference == .honoured))
                #expect(overlaps == .accepted || reference == .honoured)
            } catch {
                #expect(error.kind == .conflict && overlaps == .rejected)
            }
            let isTwice = reference != .honoured && overlaps == .accepted
            #expect(try await Self.own(practice, wish).count == (isTwice ? 2 : 1))
            #expect(practice.simulator.violations.isEmpty, "\(practice.simulator.violations)")
            await practice.simulator.stop()
        }
    }

    @Test(
        "invariant 7: one call, told apart by what may have been made",
        arguments: fixtures, WrittenFault.all)
    func faults(_ fixture: String, _ expected: WrittenFault) async throws {
        let (practice, start) = try await SimulatedPractice.start(fixture, time: ManualTime())
        let pms = practice.pms
        let patient = try await pms.create(Written.patient(), reference: Written.reference)
        let wish = try Wish(start, patient: patient)
        var other = Written.patient()
        other.lastName = "Another"
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await pms.insert(wish.appointment) },
            { [other] in _ = try await pms.create(other, reference: BookingReference("2")) },
        ]
        for call in calls {
            practice.simulator.clearLog()
            practice.simulator.setFaults(FaultPlan(rules: [.init(expected.fault)]))
            let failure = await #expect(throws: PMSFailure.self) { try await call() }
            let kind = try #require(failure?.kind)
            #expect(expected.kinds.contains(kind), "\(kind)")
            #expect(failure?.isOutcomeUnknown == true || !expected.isThere)
            #expect(Self.writes(practice) == 1)
        }
        practice.simulator.setFaults(FaultPlan())
        #expect(try await Self.own(practice, wish).count == (expected.isThere ? 1 : 0))
        let found = try await pms.patients(like: other).filter { $0.details == other }
        #expect(found.map(\.reference?.rawValue) == (expected.isThere ? ["2"] : []))
        await practice.simulator.stop()
    }

    @Test("an insertion that arrives late is found once it has", arguments: fixtures)
    func late(_ fixture: String) async throws {
        let (practice, start) = try await SimulatedPractice.start(fixture, time: ManualTime())
        let patient = try await practice.pms.create(
            Written.patient(), reference: Written.reference)
        let wish = try Wish(start, patient: patient)
        practice.simulator.setFaults(
            FaultPlan(rules: [.init(.appliedLate(after: 60...60, status: nil), endpoint: "POST")]))
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await practice.pms.insert(wish.appointment)
        }
        #expect(failure?.isOutcomeUnknown == true)
        practice.simulator.setFaults(FaultPlan())
        #expect(try await Self.own(practice, wish).isEmpty)
        practice.simulator.clock.advance(seconds: 61)
        #expect(try await Self.own(practice, wish).map(\.reference) == [Written.reference])
        await practice.simulator.stop()
    }

    @Test(
        "invariant 7: under any faults what is told apart as refused was not made",
        arguments: fixtures)
    func seeds(_ fixture: String) async throws {
        let plan =
            "lost-request:0.15,lost-answer:0.15,fails-before=500:0.1,fails-after=503:0.1,"
            + "truncated:0.1,rate-limited=1:0.1,offline=504:0.1,latency=1..5:0.3"
        let (practice, start) = try await SimulatedPractice.start(fixture, time: ManualTime())
        let patient = try await practice.pms.create(
            Written.patient(), reference: Written.reference)
        var told: [String: Int] = [:]
        for seed in 1...40 as ClosedRange<UInt64> {
            var wish = try Wish(start, patient: patient, minute: 20 * 60 + Int(seed) * 2)
            wish.appointment.length = Minutes(2)
            wish.appointment.reference = BookingReference("seed\(seed)")
            practice.simulator.clearLog()
            practice.simulator.setFaults(try FaultPlan(seed: seed, plan))
            var isSure: Bool?
            do throws(PMSFailure) {
                _ = try await practice.pms.insert(wish.appointment)
                isSure = true
            } catch {
                if !error.isOutcomeUnknown { isSure = false }
            }
            let insertions = Self.writes(practice)
            practice.simulator.setFaults(FaultPlan())
            let rows = try await Self.own(practice, wish)
            #expect(rows.count <= 1 && insertions <= 1, "seed \(seed)")
            if let isSure { #expect(rows.count == (isSure ? 1 : 0), "seed \(seed)") }
            told[isSure.map { "\($0)" } ?? "unknown", default: 0] += 1
        }
        for answer in ["true", "false", "unknown"] { #expect(told[answer] != nil) }
        await practice.simulator.stop()
    }

    @Test("S53: a time that staff have taken is refused by a PMS that rejects overlaps")
    func overlap() async throws {
        for fixture in Self.fixtures {
            let (practice, start) = try await SimulatedPractice.start(
                fixture, time: ManualTime()
            ) { $0.overlaps = .rejected }
            let patient = try await practice.pms.create(
                Written.patient(), reference: Written.reference)
            let wish = try Wish(start, patient: patient)
            try await practice.simulator.edit(
                start.practice,
                .addEntry(
                    DiaryEntry(
                        id: DiaryEntryID("staff"), practitioner: wish.appointment.practitioner,
                        kind: .appointment, status: .confirmed, start: wish.appointment.start,
                        end: .after(Minutes(30)))))
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await practice.pms.insert(wish.appointment)
            }
            #expect(failure?.kind == .conflict)
            let rows = try await practice.pms.appointments(
                of: wish.appointment.practitioner, on: wish.day)
            let staff = rows.first { $0.entry.id.rawValue == "staff" }
            #expect(staff?.reference == nil && staff?.patient == nil)
            #expect(try await Self.own(practice, wish).isEmpty)
            await practice.simulator.stop()
        }
    }

    @Test("S26, S55: what staff do with our row shows when the day is read", arguments: fixtures)
    func staff(_ fixture: String) async throws {
        let (practice, start) = try await SimulatedPractice.start(fixture, time: ManualTime())
        let patient = try await practice.pms.create(
            Written.patient(), reference: Written.reference)
        let wish = try Wish(start, patient: patient)
        let id = try await practice.pms.insert(wish.appointment)
        let simulator = practice.simulator
        try await simulator.edit(start.practice, .setStatus(id, .cancelled))
        #expect(try await Self.own(practice, wish).map(\.entry.takesTime) == [false])
        let other = try #require(start.practitioners.last).id
        try await simulator.edit(
            start.practice, .moveEntry(id, to: wish.appointment.start, practitioner: other))
        #expect(try await Self.own(practice, wish).isEmpty)
        let rows = try await practice.pms.appointments(of: other, on: wish.day)
        #expect(rows.contains { $0.reference == Written.reference })
        try await simulator.edit(start.practice, .deleteEntry(id))
        let left = try await practice.pms.appointments(of: other, on: wish.day)
        #expect(!left.contains { $0.entry.id == id })
        await simulator.stop()
    }

    @Test(
        "invariant 9: a start on the day of a clock change is found where it was put",
        arguments: fixtures)
    func clockChanges(_ fixture: String) async throws {
        let (practice, start) = try await SimulatedPractice.start(fixture, time: ManualTime())
        let patient = try await practice.pms.create(
            Written.patient(), reference: Written.reference)
        for text in ["2026-04-05T02:30", "2026-10-04T02:30", "2026-10-04T01:45"] {
            var wish = try Wish(start, patient: patient)
            let local = try #require(CivilDateTime(text))
            wish.day = local.date
            wish.appointment.start = .civil(local)
            let id = try await practice.pms.insert(wish.appointment)
            let rows = try await Self.own(practice, wish)
            #expect(rows.map(\.entry.id) == [id], "\(text)")
        }
        #expect(practice.simulator.violations.isEmpty, "\(practice.simulator.violations)")
        await practice.simulator.stop()
    }

    @Test("more than 200 patients of one name are a failure", arguments: fixtures)
    func tooMany(_ fixture: String) async throws {
        let (practice, start) = try await SimulatedPractice.start(fixture, time: ManualTime())
        for number in 1...201 {
            let patient = SimulatedPatient(id: "S\(number)", firstName: "A", lastName: "EXAMPLE")
            try await practice.simulator.edit(start.practice, .addPatient(patient))
        }
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await practice.pms.patients(like: Written.patient())
        }
        #expect(failure?.kind == .refused)
        try await practice.simulator.edit(start.practice, .removePatient("S7"))
        #expect(try await practice.pms.patients(like: Written.patient()).count == 200)
        await practice.simulator.stop()
    }

    @Test("a token that the vendor withdraws is renewed, and the insertion is made once")
    func withdrawn() async throws {
        let (practice, start) = try await SimulatedPractice.start(
            "harbour-dental", time: ManualTime())
        let simulator = try #require(practice.simulator as? ExactSimulator)
        let patient = try await practice.pms.create(
            Written.patient(), reference: Written.reference)
        let wish = try Wish(start, patient: patient)
        simulator.expireTokens()
        let id = try await practice.pms.insert(wish.appointment)
        #expect(try await Self.own(practice, wish).map(\.entry.id) == [id])
        await simulator.stop()
    }

    @Test("S58: a client that may only read reads as ever, and every writing call is refused")
    func readingOnly() async throws {
        let (practice, start) = try await SimulatedPractice.start(
            "harbour-dental", time: ManualTime()
        ) { $0.scopes.subtract(ExactAccess.writingScopes) }
        let wish = try Wish(start, patient: PatientID("PT1"))
        for _ in 1...2 {
            #expect(try await practice.pms.read(start.days).diary.count == start.diary.count)
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await practice.pms.insert(wish.appointment)
            }
            #expect(failure?.kind == .unauthorised)
        }
        #expect(try await Self.own(practice, wish).isEmpty)
        await practice.simulator.stop()
    }

    @Test("a patient, a practitioner or a reason that is not there is refused", arguments: fixtures)
    func strangers(_ fixture: String) async throws {
        let (practice, start) = try await SimulatedPractice.start(fixture, time: ManualTime())
        let patient = try await practice.pms.create(
            Written.patient(), reference: Written.reference)
        for change in [
            { $0.patient = PatientID("gone") }, { $0.reason = ReasonID("gone") },
            { $0.practitioner = PractitionerID("gone") },
        ] as [(inout NewAppointment) -> Void] {
            var wish = try Wish(start, patient: patient)
            change(&wish.appointment)
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await practice.pms.insert(wish.appointment)
            }
            #expect(failure?.kind == .notFound && failure?.isOutcomeUnknown == false)
        }
        await practice.simulator.stop()
    }
}
