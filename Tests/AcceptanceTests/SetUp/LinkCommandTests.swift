import Diary
import Foundation
import Testing

@Suite("Links by command")
struct LinkCommandTests {
    private static func unlinked(_ system: String = "exact") -> Practice {
        var practice = system == "oasis" ? Practice.oasis() : .exact()
        practice.links = []
        return practice
    }

    @Test("S13, S21, S28, T18: a type is linked to a reason by id or name, and the link removed")
    func link() async throws {
        for system in ["exact", "oasis"] {
            let folder = try await LedgerFolder.read(Self.unlinked(system))
            #expect(try await folder.json("types", "list")["types"][0]["reason"].isNull)
            let run = try await folder.run("link", "exam", "EXAM", "--why", "as agreed")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("T1 Exam with P1 Dr Amy Chen is linked to R1 Exam"))
            #expect(run.output.contains("link T1 with P1: none -> R1"))
            let links = try await folder.setUp().links
            #expect(
                links == [Link(type: .init("T1"), practitioner: .init("P1"), reason: .init("R1"))])
            let unlink = try await folder.json("unlink", "T1")
            #expect(unlink["changes"][0]["before"].text == "R1")
            #expect(try await folder.setUp().links.isEmpty)
        }
    }

    @Test(
        "S14, S29, T5: a length that differs is refused with both; a parameter or --anyway lets it")
    func mismatch() async throws {
        var practice = Self.unlinked()
        practice.types[0]["minutes"] = 45
        let folder = try await LedgerFolder.read(practice)
        let refused = try await folder.run("link", "T1", "R1")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("error[C0409]"))
        #expect(refused.errors.contains("the type T1 Exam has 45 min, R1 Exam has 30 min"))
        #expect(refused.errors.contains("set 30 min at the marketplace"))
        #expect(try await folder.setUp().links.isEmpty)
        let anyway = try await folder.json("link", "T1", "R1", "--anyway")
        #expect(anyway["warnings"][0]["code"].text == "C0409")
        #expect(
            try await folder.json("types", "list")["types"][0]["blockers"].texts == [
                "LENGTH_MISMATCH"
            ])
        #expect(try await folder.run("unlink", "T1").status == 0)
        #expect(
            try await folder.run("parameter", "set", "publishing.length_mismatch", "warn").status
                == 0)
        #expect(try await folder.run("link", "T1", "R1").status == 0)
    }

    @Test("a reason that is switched off, unknown, or without the practitioner is refused")
    func refusals() async throws {
        var practice = TypeCommandTests.twoDentists()
        practice.links = []
        practice.offers("T1", "Exam", 30, "P2")
        practice.offers("T2", "Crown", 30, "P1")
        practice.offers("T3", "Long", 45, "P2")
        practice.reason("R4", "TWIN", 30, with: ["P1"])
        practice.reason("R5", "twin", 30, with: ["P1"])
        let folder = try await LedgerFolder.read(practice)
        for (arguments, code, says) in [
            (["T2", "R3"], "C0409", "R3 Crown is switched off in Exact"),
            (["T3", "R2"], "C0409", "P2 Dr Tom Reid is not in the booking reason R2 Long exam"),
            (["T2", "Crwn"], "C0402", "use `Crown`"),
            (["T2", "twin"], "C0403", "`R4` TWIN, `R5` twin"),
            (["T1", "R1"], "C0405", "P1 Dr Amy Chen and P2 Dr Tom Reid"),
            (["T2", "R1", "--practitioner", "P2"], "C0005", "it is with P1 Dr Amy Chen"),
        ] {
            let run = try await Gapbook.run(["link"] + arguments, in: folder.scratch.folder)
            #expect(run.status == 3, "\(arguments)")
            #expect(run.errors.contains("error[\(code)]"), "\(arguments): \(run.errors)")
            #expect(run.errors.contains(says), "\(arguments): \(run.errors)")
        }
        #expect(try await folder.setUp().links.isEmpty)
        // S30: for every practitioner at once.
        let all = try await folder.json("link", "T1", "R1", "--all")
        #expect(all["changes"].list.count == 2)
        #expect(try await folder.setUp().links.count == 2)
    }

    /// Five types without a link: one for each way in which names match.
    private static func proposed() -> Practice {
        var practice = unlinked()
        practice.reason("R2", "Scale and Clean", 30, with: ["P1"])
        practice.reason("R3", "Emergency", 30, with: ["P1"])
        practice.offers("T2", "scale AND clean!", 30, "P1")
        practice.offers("T3", "Hygiene visit", 30, "P1")
        practice.offers("T4", "Veneer", 30, "P1")
        practice.offers("T5", "Emergency", 15, "P1")
        return practice
    }

    @Test("S48, T14: sure proposals are linked, others stay and are told; each is audited with why")
    func proposals() async throws {
        let folder = try await LedgerFolder.read(Self.proposed())
        // Nobody can be asked, so nothing is linked.
        let shown = try await folder.run("link", "--accept-proposals")
        #expect(shown.status == 2)
        #expect(shown.output.contains("Proposed:"))
        #expect(shown.errors.contains("nothing was linked; add --yes to link"))
        #expect(try await folder.setUp().links.isEmpty)
        let sure = try await folder.json("link", "--accept-proposals", "--yes", status: 2)
        #expect(sure["linked"].flag == true)
        let rows = sure["proposals"]
        for (type, match, accepted) in [
            ("T1", "exact", true), ("T2", "normalised", true), ("T3", "fuzzy", false),
            ("T4", "none", false), ("T5", "exact", false),
        ] {
            #expect(rows.first("type", type)["match"].text == match, "\(type)")
            #expect(rows.first("type", type)["accepted"].flag == accepted, "\(type)")
        }
        #expect(rows.first("type", "T3")["refusal"].text == "only with --include-fuzzy")
        #expect(rows.first("type", "T5")["refusal"].text?.contains("the lengths differ") == true)
        #expect(
            try await folder.setUp().links.map { "\($0.type)-\($0.reason)" } == ["T1-R1", "T2-R2"])
        let why = sure["changes"].list.compactMap { $0["why"].text }
        #expect(why.count == 2)
        #expect(why.allSatisfy { $0.hasPrefix("accepted proposal: ") && $0.contains("confidence") })
        let fuzzy = try await folder.json(
            "link", "--accept-proposals", "--include-fuzzy", "--yes", status: 2)
        #expect(fuzzy["changes"].list.map { $0["subject"].text } == ["T3 with P1"])
    }

    @Test("accepting all proposals ends with 0, and again there is nothing left")
    func complete() async throws {
        let folder = try await LedgerFolder.read(Self.unlinked())
        #expect(try await folder.run("link", "--accept-proposals", "--yes").status == 0)
        let again = try await folder.run("link", "--accept-proposals", "--yes")
        #expect(again.status == 0)
        #expect(again.errors.contains("every type has a link"))
    }

    @Test("wrong usage is told as such")
    func usage() async throws {
        let folder = try LedgerFolder()
        for arguments in [
            ["link"], ["link", "T1"], ["link", "T1", "R1", "--yes"],
            ["link", "T1", "R1", "--accept-proposals"],
            ["link", "T1", "R1", "--all", "--practitioner", "P1"], ["assign"],
            ["assign", "R1", "--none"], ["alias", "add", "--type", "x"], ["resync", "all"],
            ["audit", "--limit", "0"],
        ] {
            let run = try await Gapbook.run(arguments, in: folder.scratch.folder)
            #expect(run.status == 64, "\(arguments): \(run.errors)")
        }
    }

    @Test("S31: a refresh asks for a fresh reading and the lists, and shows one practitioner's")
    func refresh() async throws {
        let folder = try await LedgerFolder.read(TypeCommandTests.twoDentists())
        let one = try await folder.run("refresh", "--practitioner", "P2")
        #expect(one.output.contains("P2 Dr Tom Reid: Exam\n"))
        #expect(!one.output.contains("Dr Amy Chen"))
        #expect(try await folder.due() == ["reading", "configuration"])
        let all = try await folder.run("refresh")
        #expect(all.output.contains("P1 Dr Amy Chen: Exam, Long exam\n"))
        let missing = try await folder.run("refresh", "--practitioner", "Dr New")
        #expect(missing.status == 0)
        #expect(missing.errors.contains("warning[C0004]"))
    }

    @Test("staff ask for configuration or availability again, and it is due once")
    func resync() async throws {
        let folder = try await LedgerFolder.read(.exact())
        let run = try await folder.json("resync", "availability")
        #expect(run["due"].texts == ["availability"])
        #expect(try await folder.due() == ["availability"])
        #expect(
            try await folder.json("resync", "configuration")["due"].texts == ["configuration"])
        #expect(try await folder.json("resync", "configuration")["due"].texts == ["configuration"])
        #expect(try await folder.due() == ["availability", "configuration"])
    }
}
