import Diary
import Foundation
import LuaVM
import Testing

@testable import Rules

@Suite("What is generated, and what a rule can reach")
struct ReferenceTests {
    @Test("every generated text is the one in the repository", arguments: RuleReference.allCases)
    func generated(reference: RuleReference) throws {
        let file = Layered.root.appendingPathComponent(reference.path)
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(kept == reference.text, "\(reference.path) is old: run scripts/generate")
    }

    @Test("the page of the parameters is the one of the shipped packs")
    func parameters() throws {
        let packs = try PMSSystem.allCases.map { system in
            let directory = RuleDirectory(root: Layered.root.appendingPathComponent("rules").path)
            return (
                system: system, rules: try RuleSet(directory, system: system, practice: nil)
            )
        }
        let file = Layered.root.appendingPathComponent("docs/reference/parameters.md")
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(kept == ParametersPage.text(packs), "run scripts/generate")
    }

    /// All that stock Lua 5.4 has, after its manual; of the libraries that no rule sees, the name.
    private static let stock: [String] = [
        "assert", "collectgarbage", "dofile", "error", "getmetatable", "ipairs", "load",
        "loadfile", "next", "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset",
        "require", "select", "setmetatable", "tonumber", "tostring", "type", "warn", "xpcall",
        "coroutine", "debug", "io", "os", "package", "_G", "_VERSION",
        "math.abs", "math.acos", "math.asin", "math.atan", "math.ceil", "math.cos", "math.deg",
        "math.exp", "math.floor", "math.fmod", "math.huge", "math.log", "math.max",
        "math.maxinteger", "math.min", "math.mininteger", "math.modf", "math.pi", "math.rad",
        "math.random", "math.randomseed", "math.sin", "math.sqrt", "math.tan", "math.tointeger",
        "math.type", "math.ult",
        "string.byte", "string.char", "string.dump", "string.find", "string.format",
        "string.gmatch", "string.gsub", "string.len", "string.lower", "string.match",
        "string.pack", "string.packsize", "string.rep", "string.reverse", "string.sub",
        "string.unpack", "string.upper",
        "table.concat", "table.insert", "table.move", "table.pack", "table.remove", "table.sort",
        "table.unpack",
        "utf8.char", "utf8.charpattern", "utf8.codepoint", "utf8.codes", "utf8.len",
        "utf8.offset",
    ]

    /// The names that a rule finds something under.
    private func reachable(among names: [String]) throws -> Set<String> {
        let probes = names.map { name in
            "if probe(function() return \(name) end) then found[#found + 1] = \"\(name)\" end"
        }
        let text = """
            local function probe(read)
              local ok, value = pcall(read)
              return ok and value ~= nil
            end
            return rule { decide = function()
              local found = {}
              \(probes.joined(separator: "\n  "))
              return { found = found }
            end }
            """
        let program = Program(
            sources: [Source(name: "probe.lua", text: text)], shapes: InputShapes.all.map(\.shape),
            constructors: RuleSet.constructors, functions: [RuleSet.fold])
        let machine = try Machine(program)
        try machine.begin(SharedDocument.empty)
        let outcome = machine.call(
            Call(
                chain: [0], function: "decide", argument: SharedDocument.empty,
                parameters: GroupParameters([]).encoded))
        let value = try outcome.result.get()
        return Set((value["found"]?.items ?? []).compactMap(\.stringValue))
    }

    @Test("of stock Lua a rule reaches exactly what the reference lists")
    func stock() throws {
        let listed =
            LibraryFunction.plain
            + LibraryFunction.standard.flatMap { library, names in names.map { "\(library).\($0)" }
            }
        let odd = try reachable(among: Self.stock).symmetricDifference(listed)
        #expect(odd.isEmpty, "\(odd.sorted())")
        #expect(Set(listed).isSubset(of: Self.stock))
    }

    @Test("of Gapbook's own functions a rule reaches all that the reference lists")
    func own() throws {
        let listed = LibraryFunction.all.map(\.name) + RuleSet.constructors
        #expect(try reachable(among: listed) == Set(listed))
        // Each name stands in what editors and luacheck read.
        for name in listed {
            let last = String(name.split(separator: ".").last ?? "")
            #expect(EditorStubs.text.contains(name), "\(name)")
            #expect(LuacheckStandard.text.contains(last), "\(name)")
        }
    }

    @Test("every field of every decision stands on the page and in the stubs")
    func fields() {
        for point in DecisionPoint.all {
            #expect(DecisionsPage.text.contains("`\(point.name)`"))
            for field in point.input.fields + point.result.fields {
                #expect(DecisionsPage.text.contains("`\(field.name)`"), "\(field.name)")
                #expect(EditorStubs.text.contains(field.name), "\(field.name)")
                #expect(DecisionsSchema.text.contains("\"\(field.name)\""), "\(field.name)")
            }
        }
    }
}
