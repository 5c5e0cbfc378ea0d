import Diary
import Foundation
import Testing

@Suite("Appointment types by command")
struct TypeCommandTests {
    /// Two dentists, of whom the second has no type yet.
    static func twoDentists() -> Practice {
        var practice = Practice.exact()
        practice.practitioner("P2", "Dr Tom Reid", ["role": "Dentist"])
        practice.works("P2")
        practice.reasons = []
        practice.reason("R1", "Exam", 30, with: ["P1", "P2"])
        practice.reason("R2", "Long exam", 45, with: ["P1"])
        practice.reason("R3", "Crown", 30, with: ["P1", "P2"], ["active": false])
        return practice
    }

    @Test("S27, T18: types are listed with their lengths, practitioners and links")
    func list() async throws {
        let folder = try await LedgerFolder.read(.exact())
        let row = try await folder.json("types", "list")["types"][0]
        #expect(row["id"].text == "T1")
        #expect(row["name"].text == "Exam")
        #expect(row["minutes"].number == 30)
        #expect(row["practitioner_name"].text == "Dr Amy Chen")
        #expect(row["reason"].text == "R1")
        #expect(row["pms_minutes"].number == 30)
        #expect(row["blockers"].list.isEmpty)
        let text = try await folder.run("types", "list").output
        #expect(text.contains("T1    Exam  30 min  P1 Dr Amy Chen  R1 Exam"))
        #expect(text.contains("by the reading of 2026-03-02T20:00:00Z"))
    }

    @Test("S30, T18: a type is added for one practitioner or for every active one, and audited")
    func add() async throws {
        var practice = Self.twoDentists()
        practice.practitioner("P3", "Dr Gone", ["active": false])
        let folder = try await LedgerFolder.read(practice)
        let one = try await folder.json(
            "types", "add", "T2", "--name", "Long exam", "--minutes", "45", "--practitioner",
            "dr AMY chen", "--why", "new at the portal")
        #expect(one["changes"][0]["subject"].text == "T2 with P1")
        #expect(one["changes"][0]["after"].text == "Long exam, 45 min")
        #expect(one["changes"][0]["why"].text == "new at the portal")
        let all = try await folder.json(
            "types", "add", "T3", "--name", "Clean", "--minutes", "30", "--all")
        #expect(all["changes"].list.map { $0["subject"].text } == ["T3 with P1", "T3 with P2"])
        let again = try await folder.json(
            "types", "add", "T3", "--name", "Clean", "--minutes", "30", "--all")
        #expect(again["changes"].list.isEmpty)
        let removed = try await folder.json("types", "remove", "Clean", "--practitioner", "P2")
        #expect(removed["changes"][0]["before"].text == "Clean, 30 min")
        let left = try await folder.setUp().appointmentTypes.map { "\($0.id) \($0.practitioner)" }
        #expect(left == ["T1 P1", "T2 P1", "T3 P1"])
    }

    @Test("unknown names are refused with the nearest known one, or with all of them")
    func unknown() async throws {
        let folder = try await LedgerFolder.read(Self.twoDentists())
        let near = try await folder.run(
            "types", "add", "T2", "--name", "X", "--minutes", "30", "--practitioner", "Dr Tom Read")
        #expect(near.status == 3)
        #expect(near.errors.contains("error[C0004]"))
        #expect(near.errors.contains("use `Dr Tom Reid`"))
        let far = try await folder.run("types", "list", "--practitioner", "somebody else")
        #expect(far.errors.contains("`P1` Dr Amy Chen, `P2` Dr Tom Reid"))
        let type = try await folder.run("types", "remove", "Exams and more")
        #expect(type.errors.contains("error[C0005]"))
        #expect(type.errors.contains("`T1` Exam"))
        #expect(
            try await folder.run(
                "types", "add", "T2", "--name", "X", "--minutes", "0", "--all"
            ).status == 64)
    }

    @Test("before the first reading a practitioner is taken only with --anyway, as it is written")
    func unread() async throws {
        let folder = try LedgerFolder()
        try await folder.add()
        let add = [
            "types", "add", "T1", "--name", "Exam", "--minutes", "30", "--practitioner", "P1",
        ]
        let refused = try await Gapbook.run(add, in: folder.scratch.folder)
        #expect(refused.status == 3)
        #expect(refused.errors.contains("error[C0404]"))
        #expect(refused.errors.contains("`gapbook sync --practice test-dental`"))
        let taken = try await Gapbook.run(add + ["--anyway"], in: folder.scratch.folder)
        #expect(taken.status == 0)
        #expect(taken.errors.contains("warning[C0404]"))
        #expect(
            try await folder.run("types", "list").output.contains("the PMS has not been read yet"))
        #expect(try await folder.run("types", "list").output.contains("not read yet"))
    }
}
