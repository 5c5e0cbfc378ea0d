import Diary
import Foundation
import Ports
import Simulators
import Testing
import Wire

extension Exact {
    /// The rows of the diary that bear a reference.
    fileprivate static func rows(
        _ simulator: ExactSimulator, _ reference: String = "B1"
    ) async -> [DiaryRow] {
        await simulator.rows(practice).filter { $0.details.reference == reference }
    }

    /// The status of a call; 0 where no whole answer came.
    fileprivate static func status(
        _ call: () async throws -> HTTPAnswer
    ) async throws -> Int {
        do { return try await call().status } catch is WireFailure { return 0 }
    }
}

@Suite("Faults of writing calls")
struct WritingFaultTests {
    private static let insertion = "@POST /v1/Practices/{practiceId}/Appointments"

    @Test(
        "each kind has its effect or not, and answers or not",
        arguments: [
            ("lost-request", 0, 0), ("lost-answer", 0, 1), ("fails-before=503", 503, 0),
            ("fails-after=504", 504, 1), ("truncated", 0, 1), ("offline=502", 502, 0),
            ("consent-revoked", 403, 0), ("rate-limited=5", 429, 0), ("clock-skew=600", 201, 1),
            ("latency=5..20", 201, 1), ("stale=90s", 201, 1), ("duplicated", 201, 2),
            ("applied-late=30", 0, 0), ("applied-late=5..90/504", 504, 0),
        ])
    func kinds(fault: String, status: Int, rows: Int) async throws {
        try await withExact(faults: fault + Self.insertion) { simulator, caller in
            // No other call is hit.
            let patient = try await Exact.newPatient(caller)
            let list = try await caller.get("\(Exact.path)/Appointments", Exact.days)
            #expect(list.status == 200)
            let found = try await Exact.status {
                try await Exact.insert(caller, Exact.appointment(patient))
            }
            #expect(found == status)
            #expect(await Exact.rows(simulator).count == rows)
            #expect(simulator.faultCounts.values.reduce(0, +) == 1)
        }
    }

    @Test("a call that was dropped, or answered with a failure, has its effect when it is due")
    func late() async throws {
        for (value, status) in [("30", 0), ("30/504", 504)] {
            try await withExact(pageSize: 50, faults: "applied-late=\(value)\(Self.insertion)") {
                simulator, caller in
                let patient = try await Exact.newPatient(caller)
                let found = try await Exact.status {
                    try await Exact.insert(caller, Exact.appointment(patient))
                }
                #expect(found == status)
                simulator.clock.advance(seconds: 29)
                #expect(await simulator.lateCalls == 1)
                let read = try await caller.get("\(Exact.path)/Appointments", Exact.days)
                #expect(!read.text.contains(patient))
                // Nobody looks at the moment at which it is due, and it counts all the same.
                simulator.clock.advance(seconds: 11)
                let again = try await caller.get("\(Exact.path)/Appointments", Exact.days)
                let row = try #require(again.rows.first { $0["patientId"] as? String == patient })
                #expect(row["createdDate"] as? String == "2026-03-03T09:15:30+11:00")
                #expect(await simulator.lateCalls == 0)
            }
        }
    }

    @Test("what comes late goes by the same rules: the reference, the overlap, and who was first")
    func lateRules() async throws {
        for (reference, overlaps, own, rows) in [
            (PracticeOptions.Reference.honoured, PracticeOptions.Overlaps.accepted, 200, 1),
            (.honoured, .rejected, 200, 1), (.carried, .rejected, 201, 1),
            (.carried, .accepted, 201, 2), (.absent, .rejected, 201, 1),
            (.absent, .accepted, 201, 2),
        ] {
            let faults = "applied-late=30\(Self.insertion)#1"
            try await withExact(pageSize: 50, faults: faults, reference, overlaps) {
                simulator, caller in
                let patient = try await Exact.newPatient(caller)
                let body = Exact.appointment(patient)
                #expect(try await Exact.status { try await Exact.insert(caller, body) } == 0)
                if reference == .honoured { simulator.clock.advance(seconds: 30) }
                // The same again, before the first came or after it.
                let second = try await Exact.insert(caller, body)
                #expect(second.status == own, "\(reference) \(overlaps)")
                simulator.clock.advance(seconds: 90)
                #expect(await Exact.rows(simulator).count == rows, "\(reference) \(overlaps)")
            }
        }
    }

    @Test("calls that are due have their effect one after the other, the earliest first")
    func order() async throws {
        let faults = "applied-late=60\(Self.insertion)#1,applied-late=20\(Self.insertion)#2"
        try await withExact(pageSize: 50, faults: faults, .carried, .rejected) {
            simulator, caller in
            let patient = try await Exact.newPatient(caller)
            for reference in ["B1", "B2"] {
                let body = Exact.appointment(patient, reference: reference)
                #expect(try await Exact.status { try await Exact.insert(caller, body) } == 0)
            }
            simulator.clock.advance(seconds: 100)
            #expect(await Exact.rows(simulator, "B1").isEmpty)
            #expect(await Exact.rows(simulator, "B2").count == 1)
        }
    }

    @Test("an edit of staff that comes before a late call is there first, one after it is not")
    func staff() async throws {
        for (seconds, rows) in [(10, 0), (40, 1)] {
            let faults = "applied-late=30\(Self.insertion)"
            try await withExact(pageSize: 50, faults: faults, .carried, .rejected) {
                simulator, caller in
                let patient = try await Exact.newPatient(caller)
                let body = Exact.appointment(patient)
                #expect(try await Exact.status { try await Exact.insert(caller, body) } == 0)
                simulator.clock.advance(seconds: seconds)
                try await simulator.edit(
                    Exact.practice,
                    .addEntry(
                        DiaryEntry(
                            id: DiaryEntryID("N1"), practitioner: PractitionerID("P1"),
                            kind: .block,
                            start: .civil(try #require(CivilDateTime("2026-03-03T19:00"))),
                            end: .after(Minutes(30)))))
                simulator.clock.advance(seconds: 60)
                #expect(await Exact.rows(simulator).count == rows)
            }
        }
    }

    @Test("a day that is read back can be older than the row, a write never is")
    func stale() async throws {
        let faults = "stale=60s@GET /v1/Practices/{practiceId}/Appointments$,stale=9@POST"
        try await withExact(pageSize: 50, faults: faults, .carried, .rejected) {
            simulator, caller in
            simulator.clock.advance(seconds: 100)
            let patient = try await Exact.newPatient(caller)
            let made = try await Exact.insert(caller, Exact.appointment(patient))
            #expect(made.status == 201)
            let second = Exact.appointment(patient, reference: "B2")
            #expect(try await Exact.insert(caller, second).status == 409)
            for (seconds, isThere) in [(0, false), (59, false), (1, true)] {
                simulator.clock.advance(seconds: seconds)
                let read = try await caller.get("\(Exact.path)/Appointments", Exact.days)
                #expect(read.text.contains(patient) == isThere)
                let id = try #require(made.object["id"] as? String)
                let one = try await caller.get("\(Exact.path)/Appointments/\(id)")
                #expect(one.status == 200)
            }
            let search = try await caller.post(
                "\(Exact.path)/Patients/search", #"{"lastName": "Alpha"}"#)
            #expect(search.rows.isEmpty)
        }
    }

    @Test("an end of a path tells the call that makes patients from the one that searches them")
    func anchor() async throws {
        try await withExact(faults: "fails-before=503@POST /v1/Practices/{practiceId}/Patients$") {
            _, caller in
            let search = #"{"lastName": "Alpha"}"#
            #expect(try await caller.post("\(Exact.path)/Patients/search", search).status == 200)
            let made = try await caller.post("\(Exact.path)/Patients", Exact.patient("Alpha"))
            #expect(made.status == 503)
        }
    }

    @Test("Oasis's calls are hit by the same faults")
    func oasis() async throws {
        let faults = "lost-answer@diary$#1,applied-late=30@POST /v1/practices/{practice}/diary#2"
        try await withOasis(faults: faults) { simulator, caller in
            let patient = try await Oasis.newPatient(caller)
            func rows() async -> Int {
                await simulator.rows(Oasis.practice).count { $0.details.reference == "B1" }
            }
            for expected in [1, 1] {
                let status = try await Exact.status {
                    try await Oasis.insert(caller, Oasis.appointment(patient))
                }
                #expect(status == 0)
                #expect(await rows() == expected)
            }
            #expect(
                try await caller.get("/_simulator/state").object["late_calls"] as? Int == 1)
            simulator.clock.advance(seconds: 30)
            #expect(await rows() == 2)
        }
    }
}
