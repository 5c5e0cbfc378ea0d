import Diary
import Foundation
import Ledger
import Ports
import Testing

@Suite("What commands say of the ledger's disk")
struct DiskCommandTests {
    /// Runs the command by a shell that does something first.
    private func run(
        _ arguments: [String], after script: String, in folder: LedgerFolder
    ) async throws -> Gapbook.Run {
        try await Gapbook.start(
            URL(fileURLWithPath: "/bin/sh"),
            ["-c", "\(script)\nexec \"$@\"", "sh", Gapbook.binary.path] + arguments,
            in: folder.scratch.folder, environment: [:])
    }

    private func checks(_ run: Gapbook.Run) throws -> [JSON] {
        #expect(run.status == 2, "\(run.output)\(run.errors)")
        return try run.json()["checks"].list
    }

    @Test("the doctor tries a write: a ledger that is sound, but takes no more, is an error")
    func refused() async throws {
        let folder = try LedgerFolder()
        try await folder.add()
        // Somebody has the ledger open, so that its log is longer than the process may write.
        let ledger = try folder.ledger()
        let limit = 64 * 512
        for second in 0..<20 {
            try await ledger.recordPoll(
                of: PracticeID(LedgerFolder.practice), at: Instant(seconds: second))
        }
        let size = try FileManager.default.attributesOfItem(atPath: ledger.path + "-wal")[.size]
        try #require((size as? NSNumber)?.intValue ?? 0 > limit)
        let before = try await ledger.audit(of: nil, limit: 9)
        let found = try await checks(
            run(
                ["doctor", "--format", "json"], after: "trap '' XFSZ; ulimit -f 64", in: folder))
        let words = found.filter { $0["subject"].text == "ledger" }
        #expect(words.map { $0["result"].text } == ["ok", "error"])
        #expect(words.last?["words"].text?.hasPrefix("[D0006]") == true)
        #expect(words.last?["advice"].text?.hasPrefix("make room") == true)
        // The others are made all the same.
        #expect(found.contains { $0["subject"].text == "Lua" })
        #expect(try await ledger.audit(of: nil, limit: 9) == before)
        try ledger.close()
    }

    @Test("who may only read the ledger is told whose check counts")
    func readOnly() async throws {
        let folder = try LedgerFolder()
        try await folder.add()
        chmod(folder.ledgerPath, 0o444)
        // To root nothing is read only.
        let asAnother = ["--reuid", "65534", "--clear-groups", Gapbook.binary.path, "doctor"]
        let found: Gapbook.Run
        if geteuid() == 0 {
            found = try await Gapbook.start(
                URL(fileURLWithPath: "/usr/bin/setpriv"), asAnother, in: folder.scratch.folder,
                environment: [:])
        } else {
            found = try await folder.run("doctor")
        }
        #expect(found.status == 2)
        // Without the two files beside it, SQLite cannot even read it.
        let told = /ERROR  ledger: \[D000[15]\].*\n +run `gapbook doctor` as the service's user/
        #expect(found.output.contains(told), "\(found.output)")
    }

    /// Whether a small disk of one's own can be mounted here.
    private static func canMount() async throws -> Bool {
        let run = try await Gapbook.start(
            URL(fileURLWithPath: "/usr/bin/unshare"),
            ["-rm", "sh", "-c", "mount -t tmpfs -o size=1m none /mnt"], in: Gapbook.root,
            environment: [:])
        return run.status == 0
    }

    /// Runs the command where the ledger's disk has so many bytes.
    private func run(
        _ arguments: String..., disk bytes: Int, isFull: Bool = false
    ) async throws -> Gapbook.Run {
        let folder = try LedgerFolder()
        try await folder.add(marketplace: nil)
        let script = """
            cp gapbook.sqlite copy && mkdir disk && mount -t tmpfs -o size=\(bytes) none disk
            mv copy disk/gapbook.sqlite && sed -i s,gapbook.sqlite,disk/gapbook.sqlite, gapbook.yaml
            [ \(isFull) = false ] || cat /dev/zero >disk/rest 2>&-
            exec "$@"
            """
        return try await Gapbook.start(
            URL(fileURLWithPath: "/usr/bin/unshare"),
            ["-rm", "sh", "-c", script, "sh", Gapbook.binary.path] + arguments,
            in: folder.scratch.folder, environment: [:])
    }

    @Test(
        "`doctor` and `status` tell of little room on the disk", .enabled { try await canMount() })
    func little() async throws {
        let found = try await checks(run("doctor", "--format", "json", disk: 100 << 20))
        let disk = try #require(found.first { $0["subject"].text == "disk" })
        #expect(disk["result"].text == "warning")
        #expect(disk["words"].text?.hasPrefix("[D0011] the ledger's disk has 99 MB left") == true)
        #expect(disk["advice"].text?.hasPrefix("make room: below 256 MB") == true)

        let text = try await run("status", disk: 100 << 20)
        #expect(text.status == 0 && text.errors.hasPrefix("warning[D0011]"), "\(text.errors)")
        let json = try await run("status", "--format", "json", disk: 100 << 20)
        let free = try #require(try json.json()["ledger_free_bytes"].number)
        #expect((98 << 20)..<(100 << 20) ~= free)
        #expect(json.errors.isEmpty)
    }

    @Test("a disk with enough room is well", .enabled { try await canMount() })
    func enough() async throws {
        let found = try await run("doctor", disk: 300 << 20).output
        #expect(found.contains("OK     disk: it keeps what is written, and has 29"), "\(found)")
        #expect(try await run("status", disk: 300 << 20).errors.isEmpty)
    }

    @Test(
        "on a disk too full to open a ledger its room is told too",
        .enabled { try await canMount() })
    func full() async throws {
        let found = try await checks(run("doctor", "--format", "json", disk: 1 << 20, isFull: true))
        #expect(found.first("subject", "ledger")["words"].text?.hasPrefix("[D0006]") == true)
        let words = found.first("subject", "disk")["words"].text
        #expect(words?.hasPrefix("[D0011] the ledger's disk has 0 MB left") == true)
    }
}

extension [JSON] {
    fileprivate func first(_ key: String, _ value: String) -> JSON {
        first { $0[key].text == value } ?? JSON(nil)
    }
}
