import Diagnostics
import Testing

@testable import Diary

@Suite("Patient data stays out of snapshots and of what is said about them (invariant 8)")
struct PatientDataTests {
    static let secret = "Wilhelmina Q"

    @Test(
        "a diary entry or a claim with a field for patient data is refused",
        arguments: [
            "patient", "patient_name", "patientId", "Patient-DOB", "name", "first_name", "dob",
            "DOB", "date_of_birth", "phone", "mobile", "email", "E_Mail", "address", "notes",
            "comment", "medicare_number",
        ], ["\"id\": \"D2\"", "\"id\": \"G1001\""])
    func refuses(field: String, place: String) throws {
        let text = try #require(
            Example.text(Example.exact, place, "\"\(field)\": \"\(Self.secret)\", \(place)"))
        let problems = Verdict(text).problems
        #expect(problems.map(\.code) == ["S0008"])
        #expect(
            problems.first?.message
                == "`\(field)` is patient data, and a snapshot holds none of it")
        #expect(problems.first?.location?.line != nil)
        #expect(!"\(problems)".contains(Self.secret))
    }

    @Test("words that only resemble such a field pass", arguments: ["room", "inpatient", "chair"])
    func passes(field: String) throws {
        let text = try #require(
            Example.text(Example.exact, "\"id\": \"D2\"", "\"\(field)\": 1, \"id\": \"D2\""))
        #expect(Verdict(text).warnings.map(\.code) == ["S0101"])
    }

    @Test("other problems of the same file do not show the text of its rows")
    func otherProblems() throws {
        var text = Example.exact.replacing(
            "\"kind\": \"block\"", with: "\"kind\": 7, \"patient\": \"\(Self.secret)\"")
        #expect(!"\(Verdict(text).problems)".contains(Self.secret))
        text = text.replacing("\"exact\"", with: "\"d4w\"")
        let problems = Verdict(text).problems
        #expect(problems.map(\.code) == ["S0003", "S0008"])
        #expect(problems.allSatisfy { $0.location?.excerpt == nil })
    }

    @Test("a file that is cut or broken near patient data shows no line of it")
    func brokenFiles() throws {
        let note = String(repeating: "long ", count: 40) + Self.secret
        let rows = Example.exact.replacing(
            "\"kind\"", with: "\n\"notes\":\n\"\(note)\",\n\"kind\"")
        for piece in [Self.secret, "\"confirmed\"", "\"block\""] {
            let end = try #require(rows.firstRange(of: piece)).upperBound
            for tail in ["", " \"", "\u{0}"] {
                let problems = Verdict(String(rows[..<end]) + tail).problems
                #expect(problems.map(\.code) == ["S0001"])
                #expect(!"\(problems)".contains(Self.secret))
                #expect(problems.first?.location?.excerpt == nil)
            }
        }
    }

    @Test("a broken file without patient data shows the line")
    func brokenSetUp() throws {
        let text = try #require(
            Example.text(Example.exact, "\"stacking\": true", "\"stacking\": yes"))
        let problem = try #require(Verdict(text).problems.first)
        #expect(problem.location?.excerpt == "    \"stacking\": yes,")
    }

    @Test("a practitioner has a name, and a practice a phone")
    func notPatients() { #expect(Verdict(Example.exact).snapshot != nil) }
}
