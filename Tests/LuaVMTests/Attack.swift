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
    /// CPU time that building, opening and calling may take together; a sanitizer slows all of it.
    static let mostMilliseconds: Double? =
        ProcessInfo.processInfo.environment["GAPBOOK_SANITIZED"] == "1" ? nil : 150

    /// Runs it, judges how it ended and what it cost, and asks an honest rule of the same program.
    func run() throws {
        let honest = Practice.decide(
            "rules/honest.lua", "return { first = input.reasons[1].id, n = #input.reasons }")
        let pool = MachinePool(
            program: Practice.program([Source(name: "rules/attack.lua", text: source), honest]),
            capacity: 1)
        let start = Self.threadMilliseconds
        let machine = try pool.take()
        try machine.begin(Practice.document)
        let outcome = machine.call(Practice.question([0]))
        let spent = Self.threadMilliseconds - start
        judge(outcome)
        if let most = Self.mostMilliseconds {
            #expect(spent <= most, "\(id) took \(spent) ms of CPU time")
        }
        // After a trip only the raise allocates.
        let most = Limits.standard.memoryBytes + 16 << 10
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
