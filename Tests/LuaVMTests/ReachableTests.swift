import Testing

@testable import LuaVM

@Suite("What a rule can reach")
struct ReachableTests {
    @Test("exactly the functions of this list, and nothing else")
    func reachable() throws {
        let machine = try Machine(Practice.program([]))
        #expect(machine.reachableNames == Self.expected.sorted())
    }

    @Test("it says which Lua it runs")
    func release() { #expect(luaRelease.hasPrefix("Lua 5.4")) }

    private static let expected = [
        "assert", "error", "first_match", "ipairs", "pairs", "pcall", "rule", "select", "tonumber",
        "tostring", "type", "host.echo", "host.huge", "host.refuse", "param.integer", "text.fold",
        "list.best", "list.contains", "list.count", "list.filter", "list.find", "list.map",
        "math.abs", "math.ceil", "math.floor", "math.fmod", "math.huge", "math.max",
        "math.maxinteger", "math.min", "math.mininteger", "math.modf", "math.pi", "math.sqrt",
        "math.tointeger", "math.type", "math.ult",
        "string.byte", "string.char", "string.find", "string.format", "string.gmatch",
        "string.gsub", "string.len", "string.lower", "string.match", "string.rep",
        "string.reverse", "string.sub", "string.upper",
        "table.concat", "table.insert", "table.pack", "table.remove", "table.sort", "table.unpack",
        "text.contains", "text.distance", "text.starts_with", "text.words", "trace.note",
        "utf8.char", "utf8.codepoint", "utf8.len",
    ]
}
