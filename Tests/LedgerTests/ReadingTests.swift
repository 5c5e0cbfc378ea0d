import Diagnostics
import Diary
import Foundation
import GRDB
import Ports
import Testing

@testable import Ledger

@Suite("Readings by their content")
struct ReadingTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func rows(_ ledger: Ledger) async throws -> Int? {
        try await ledger.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM reading") }
    }

    @Test("a reading is read back as it was, with its own time")
    func roundTrip() async throws {
        let ledger = try await scratch.ledger(with: [harbour, banksia])
        #expect(try await ledger.latestReading(of: harbour) == nil)
        let reading = try PMSReading.sample()
        _ = try await ledger.keep(reading)
        #expect(try await ledger.latestReading(of: harbour) == reading)
        #expect(try await ledger.latestReading(of: banksia) == nil)
        #expect(try await ledger.claims(of: harbour) == [])
    }

    @Test("the same content is kept once, whenever it was read; other content beside it")
    func once() async throws {
        let ledger = try await scratch.ledger(with: [harbour, banksia])
        let first = try await ledger.keep(PMSReading.sample())
        let again = try await ledger.keep(PMSReading.sample(readAt: start.later(300)))
        #expect(first == again)
        #expect(try await rows(ledger) == 1)
        #expect(try await ledger.latestReading(of: harbour)?.readAt == start.later(300))
        let other = try await ledger.keep(PMSReading.sample(rows: 4, readAt: start.later(600)))
        let elsewhere = try await ledger.keep(PMSReading.sample(banksia))
        #expect(Set([first, other, elsewhere]).count == 3)
        #expect(try await rows(ledger) == 3)
        #expect(try await ledger.latestReading(of: harbour)?.diary.count == 4)
    }

    @Test("the digest is that of the canonical snapshot without its time")
    func digest() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        var timeless = try PMSReading.sample()
        timeless.readAt = Instant(seconds: 0)
        let text = Snapshot(pms: timeless, setUp: SetUp(timeZone: "UTC")).json()
        #expect(try await ledger.keep(PMSReading.sample()) == ContentDigest(of: text.utf8))
        #expect(
            ContentDigest(of: "abc".utf8).description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test("an older reading that comes late does not become the latest one")
    func late() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        _ = try await ledger.keep(PMSReading.sample(rows: 5, readAt: start.later(60)))
        _ = try await ledger.keep(PMSReading.sample(rows: 1, readAt: start))
        #expect(try await ledger.latestReading(of: harbour)?.diary.count == 5)
    }

    @Test("S52: a reading that broke off is refused")
    func incomplete() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        var reading = try PMSReading.sample()
        reading.isComplete = false
        let broken = reading
        #expect(await code { _ = try await ledger.keep(broken) } == "D0201")
        #expect(try await ledger.latestReading(of: harbour) == nil)
    }

    @Test("one that no snapshot could hold is refused before anything rests on it")
    func unreadable() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        var reading = try PMSReading.sample()
        reading.reasons[0].name = String(repeating: "x", count: 500)
        let long = reading
        #expect(await code { _ = try await ledger.keep(long) } == "D0202")
        #expect(try await rows(ledger) == 0)
        #expect(await code { _ = try await ledger.keep(PMSReading.sample(banksia)) } == "D0101")
    }

    @Test("a diary of twenty thousand rows is kept small")
    func large() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let reading = try PMSReading.sample(rows: 20_000)
        _ = try await ledger.keep(reading)
        #expect(try await ledger.latestReading(of: harbour) == reading)
        let size = try await ledger.read { db in
            try Row.fetchOne(db, sql: "SELECT bytes, length(content) AS kept FROM reading")
                .map { (try $0.whole("bytes"), try $0.whole("kept")) }
        }
        let (bytes, kept) = try #require(size)
        #expect(bytes > 1_000_000)
        #expect(kept < bytes / 8)
    }
}
