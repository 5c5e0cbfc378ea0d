import Diary
import Evaluation
import Findings
import Foundation
import Ports
import Rules
import Testing

@testable import Flows

@Suite("What a practice's own rule says of a booking that could be taken")
struct RuleRefusalTests {
    private let desk: BookingDeskTests

    init() async throws { desk = try await BookingDeskTests() }

    private func set(_ name: String, _ value: ParameterValue) async throws {
        try await desk.practice.store.change(
            SamplePractice.id, .parameter(group: "accept_booking", name: name, value),
            by: .service, why: nil, at: desk.practice.time.now())
    }

    /// Takes one in: so many days and minutes after the usual one.
    private func take(
        _ id: String, day: Int = 0, minute: Int = 0, with book: String = "P1", isNew: Bool = false
    ) async -> Booking.State? {
        let request = desk.request(id) {
            $0.start = CivilDateTime(clockMinute: $0.start.clockMinute + day * 1440 + minute)
            $0.book = AppointmentBookID(book)
            $0.isNewPatient = isNew
        }
        _ = await desk.reception().take([request])
        return await desk.state(id)
    }

    @Test("S54: a practice that takes no new patients online refuses them, and nobody else")
    func newPatients() async throws {
        try await set("new_patients", .boolean(false))
        #expect(await take("1", isNew: true) == .rejected(code: FindingCode.refusedByRule.rawValue))
        #expect(
            await desk.bookings.events[BookingID("1")]?.last?.detail
                == "\(FindingCode.refusedByRule.rawValue): the practice takes no new patients online"
        )
        #expect(await take("2") == .intended)
    }

    @Test("S54: a full day is full for one practitioner, with what is confirmed already")
    func limit() async throws {
        try await set("most_a_day", .integer(1))
        let full = Booking.State.rejected(code: FindingCode.bookingLimit.rawValue)
        #expect(await take("1") == .intended)
        #expect(await take("2", minute: 45) == full)
        #expect(await take("3", minute: 45, with: "P2") == .intended)
        #expect(await take("4", day: 1) == .intended)
        try await desk.work("1")
        #expect(await desk.state("1") == .confirmed)
        #expect(await take("5", minute: 90) == full)
    }

    @Test("S54: the limit for new patients counts new patients alone")
    func newLimit() async throws {
        try await set("most_new_a_day", .integer(1))
        #expect(await take("1") == .intended)
        #expect(await take("2", minute: 45, isNew: true) == .intended)
        #expect(
            await take("3", minute: 90, isNew: true)
                == .rejected(code: FindingCode.bookingLimit.rawValue))
        #expect(await take("4", minute: 90) == .intended)
    }

    @Test("S54: without a key for its patient nothing is taken, and the reason says so")
    func noKey() async {
        let store = MemoryBookings(sealsPatients: false)
        let reception = BookingReception(
            practice: SamplePractice.record(), ports: desk.ports, store: store,
            policy: BookingPolicy())
        _ = await reception.take([desk.request()])
        #expect(
            await store.rows[BookingID("1")]?.state == .rejected(code: "D29-NO-PATIENT-KEY"))
        #expect(await store.waiting.map(\.draft.reason) == [FindingCode.noPatientKey.refusalWords])
    }

    @Test("T5: where another length is allowed, the timeline says which one was asked for")
    func otherLength() async throws {
        try await desk.practice.store.change(
            SamplePractice.id,
            .parameter(group: "publishing", name: "length_mismatch", .text("warn")),
            by: .service, why: nil, at: desk.practice.time.now())
        _ = await desk.reception().take([desk.request { $0.lengthSeconds = 1800 }])
        #expect(await desk.state() == .intended)
        #expect(await desk.bookings.rows[BookingID("1")]?.place?.length == Minutes(45))
        let events = await desk.bookings.events[BookingID("1")] ?? []
        #expect(
            events.contains {
                $0.what == "another length was asked for" && $0.detail == "1800 s"
            })
    }

    @Test("invariant 4: a rule that fails refuses nothing, and the booking is named with its file")
    func failing() async throws {
        let rules = try Self.rules([
            "accept_booking": "return { accept = input.no_such.field }",
            "match_patient": #"error("no likeness")"#,
        ])
        var ports = desk.ports
        ports.evaluators = FixedRules(rules: rules)
        let reception = BookingReception(
            practice: SamplePractice.record(), ports: ports, store: desk.bookings,
            policy: BookingPolicy())
        _ = await reception.take([desk.request()])
        #expect(await desk.state() == .intended)
        try await desk.work(through: ports)
        #expect(await desk.state() == .confirmed)
        let findings = try await BookingFindings(
            practice: SamplePractice.record(), store: desk.bookings,
            now: desk.practice.time.now(), differences: []
        ).findings()
        let finding = try #require(findings.first { $0.code == FindingCode.ruleRuntime.rawValue })
        let places = finding.evidence.map(\.value)
        for file in ["accept_booking.lua:3", "match_patient.lua:3"] {
            #expect(
                places.contains { $0.contains("practices/sample/\(file)") }, "\(places)")
        }
    }

    /// The practice's own functions, in files that are read and taken away.
    private static func rules(_ bodies: [String: String]) throws -> RuleSet {
        let files = FileManager.default
        let root = files.temporaryDirectory.appendingPathComponent("rules-\(UUID().uuidString)")
        defer { try? files.removeItem(at: root) }
        let folder = root.appendingPathComponent("practices/\(SamplePractice.id)")
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        for (decision, body) in bodies {
            let text = """
                return override {
                  decision = "\(decision)", why = "test",
                  decide = function(input) \(body) end,
                }
                """
            try Data(text.utf8).write(to: folder.appendingPathComponent("\(decision).lua"))
        }
        return try RuleSet(
            RuleDirectory(root: root.path), system: .exact, practice: SamplePractice.id)
    }

    private struct FixedRules: EvaluatorSupplier {
        let rules: RuleSet

        func evaluator(
            for record: PracticeRecord, setUp: SetUp, active: ActiveRevision?
        ) -> Evaluator {
            Evaluator(rules: rules, zone: SamplePractice.zone, zoneVersion: "test")
        }
    }
}
