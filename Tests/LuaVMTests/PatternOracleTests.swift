import Foundation
import Testing

@testable import LuaVM

/// Our pattern matcher counts its steps, which stock Lua's cannot; otherwise both are to be alike.
@Suite("Patterns, judged by stock Lua")
struct PatternOracleTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let cases =
        environment["GAPBOOK_SOAK"] == "1" ? 1_000_000 : 20_000
    private static let perScript = 100

    @Test("find, match, gmatch and gsub give what stock Lua gives, or fail where it fails")
    func alike() throws {
        let seed = UInt64(Self.environment["GAPBOOK_SEED"] ?? "") ?? 1
        var generator = PatternGenerator(seed: seed)
        for batch in 0..<(Self.cases / Self.perScript) {
            let body =
                Self.prelude + generator.calls(Self.perScript) + "return table.concat(out, '\\n')"
            let stock = try #require(StockLua.run(body), "seed \(seed), batch \(batch)")
            let ours = try Self.ours(body)
            guard ours != stock else { continue }
            let lines = zip(stock.split(separator: "\n"), ours.split(separator: "\n"))
            let calls = body.split(separator: "\n").filter { $0.hasPrefix("out[#out + 1]") }
            for (index, pair) in lines.enumerated() where pair.0 != pair.1 {
                Issue.record("seed \(seed): \(calls[index]): stock \(pair.0), ours \(pair.1)")
                return
            }
            Issue.record("seed \(seed), batch \(batch): different numbers of answers")
        }
    }

    private static func ours(_ body: String) throws -> String {
        var limits = Limits.standard
        limits.patternSteps = 100_000_000
        limits.instructions = 100_000_000
        limits.cpuNanoseconds = 20_000_000_000
        limits.memoryBytes = 64 << 20
        limits.allocatedBytes = 1 << 30
        limits.stringBytes = 1 << 20
        limits.resultBytes = 1 << 20
        let outcome = try Practice.ask(body, limits: limits)
        return try #require(outcome.result.get().stringValue)
    }

    /// Bytes are shown as numbers, so that an answer is text whatever was matched.
    private static let prelude = """
        local out = {}
        local function show(v)
          if type(v) ~= 'string' then return tostring(v) end
          local bytes = {}
          for i = 1, #v do bytes[i] = string.byte(v, i) end
          return '<' .. table.concat(bytes, ' ') .. '>'
        end
        local function try(f, ...)
          local r = table.pack(pcall(f, ...))
          if not r[1] then return 'error' end
          local shown = {}
          for i = 2, r.n do shown[#shown + 1] = show(r[i]) end
          return table.concat(shown, ',')
        end
        local function all(s, p)
          local found = {}
          for a, b in string.gmatch(s, p) do
            found[#found + 1] = show(a) .. show(b)
            if #found > 30 then break end
          end
          return table.concat(found, ';')
        end

        """
}

/// Patterns and subjects out of a seed, rich in what matchers get wrong.
private struct PatternGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func calls(_ count: Int) -> String {
        (0..<count).map { _ in "out[#out + 1] = \(call())\n" }.joined()
    }

    private mutating func call() -> String {
        let (subject, pattern) = (literal(self.subject()), literal(self.pattern()))
        switch below(8) {
        case 0: return "try(string.find, \(subject), \(pattern))"
        case 1: return "try(string.find, \(subject), \(pattern), \(Int(below(9)) - 4))"
        case 2: return "try(string.find, \(subject), \(pattern), 1, true)"
        case 3: return "try(string.match, \(subject), \(pattern))"
        case 4: return "try(all, \(subject), \(pattern))"
        case 5: return "try(string.gsub, \(subject), \(pattern), \(literal(replacement())))"
        case 6: return "try(string.gsub, \(subject), \(pattern), { a = 'X', b = false, ab = 7 })"
        default:
            return "try(string.gsub, \(subject), \(pattern), "
                + "function(a, b) if b then return b end return a == 'a' and 'Z' end, \(below(4)))"
        }
    }

    private mutating func subject() -> [UInt8] {
        let alphabet = Array("aaabbc (())%.1-x\u{0}\n".utf8)
        return (0..<below(14)).map { _ in alphabet[Int(below(UInt64(alphabet.count)))] }
    }

    private mutating func replacement() -> [UInt8] {
        let parts = ["%0", "%1", "%2", "%%", "x", "", "%", "%9"]
        return (0..<below(4)).flatMap { _ in Array(parts[Int(below(UInt64(parts.count)))].utf8) }
    }

    private mutating func pattern() -> [UInt8] {
        var text = below(5) == 0 ? "^" : ""
        for _ in 0..<(1 + below(5)) { text += item() }
        if below(6) == 0 { text += "$" }
        return Array(text.utf8)
    }

    private mutating func item() -> String {
        switch below(12) {
        case 0: return "(" + single() + quantifier() + ")"
        case 1: return "()"
        case 2: return "%b()"
        case 3: return "%f" + set()
        case 4: return "%1"
        case 5: return ["(", ")", "[", "%", "]", "%b", "%f", "[^", "[a-"][Int(below(9))]
        default: return single() + quantifier()
        }
    }

    private mutating func single() -> String {
        let classes = [
            "%a", "%d", "%s", "%w", "%p", "%A", "%S", "%l", "%u", "%x", "%c", "%g", "%.",
        ]
        switch below(5) {
        case 0: return "."
        case 1: return classes[Int(below(UInt64(classes.count)))]
        case 2: return set()
        default: return ["a", "b", "c", "x", "1", " ", "-", "\u{0}", "%(", "%-"][Int(below(10))]
        }
    }

    private mutating func set() -> String {
        ["[ab]", "[^ab]", "[a-c]", "[%a]", "[^%s]", "[]]", "[^]]", "[a-]", "[%w_]", "[\u{0}-z]"][
            Int(below(10))]
    }

    private mutating func quantifier() -> String { ["", "", "*", "+", "-", "?"][Int(below(6))] }

    private func literal(_ bytes: [UInt8]) -> String {
        "'"
            + bytes.map { byte in
                let digits = String(byte)
                return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            }.joined() + "'"
    }

    /// SplitMix64, which gives the same numbers everywhere.
    private mutating func below(_ bound: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ (mixed >> 31)) % bound
    }
}
