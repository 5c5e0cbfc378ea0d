import Diary
import Foundation
import Simulators
import Testing
import Wire

@Suite("Patients and rows over the control endpoints")
struct PatientControlTests {
    private static let control = "/_simulator/practices/harbour-dental"

    @Test("patients are added, listed and removed, and no snapshot shows them")
    func patients() async throws {
        try await withExact { simulator, caller in
            let full =
                #"{"edit": "add_patient", "id": "S1", "first_name": "Test", "last_name": "Alpha", "date_of_birth": "1990-02-23", "phone": "0255500123", "email": "test@example.com", "street": "1 Test Street", "city": "Testville", "state": "NSW", "postcode": "2000", "gender": "Other", "active": false, "reference": "P-1"}"#
            let both = #"[\#(full), {"edit": "add_patient", "id": "S2", "last_name": "Beta"}]"#
            #expect(try await caller.post("\(Self.control)/edits", both).status == 200)
            #expect(try await caller.post("\(Self.control)/edits", both).status == 409)
            let rows = try await caller.get("\(Self.control)/patients").rows
            var shown = try #require(
                try JSONSerialization.jsonObject(with: Data(full.utf8)) as? [String: Any])
            shown["edit"] = nil
            #expect(NSDictionary(dictionary: rows[0]) == NSDictionary(dictionary: shown))
            #expect(rows.count == 2)
            let snapshot = try await caller.get(Self.control)
            #expect(snapshot.status == 200)
            #expect(!snapshot.text.contains("Alpha"))
            let gone = #"{"edit": "remove_patient", "patient": "S1"}"#
            #expect(try await caller.post("\(Self.control)/edits", gone).status == 200)
            #expect(try await caller.post("\(Self.control)/edits", gone).status == 409)
            #expect(await simulator.patients(Exact.practice).map(\.id) == ["S2"])
        }
    }

    @Test("all rows of the diary are listed with patient, reference, time of making and reason")
    func rows() async throws {
        try await withExact(pageSize: 50, .absent) { simulator, caller in
            let before = await simulator.rows(Exact.practice).count
            let patient = try await Exact.newPatient(caller)
            simulator.clock.advance(seconds: 60)
            #expect(try await Exact.insert(caller, Exact.appointment(patient)).status == 201)
            let staff =
                #"[{"edit": "add_entry", "id": "N1", "practitioner": "P1", "start": "2026-03-03T19:00", "minutes": 30}, {"edit": "set_patient", "entry": "N1", "patient": "\#(patient)"}]"#
            #expect(try await caller.post("\(Self.control)/edits", staff).status == 200)
            let rows = try await caller.get("\(Self.control)/rows").rows
            #expect(rows.count == before + 2)
            let ours = try #require(rows.first { $0["reference"] as? String == "B1" })
            #expect(ours["patient"] as? String == patient)
            #expect(ours["reason"] as? String == "R1")
            #expect(ours["start"] as? String == "2026-03-03T19:00")
            #expect(ours["end"] as? String == "2026-03-03T19:45")
            #expect(ours["created_at"] as? String == "2026-03-02T22:16:00Z")
            let theirs = try #require(rows.first { $0["id"] as? String == "N1" })
            #expect(theirs["patient"] as? String == patient)
            #expect(theirs["reference"] == nil)
            #expect(theirs["created_at"] as? String == "2026-03-02T22:16:00Z")
            for wrong in [
                #"{"edit": "set_patient", "entry": "none", "patient": "\#(patient)"}"#,
                #"{"edit": "set_patient", "entry": "N1", "patient": "none"}"#,
            ] {
                #expect(try await caller.post("\(Self.control)/edits", wrong).status == 409)
            }
        }
    }

    @Test("what staff do to a row that a call made keeps its patient and its reference")
    func staffEdits() async throws {
        try await withExact(pageSize: 50) { simulator, caller in
            let patient = try await Exact.newPatient(caller)
            let made = try await Exact.insert(caller, Exact.appointment(patient))
            let id = try #require(made.object["id"] as? String)
            for edit in [
                #"{"edit": "move_entry", "entry": "\#(id)", "start": "2026-03-04T09:00", "practitioner": "P2"}"#,
                #"{"edit": "set_status", "entry": "\#(id)", "status": "did_not_attend"}"#,
                #"{"edit": "cancel_entry", "entry": "\#(id)"}"#,
            ] {
                #expect(try await caller.post("\(Self.control)/edits", edit).status == 200)
                let row = try await caller.get("\(Exact.path)/Appointments/\(id)").object
                #expect(row["patientId"] as? String == patient)
                #expect(row["externalReference"] as? String == "B1")
                #expect(row["createdDate"] as? String == made.object["createdDate"] as? String)
            }
            let row = try await caller.get("\(Exact.path)/Appointments/\(id)").object
            #expect(row["startDate"] as? String == "2026-03-04T09:00:00+11:00")
            #expect(row["endDate"] as? String == "2026-03-04T09:45:00+11:00")
            #expect(row["status"] as? String == "Cancelled")
            let gone = #"{"edit": "delete_entry", "entry": "\#(id)"}"#
            #expect(try await caller.post("\(Self.control)/edits", gone).status == 200)
            #expect(try await caller.get("\(Exact.path)/Appointments/\(id)").status == 404)
            #expect(await !simulator.rows(Exact.practice).contains { $0.details.patient != nil })
        }
    }
}
