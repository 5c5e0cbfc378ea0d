import Diary
import Foundation
import Testing

@Suite("The default reason, aliases and parameters by command")
struct AssignCommandTests {
    private static func practice() -> Practice {
        var practice = Practice.exact()
        practice.reason("R2", "New patient exam", 45, with: ["P1"])
        practice.reason("R3", "Crown", 60, with: ["P1"], ["active": false])
        return practice
    }

    @Test("S12: a reason is assigned by hand, becomes the default, and is taken back")
    func assign() async throws {
        let folder = try await LedgerFolder.read(Self.practice())
        let run = try await folder.run("assign", "new patient exam", "--why", "by phone")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("R2 New patient exam is assigned\n"))
        #expect(
            run.output.contains("the default reason is R2 New patient exam, by the step `assigned`")
        )
        #expect(try await folder.setUp().assigned == Assignment(reason: .init("R2")))
        let none = try await folder.run("assign", "--none")
        #expect(none.output.contains("the default reason is R1 Exam, by the step `first`"))
        #expect(none.output.contains("take assignment back default reason: R2 -> none"))
        #expect(try await folder.setUp().assigned == nil)
    }

    @Test("T3: an assignment that another step shadows is told; pinned it comes first")
    func pin() async throws {
        var practice = Self.practice()
        practice.reason("R9", "Healthengine", 30, with: ["P1"])
        let folder = try await LedgerFolder.read(practice)
        let shadowed = try await folder.run("assign", "R2")
        #expect(shadowed.output.contains("the default reason is R9 Healthengine"))
        #expect(shadowed.output.contains("--pin lets the assignment come first"))
        let pinned = try await folder.run("assign", "R2", "--pin")
        #expect(pinned.output.contains("the default reason is R2 New patient exam"))
        #expect(pinned.output.contains("assign default reason: R2 -> R2, pinned"))
    }

    @Test("T19: a reason that is switched off is refused; with --anyway it is warned of")
    func inactive() async throws {
        let folder = try await LedgerFolder.read(Self.practice())
        let refused = try await folder.run("assign", "Crown")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("error[C0410]"))
        #expect(try await folder.setUp().assigned == nil)
        let anyway = try await folder.run("assign", "Crown", "--anyway")
        #expect(anyway.status == 0)
        #expect(anyway.errors.contains("warning[C0410]"))
        #expect(anyway.output.contains("the default reason is R1 Exam"))
    }

    @Test("aliases are added, listed and taken back by their words")
    func aliases() async throws {
        let folder = try await LedgerFolder.read(Self.practice())
        let type = try await folder.run("alias", "add", "--type", "Sore tooth", "--reason", "Exam")
        #expect(type.status == 0)
        #expect(type.errors.isEmpty)
        let name = try await folder.run("alias", "add", "--healthengine", "HE online")
        #expect(name.errors.contains("warning[C0402]"))
        let list = try await folder.json("alias", "list")
        #expect(list["healthengine"].texts == ["HE online"])
        #expect(list["types"][0]["reason"].text == "Exam")
        let misspelt = try await folder.run("alias", "remove", "--type", "Sore teeth")
        #expect(misspelt.status == 3)
        #expect(misspelt.errors.contains("use `Sore tooth`"))
        #expect(try await folder.run("alias", "remove", "--type", "Sore tooth").status == 0)
        #expect(try await folder.setUp().aliases == Aliases(healthengine: ["HE online"]))
    }

    @Test("a parameter is set as its kind wants it, listed with its layer, and taken back")
    func parameters() async throws {
        let folder = try await LedgerFolder.read(Self.practice())
        let cases: [(name: String, words: String, value: ParameterValue)] = [
            ("publishing.horizon_days", "60", .integer(60)),
            ("publishing.length_mismatch", "warn", .text("warn")),
            ("default_reason.skip_short", "true", .boolean(true)),
            ("default_reason.order", "assigned, first", .list(["assigned", "first"])),
        ]
        for (name, words, value) in cases {
            let run = try await folder.run("parameter", "set", name, words)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.hasPrefix("\(name) is \(value), from set-up\n"), "\(run.output)")
            let parts = name.split(separator: ".").map(String.init)
            #expect(try await folder.setUp().parameters[parts[0]]?[parts[1]] == value)
        }
        let rows = try await folder.json("parameter", "list", "--group", "publishing")["parameters"]
        let row = rows.first("name", "horizon_days")
        #expect(row["value"].number == 60)
        #expect(row["layer"].text == "set-up")
        let unset = try await folder.run("parameter", "unset", "publishing.horizon_days")
        #expect(unset.output.contains("publishing.horizon_days is 30, from built-in"))
    }

    @Test("an unknown parameter, and a value that it does not take, are refused with what it takes")
    func wrongParameters() async throws {
        let folder = try await LedgerFolder.read(Self.practice())
        let value = try await folder.run("parameter", "set", "publishing.horizon_days", "600")
        #expect(value.status == 3)
        #expect(value.errors.contains("give a whole number from 1 to 90"))
        let name = try await folder.run("parameter", "set", "publishing.horizon_day", "60")
        #expect(name.errors.contains("use `publishing.horizon_days`"))
        let list = try await folder.run(
            "parameter", "set", "default_reason.order", "assigned,frist")
        #expect(list.errors.contains("error[C0413]"))
        let group = try await folder.run("parameter", "list", "--group", "publishin")
        #expect(group.errors.contains("use `publishing`"))
        #expect(try await folder.setUp().parameters.isEmpty)
    }
}
