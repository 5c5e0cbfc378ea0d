import Diagnostics
import Diary
import Ports
import Testing

@testable import Ledger

@Suite("Leases, runs and polls")
struct RunTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("a lease is one process's until its time, which that process may prolong")
    func lease() async throws {
        let ledger = try await scratch.ledger(with: [harbour, banksia])
        func ask(_ owner: String, at now: Int, for seconds: Int = 60) async throws -> Bool {
            try await ledger.lease(
                harbour, to: owner, until: start.later(now + seconds), now: start.later(now))
        }
        #expect(try await ask("a", at: 0))
        #expect(try await !ask("b", at: 30))
        #expect(try await ask("a", at: 50))
        #expect(try await !ask("b", at: 109))
        #expect(try await ask("b", at: 110))
        #expect(try await !ask("a", at: 111))
        // What another one has taken over is not given free by its former owner.
        try await ledger.release(harbour, from: "a")
        #expect(try await !ask("a", at: 112))
        try await ledger.release(harbour, from: "b")
        #expect(try await ask("a", at: 112))
        #expect(
            try await ledger.lease(banksia, to: "b", until: start.later(60), now: start))
        #expect(
            await code {
                _ = try await ledger.lease(PracticeID("none"), to: "a", until: start, now: start)
            } == "D0101")
    }

    @Test("a run is read back with all that it ended with")
    func run() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        var run = try await ledger.beginRun(of: harbour, at: start)
        #expect(try await ledger.runs(of: harbour, limit: 10) == [run])
        #expect(try await ledger.lastGoodRun(of: harbour) == nil)
        run.endedAt = start.later(4)
        run.outcome = .published
        run.detail = "3 days"
        run.reading = try await ledger.keep(PMSReading.sample())
        run.rules = "core d6359b75014b"
        run.daysSent = 3
        run.daysFailed = 1
        try await ledger.endRun(run)
        #expect(try await ledger.runs(of: harbour, limit: 10) == [run])
        #expect(try await ledger.lastGoodRun(of: harbour) == run)
    }

    @Test("the last good run is the newest that ended well, every outcome tried")
    func lastGood() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        var expected: SyncRun?
        for (index, outcome) in SyncRun.Outcome.allCases.enumerated() {
            var run = try await ledger.beginRun(of: harbour, at: start.later(index))
            run.endedAt = start.later(index)
            run.outcome = outcome
            try await ledger.endRun(run)
            if outcome == .published || outcome == .unchanged { expected = run }
        }
        #expect(try await ledger.lastGoodRun(of: harbour) == expected)
        #expect(
            try await ledger.runs(of: harbour, limit: 100).compactMap(\.outcome)
                == SyncRun.Outcome.allCases.reversed())
        #expect(try await ledger.runs(of: harbour, limit: 2).count == 2)
    }

    @Test("a run that never ended is interrupted by the next one, and cannot end or record")
    func interrupted() async throws {
        let ledger = try await scratch.ledger(with: [harbour, banksia])
        var first = try await ledger.beginRun(of: harbour, at: start)
        let other = try await ledger.beginRun(of: banksia, at: start)
        let second = try await ledger.beginRun(of: harbour, at: start.later(900))
        let runs = try await ledger.runs(of: harbour, limit: 10)
        #expect(runs.map(\.number) == [second.number, first.number])
        #expect(runs[1].outcome == .interrupted)
        #expect(runs[1].endedAt == start.later(900))
        #expect(try await ledger.runs(of: banksia, limit: 10) == [other])
        first.endedAt = start.later(901)
        first.outcome = .published
        let stale = first
        #expect(await code { try await ledger.endRun(stale) } == "D0301")
        let at = MarketplacePracticeID("M1")
        #expect(await code { try await ledger.recordSent([:], run: stale, at: at) } == "D0301")
        #expect(
            await code {
                try await ledger.recordSent(
                    .books, digest: .sample(1), listing: Listing(books: [], reasons: [], days: []),
                    run: stale, at: at)
            } == "D0301")
        #expect(await code { try await ledger.endRun(second) } == "D0302")
    }

    @Test("the last poll is remembered for each practice")
    func poll() async throws {
        let ledger = try await scratch.ledger(with: [harbour, banksia])
        #expect(try await ledger.lastPoll(of: harbour) == nil)
        try await ledger.recordPoll(of: harbour, at: start)
        try await ledger.recordPoll(of: harbour, at: start.later(5))
        #expect(try await ledger.lastPoll(of: harbour) == start.later(5))
        #expect(try await ledger.lastPoll(of: banksia) == nil)
    }
}
