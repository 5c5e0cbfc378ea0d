import Diagnostics
import Diary
import Foundation
import GRDB
import Ports
import Testing

@testable import Ledger

@Suite("Backup and verification")
struct CareTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func filled() async throws -> Ledger {
        let ledger = try scratch.ledger()
        try await MigrationTests.fill(ledger)
        return ledger
    }

    private var files: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: scratch.folder).sorted()) ?? []
    }

    @Test("a backup is one file that opens as a ledger with the same content")
    func backup() async throws {
        let ledger = try await filled()
        let before = files
        try await ledger.backup(to: scratch["backup"])
        #expect(files == ["backup"] + before)
        let attributes = try FileManager.default.attributesOfItem(atPath: scratch["backup"])
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)

        try await ledger.make(.disable)
        let restored = try Ledger.open(at: scratch["backup"], creating: false)
        #expect(try await restored.verify() == [])
        #expect(try await restored.practice(harbour)?.isEnabled == true)
        #expect(try await restored.setUp(of: harbour) == ledger.setUp(of: harbour))
        #expect(try await restored.latestReading(of: harbour) == .sample(rows: 2))
        #expect(try await restored.changeCount() < ledger.changeCount())
        try await restored.make(.disable)
        #expect(try await restored.changeCount() == ledger.changeCount())
    }

    @Test("a backup never takes the place of a file")
    func exists() async throws {
        let ledger = try await filled()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: scratch["backup"]))
        let before = files
        #expect(await code { try await ledger.backup(to: scratch["backup"]) } == "D0501")
        #expect(await code { try await ledger.backup(to: ledger.path) } == "D0501")
        #expect(
            FileManager.default.contents(atPath: scratch["backup"]) == Data("mine".utf8))
        #expect(files == before)
    }

    @Test("a backup that cannot be written leaves nothing")
    func unwritable() async throws {
        let ledger = try await filled()
        #expect(await code { try await ledger.backup(to: scratch["no/backup"]) } == "D0502")
        #expect(!FileManager.default.fileExists(atPath: scratch["no"]))
    }

    @Test("a copy that is not sound is removed")
    func unsound() async throws {
        let ledger = try await filled()
        try await ledger.write { try $0.execute(sql: "DROP INDEX audit_by_practice") }
        let before = files
        #expect(await code { try await ledger.backup(to: scratch["backup"]) } == "D0503")
        #expect(files == before)
    }

    @Test("what the crash of an earlier backup left is no hindrance")
    func leftOver() async throws {
        let ledger = try await filled()
        let part = "backup.\(ProcessInfo.processInfo.processIdentifier).part"
        try Data("half".utf8).write(to: URL(fileURLWithPath: scratch[part]))
        try await ledger.backup(to: scratch["backup"])
        #expect(!files.contains(part))
    }

    @Test("changes go on while a backup is made, and it is whole")
    func during() async throws {
        let ledger = try await filled()
        async let backup: Void = ledger.backup(to: scratch["backup"])
        for number in 0..<20 {
            try await ledger.make(
                .parameter(group: "interval", name: "minutes", .integer(5 + number)))
        }
        try await backup
        #expect(try await Ledger.open(at: scratch["backup"]).verify() == [])
    }

    @Test("a sound ledger has no problems")
    func sound() async throws {
        #expect(try await scratch.ledger("new").verify() == [])
        #expect(try await filled().verify() == [])
    }

    @Test(
        "each kind of damage is told by its code",
        arguments: [
            ("D0602", "DELETE FROM reading"),
            ("D0602", "DELETE FROM rule_revision"),
            ("D0603", "DROP INDEX audit_by_practice"),
            ("D0603", "DROP TRIGGER audit_is_never_changed"),
            ("D0603", "CREATE TABLE extra (x)"),
            ("D0604", "UPDATE reading SET content = x'00'"),
            ("D0604", "UPDATE reading SET bytes = bytes + 1"),
            ("D0604", "INSERT INTO rule_text VALUES ('\(String(repeating: "0", count: 64))', 'x')"),
            ("D0605", "UPDATE practice SET marketplace_key = 'secret'"),
            ("D0605", "UPDATE practice SET time_zone = '!'"),
            ("D0605", "UPDATE appointment_type SET name = ''"),
            ("D0606", "DELETE FROM claim; UPDATE booking SET state = 'sending', version = 4"),
            ("D0606", "UPDATE booking SET practitioner = 'P9' WHERE id = 'B1'"),
            ("D0606", "UPDATE booking_message SET practice = 'banksia-dental'"),
            ("D0606", "UPDATE claim SET start = start - 60, until = until - 60"),
            (
                "D0606",
                "INSERT INTO claim SELECT number, practice, 'P1', 1772100000, 1772101800 "
                    + "FROM booking WHERE id = 'B2'"
            ),
            ("D0607", "UPDATE booking SET state = 'lost'"),
            ("D0607", "UPDATE booking SET code = NULL"),
            ("D0702", "UPDATE patient_key SET id = 'other'"),
            ("D0703", "UPDATE patient_record SET sealed = zeroblob(40)"),
            ("D0703", "UPDATE booking SET id = 'X' || id"),
        ])
    func damage(expected: String, sql: String) async throws {
        let ledger = try await filled()
        try await ledger.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
            // Somebody who changes the file by hand can put the triggers back as they were.
            let triggers = try Row.fetchAll(
                db, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            for row in sql.hasPrefix("DROP") ? [] : triggers {
                try db.execute(sql: "DROP TRIGGER \(row["name"] as String)")
            }
            try db.execute(sql: sql)
            for row in sql.hasPrefix("DROP") ? [] : triggers {
                try db.execute(sql: row["sql"] as String)
            }
        }
        // Broken checks are told by SQLite's own check of the pages, too.
        let codes = Set(try await ledger.verify().map(\.code.rawValue))
        #expect(codes.contains(expected) || codes == ["D0601"], "\(codes)")
        #expect(codes.isSubset(of: [expected, "D0601"]))
    }

    @Test("damaged pages are told, and a backup of them is refused")
    func pages() async throws {
        let ledger = try scratch.ledger()
        try await MigrationTests.fill(ledger)
        _ = try await ledger.keep(PMSReading.sample(rows: 5_000))
        try ledger.close()
        var bytes = try #require(FileManager.default.contents(atPath: ledger.path))
        for page in stride(from: bytes.count - 6 * 4096, to: bytes.count, by: 4096) {
            bytes.replaceSubrange(page..<(page + 64), with: Data(repeating: 0xA5, count: 64))
        }
        try bytes.write(to: URL(fileURLWithPath: ledger.path))
        for suffix in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: ledger.path + suffix)
        }
        let damaged = try Ledger.open(at: ledger.path)
        let problems: [Problem]
        do {
            problems = try await damaged.verify()
        } catch {
            problems = [try #require(error as? Problem)]
        }
        #expect(!problems.isEmpty)
        #expect(problems.allSatisfy { ["D0601", "D0604", "D0008"].contains($0.code.rawValue) })
        #expect(await code { try await damaged.backup(to: scratch["backup"]) } != nil)
        #expect(!files.contains("backup"))
    }
}
