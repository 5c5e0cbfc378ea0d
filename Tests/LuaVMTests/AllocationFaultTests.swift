import Foundation
import Synchronization
import Testing

@testable import LuaVM

@Suite("Memory that runs out at any allocation")
struct AllocationFaultTests {
    /// A whole evaluation that uses everything: a function of the host, base, combinators, trace.
    private static let sources = [
        Practice.decide(
            "rules/high.lua",
            """
            local answer = base(input)
            local kept = list.filter(input.reasons, "long", function(r)
              return r.minutes >= params.minimum_minutes, "too short"
            end)
            local chosen, step = first_match(kept, { "none", "first" }, {
              none = function() return false, "never" end, first = function() return true end,
            })
            trace.note(host.echo(step) .. text.fold("X") .. tostring(pcall(host.echo)))
            return { id = chosen.id, below = answer.n, words = text.words("a b") }
            """),
        Practice.decide("rules/low.lua", "return { n = #string.rep('x', 300) }"),
    ]

    /// Counts those of its kind that live.
    private final class Witness: Sendable {
        static let count = Mutex(0)
        init() { Self.count.withLock { $0 += 1 } }
        deinit { Self.count.withLock { $0 -= 1 } }
    }

    @Test("every failed allocation is an error or harmless, and no object of the host stays alive")
    func everyAllocation() throws {
        let expected = try Self.evaluate(failingAfter: -1).get()
        var succeeded = 0
        var allocations: Int64 = 0
        // It may succeed by chance before the end (a cache that did not grow), so a run of
        // successes is the end.
        while succeeded < 50, allocations < 100_000 {
            switch Self.evaluate(failingAfter: allocations) {
            case .success(let answer):
                #expect(answer == expected, "after \(allocations) allocations")
                succeeded += 1
            case .failure:
                succeeded = 0
            }
            let living = Witness.count.withLock { $0 }
            #expect(living == 0, "after \(allocations) allocations")
            allocations += 1
        }
        #expect(succeeded == 50, "never succeeded within \(allocations) allocations")
        #expect(try Self.evaluate(failingAfter: -1).get() == expected)
    }

    @Test("a failure after the machine was built leaves the next evaluation right")
    func whileEvaluating() throws {
        let program = Practice.program(Self.sources)
        let expected = try Self.answer(Machine(program)).get()
        for allocations in stride(from: Int64(0), to: 400, by: 3) {
            let pool = MachinePool(program: program, capacity: 1)
            let machine = try pool.take()
            machine.failAllocations(after: allocations)
            _ = try? Self.answer(machine).get()
            machine.failAllocations(after: -1)
            pool.give(machine)
            #expect(try Self.answer(pool.take()).get() == expected, "after \(allocations)")
        }
    }

    /// A program of its own each time: what failed to compile for want of memory is remembered in
    /// it.
    private static func watchedProgram() -> Program {
        let witness = Witness()
        let echo = HostFunction("host.echo") { values throws(HostFailure) in
            _ = witness
            let kept = [Witness(), Witness()]
            if values.isEmpty { throw HostFailure("\(kept.count)") }
            return values[0]
        }
        return Program(
            sources: sources, shapes: Practice.shapes, constructors: ["rule"],
            functions: Practice.functions.filter { $0.name != "host.echo" } + [echo],
            limits: .standard)
    }

    private static func evaluate(failingAfter allocations: Int64) -> Result<Value, LuaError> {
        do throws(LuaError) {
            return answer(try Machine(watchedProgram(), failingAfter: allocations))
        } catch {
            return .failure(error)
        }
    }

    private static func answer(_ machine: Machine) -> Result<Value, LuaError> {
        do throws(LuaError) {
            try machine.begin(Practice.document)
            return machine.call(Practice.question([0, 1])).result
        } catch {
            return .failure(error)
        }
    }
}
