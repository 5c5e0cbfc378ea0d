import Diary
import Foundation
import GRDB
import Ports
import Testing

@testable import Ledger

@Suite("Retention")
struct RetentionTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let day = 86_400

    private func count(_ table: String, _ ledger: Ledger) async throws -> Int? {
        try await ledger.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
    }

    private func run(
        _ ledger: Ledger, _ outcome: SyncRun.Outcome, at now: Instant,
        reading: ContentDigest? = nil
    ) async throws -> SyncRun {
        var run = try await ledger.beginRun(of: harbour, at: now)
        run.endedAt = now
        run.outcome = outcome
        run.reading = reading
        try await ledger.endRun(run)
        return run
    }

    @Test("readings go but for the latest and those of the newest runs")
    func readings() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        var digests: [ContentDigest] = []
        for number in 0..<15 {
            let now = start.later(number)
            digests.append(try await ledger.keep(PMSReading.sample(rows: number, readAt: now)))
            if number < 14 {
                _ = try await run(ledger, .published, at: now, reading: digests[number])
            }
        }
        let pruned = try await ledger.prune(now: start)
        #expect(pruned.rows["readings"] == 6)
        #expect(!pruned.isPartial)
        let kept = try await ledger.read {
            try Set(String.fetchAll($0, sql: "SELECT digest FROM reading"))
        }
        #expect(kept == Set(digests.suffix(9).map(\.description)))
        #expect(try await ledger.latestReading(of: harbour)?.diary.count == 14)
        // A run says which reading it had also when that is gone.
        #expect(try await ledger.runs(of: harbour, limit: 100).last?.reading == digests[0])
    }

    @Test("runs go after 30 days, but for the last good one and one that goes on")
    func runs() async throws {
        let ledger = try await scratch.ledger(with: [harbour, banksia])
        _ = try await run(ledger, .published, at: start)
        let good = try await run(ledger, .unchanged, at: start)
        _ = try await run(ledger, .readFailed, at: start)
        let young = try await run(ledger, .readFailed, at: start.later(2 * Self.day))
        let open = try await ledger.beginRun(of: banksia, at: start)
        try await ledger.prune(now: start.later(30 * Self.day))
        #expect(try await ledger.runs(of: harbour, limit: 10).count == 4)
        try await ledger.prune(now: start.later(30 * Self.day + 1))
        #expect(try await ledger.runs(of: harbour, limit: 10) == [young, good])
        #expect(try await ledger.lastGoodRun(of: harbour) == good)
        #expect(try await ledger.runs(of: banksia, limit: 10) == [open])
    }

    @Test("findings go 90 days after they ended, with their evidence; those that hold stay")
    func findings() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.replace(
            [.sample(), .sample("A01")], from: .sync, of: harbour, at: start)
        try await ledger.replace([.sample("A01")], from: .sync, of: harbour, at: start)
        try await ledger.prune(now: start.later(90 * Self.day))
        #expect(try await ledger.endedFindings(of: harbour, limit: 10).count == 1)
        try await ledger.prune(now: start.later(90 * Self.day + 1))
        #expect(try await ledger.endedFindings(of: harbour, limit: 10).isEmpty)
        #expect(try await ledger.findings(of: harbour).map(\.finding.code) == ["A01"])
        #expect(try await count("finding_fact", ledger) == 1)
    }

    @Test("published days go two days after they passed; a former id goes with its last day")
    func days() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let there = MarketplacePracticeID("M-harbour-dental")
        let today = CivilDate(dayNumber: start.seconds / Self.day)
        let run = try await ledger.beginRun(of: harbour, at: start)
        let book = AppointmentBook(id: AppointmentBookID("P1"), practitioner: chen, name: "Chen")
        try await ledger.recordSent(
            .books, digest: .sample(1), listing: Listing(books: [book], reasons: [], days: []),
            run: run, at: there)
        let days = [-3, -2, 0, 1].map { BookDay(book: book.id, date: today.adding(days: $0)) }
        let sent = SentDay(digest: .sample(2), starts: 1)
        try await ledger.recordSent(
            Dictionary(uniqueKeysWithValues: days.map { ($0, sent) }), run: run, at: there)
        try await ledger.prune(now: start)
        let left = try await ledger.published(of: harbour, at: there).days
        #expect(Set(left.keys) == Set(days.dropFirst()))
        // All days past, and still the practice's id: the books stay.
        try await ledger.prune(now: start.later(30 * Self.day))
        #expect(try await ledger.published(of: harbour, at: there).days == [:])
        #expect(try await ledger.published(of: harbour, at: there).books == [book])
        var record = PracticeRecord.sample(harbour)
        record.marketplace?.practice = MarketplacePracticeID("M9")
        try await ledger.make(.put(record, timeZone: "Australia/Sydney", phone: nil))
        try await ledger.prune(now: start.later(30 * Self.day))
        #expect(try await count("publication", ledger) == 0)
        #expect(try await count("published_part", ledger) == 0)
    }

    @Test("revisions that were never active go after 30 days, with files that nothing else has")
    func revisions() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        for id in ["a", "b"] {
            let files = [RuleRevision.File(path: "core/\(id).lua", text: id)]
            try await ledger.keep(
                RuleRevision(id: RuleRevisionID(id), files: files, keptAt: start))
        }
        try await ledger.make(.activateRules(RuleRevisionID("a")))
        try await ledger.prune(now: start.later(31 * Self.day))
        #expect(try await ledger.revision(RuleRevisionID("a")) != nil)
        #expect(try await ledger.revision(RuleRevisionID("b")) == nil)
        #expect(try await count("rule_text", ledger) == 1)
    }

    @Test("audited changes and activations stay for ever")
    func audit() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.prune(now: start.later(40_000 * Self.day))
        #expect(try await ledger.audit(of: nil, limit: 10).count == 1)
    }

    @Test("one call takes a bounded number of rows, and the next one goes on")
    func bounded() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let many = Retention.mostRows + 10
        try await ledger.write { db in
            for number in 0..<many {
                try db.run(
                    """
                    INSERT INTO run (practice, started_at, ended_at, outcome, days_sent, days_failed)
                    VALUES (?, ?, 0, 'held', 0, 0)
                    """, [harbour.rawValue, number])
            }
        }
        let first = try await ledger.prune(now: start)
        #expect(first.rows["runs"] == Retention.mostRows)
        #expect(first.isPartial)
        let second = try await ledger.prune(now: start)
        #expect(second.rows["runs"] == 10)
        #expect(!second.isPartial)
    }

    @Test("a pruned ledger is sound")
    func sound() async throws {
        let ledger = try await scratch.ledger(with: [])
        try await MigrationTests.fill(ledger)
        try await ledger.prune(now: start.later(400 * Self.day))
        #expect(try await ledger.verify() == [])
    }
}
