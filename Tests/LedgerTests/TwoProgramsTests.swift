import Diagnostics
import Diary
import Ports
import Testing

@testable import Ledger

/// Several ledgers on one file are several connections, as those of the service and of commands are.
@Suite("Programs that share one file")
struct TwoProgramsTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func two() async throws -> [Ledger] {
        let first = try await scratch.ledger(with: [harbour, banksia])
        return [first, try scratch.ledger(), try scratch.ledger()]
    }

    @Test("a lease that many ask for at once is given once")
    func leases() async throws {
        let ledgers = try await two()
        for round in 0..<25 {
            let now = start.later(round * 60)
            let owners = try await withThrowingTaskGroup(of: String?.self) { group in
                for (number, ledger) in ledgers.enumerated() {
                    for task in 0..<2 {
                        let owner = "\(round)-\(number)-\(task)"
                        group.addTask {
                            try await ledger.lease(
                                harbour, to: owner, until: now.later(60), now: now) ? owner : nil
                        }
                    }
                }
                return try await group.reduce(into: [String]()) { owners, owner in
                    if let owner { owners.append(owner) }
                }
            }
            #expect(owners.count == 1)
        }
    }

    @Test("changes from all sides are all made, each audited once and seen by the others")
    func changes() async throws {
        let ledgers = try await two()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, ledger) in ledgers.enumerated() {
                group.addTask {
                    for step in 0..<15 {
                        try await ledger.make(
                            .putType(
                                .sample(AppointmentTypeID("T\(number)-\(step)"), name: "Exam")))
                    }
                }
            }
            try await group.waitForAll()
        }
        for ledger in ledgers {
            #expect(try await ledger.setUp(of: harbour).appointmentTypes.count == 45)
            let entries = try await ledger.audit(of: harbour, limit: 100)
            #expect(entries.count == 46)
            #expect(Set(entries.map(\.subject)).count == 46)
        }
    }

    @Test("of runs that begin at once, only the last one goes on")
    func runs() async throws {
        let ledgers = try await two()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for ledger in ledgers {
                group.addTask { _ = try await ledger.beginRun(of: harbour, at: start) }
            }
            try await group.waitForAll()
        }
        let runs = try await ledgers[0].runs(of: harbour, limit: 10)
        #expect(runs.map(\.outcome) == [nil, .interrupted, .interrupted])
    }

    @Test("the same reading kept from all sides is kept once, and pruning beside it harms nothing")
    func readings() async throws {
        let ledgers = try await two()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for ledger in ledgers {
                group.addTask {
                    for number in 0..<10 {
                        _ = try await ledger.keep(
                            PMSReading.sample(rows: number % 3, readAt: start.later(number)))
                        try await ledger.prune(now: start)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await ledgers[0].latestReading(of: harbour)?.readAt == start.later(9))
        #expect(try await ledgers[1].verify() == [])
    }

    @Test("a call whose task is cancelled is finished, so that a lease can be given back")
    func cancelled() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        #expect(try await ledger.lease(harbour, to: "a", until: start.later(60), now: start))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await ledger.release(harbour, from: "a")
        }
        try await task.value
        #expect(try await ledger.lease(harbour, to: "b", until: start.later(60), now: start))
    }
}
