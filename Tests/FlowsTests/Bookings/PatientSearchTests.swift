import Diagnostics
import Diary
import Ports
import Testing

@testable import Flows

@Suite("Searching for a patient")
struct PatientSearchTests {
    private static let file = KnownPatient(
        id: PatientID("F1"), details: PatientDetails(firstName: "A", lastName: "Example"))

    private func search(_ change: (inout PatientDetails) -> Void) async throws -> [PatientID] {
        let diary = FakeDiary()
        await diary.know([Self.file])
        await diary.isCommon("Example")
        var details = PatientDetails(firstName: "A", lastName: "Example")
        change(&details)
        return try await diary.candidates(for: details).map(\.id)
    }

    @Test("S57: where a last name finds too many, what tells people apart is searched by")
    func commonName() async throws {
        #expect(try await search { $0.birthDate = "2000-01-02" } == ["F1"].map { PatientID($0) })
        #expect(try await search { $0.phone = "02 5550 0100" } == ["F1"].map { PatientID($0) })
        #expect(try await search { $0.email = "a@example.com" } == ["F1"].map { PatientID($0) })
    }

    @Test("S57: where nothing else is known it stays a failure, for the right file may be left out")
    func onlyTheName() async throws {
        let failure = await #expect(throws: PMSFailure.self) { try await search { _ in } }
        #expect(failure?.problem.code == "P0007")
        await #expect(throws: PMSFailure.self) { try await search { $0.phone = "" } }
    }
}
