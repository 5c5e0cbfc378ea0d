import Foundation
import Testing

@testable import LuaVM

/// A rule that means harm, and what must come of it.
struct Attack: Sendable, CustomTestStringConvertible {
    enum Ending: Sendable {
        /// One of these limits is named.
        case trips(Set<LuaError.Trip>)
        /// An ordinary error whose message has this part.
        case fails(String)
        /// The source does not compile; the message has this part.
        case isRefused(String)
        /// What it returns cannot leave the machine; the message has this part.
        case returnsBadly(String)
        /// It does no harm.
        case gives(Value)
        /// How fast the machine is decides; only what it used counts.
        case ends
    }

    let id: String
    let source: String
    let ending: Ending

    var testDescription: String { id }

    /// - Parameter body: of the function `decide`.
    init(_ id: String, _ body: String, _ ending: Ending) {
        self.id = id
        source = Practice.decide("rules/attack.lua", body).text
        self.ending = ending
    }

    init(_ id: String, source: String, _ ending: Ending) {
        self.id = id
        self.source = source
        self.ending = ending
    }

    static func trips(_ id: String, _ body: String, _ trips: LuaError.Trip...) -> Attack {
        Attack(id, body, .trips(Set(trips)))
    }
}

extension Attack {
    /// What one attempt left behind.
    private struct Attempt {
        let outcome: Outcome
        /// CPU time of building, opening and calling together.
        let milliseconds: Double
    }

    /// CPU time that an attack may take on the machine of which `slowness` is 1.
    private static let mostMilliseconds = 150.0

    /// A sanitizer slows everything, so that times mean nothing.
    private static let isSanitized =
        ProcessInfo.processInfo.environment["GAPBOOK_SANITIZED"] == "1"

    /// With CPU time out of the way the same limit ends it on every machine.
    private static let untimed = {
        var limits = Limits.standard
        limits.cpuNanoseconds = 600_000_000_000
        return limits
    }()

    /// Some attacks need the clock: a single instruction costs too much for any other limit.
    private var isForTheClock: Bool {
        switch ending {
        case .trips(let allowed): allowed.contains(.cpuTime)
        case .ends: true
        default: false
        }
    }

    /// Judges how it ends, and under the limits that count also what it costs.
    func run() throws {
        if !isForTheClock { judge(try attempt(Self.untimed).outcome) }
        if isForTheClock || !Self.isSanitized { try judgeCost() }
    }

    /// The clock may be the first to end it here, on a slow machine.
    private func judgeCost() throws {
        let attempt = try attempt(.standard)
        if isForTheClock || attempt.outcome.error?.kind != .trip(.cpuTime) {
            judge(attempt.outcome)
        }
        if Self.isSanitized || attempt.milliseconds <= Self.mostMilliseconds { return }
        // A machine that is slow, or that others slow down for a while, gets time in proportion.
        let spent = try (0..<3).map { _ in
            try self.attempt(.standard).milliseconds / max(1, Self.slowness)
        }
        #expect(
            spent.contains { $0 <= Self.mostMilliseconds },
            "\(id) took \(attempt.milliseconds) ms of CPU time, then \(spent) in proportion")
    }

    /// How much longer than on the machine that the bound was made for plain Lua takes just now; a
    /// yardstick that none of our own code can bend.
    private static var slowness: Double {
        let start = threadMilliseconds
        _ = StockLua.run("local n = 0 for i = 1, 1000000 do n = n + i % 7 end return tostring(n)")
        return (threadMilliseconds - start) / 8
    }

    /// Runs it once, then asks an honest rule of the same program, which must be right.
    private func attempt(_ limits: Limits) throws -> Attempt {
        let honest = Practice.decide(
            "rules/honest.lua", "return { first = input.reasons[1].id, n = #input.reasons }")
        let pool = MachinePool(
            program: Practice.program(
                [Source(name: "rules/attack.lua", text: source), honest], limits: limits),
            capacity: 1)
        let start = Self.threadMilliseconds
        let machine = try pool.take()
        try machine.begin(Practice.document)
        let outcome = machine.call(Practice.question([0]))
        let spent = Self.threadMilliseconds - start
        // After a trip only the raise allocates.
        let most = limits.memoryBytes + 16 << 10
        #expect(outcome.cost.peakBytes <= most, "\(id) held \(outcome.cost.peakBytes) bytes")
        pool.give(machine)

        let next = try pool.take()
        try next.begin(Practice.document)
        let answer = next.call(Practice.question([1])).result
        #expect(
            answer
                == .success(
                    .table(Record([.init("first", .string("r1")), .init("n", .integer(3))]))),
            "after \(id)")
        return Attempt(outcome: outcome, milliseconds: spent)
    }

    private func judge(_ outcome: Outcome) {
        switch (ending, outcome.result) {
        case (.trips(let allowed), .failure(let error)):
            guard case .trip(let trip) = error.kind else {
                Issue.record("\(id): \(error)")
                return
            }
            #expect(allowed.contains(trip), "\(id): \(trip)")
        case (.fails(let part), .failure(let error)):
            #expect(error.kind == .runtime && error.message.contains(part), "\(id): \(error)")
        case (.isRefused(let part), .failure(let error)):
            #expect(error.kind == .syntax && error.message.contains(part), "\(id): \(error)")
        case (.returnsBadly(let part), .failure(let error)):
            #expect(error.kind == .badResult && error.message.contains(part), "\(id): \(error)")
        case (.gives(let value), .success(let answer)):
            #expect(answer == value, "\(id)")
        case (.ends, _): break
        default:
            Issue.record("\(id) ended with \(outcome.result)")
        }
    }

    private static var threadMilliseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
