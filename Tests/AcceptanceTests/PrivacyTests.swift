import Foundation
import Testing

@Suite("Patient data stays out")
struct PrivacyTests {
    private static let secret = "Zebediah Quill"

    @Test(
        "a snapshot with patient data in a row is refused, and nothing of it is printed",
        arguments: ["patient_name", "patientId", "dob", "Mobile", "e-mail", "notes", "surname"])
    func refused(field: String) async throws {
        for list in ["diary", "claims"] {
            for (command, format) in [("eval", "text"), ("eval", "json"), ("slots", "text")] {
                var practice = Practice.exact()
                practice.takes("10:00", 30)
                practice.claims = [
                    ["id": "C1", "practitioner": "P1", "start": "2026-03-03T11:00", "minutes": 30]
                ]
                if list == "diary" { practice.diary[0][field] = Self.secret }
                if list == "claims" { practice.claims[0][field] = Self.secret }
                let run = try await Gapbook.run(
                    [command, "-", "--format", format], input: try practice.snapshot)
                #expect(run.status == 3)
                #expect(!(run.output + run.errors).contains(Self.secret))
                #expect((run.output + run.errors).contains("patient data"))
            }
        }
    }

    @Test("a file that is no snapshot but holds patient data is not quoted")
    func brokenFile() async throws {
        let text = "{\"patient_name\": \"\(Self.secret)\", \"dob\": \"01-02-1990\" oops}"
        let run = try await Gapbook.run(["eval", "-"], input: text)
        #expect(run.status == 3)
        #expect(!run.errors.contains(Self.secret))
        #expect(!run.errors.contains("1990"))
    }

    @Test("rules never see the diary, so no trace and no finding can hold what is in it")
    func rules() async throws {
        let scratch = try Scratch()
        try scratch.copy("rules")
        try scratch.write(
            """
            return override {
              decision = "publish_practitioner", why = "test",
              decide = function(input) return { publish = input.diary == nil } end,
            }
            """, to: "rules/practices/test-dental/publish_practitioner.lua")
        var practice = Practice.exact()
        practice.takes("10:00", 30)
        let answer = try await practice.evaluated(in: scratch.folder)
        #expect(answer.finding("G02-LUA-RUNTIME")["message"].text?.contains("`diary`") == true)
        #expect(!answer.times().isEmpty)
    }

    @Test("the shipped fixtures hold no field of patient data")
    func fixtures() async throws {
        let folder = Gapbook.root.appendingPathComponent("Fixtures")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".json") }
        #expect(files.count >= 2)
        for file in files {
            let run = try await Gapbook.run(["snapshot", "validate", "Fixtures/\(file)"])
            #expect(run.status == 0 || run.status == 2, "\(file): \(run.errors)")
        }
    }
}
