import Diary
import Foundation
import Ledger
import Ports
import Testing

@Suite("The audit, and care of the ledger, by command")
struct LedgerCommandTests {
    @Test("every change says who, when, what, before, after and why, newest first")
    func audit() async throws {
        let folder = try await LedgerFolder.read(.exact())
        _ = try await folder.run("assign", "R1", "--why", "by phone")
        _ = try await folder.run("assign", "R1", "--pin")
        let entries = try await folder.json("audit", "--practice", "test-dental")["entries"]
        #expect(entries[0]["before"].text == "R1")
        #expect(entries[0]["after"].text == "R1, pinned")
        #expect(entries[0]["why"].isNull)
        #expect(entries[1]["before"].isNull)
        #expect(entries[1]["why"].text == "by phone")
        #expect(entries[1]["actor"].text == "command:\(NSUserName())")
        #expect(entries[1]["at"].text?.hasSuffix("Z") == true)
        let text = try await folder.run("audit", "--limit", "1")
        #expect(text.output.contains("  assign default reason: R1 -> R1, pinned\n"))
        #expect(text.errors.contains("there are more; use --limit"))
    }

    @Test("a backup is a whole ledger, never takes the place of a file, and can be restored")
    func backup() async throws {
        let folder = try await LedgerFolder.read(.exact())
        let run = try await folder.json("ledger", "backup", "copy.sqlite")
        #expect(run["backup"].text == "copy.sqlite")
        let again = try await folder.run("ledger", "backup", "copy.sqlite")
        #expect(again.status == 1)
        #expect(again.errors.contains("error[D0501]"))
        let restored = try LedgerFolder()
        try FileManager.default.copyItem(
            at: folder.scratch.path("copy.sqlite"), to: restored.scratch.path("gapbook.sqlite"))
        #expect(try await restored.setUp() == folder.setUp())
        #expect(try await restored.run("types", "list").output.contains("Dr Amy Chen"))
    }

    @Test("verifying says that a ledger is sound, or exits with 2 and says what is wrong")
    func verify() async throws {
        let folder = try await LedgerFolder.read(.exact())
        let sound = try await folder.run("ledger", "verify")
        #expect(sound.status == 0)
        #expect(sound.output.contains("gapbook.sqlite is sound"))
        // A byte of a kept reading in a copy, which is one file: what SQLite itself cannot notice.
        #expect(try await folder.run("ledger", "backup", "copy.sqlite").status == 0)
        var bytes = try Data(contentsOf: folder.scratch.path("copy.sqlite"))
        let gzip = try #require(bytes.firstRange(of: Data([0x1F, 0x8B, 0x08])))
        bytes[gzip.lowerBound + 30] ^= 0xFF
        let restored = try LedgerFolder()
        try bytes.write(to: restored.scratch.path("gapbook.sqlite"))
        let damaged = try await restored.json("ledger", "verify", status: 2)
        #expect(damaged["problems"][0]["code"].text == "D0604")
    }

    @Test("a ledger that is not there, or is none, ends with 1 and what to do")
    func missing() async throws {
        let folder = try LedgerFolder()
        let none = try await folder.run("audit")
        #expect(none.status == 1)
        #expect(none.errors.contains("error[D0001]"))
        try folder.scratch.write("no ledger, but long enough to be one", to: "gapbook.sqlite")
        let other = try await folder.run("audit")
        #expect(other.status == 1)
        #expect(other.errors.contains("error[D0002]"))
    }
}
