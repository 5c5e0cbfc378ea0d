import Diary
import Foundation
import Simulators
import Testing
import Wire

extension Oasis {
    /// An appointment for the patient at 10 March 2026 in the evening, as a call asks for it.
    static func appointment(
        _ patient: String, at time: String = "2026-03-10T19:00", reference: String? = "B1",
        practitioner: String = "101", reason: String = "1"
    ) -> String {
        let reference = reference.map { "\"reference\": \"\($0)\"," } ?? ""
        return #"{"practitioner": "\#(practitioner)", "reason": "\#(reason)", "#
            + #""patient": "\#(patient)", "start": "\#(time)", "minutes": 45, "#
            + reference + #""note": "online"}"#
    }

    static func patient(_ lastName: String, reference: String? = nil) -> String {
        let reference = reference.map { ", \"reference\": \"\($0)\"" } ?? ""
        return #"{"firstName": "Test", "lastName": "\#(lastName)", "birthDate": "1990-02-23", "#
            + #""phone": "0255500123", "email": "test@example.com", "address": "1 Test Street", "#
            + #""suburb": "Testville", "state": "NSW", "postcode": "2000", "gender": "Other""#
            + "\(reference)}"
    }

    /// Makes a patient and returns the id.
    static func newPatient(_ caller: Caller, _ lastName: String = "Alpha") async throws -> String {
        let answer = try await caller.post("\(path)/patients", patient(lastName))
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer.object["id"] as? String)
    }

    static func insert(_ caller: Caller, _ body: String) async throws -> HTTPAnswer {
        try await caller.post("\(path)/diary", body)
    }
}

@Suite("The simulated Oasis: writing")
struct OasisWritingTests {
    @Test("a patient is made, and found by any field that is searched by")
    func patients() async throws {
        try await withOasis(pageSize: 1) { simulator, caller in
            let made = try await caller.post(
                "\(Oasis.path)/patients", Oasis.patient("Alpha", reference: "P-1"))
            #expect(made.status == 201)
            _ = try await Oasis.newPatient(caller, "Beta")
            for (search, count) in [
                (#"{"lastName": "alpha"}"#, 1), (#"{"birthDate": "1990-02-23"}"#, 2),
                (#"{"phone": "+61 2 5550 0123"}"#, 2), (#"{"email": "TEST@example.com"}"#, 2),
                (#"{"reference": "P-1"}"#, 1), (#"{"lastName": "Gamma"}"#, 0),
            ] {
                let found = try await caller.post("\(Oasis.path)/patients/search", search)
                #expect(found.object["total"] as? Int == count, "\(search): \(found.text)")
                #expect(found.object["revision"] as? String == "3")
                #expect((found.object["next"] is NSNull) == (count < 2))
            }
            let search = #"{"birthDate": "1990-02-23"}"#
            let first = try await caller.post("\(Oasis.path)/patients/search", search).object
            #expect(
                NSDictionary(dictionary: first.rows("items")[0])
                    == NSDictionary(dictionary: made.object))
            let cursor = try #require(first["next"] as? String)
            let second = try await caller.post(
                "\(Oasis.path)/patients/search?cursor=\(cursor)", search)
            #expect(second.object.rows("items").map { $0["lastName"] as? String } == ["Beta"])
            #expect(made.object["birthDate"] as? String == "1990-02-23")
            #expect(made.object["isActive"] as? Bool == true)
            #expect(simulator.violations.isEmpty)
        }
    }

    @Test("an appointment is made for a patient, and read back with what it was given")
    func appointments() async throws {
        try await withOasis { simulator, caller in
            let patient = try await Oasis.newPatient(caller)
            let made = try await Oasis.insert(caller, Oasis.appointment(patient))
            #expect(made.status == 201, "\(made.text)")
            let row = made.object
            #expect(row["kind"] as? String == "appointment")
            #expect(row["status"] as? String == "unset")
            #expect(row["start"] as? String == "2026-03-10T19:00")
            #expect(row["minutes"] as? Int == 45)
            #expect(row["patient"] as? String == patient)
            #expect(row["reference"] as? String == "B1")
            #expect(row["createdAt"] as? String == "2026-03-02T22:15:00Z")
            let day = [("from", "2026-03-10"), ("to", "2026-03-10")]
            let all = try await Oasis.all(caller, "diary", day)
            let own = try await Oasis.all(caller, "diary", day + [("practitioner", "101")])
            #expect(own.count < all.count)
            #expect(own.count == all.count { $0["practitioner"] as? String == "101" })
            let read = try #require(own.first { $0["id"] as? String == row["id"] as? String })
            #expect(NSDictionary(dictionary: read) == NSDictionary(dictionary: row))
            let other = try #require(own.first { $0["id"] as? String != row["id"] as? String })
            #expect(other["patient"] is NSNull && other["reference"] is NSNull)
            #expect(simulator.violations.isEmpty)
        }
    }

    @Test(
        "a reference is honoured, carried, or has no field",
        arguments: PracticeOptions.Reference.allCases)
    func references(reference: PracticeOptions.Reference) async throws {
        try await withOasis(reference) { simulator, caller in
            let patient = try await Oasis.newPatient(caller)
            var answers: [HTTPAnswer] = []
            for _ in 1...2 {
                answers.append(try await Oasis.insert(caller, Oasis.appointment(patient)))
            }
            #expect(answers.map(\.status) == [201, reference == .honoured ? 200 : 201])
            for answer in answers {
                #expect((answer.object["reference"] == nil) == (reference == .absent))
            }
            let rows = await simulator.rows(Oasis.practice).filter { $0.details.reference == "B1" }
            #expect(rows.count == (reference == .honoured ? 1 : 2))
        }
    }

    @Test("of eight calls for one time that come at once one wins, where overlaps are rejected")
    func race() async throws {
        try await withOasis(.carried, .rejected) { simulator, caller in
            let patient = try await Oasis.newPatient(caller)
            let answers = try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
                for number in 1...8 {
                    group.addTask {
                        try await Oasis.insert(
                            caller, Oasis.appointment(patient, reference: "B\(number)"))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 201 } == 1)
            #expect(
                answers.count { $0.status == 409 && $0.object["error"] as? String == "overlap" }
                    == 7)
            let rows = await simulator.rows(Oasis.practice)
            #expect(rows.count { $0.details.patient == patient } == 1)
        }
    }

    @Test(
        "a body that cannot be understood is refused, and nothing of it is quoted",
        arguments: [
            ("patients/search", "{}", 400), ("patients/search", #"{"lastname": "Secret"}"#, 400),
            ("patients", #"{"lastName": "Secret", "birthDate": "Secret"}"#, 400),
            ("patients", #"{"lastName": "Secret", "gender": "Secret"}"#, 400),
            ("diary", Oasis.appointment("Secret"), 404),
            ("diary", Oasis.appointment("S1", practitioner: "Secret"), 404),
            ("diary", Oasis.appointment("S1", reason: "Secret"), 404),
            ("diary", Oasis.appointment("S1", at: "2026-03-10T19:00+11:00"), 400),
            // The clock jumps from 2:00 to 3:00 on that day.
            ("diary", Oasis.appointment("S1", at: "2026-10-04T02:30"), 400),
            ("diary", Oasis.appointment("S1").replacing("45", with: "0"), 400),
            ("diary", Oasis.appointment("S1").replacing("online", with: #"two\nlines"#), 400),
        ])
    func refusals(list: String, body: String, status: Int) async throws {
        try await withOasis { simulator, caller in
            try await simulator.edit(
                Oasis.practice, .addPatient(SimulatedPatient(id: "S1", lastName: "Secret")))
            let before = await simulator.rows(Oasis.practice)
            let answer = try await caller.post("\(Oasis.path)/\(list)", body)
            #expect(answer.status == status, "\(answer.text)")
            #expect(!answer.text.contains("Secret"), "\(answer.text)")
            #expect(simulator.violations.count == (status == 400 ? 1 : 0))
            #expect(!simulator.violations.contains { $0.message.contains("Secret") })
            #expect(await simulator.rows(Oasis.practice) == before)
            #expect(await simulator.patients(Oasis.practice).count == 1)
        }
    }

    @Test("each list says a revision that changes with its own changes alone")
    func revisions() async throws {
        try await withOasis { simulator, caller in
            let lists = ["online-setup/reasons", "sessions", "diary"]
            func revisions() async throws -> [String?] {
                var found: [String?] = []
                for list in lists {
                    let query = list.contains("/") ? [] : Oasis.days
                    let answer = try await caller.get("\(Oasis.path)/\(list)", query)
                    found.append(answer.object["revision"] as? String)
                }
                return found
            }
            let person = PractitionerID("101")
            let day = try #require(CivilDate("2026-03-10"))
            let entry = try #require(await simulator.reading(Oasis.practice)?.diary.first?.id)
            #expect(try await revisions() == ["1", "1", "1"])
            for (edit, expected) in [
                (PracticeEdit.setEnableOnline(person, "N"), ["2", "1", "1"]),
                (.removeSessions(person, day), ["2", "2", "1"]),
                (.deleteEntry(entry), ["2", "2", "2"]),
                (.addPatient(SimulatedPatient(id: "S1")), ["2", "2", "2"]),
            ] {
                try await simulator.edit(Oasis.practice, edit)
                #expect(try await revisions() == expected)
            }
        }
    }
}
