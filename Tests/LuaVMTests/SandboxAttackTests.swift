import LuaVM
import Testing

@Suite("Attacks on the sandbox")
struct SandboxAttackTests {
    @Test("nothing leads out of the sandbox", arguments: absent)
    func isAbsent(_ name: String) throws {
        try Attack(name, "return \(name)", .fails("`\(name)`")).run()
    }

    @Test("nothing changes the libraries or the input", arguments: writes)
    func isReadOnly(_ attack: Attack) throws { try attack.run() }

    @Test("games with the environment stay in the file", arguments: environments)
    func isLocal(_ attack: Attack) throws { try attack.run() }

    @Test("results do not depend on the machine", arguments: values + errors)
    func isDetermined(_ attack: Attack) throws { try attack.run() }

    private static let absent = [
        "load", "loadstring", "loadfile", "dofile", "require", "package", "os", "io", "debug",
        "coroutine", "collectgarbage", "print", "warn", "next", "rawget", "rawset", "rawlen",
        "rawequal", "setmetatable", "getmetatable", "xpcall", "_G", "_VERSION", "newproxy", "arg",
    ]

    private static let writes: [Attack] = [
        Attack("S01", "getmetatable('').__index = nil", .fails("there is no name `getmetatable`")),
        Attack("S02", "string.format = function() end", .fails("cannot change `string`")),
        Attack("S02 method", "('').format = 1", .fails("attempt to index a string value")),
        Attack("S03", "_G.x = 1", .fails("there is no name `_G`")),
        Attack("S04", "return string.dump(type)", .fails("`string` has no field `dump`")),
        Attack("S17", "rawset(input, 'a', 1)", .fails("there is no name `rawset`")),
        Attack("S19", "setmetatable({}, { __mode = 'k' })", .fails("no name `setmetatable`")),
        Attack(
            "library through a local", "local m = math m.pi = 3", .fails("cannot change `math`")),
        Attack("host library", "host.echo = nil", .fails("cannot change `host`")),
        Attack("library as a list", "table.insert(table, 1)", .fails("read-only")),
        Attack("record", "input.reasons = {}", .fails("read-only")),
        Attack("record in a list", "input.reasons[1].id = 'x'", .fails("read-only")),
        Attack("list", "input.reasons[4] = {}", .fails("read-only")),
        Attack("list entry", "input.reasons[1] = nil", .fails("read-only")),
        Attack("insert", "table.insert(input.reasons, 1)", .fails("read-only")),
        Attack("remove", "table.remove(input.reasons)", .fails("read-only")),
        Attack("sort", "table.sort(input.lengths)", .fails("read-only")),
        Attack("plain table", "input.words.a = 2", .fails("read-only")),
        Attack("parameters", "params.minimum_minutes = 5", .fails("read-only")),
        Attack("constructor", "rule(input)", .fails("read-only")),
        Attack(
            "iterator of ipairs",
            "local f = ipairs({}) local _, v = f(input.reasons, 0) return v", .gives(.null)),
        Attack(
            "iterator of a list",
            """
            local f, list = ipairs(input.reasons)
            local _, reason = f({}, 0)
            return pcall(function() reason.id = 'x' end)
            """, .gives(.boolean(false))),
        Attack(
            "iterator past the end",
            "local f = ipairs({}) return (f({}, math.maxinteger))", .gives(.null)),
        Attack(
            "list in pack",
            "local t = table.pack(table.unpack(input.reasons)) t[1] = nil return #input.reasons",
            .gives(.integer(3))),
    ]

    private static let environments: [Attack] = [
        Attack("_ENV nil", "_ENV = nil return x", .fails("attempt to index a nil value")),
        Attack("_ENV empty", "local _ENV = {} return type", .gives(.null)),
        Attack(
            "_ENV kept", "local old = _ENV local _ENV = {} return old.type(1)",
            .gives(.string("number"))),
        Attack("_ENV field", "_ENV.string = nil return string.rep('a', 2)", .gives(.string("aa"))),
        Attack("_ENV shadows", "_ENV.string = { rep = 1 } return string.rep", .gives(.integer(1))),
        Attack(
            "_ENV shadows, methods hold", "_ENV.string = {} return ('a'):rep(2)",
            .gives(.string("aa"))),
        Attack("_ENV insert", "table.insert(_ENV, 1)", .fails("read-only")),
        Attack("_ENV sort", "table.sort(_ENV)", .fails("read-only")),
        Attack("_ENV constructor", "rule(_ENV)", .fails("read-only")),
        Attack("_ENV returned", "return _ENV", .returnsBadly("is a function")),
        Attack("global set", "type = 1 return type", .gives(.integer(1))),
        Attack("global nil", "type = nil return type(1)", .gives(.string("number"))),
        Attack("kept input", "keep = input return #keep.reasons", .gives(.integer(3))),
        Attack("_ENV is the return", source: "decide = type return _ENV", .gives(.string("table"))),
        Attack(
            "wrong return", source: "return 1",
            .returnsBadly("the file returns number, not a table")),
        Attack(
            "no return", source: "local x = 1", .returnsBadly("the file returns nil, not a table")),
        Attack("error at the top", source: "error('top')", .fails("top")),
        Attack("loop at the top", source: "while true do end", .trips([.instructions])),
        Attack(
            "decide is no function", source: "return { decide = 1 }",
            .fails("`decide` is number, not a function")),
        Attack(
            "decide is missing", source: "return {}", .fails("`decide` is missing, not a function")),
        Attack("`_ENV <const>`", "local _ENV <const> = {} x = 1 return x", .gives(.integer(1))),
    ]

    private static let values: [Attack] = [
        Attack("S15", "return tostring({}) .. tostring(type)", .gives(.string("tablefunction"))),
        Attack("S16", "return ('%p'):format({})", .fails("invalid conversion `%p`")),
        Attack("S16 %a", "return ('%a'):format(1)", .fails("invalid conversion `%a`")),
        Attack("S16 %s", "return ('%s'):format({})", .gives(.string("table"))),
        Attack("D01", "return math.random()", .fails("`math` has no field `random`")),
        Attack(
            "D02",
            """
            local keys = {}
            for k in pairs({ b = 1, [true] = 1, [-1] = 1, a = 1, 7, [2.5] = 1 }) do
              keys[#keys + 1] = tostring(k)
            end
            return table.concat(keys, ' ')
            """, .gives(.string("1 -1 2.5 a b true"))),
        Attack(
            "D03", "for k in pairs({ [{}] = 1 }) do end",
            .fails("no fixed order for a key that is a table")),
        Attack("N01", "return math.maxinteger + 1 == math.mininteger", .gives(.boolean(true))),
        Attack("N02", "return 1 // 0", .fails("attempt to divide by zero")),
        Attack("N02 modulo", "return 1 % 0", .fails("attempt to perform 'n%0'")),
        Attack("N02 smallest", "return math.mininteger // -1", .gives(.integer(.min))),
        Attack("N03", "return 1 / 0", .returnsBadly("is not a finite number")),
        Attack("N04", "return '10' + 5", .fails("attempt to perform arithmetic on a string value")),
        Attack("N05", "local t = {} t[0 / 0] = 1", .fails("index is NaN")),
        Attack("N06", "return 60 / 2", .gives(.number(30))),
        Attack("N07", "return 0 / 0", .returnsBadly("is not a finite number")),
        Attack("U04", "return ('É'):lower()", .gives(.string("É"))),
        Attack("U04 space", "return (('\u{A0}x'):find('%s'))", .gives(.null)),
        Attack(
            "long number", "return tonumber(('9'):rep(60000)) == math.huge", .gives(.boolean(true))),
        Attack(
            "long number with a base", "return tonumber(('z'):rep(60000), 36) ~= nil",
            .gives(.boolean(true))),
        .trips(
            "long numbers", "local s = ('1'):rep(60000) while true do tonumber(s) end",
            .instructions),
        Attack("utf8 of nonsense", "return (utf8.len('\\xff'))", .gives(.null)),
        Attack("utf8 beyond", "return utf8.char(0x7fffffff)", .returnsBadly("is not valid UTF-8")),
        Attack("utf8 too large", "return utf8.char(1 << 40)", .fails("value out of range")),
        Attack("codepoint outside", "return utf8.codepoint('a', 5)", .fails("out of bounds")),
        .trips(
            "codepoints of a long string",
            "local s = ('x'):rep(60000) while true do local t = { utf8.codepoint(s, 1, -1) } end",
            .instructions, .memory, .allocatedBytes),
        .trips(
            "utf8 length", "local s = ('x'):rep(60000) while true do utf8.len(s) end", .instructions
        ),
        Attack("char out of range", "return string.char(256)", .fails("value out of range")),
    ]

    private static let errors: [Attack] = [
        Attack("E01", "error({})", .fails("an error's message must be a string, not table")),
        Attack("E02", "error(nil)", .fails("an error's message must be a string, not nil")),
        Attack("E02 none", "error()", .fails("an error's message must be a string")),
        Attack("E03", "error(input)", .fails("an error's message must be a string, not table")),
        Attack("E04", "assert(false)", .fails("assertion failed")),
        Attack("E04 message", "assert(nil, 'sorry')", .fails("sorry")),
        Attack("E04 table", "assert(false, {})", .fails("an error's message must be a string")),
        Attack(
            "E05 caught", "local ok, message = pcall(error, 'x', 0) return message",
            .gives(.string("x"))),
        Attack("E05 level", "error('x', math.maxinteger)", .fails("x")),
        Attack("E05 long", "error(('x'):rep(60000))", .fails("xxx")),
        Attack("E05 bytes", "error('\\xff\\0y')", .fails("\u{FFFD}")),
    ]
}
