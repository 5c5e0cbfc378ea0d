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
            trace.note(host.echo(step) .. text.fold("X"))
            return { id = chosen.id, below = answer.n, words = text.words("a b") }
            """),
        Practice.decide("rules/low.lua", "return { n = #string.rep('x', 300) }"),
    ]

    @Test("every failed allocation is an error or harmless, and nothing is left behind")
    func everyAllocation() throws {
        let program = Self.program()
        let expected = try Self.evaluate(program, failingAfter: -1).get()
        var succeeded = 0
        var allocations: Int64 = 0
        // It may succeed by chance before the end (a cache that did not grow), so a run of
        // successes is the end.
        while succeeded < 50, allocations < 100_000 {
            switch Self.evaluate(program, failingAfter: allocations) {
            case .success(let answer):
                #expect(answer == expected, "after \(allocations) allocations")
                succeeded += 1
            case .failure:
                succeeded = 0
            }
            allocations += 1
        }
        #expect(succeeded == 50, "never succeeded within \(allocations) allocations")
        #expect(try Self.evaluate(program, failingAfter: -1).get() == expected)
    }

    @Test("a failure after the machine was built leaves the next evaluation right")
    func whileEvaluating() throws {
        let program = Self.program()
        let expected = try Self.evaluate(program, failingAfter: -1).get()
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

    @Test("no object of the host stays alive")
    func liveObjects() throws {
        final class Witness: Sendable {
            static let count = Mutex(0)
            init() { Self.count.withLock { $0 += 1 } }
            deinit { Self.count.withLock { $0 -= 1 } }
        }
        for allocations in stride(from: Int64(0), to: 3_000, by: 7) {
            let witness = Witness()
            let program = Program(
                sources: [Practice.decide("rules/a.lua", "return host.witness({ 1, 2 })")],
                shapes: Practice.shapes, constructors: [],
                functions: [
                    HostFunction("host.witness") { values throws(HostFailure) in
                        _ = witness
                        let kept = [Witness(), Witness()]
                        if values.count > 1 { throw HostFailure("\(kept.count)") }
                        return values.first ?? .null
                    }
                ])
            _ = try? Machine(program, failingAfter: allocations)
            if let machine = try? Machine(program) {
                machine.failAllocations(after: allocations % 40)
                _ = Self.answer(machine)
            }
        }
        #expect(Witness.count.withLock { $0 } == 0)
    }

    private static func program() -> Program { Practice.program(sources) }

    private static func evaluate(
        _ program: Program, failingAfter allocations: Int64
    ) -> Result<Value, LuaError> {
        // A program of its own: what failed to compile for want of memory is remembered in it.
        let fresh = Practice.program(program.sources)
        do throws(LuaError) {
            return answer(try Machine(fresh, failingAfter: allocations))
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
