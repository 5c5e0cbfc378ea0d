import Diary
import Foundation
import Simulators
import Testing
import Wire

extension Exact {
    /// An appointment for the patient at 3 March 2026, as a call asks for it.
    static func appointment(
        _ patient: String, at time: String = "19:00", minutes: Int = 45, reference: String? = "B1",
        provider: String = "P1", reason: String = "R1"
    ) -> String {
        let reference = reference.map { "\"externalReference\": \"\($0)\"," } ?? ""
        return #"{"providerId": "\#(provider)", "reasonId": "\#(reason)", "#
            + #""startDate": "2026-03-03T\#(time):00+11:00", "#
            + #""scheduledDurationMinutes": \#(minutes), "patientId": "\#(patient)", "#
            + reference + #""note": "online"}"#
    }

    static func patient(_ lastName: String, reference: String? = nil) -> String {
        let reference = reference.map { ", \"externalReference\": \"\($0)\"" } ?? ""
        return #"{"firstName": "Test", "lastName": "\#(lastName)", "dateOfBirth": "1990-02-23", "#
            + #""phoneNumber": "+61 2 5550 0123", "emailAddress": "Test@Example.com", "#
            + #""address": {"line1": "1 Test Street", "city": "Testville", "#
            + #""countrySubdivision": "NSW", "postCode": "2000"}, "sex": "Other"\#(reference)}"#
    }

    /// Makes a patient and returns the id.
    static func newPatient(_ caller: Caller, _ lastName: String = "Alpha") async throws -> String {
        let answer = try await caller.post("\(path)/Patients", patient(lastName))
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer.object["id"] as? String)
    }

    static func insert(_ caller: Caller, _ body: String) async throws -> HTTPAnswer {
        try await caller.post("\(path)/Appointments", body)
    }
}

@Suite("The simulated Exact: writing")
struct ExactWritingTests {
    @Test("a patient is made, and found by any field that is searched by")
    func patients() async throws {
        try await withExact { simulator, caller in
            let made = try await caller.post(
                "\(Exact.path)/Patients", Exact.patient("Alpha", reference: "P-1"))
            #expect(made.status == 201)
            let row = made.object
            let id = try #require(row["id"] as? String)
            #expect(row["firstName"] as? String == "Test")
            #expect(row["dateOfBirth"] as? String == "1990-02-23")
            #expect(row.object("address")["postCode"] as? String == "2000")
            #expect(row["sex"] as? String == "Other")
            #expect(row["isActive"] as? Bool == true)
            _ = try await Exact.newPatient(caller, "Beta")
            for (search, count) in [
                (#"{"lastName": "ALPHA"}"#, 1), (#"{"dateOfBirth": "1990-02-23"}"#, 2),
                (#"{"phoneNumber": "(02) 5550-0123"}"#, 2), (#"{"phoneNumber": "0123"}"#, 0),
                (#"{"emailAddress": "test@example.COM"}"#, 2),
                (#"{"externalReference": "P-1"}"#, 1),
                (#"{"lastName": "Gamma", "externalReference": null}"#, 0),
                (#"{"lastName": "Gamma", "dateOfBirth": "1990-02-23"}"#, 2),
            ] {
                let found = try await caller.post("\(Exact.path)/Patients/search", search)
                #expect(found.status == 200, "\(search): \(found.text)")
                #expect(found.rows.count == count, "\(search)")
                #expect(found.headers["x-total-count"] == "\(count)")
            }
            let found = try await caller.post(
                "\(Exact.path)/Patients/search", #"{"externalReference": "P-1"}"#)
            #expect(found.rows[0]["id"] as? String == id)
            #expect(NSDictionary(dictionary: found.rows[0]) == NSDictionary(dictionary: row))
            #expect(await simulator.patients(Exact.practice).map(\.lastName) == ["Alpha", "Beta"])
            #expect(simulator.violations.isEmpty)
        }
    }

    @Test("what was found comes page by page, and a token of one search is none of another")
    func pages() async throws {
        try await withExact(pageSize: 2) { simulator, caller in
            for number in 1...5 {
                var patient = SimulatedPatient(id: "S\(number)", firstName: "A", lastName: "Same")
                patient.isActive = number != 3
                try await simulator.edit(Exact.practice, .addPatient(patient))
            }
            func search(_ body: String, _ token: String?) async throws -> HTTPAnswer {
                let query = token.map { "?continuationToken=\($0)" } ?? ""
                return try await caller.post("\(Exact.path)/Patients/search\(query)", body)
            }
            let body = #"{"lastName": "Same"}"#
            var found: [String?] = []
            var token: String?
            repeat {
                let page = try await search(body, token)
                #expect(page.headers["x-list-revision"] == "6")
                found += page.rows.map { $0["id"] as? String }
                token = page.headers["x-continuation-token"]
                if let token {
                    #expect(try await search(#"{"lastName": "Other"}"#, token).status == 400)
                }
            } while token != nil
            #expect(found == ["S1", "S2", "S3", "S4", "S5"])
        }
    }

    @Test("an appointment is made for a patient, and read back with what it was given")
    func appointments() async throws {
        try await withExact(pageSize: 50) { simulator, caller in
            let patient = try await Exact.newPatient(caller)
            let made = try await Exact.insert(caller, Exact.appointment(patient))
            #expect(made.status == 201, "\(made.text)")
            let row = made.object
            let id = try #require(row["id"] as? String)
            #expect(row["startDate"] as? String == "2026-03-03T19:00:00+11:00")
            #expect(row["endDate"] as? String == "2026-03-03T19:45:00+11:00")
            #expect(row["status"] as? String == "Unset")
            #expect(row["patientId"] as? String == patient)
            #expect(row["externalReference"] as? String == "B1")
            #expect(row["createdDate"] as? String == "2026-03-03T09:15:00+11:00")
            let list = try await caller.get(
                "\(Exact.path)/Appointments", Exact.days + [("practitionerId", "P1")])
            let read = try #require(list.rows.first { $0["id"] as? String == id })
            #expect(NSDictionary(dictionary: read) == NSDictionary(dictionary: row))
            let one = try await caller.get("\(Exact.path)/Appointments/\(id)").object
            #expect(NSDictionary(dictionary: one) == NSDictionary(dictionary: row))
            // A row that was there from the start has the fields, and nothing in them.
            let other = try #require(list.rows.first { $0["id"] as? String != id })
            #expect(other["patientId"] is NSNull && other["externalReference"] is NSNull)
            let kept = try #require(
                await simulator.rows(Exact.practice).first { $0.entry.id.rawValue == id })
            #expect(kept.details.reason == ReasonID("R1"))
            #expect(kept.details.note == "online")
        }
    }

    @Test(
        "a reference is honoured, carried, or has no field",
        arguments: PracticeOptions.Reference.allCases)
    func references(reference: PracticeOptions.Reference) async throws {
        try await withExact(pageSize: 50, reference) { simulator, caller in
            var answers: [HTTPAnswer] = []
            for _ in 1...2 {
                answers.append(
                    try await caller.post(
                        "\(Exact.path)/Patients", Exact.patient("Alpha", reference: "P-1")))
            }
            let patient = try #require(answers[0].object["id"] as? String)
            for time in ["19:00", "20:00"] {
                answers.append(
                    try await Exact.insert(caller, Exact.appointment(patient, at: time)))
            }
            let isHonoured = reference == .honoured
            let second = isHonoured ? 200 : 201
            #expect(answers.map(\.status) == [201, second, 201, second])
            #expect(answers[0].text == answers[1].text || !isHonoured)
            #expect(answers[2].text == answers[3].text || !isHonoured)
            for answer in answers {
                let shown = answer.object["externalReference"]
                #expect((shown == nil) == (reference == .absent))
            }
            let rows = await simulator.rows(Exact.practice).filter { $0.details.reference == "B1" }
            #expect(rows.count == (isHonoured ? 1 : 2))
            let search = try await caller.post(
                "\(Exact.path)/Patients/search", #"{"externalReference": "P-1"}"#)
            #expect(search.rows.count == [.honoured: 1, .carried: 2, .absent: 0][reference])
            // What staff deleted is known no more.
            try await simulator.edit(Exact.practice, .deleteEntry(rows[0].entry.id))
            let again = try await Exact.insert(caller, Exact.appointment(patient, at: "21:00"))
            #expect(again.status == 201)
        }
    }

    @Test("overlaps are accepted, or rejected where the time is taken in that column")
    func overlaps() async throws {
        for overlaps in PracticeOptions.Overlaps.allCases {
            try await withExact(pageSize: 50, .carried, overlaps) { simulator, caller in
                let patient = try await Exact.newPatient(caller)
                let first = try await Exact.insert(caller, Exact.appointment(patient))
                let id = DiaryEntryID(try #require(first.object["id"] as? String))
                for (time, isTaken) in [
                    ("18:15", false), ("18:16", true), ("19:00", true), ("19:44", true),
                    ("19:45", false),
                ] {
                    let answer = try await Exact.insert(
                        caller, Exact.appointment(patient, at: time, reference: time))
                    let isRefused = isTaken && overlaps == .rejected
                    #expect(answer.status == (isRefused ? 409 : 201), "\(overlaps) \(time)")
                    if isRefused { #expect(answer.object["error"] as? String == "overlap") }
                }
                let elsewhere = Exact.appointment(patient, reference: "x", provider: "P2")
                #expect(try await Exact.insert(caller, elsewhere).status == 201)
                try await simulator.edit(Exact.practice, .setStatus(id, .cancelled))
                let again = Exact.appointment(patient, reference: "y")
                #expect(try await Exact.insert(caller, again).status == 201)
            }
        }
    }

    @Test(
        "of many calls for one time that come at once exactly one wins, where overlaps are rejected",
        arguments: [2, 8, 64])
    func race(count: Int) async throws {
        try await withExact(pageSize: 50, .carried, .rejected) { simulator, caller in
            let patient = try await Exact.newPatient(caller)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...count {
                    group.addTask {
                        try await Exact.insert(
                            caller, Exact.appointment(patient, reference: "B\(number)")
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 201 } == 1)
            #expect(statuses.count { $0 == 409 } == count - 1)
            let rows = await simulator.rows(Exact.practice)
            #expect(rows.count { $0.details.patient == patient } == 1)
        }
    }

    @Test(
        "of many calls with one reference that come at once one makes a row, where it is honoured")
    func sameReference() async throws {
        try await withExact(pageSize: 50, .honoured) { simulator, caller in
            let patient = try await Exact.newPatient(caller)
            let answers = try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
                for _ in 1...8 {
                    group.addTask { try await Exact.insert(caller, Exact.appointment(patient)) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map(\.status).sorted() == [200, 200, 200, 200, 200, 200, 200, 201])
            #expect(Set(answers.map(\.text)).count == 1)
        }
    }

    @Test(
        "a body that cannot be understood is refused, and nothing of it is quoted",
        arguments: [
            ("Patients/search", "{}", 400), ("Patients/search", #"{"lastName": null}"#, 400),
            ("Patients/search", #"{"firstName": "Secret"}"#, 400),
            ("Patients/search", #"{"dateOfBirth": "Secret"}"#, 400),
            ("Patients/search", #"{"dateOfBirth": "31-01-2000"}"#, 400),
            ("Patients", #"{"lastName": "Secret", "sex": "Secret"}"#, 400),
            ("Patients", #"{"lastName": "Secret", "dateOfBirth": "Secret"}"#, 400),
            ("Patients", #"{"lastName": "Secret", "address": "Secret"}"#, 400),
            ("Patients", #"{"lastName": "Secret", "id": "Secret"}"#, 400),
            ("Patients", #"["Secret"]"#, 400), ("Patients", "Secret", 400),
            ("Appointments", Exact.appointment("Secret"), 404),
            ("Appointments", Exact.appointment("S1", provider: "P99"), 404),
            ("Appointments", Exact.appointment("S1", reason: "R99"), 404),
            ("Appointments", Exact.appointment("S1", minutes: 0), 400),
            ("Appointments", Exact.appointment("S1").replacing("+11:00", with: ""), 400),
            ("Appointments", Exact.appointment("S1").replacing("+11:00", with: "+10:00"), 400),
            ("Appointments", Exact.appointment("S1").replacing("providerId", with: "who"), 400),
            ("Appointments", Exact.appointment("S1").replacing("online", with: #"a\nb"#), 400),
        ])
    func refusals(list: String, body: String, status: Int) async throws {
        try await withExact { simulator, caller in
            try await simulator.edit(
                Exact.practice, .addPatient(SimulatedPatient(id: "S1", lastName: "Secret")))
            let before = await simulator.rows(Exact.practice)
            let answer = try await caller.post("\(Exact.path)/\(list)", body)
            #expect(answer.status == status, "\(answer.text)")
            #expect(!answer.text.contains("Secret"), "\(answer.text)")
            #expect(simulator.violations.count == (status == 400 ? 1 : 0))
            #expect(!simulator.violations.contains { $0.message.contains("Secret") })
            #expect(await simulator.rows(Exact.practice) == before)
            #expect(await simulator.patients(Exact.practice).count == 1)
        }
    }

    @Test("each writing call needs its own scope, a practice, and its consent")
    func access() async throws {
        try await withExact { simulator, caller in
            let address = try #require(simulator.address)
            let calls = [
                ("Patients/search", "patient.list", #"{"lastName": "A"}"#),
                ("Patients", "patient.create", Exact.patient("A")),
                ("Appointments", "appointment.create", Exact.appointment("none")),
            ]
            for (list, scope, body) in calls {
                for (_, other, _) in calls {
                    let form = try await Exact.signIn(address, scope: other).object
                    let token = try #require(form["access_token"] as? String)
                    let narrow = Caller(
                        address,
                        headers: [("Authorization", "Bearer \(token)"), ("x-api-version", "1.0")])
                    let answer = try await narrow.post("\(Exact.path)/\(list)", body)
                    #expect((answer.status == 403) == (other != scope), "\(list) with \(other)")
                }
                let elsewhere = "/v1/Practices/UKNONE/\(list)"
                #expect(try await caller.post(elsewhere, body).status == 404)
            }
            try await simulator.setConsent(false, of: Exact.practice)
            for (list, _, body) in calls {
                #expect(try await caller.post("\(Exact.path)/\(list)", body).status == 403)
            }
        }
    }
}
