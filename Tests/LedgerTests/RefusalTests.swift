import Diagnostics
import Diary
import Foundation
import GRDB
import Ports
import Testing

@testable import Ledger

/// What the ledger says of its disk. `DiskTests` of the simulation has a disk that is really full,
/// and one that cannot sync.
@Suite("A disk that refuses")
struct RefusalTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("a refusal stands until a change is kept, whatever is read, refused or left as it is")
    func stands() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        #expect(ledger.refusal == nil)
        try await ledger.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let reading = try PMSReading.sample(rows: 20_000)
        #expect(await LedgerTests.code { _ = try await ledger.keep(reading) } == "D0006")
        #expect(ledger.refusal?.code == "D0006")
        _ = try await ledger.practices()
        #expect(await LedgerTests.code { try await ledger.make(.enable, of: banksia) } == "D0101")
        _ = try await ledger.prune(now: start)
        #expect(ledger.refusal?.code == "D0006")
        try await ledger.make(.disable)
        #expect(ledger.refusal == nil)
    }

    @Test("a test write is a commit of a page that is on the disk, and changes nothing")
    func testWrite() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        func log() throws -> UInt64 {
            let facts = try FileManager.default.attributesOfItem(atPath: ledger.path + "-wal")
            return (facts[.size] as? NSNumber)?.uint64Value ?? 0
        }
        let (size, count) = (try log(), try await ledger.changeCount())
        let mark = try await ledger.pool.read { try Mark.read($0) }
        try await ledger.testWrite()
        // A frame is a page and 24 bytes.
        #expect(try log() == size + 4096 + 24)
        #expect(try await ledger.changeCount() == count)
        #expect(try await ledger.pool.read { try Mark.read($0) } == mark)
        #expect(try await ledger.verify().isEmpty)
    }

    @Test("a test write to a ledger that is gone is told, and is no refusal of the disk")
    func testWriteElsewhere() async throws {
        let ledger = try scratch.ledger()
        try FileManager.default.moveItem(atPath: ledger.path, toPath: scratch["aside"])
        #expect(await LedgerTests.code { try await ledger.testWrite() } == "D0010")
        #expect(ledger.refusal == nil)
    }

    @Test("the free room is that of the disk that holds the file, or is to hold it")
    func freeBytes() throws {
        let facts = try FileManager.default.attributesOfFileSystem(forPath: scratch.folder)
        let all = try #require((facts[.systemSize] as? NSNumber)?.intValue)
        let free = try #require((facts[.systemFreeSize] as? NSNumber)?.intValue)
        for path in [scratch.folder, scratch["none.sqlite"]] {
            let found = try #require(Ledger.freeBytes(at: path))
            // Others write to the disk meanwhile.
            #expect(abs(found - free) <= all / 10)
        }
        #expect(Ledger.freeBytes(at: scratch["no/folder"]) == nil)
        #expect(Ledger.freeBytes(at: "none.sqlite") != nil)
    }
}
