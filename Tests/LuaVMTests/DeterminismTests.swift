import Foundation
import Testing

@testable import LuaVM

@Suite("The same input gives the same bytes")
struct DeterminismTests {
    private static let source = Practice.decide(
        "rules/order.lua",
        """
        local t = { zeta = 1, alpha = 2, [10] = 3, [2] = 4, [true] = 5, 7, 8 }
        for i = 1, 40 do t['key' .. i * 7919 % 101] = i end
        local keys = {}
        for k in pairs(t) do keys[#keys + 1] = tostring(k) end
        local pairs_of = {}
        for i = 1, 60 do pairs_of[i] = { n = i * 37 % 11, place = i } end
        table.sort(pairs_of, function(a, b) return a.n < b.n end)
        local order = {}
        for i, p in ipairs(pairs_of) do order[i] = p.place end
        local best = list.best(input.reasons, 'longest', function(r) return r.minutes, r.name end)
        trace.note(table.concat(keys, ' '))
        return { keys = keys, order = order, best = best.id, found = ('abc123'):match('%a+(%d+)') }
        """)

    @Test("in eight fresh machines, and in one that has worked before")
    func machines() throws {
        var outcomes: [Outcome] = []
        for _ in 0..<8 {
            let machine = try Machine(Practice.program([Self.source]))
            try machine.begin(Practice.document)
            outcomes.append(machine.call(Practice.question([0])))
        }
        let worked = try Machine(Practice.program([Self.source]))
        for _ in 0..<50 {
            try worked.begin(Practice.document)
            outcomes.append(worked.call(Practice.question([0])))
        }
        let first = try #require(outcomes.first)
        _ = try first.result.get()
        for outcome in outcomes {
            #expect(outcome.value == first.value)
            #expect(outcome.trace == first.trace)
            #expect(outcome.cost.instructions == first.cost.instructions)
            #expect(outcome.cost.patternSteps == first.cost.patternSteps)
            #expect(outcome.cost.hostCalls == first.cost.hostCalls)
        }
        #expect(first.cost.instructions > 1_000)
    }

    @Test("what the state's own tables cost is not the rule's, wherever they grow")
    func tables() throws {
        let source = Practice.decide(
            "rules/strings.lua",
            "local n = 0 for i = 1, 40 do n = n + #('key' .. i) end return n")
        let program = Practice.program([source])
        // Among so many numbers of strings is one at which Lua's table of strings grows in the call.
        let counts = try stride(from: 0, to: 1_200, by: 8).map { filler in
            var writer = InputWriter()
            writer.beginRecord(1)
            writer.beginArray(count: 0)
            writer.null()
            writer.write(.array((0..<filler).map { .string("filler \($0)") }))
            let machine = try Machine(program)
            try machine.begin(writer.bytes)
            return machine.call(Practice.question([0])).cost.instructions
        }
        #expect(Set(counts).count == 1, "\(Set(counts).sorted())")
    }

    @Test("pairs goes through the items, then numbers, strings and booleans, each in order")
    func order() throws {
        let outcome = try Practice.ask(
            """
            local seen = {}
            local t = { b = 1, a = 1, [3.5] = 1, [-1] = 1, [true] = 1, [false] = 1, 'x', 'y' }
            for k in pairs(t) do
              seen[#seen + 1] = tostring(k)
            end
            return table.concat(seen, ' ')
            """)
        #expect(outcome.value == .string("1 2 -1 3.5 a b false true"))
    }

    @Test("sort is stable")
    func stable() throws {
        let outcome = try Practice.ask(
            """
            local t = {}
            for i = 1, 200 do t[i] = { key = i % 3, place = i } end
            table.sort(t, function(a, b) return a.key < b.key end)
            for i = 2, 200 do
              if t[i - 1].key == t[i].key and t[i - 1].place > t[i].place then return false end
            end
            return true
            """)
        #expect(outcome.value == .boolean(true))
    }

    @Test("nothing leaks from one evaluation to the next")
    func isolated() throws {
        let source = Source(
            name: "rules/leak.lua",
            text: """
                local calls = 0
                counter = (counter == nil) and 1 or counter + 1
                return { decide = function() calls = calls + 1 return { calls, counter } end }
                """)
        let machine = try Machine(Practice.program([source]))
        for _ in 0..<3 {
            try machine.begin(Practice.document)
            let error = machine.call(Practice.question([0])).error
            #expect(error?.message.contains("no name `counter`") == true)
        }
    }

    @Test("a file's own state lives as long as the evaluation")
    func ownState() throws {
        let source = Source(
            name: "rules/state.lua",
            text:
                "local calls = 0 return { decide = function() calls = calls + 1 return calls end }")
        let machine = try Machine(Practice.program([source]))
        for _ in 0..<3 {
            try machine.begin(Practice.document)
            #expect(machine.call(Practice.question([0])).value == .integer(1))
            #expect(machine.call(Practice.question([0])).value == .integer(2))
        }
    }

    @Test("memory stays flat over many evaluations, some of them failing")
    func flat() throws {
        let isSoak = ProcessInfo.processInfo.environment["GAPBOOK_SOAK"] == "1"
        let isSanitized = ProcessInfo.processInfo.environment["GAPBOOK_SANITIZED"] == "1"
        let count = isSoak ? 1_000_000 : isSanitized ? 2_000 : 100_000
        let pool = MachinePool(
            program: Practice.program([
                Practice.decide("rules/cheap.lua", "return { n = #input.reasons }"),
                Practice.decide("rules/fails.lua", "return input.nothing"),
            ]), capacity: 2)
        func evaluate(_ index: Int) throws -> Int {
            let machine = try pool.take()
            try machine.begin(Practice.document)
            let outcome = machine.call(Practice.question([index % 3 == 0 ? 1 : 0]))
            #expect((outcome.value == nil) == (index % 3 == 0))
            let live = machine.liveBytes
            pool.give(machine)
            return live
        }
        var least = Int.max
        var most = 0
        for index in 0..<2_000 { _ = try evaluate(index) }
        let resident = Self.residentBytes
        for index in 0..<count {
            let live = try evaluate(index)
            least = min(least, live)
            most = max(most, live)
        }
        #expect(most - least < 128 << 10, "a machine's bytes went from \(least) to \(most)")
        // Beside other tests the process's own bytes say nothing; scripts/test runs this one alone.
        guard ProcessInfo.processInfo.environment["GAPBOOK_ALONE"] == "1" else { return }
        let grown = Self.residentBytes - resident
        #expect(grown < 16 << 20, "the process grew by \(grown) bytes")
    }

    private static var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let fields = text.split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4_096
    }
}
