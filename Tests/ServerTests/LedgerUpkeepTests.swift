import Diagnostics
import Diary
import Logging
import Ports
import Synchronization
import Testing

@testable import Server

/// A clock whose sleepers wake at once, so many times; then the task counts as cancelled.
private final class HastyTime: TimeSource {
    private let state: Mutex<(now: Int, sleeps: Int)>

    init(_ now: Int, sleeps: Int) { state = Mutex((now, sleeps)) }

    func now() -> Instant { Instant(seconds: state.withLock { $0.now }) }

    func sleep(for duration: Duration) async throws {
        try state.withLock { state in
            guard state.sleeps > 0 else { throw CancellationError() }
            state.sleeps -= 1
            state.now += Int(duration.components.seconds)
        }
    }
}

@Suite("The ledger's chores")
struct LedgerUpkeepTests {
    /// What was asked for, in order.
    private final class Record: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) -> Int {
            lines.withLock { lines in
                lines.append(line)
                return lines.count { $0 == line }
            }
        }
    }

    private static let start = 10_000_000
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func run(_ chores: LedgerChores, sleeps: Int, days: Int = 30) async {
        await LedgerUpkeep(
            chores: chores, patientDays: days, time: HastyTime(Self.start, sleeps: sleeps),
            logger: Self.logger
        ).work()
    }

    @Test("sealed again once, then every hour patients go, and rows after them, to the last one")
    func order() async {
        let record = Record()
        let chores = LedgerChores(
            prune: { now in
                let times = record.add("prune \(now.seconds - Self.start)")
                return .init(rows: 2, isPartial: times < 3)
            },
            purgePatients: { before in
                let times = record.add("purge \(before.seconds - Self.start)")
                return .init(rows: 1, isPartial: times < 2)
            },
            resealPatients: {
                _ = record.add("reseal")
                return .init(count: 1, unopened: 0)
            })
        await run(chores, sleeps: 1, days: 2)
        let before = -2 * 86_400
        #expect(
            record.all == [
                "reseal", "purge \(before)", "purge \(before)", "prune 0", "prune 0", "prune 0",
                "purge \(before + 3600)", "purge \(before + 3600)",
                "prune 3600", "prune 3600", "prune 3600",
            ])
    }

    @Test("what fails keeps neither the other chores nor the next hour")
    func failing() async {
        let record = Record()
        let chores = LedgerChores(
            prune: { _ in
                _ = record.add("prune")
                throw Problem("D0006", "the disk refuses", hint: nil)
            },
            purgePatients: { _ in
                _ = record.add("purge")
                throw Problem("D0006", "the disk refuses", hint: nil)
            },
            resealPatients: {
                _ = record.add("reseal")
                throw Problem("D0006", "the disk refuses", hint: nil)
            })
        await run(chores, sleeps: 2)
        #expect(
            record.all == ["reseal", "purge", "prune", "purge", "prune", "purge", "prune"])
    }

    @Test("a chore without an end waits for the next hour")
    func endless() async {
        let record = Record()
        let chores = LedgerChores(
            prune: { _ in
                _ = record.add("prune")
                return .init(rows: 1, isPartial: true)
            }, purgePatients: { _ in .init(rows: 0, isPartial: false) })
        await run(chores, sleeps: 0)
        #expect(record.all.count == LedgerUpkeep.mostCalls)
    }
}

/// A ledger that a test makes as it is to be.
final class ToldLedger: WatchedLedger {
    struct State {
        /// How often the place was looked at; after which time it is gone.
        var looks = 0
        var isGoneAfter = Int.max
        var refusal: Problem?
        /// How many test writes are still refused.
        var refusals = 0
        var testWrites = 0
    }
    let state: Mutex<State>
    let freeBytes: Int?

    init(_ state: State = State(), freeBytes: Int? = nil) {
        self.state = Mutex(state)
        self.freeBytes = freeBytes
    }

    static let refuses = Problem("D0006", "the disk refuses to keep the change")

    func checkPlace() throws(Problem) {
        let isGone = state.withLock { state in
            state.looks += 1
            return state.looks > state.isGoneAfter
        }
        if isGone { throw Problem("D0010", "gone") }
    }

    var refusal: Problem? { state.withLock { $0.refusal } }

    func testWrite() async throws {
        try state.withLock { state in
            state.testWrites += 1
            if state.testWrites <= state.refusals { throw ToldLedger.refuses }
            state.refusal = nil
        }
    }
}

@Suite("The watch over the ledger")
struct LedgerWatchTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test("it looks again and again, and ends with the problem once the ledger is gone")
    func gone() async {
        let ledger = ToldLedger(.init(isGoneAfter: 2))
        let watch = LedgerWatch(
            ledger: ledger, time: HastyTime(0, sleeps: 10), logger: logger)
        let problem = await #expect(throws: Problem.self) { try await watch.watch() }
        #expect(problem?.code == "D0010" && ledger.state.withLock { $0.looks } == 3)
    }

    @Test("it ends in silence when it is asked to")
    func stopped() async throws {
        let ledger = ToldLedger()
        try await LedgerWatch(
            ledger: ledger, time: HastyTime(0, sleeps: 2), logger: logger
        ).watch()
        #expect(ledger.state.withLock { $0.looks } == 3)
        #expect(ledger.state.withLock { $0.testWrites } == 0)
    }

    @Test("while the disk refuses it tries to write, and no longer than that")
    func refusal() async throws {
        let ledger = ToldLedger(.init(refusal: ToldLedger.refuses, refusals: 3))
        try await LedgerWatch(
            ledger: ledger, time: HastyTime(0, sleeps: 9), logger: logger
        ).watch()
        #expect(ledger.refusal == nil)
        #expect(ledger.state.withLock { $0.looks } == 10)
        #expect(ledger.state.withLock { $0.testWrites } == 4)
    }
}
