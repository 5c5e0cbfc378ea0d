import Diagnostics
import Diary
import Foundation
import PMSExact
import PMSOasis
import Ports
import Testing
import Wire

@Suite("What never shows")
struct PrivacyTests {
    private static let patient: [String: String] = [
        "patientId": "PAT-77", "patientName": "Alexandra Quill", "firstName": "Alexandra",
        "lastName": "Quill", "dateOfBirth": "1980-02-29", "phone": "0400 111 222",
        "email": "aq@example.org", "notes": "afraid of drills", "payorId": "MEDICARE-5",
    ]

    private static func withPatients(_ list: String, _ rows: [[String: Any]]) -> [[String: Any]] {
        rows.map { $0.merging(patient) { old, _ in old } }
    }

    private func expectNoPatient(_ text: String) {
        for value in Self.patient.values { #expect(!text.contains(value), "\(value)") }
    }

    @Test("invariant 8: an answer full of patient data gives a reading without it")
    func readings() async throws {
        let zone = try Sample.zone()
        let exact = try Sample.practice(.exact)
        let oasis = try Sample.practice(.oasis)
        for (practice, pms) in [
            (exact, ExactScript(exact, zone: zone, change: Self.withPatients).pms as any PMSPort),
            (oasis, OasisScript(oasis, zone: zone, change: Self.withPatients).pms),
        ] {
            let reading = try await pms.read(practice.days)
            #expect(reading == practice)
            var dumped = ""
            dump(reading, to: &dumped)
            expectNoPatient(dumped)
            dumped = ""
            dump(try await pms.entry(DiaryEntryID("D1")), to: &dumped)
            expectNoPatient(dumped)
        }
    }

    @Test(
        "invariant 8: no failure shows a token, a secret, a key, a query, a body or a patient",
        arguments: [200, 400, 401, 403, 404, 409, 429, 500, 502])
    func failures(_ status: Int) async throws {
        let zone = try Sample.zone()
        for system in PMSSystem.allCases {
            let practice = try Sample.practice(system)
            for part in ["", "Practitioners", "practitioners", "Appointments", "diary"] {
                let tamper: Script.Tamper = { _, call, answer in
                    guard call.path.hasSuffix(part) else { return answer }
                    // Wrong in every row: whatever a message shows of it would be seen here.
                    let words = Self.patient.values.joined(separator: " ")
                    var answer = HTTPAnswer.json(
                        [
                            "items": [["id": "D1", "start": words, "name": 7]],
                            "total": 1, "next": null(nil), "error": words,
                        ] as [String: Any])
                    if call.path.contains("Practices"), status == 200 {
                        answer = .json([["id": "D1", "startDate": words, "name": 7]])
                    }
                    answer.status = status
                    return answer
                }
                let pms: any PMSPort =
                    system == .exact
                    ? ExactScript(practice, zone: zone, tamper: tamper).pms
                    : OasisScript(practice, zone: zone, tamper: tamper).pms
                do throws(PMSFailure) {
                    _ = try await pms.read(practice.days)
                } catch {
                    var text = "\(error) \(error.problem.text())"
                    dump(error, to: &text)
                    expectNoPatient(text)
                    for secret in [ExactScript.secret, OasisScript.key, "token-", "Bearer"] {
                        #expect(!text.contains(secret))
                    }
                    #expect(!text.contains("from="))
                }
            }
        }
    }

    @Test(
        "invariant 8: no failure of a search or of a call that makes something shows a patient",
        arguments: [200, 201, 302, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502])
    func writingFailures(_ status: Int) async throws {
        for system in PMSSystem.allCases {
            for body in Self.bodies {
                let script = try WritingScript(
                    system,
                    tamper: { _, _, _ in
                        HTTPAnswer(status: status, body: Array(body.utf8))
                    })
                let pms = script.pms
                let calls: [@Sendable () async throws -> Void] = [
                    { _ = try await pms.patients(like: Self.planted) },
                    { _ = try await pms.create(Self.planted, reference: Written.reference) },
                    { _ = try await pms.insert(Self.appointment()) },
                    {
                        _ = try await pms.appointments(
                            of: PractitionerID("P1"), on: Sample.day("2026-03-03"))
                    },
                ]
                var failures = 0
                for call in calls {
                    do {
                        try await call()
                    } catch {
                        failures += 1
                        var text = "\(error) \((error as? PMSFailure)?.problem.text() ?? "")"
                        dump(error, to: &text)
                        expectNoPatient(text)
                        for secret in [ExactScript.secret, OasisScript.key, "token-", "Bearer"] {
                            #expect(!text.contains(secret))
                        }
                    }
                }
                #expect(failures == calls.count, "\(system), \(body)")
                // Nor does any address.
                for call in script.api.calls {
                    expectNoPatient(call.target.removingPercentEncoding ?? "")
                    expectNoPatient(call.headers.map(\.value).joined(separator: " "))
                }
            }
        }
    }

    /// Answers of any shape, full of a patient; a row's own id may be shown.
    private static let bodies: [String] = {
        let words = patient.values.joined(separator: " ")
        let row =
            #"{"id": "D1\n", "lastName": "\#(words)", "#
            + #""startDate": "\#(words)", "start": "\#(words)", "practitioner": "P1", "#
            + #""providers": [{"id": "P1"}], "patient": 7, "patientId": "\#(words)\n"}"#
        return [
            words, "\"\(words)\"", row, "[\(row)]", "{\"\(words)\": 1}",
            "{\"items\": [\(row)], \"total\": 1, \"next\": null}", "{\"error\": \"\(words)\"}",
        ]
    }()

    /// The same patient, as one who books.
    private static let planted: PatientDetails = {
        var details = PatientDetails(
            firstName: patient["firstName"] ?? "", lastName: patient["lastName"] ?? "")
        details.birthDate = patient["dateOfBirth"]
        details.phone = patient["phone"]
        details.email = patient["email"]
        details.address = patient["notes"]
        return details
    }()

    private static func appointment() throws -> NewAppointment {
        var appointment = try Written.appointment(note: patient["notes"])
        appointment.patient = PatientID(patient["patientId"] ?? "")
        return appointment
    }

    @Test("no call carries who the patient is, and none writes")
    func calls() async throws {
        let practice = try Sample.practice()
        let script = ExactScript(practice, zone: try Sample.zone())
        _ = try await script.pms.read(practice.days)
        _ = try await script.pms.entry(DiaryEntryID("B1"))
        for call in script.api.calls {
            #expect(call.method == .get && call.body == nil)
            #expect(!call.target.lowercased().contains("patient"))
        }
    }
}
