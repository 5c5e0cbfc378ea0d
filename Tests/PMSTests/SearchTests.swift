import Diagnostics
import Diary
import Foundation
import Ports
import Testing
import Wire

@Suite("Searching patients")
struct SearchTests {
    private static func row(_ id: Any, _ system: PMSSystem, _ fields: [String: Any] = [:])
        -> [String: Any]
    {
        var row: [String: Any] = ["id": id, "firstName": "Sam", "lastName": "Example"]
        if system == .exact {
            row["dateOfBirth"] = "2000-01-31T00:00:00"
            row["phoneNumber"] = "0400 000 000"
            row["emailAddress"] = "someone@example.org"
            row["address"] = [
                "line1": "1 Example St", "city": "Hobart", "countrySubdivision": "TAS",
                "postCode": "7000",
            ]
            row["sex"] = "Other"
        } else {
            row["birthDate"] = "2000-01-31"
            row["phone"] = "0400 000 000"
            row["email"] = "someone@example.org"
            row["address"] = "1 Example St"
            row["suburb"] = "Hobart"
            row["state"] = "TAS"
            row["postcode"] = "7000"
            row["gender"] = "Other"
        }
        return row.merging(fields) { $1 }
    }

    @Test("S57: asks for all that the PMS can search by, in a body", arguments: PMSSystem.allCases)
    func call(_ system: PMSSystem) async throws {
        let script = try WritingScript(system)
        #expect(try await script.pms.patients(like: Written.patient()).isEmpty)
        let call = try #require(script.api.calls.first)
        #expect(call.method == .post && call.query.isEmpty)
        #expect(call.path.lowercased().hasSuffix("/patients/search"))
        #expect(
            script.bodies == [
                system == .exact
                    ? #"{"dateOfBirth":"2000-01-31","emailAddress":"someone@example.org","#
                        + #""lastName":"Example","phoneNumber":"0400 000 000"}"#
                    : #"{"birthDate":"2000-01-31","email":"someone@example.org","#
                        + #""lastName":"Example","phone":"0400 000 000"}"#
            ])
    }

    @Test("S52: every page is read, with the same body", arguments: PMSSystem.allCases)
    func pages(_ system: PMSSystem) async throws {
        let field = system == .exact ? "externalReference" : "reference"
        let script = try WritingScript(
            system,
            patients: {
                (1...5).map {
                    Self.row(
                        "PT\($0)", system, ["isActive": $0 != 2, field: null($0 == 3 ? "R" : nil)])
                }
            })
        let found = try await script.pms.patients(like: Written.patient())
        #expect(found.map(\.id.rawValue) == ["PT1", "PT2", "PT3", "PT4", "PT5"])
        #expect(found.map(\.isActive) == [true, false, true, true, true])
        #expect(found.map { $0.reference?.rawValue } == [nil, nil, "R", nil, nil])
        #expect(found.allSatisfy { $0.details == Written.patient() })
        #expect(script.api.calls.count == 3 && Set(script.bodies).count == 1)
    }

    @Test("more than 200 patients are a failure and no cut list", arguments: PMSSystem.allCases)
    func tooMany(_ system: PMSSystem) async throws {
        for count in [200, 201, 5_000] {
            let script = try WritingScript(
                system, patients: { (1...count).map { Self.row("PT\($0)", system) } })
            guard count > mostFoundPatients else {
                let found = try await script.pms.patients(like: Written.patient())
                #expect(found.count == count)
                continue
            }
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await script.pms.patients(like: Written.patient())
            }
            #expect(failure?.kind == .refused && failure?.problem.code == "P0007")
            // The first page says how many there are; the others are not read for nothing.
            #expect(script.api.calls.count == 1)
        }
    }

    @Test("a search that failed is sent again, for it changes nothing", arguments: [500, 502, 200])
    func again(_ status: Int) async throws {
        for system in PMSSystem.allCases {
            let script = try WritingScript(
                system, patients: { [Self.row("PT1", system)] },
                tamper: { number, _, answer in
                    number == 0 ? HTTPAnswer(status: status, body: Array("[{".utf8)) : answer
                })
            #expect(try await script.pms.patients(like: Written.patient()).count == 1)
            #expect(script.api.calls.count == 2)
        }
    }

    @Test("a search gives up after a minute", arguments: PMSSystem.allCases)
    func slow(_ system: PMSSystem) async throws {
        let time = ManualTime()
        let script = try WritingScript(
            system, time: time,
            tamper: { _, _, _ in
                time.pass(.seconds(31))
                return HTTPAnswer(status: 500)
            })
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await script.pms.patients(like: Written.patient())
        }
        #expect(failure?.isRetryable == true)
        #expect(script.api.calls.count == 2)
    }

    @Test("nothing to search by finds nobody and everybody, so it is not sent")
    func nothing() async throws {
        for system in PMSSystem.allCases {
            let script = try WritingScript(system)
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await script.pms.patients(
                    like: PatientDetails(firstName: "Sam", lastName: " "))
            }
            #expect(failure?.kind == .refused && script.api.calls.isEmpty)
        }
    }

    @Test("a file whose id cannot be used fails the search", arguments: PMSSystem.allCases)
    func noID(_ system: PMSSystem) async throws {
        for id in [NSNull(), 7, "", "PT\n1", String(repeating: "7", count: 101)] as [Any] {
            let bad = try JSONSerialization.data(withJSONObject: [id])
            let script = try WritingScript(
                system,
                patients: {
                    let ids = (try? JSONSerialization.jsonObject(with: bad)) as? [Any] ?? []
                    return [Self.row("PT1", system), Self.row(ids[0], system)]
                })
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await script.pms.patients(like: Written.patient())
            }
            #expect(failure?.problem.code == "P0005" && failure?.kind == .malformed)
            #expect(failure?.problem.text().contains("PT") == false)
        }
    }

    @Test("a field that cannot be read counts as not known", arguments: PMSSystem.allCases)
    func lenient(_ system: PMSSystem) async throws {
        let isExact = system == .exact
        let script = try WritingScript(
            system,
            patients: {
                let bad: [String: Any] =
                    isExact
                    ? [
                        "dateOfBirth": "31/01/2000", "phoneNumber": 400, "emailAddress": NSNull(),
                        "address": "1 Example St", "sex": "Unspecified", "isActive": "yes",
                    ]
                    : [
                        "birthDate": "31/01/2000", "phone": 400, "email": NSNull(),
                        "address": ["1 Example St"], "suburb": "", "state": NSNull(),
                        "postcode": 7000, "gender": "Unsaid", "isActive": "yes",
                    ]
                var row = Self.row("PT1", system, bad)
                row["firstName"] = String(repeating: "x", count: 201)
                return [row]
            })
        let found = try #require(try await script.pms.patients(like: Written.patient()).first)
        #expect(found.details == PatientDetails(firstName: "", lastName: "Example"))
        #expect(found.isActive)
    }
}
