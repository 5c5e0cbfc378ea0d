import Diagnostics
import Diary
import Foundation
import GRDB
import Ports
import Testing

@testable import Ledger

@Suite("Opening a ledger")
struct OpeningTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func code(at path: String, creating: Bool = true) -> ProblemCode? {
        do {
            _ = try Ledger.open(at: path, creating: creating, patience: .milliseconds(50))
            return nil
        } catch {
            return error.code
        }
    }

    @Test("every commit is synced: WAL, synchronous FULL, foreign keys, read from the writer")
    func durable() throws {
        let ledger = try scratch.ledger()
        let (mode, synchronous, keys) = try ledger.pool.writeWithoutTransaction { db in
            (
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(db, sql: "PRAGMA synchronous"),
                try Int.fetchOne(db, sql: "PRAGMA foreign_keys")
            )
        }
        #expect(mode == "wal")
        #expect(synchronous == 2)
        #expect(keys == 1)
    }

    @Test("it is FULL again after a poll, which may be lost with the power")
    func durableAfterPoll() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.recordPoll(of: harbour, at: start)
        let failed = await LedgerTests.code {
            try await ledger.recordPoll(of: banksia, at: start)
        }
        #expect(failed == "D0101")
        let synchronous = try await ledger.pool.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA synchronous")
        }
        #expect(synchronous == 2)
    }

    @Test("a setting that did not take is a problem")
    func settings() throws {
        let queue = try DatabaseQueue(path: scratch["other.sqlite"])
        let problem = #expect(throws: Problem.self) {
            try queue.writeWithoutTransaction { try Durability.check($0) }
        }
        #expect(problem?.code == "D0007")
    }

    @Test("a new ledger is marked as one, of this version, and only its owner can read it")
    func mark() throws {
        let ledger = try scratch.ledger()
        let mark = try ledger.pool.read { try Mark.read($0) }
        #expect(mark.application == Mark.application)
        #expect(mark.version == Migration.current)
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: ledger.path + suffix)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }

    @Test(
        "nothing more is written to a ledger that was deleted or replaced",
        arguments: [false, true])
    func gone(isReplaced: Bool) async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try ledger.checkPlace()
        try FileManager.default.moveItem(atPath: ledger.path, toPath: scratch["aside"])
        if isReplaced {
            try FileManager.default.copyItem(atPath: scratch["aside"], toPath: ledger.path)
        }
        let looked = await LedgerTests.code { try ledger.checkPlace() }
        let wrote = await LedgerTests.code { try await ledger.add(banksia) }
        let polled = await LedgerTests.code { try await ledger.recordPoll(of: harbour, at: start) }
        #expect([looked, wrote, polled] == ["D0010", "D0010", "D0010"])
        try? FileManager.default.removeItem(atPath: ledger.path)
        try FileManager.default.moveItem(atPath: scratch["aside"], toPath: ledger.path)
        #expect(try await ledger.practices().map(\.id) == [harbour])
        try await ledger.add(banksia)
    }

    @Test("a ledger keeps its content over closing and opening")
    func reopen() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try ledger.close()
        #expect(await LedgerTests.code { _ = try await ledger.practices() } == "D0009")
        let again = try Ledger.open(at: ledger.path, creating: false)
        #expect(try await again.practices().map(\.id) == [harbour])
    }

    @Test("after closing, the file alone has everything")
    func closed() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        _ = try await ledger.practices()
        try ledger.close()
        try FileManager.default.copyItem(atPath: ledger.path, toPath: scratch["copy"])
        #expect(try await Ledger.open(at: scratch["copy"]).practices().map(\.id) == [harbour])
    }

    @Test("an empty file becomes a ledger")
    func emptyFile() throws {
        try Data().write(to: URL(fileURLWithPath: scratch["empty"]))
        #expect(code(at: scratch["empty"]) == nil)
    }

    @Test("where none is to be made, a missing file is told and stays missing")
    func missing() {
        #expect(code(at: scratch["none"], creating: false) == "D0001")
        #expect(!FileManager.default.fileExists(atPath: scratch["none"]))
        #expect(code(at: scratch["no/folder"]) == "D0001")
    }

    @Test("a text, a folder and a database of others are refused and stay as they are")
    func foreign() throws {
        let text = Data("practice,phone\nharbour,02 5550 1234\n".utf8)
        try text.write(to: URL(fileURLWithPath: scratch["text"]))
        #expect(code(at: scratch["text"]) == "D0002")
        #expect(FileManager.default.contents(atPath: scratch["text"]) == text)
        #expect(code(at: scratch.folder) == "D0002")

        let other = try DatabaseQueue(path: scratch["other"])
        try other.write { try $0.execute(sql: "CREATE TABLE patient (id INTEGER)") }
        try other.close()
        let before = FileManager.default.contents(atPath: scratch["other"])
        #expect(code(at: scratch["other"]) == "D0002")
        #expect(FileManager.default.contents(atPath: scratch["other"]) == before)
        #expect(!FileManager.default.fileExists(atPath: scratch["other-wal"]))

        let marked = try DatabaseQueue(path: scratch["marked"])
        try marked.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = 7") }
        try marked.close()
        #expect(code(at: scratch["marked"]) == "D0002")
    }

    @Test("a ledger of a newer program is refused, also by one that has it open")
    func newer() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.pool.writeWithoutTransaction {
            try Mark.write(Migration.current + 1, to: $0)
        }
        #expect(code(at: ledger.path) == "D0003")
        #expect(await LedgerTests.code { try await ledger.make(.disable) } == "D0003")
    }

    @Test("a ledger that another program holds is told after the patience")
    func locked() throws {
        let ledger = try scratch.ledger()
        let other = try DatabaseQueue(path: ledger.path)
        try other.writeWithoutTransaction { db in
            try db.beginTransaction(.exclusive)
            let waiting = try Ledger.open(at: ledger.path, patience: .milliseconds(50))
            let problem = #expect(throws: Problem.self) {
                do {
                    try waiting.pool.write { try $0.execute(sql: "DELETE FROM wish") }
                } catch {
                    throw Problem(ledger: error)
                }
            }
            #expect(problem?.code == "D0004")
            try db.rollback()
        }
    }

    @Test("a folder that takes no files is told")
    func unwritableFolder() {
        // Nobody can make a file there, root included.
        let folder = "/proc/sys"
        guard FileManager.default.fileExists(atPath: folder) else { return }
        let found = code(at: "\(folder)/ledger.sqlite")
        #expect(found == "D0005" || found == "D0001")
    }

    @Test("a ledger that may only be read is told", .enabled(if: geteuid() != 0))
    func readOnly() throws {
        let ledger = try scratch.ledger()
        try ledger.close()
        chmod(ledger.path, 0o400)
        #expect(code(at: ledger.path) == "D0005")
    }

    @Test("what SQLite says becomes a problem that says what to do")
    func words() {
        let expected: [(ResultCode, ProblemCode)] = [
            (.SQLITE_NOTADB, "D0002"), (.SQLITE_CANTOPEN, "D0001"), (.SQLITE_BUSY, "D0004"),
            (.SQLITE_BUSY_SNAPSHOT, "D0004"), (.SQLITE_READONLY, "D0005"),
            (.SQLITE_READONLY_DIRECTORY, "D0005"), (.SQLITE_FULL, "D0006"),
            (.SQLITE_IOERR_FSYNC, "D0006"), (.SQLITE_CORRUPT, "D0008"),
            (.SQLITE_CONSTRAINT_CHECK, "D0106"), (.SQLITE_ERROR, "D0009"),
        ]
        for (result, code) in expected {
            let problem = Problem(ledger: DatabaseError(resultCode: result))
            #expect(problem.code == code)
            #expect(problem.hint != nil)
            #expect(ProblemEntry.all.contains { $0.code == problem.code })
        }
    }

    @Test("a full disk is told, and what was kept before is there")
    func full() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let reading = try PMSReading.sample(rows: 20_000)
        #expect(await LedgerTests.code { _ = try await ledger.keep(reading) } == "D0006")
        #expect(try await ledger.practices().count == 1)
        #expect(try await ledger.latestReading(of: harbour) == nil)
    }
}
