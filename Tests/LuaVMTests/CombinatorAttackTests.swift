import LuaVM
import Testing

@Suite("Attacks through combinators, the trace, the host and base")
struct CombinatorAttackTests {
    @Test("a combinator is no way around a limit", arguments: lists)
    func combinator(_ attack: Attack) throws { try attack.run() }

    @Test("a flood of remarks or host calls ends in a named limit", arguments: floods)
    func flood(_ attack: Attack) throws { try attack.run() }

    @Test("a result that cannot leave the machine is a clean error", arguments: results)
    func result(_ attack: Attack) throws { try attack.run() }

    @Test("base is no way around a limit", arguments: bases)
    func base(_ attack: Attack) throws { try attack.run() }

    private static let lists: [Attack] = [
        .trips(
            "filter that never ends", "list.filter({ 1 }, 'l', function() while true do end end)",
            .instructions),
        .trips(
            "filter of filters",
            """
            local t = {}
            for i = 1, 100 do t[i] = i end
            local function f(n) return list.count(t, function() return n == 0 or f(n - 1) end) end
            return f(20)
            """, .instructions),
        Attack(
            "map that empties its list",
            "local t = { 1, 2, 3 } list.map(t, function() t[2] = nil t[3] = nil return 1 end)",
            .fails("the list changed while `list.map` read it")),
        Attack(
            "filter that empties its list",
            "local t = { 1, 2 } list.filter(t, 'l', function() t[1] = nil return true end)",
            .fails("the list changed while `list.filter` read it")),
        Attack(
            "map that grows its list",
            "local t = { 1 } return #list.map(t, function(x) t[#t + 1] = x return x end)",
            .gives(.integer(1))),
        Attack(
            "first_match that drops its tests",
            """
            local tests = {}
            tests.a = function() tests.b = nil end
            tests.b = function() end
            first_match({ 1 }, { 'a', 'b' }, tests)
            """, .fails("the tests changed while `first_match` ran them")),
        Attack(
            "first_match that empties its order",
            """
            local order = { 'a', 'b' }
            first_match({ 1 }, order, { a = function() order[2] = nil end, b = type })
            """, .fails("the tests changed while `first_match` ran them")),
        Attack("map to nil", "list.map({ 1 }, function() end)", .fails("gave nil for entry 1")),
        Attack(
            "best of NaN", "list.best({ 1 }, 'l', function() return 0 / 0 end)",
            .fails("is not a number")),
        Attack(
            "best of text", "list.best({ 1 }, 'l', function() return 'x' end)",
            .fails("is not a number")),
        Attack(
            "reason that is a table", "list.filter({ 1 }, 'l', function() return false, {} end)",
            .fails("gives a string as its reason")),
        Attack("no list", "list.filter(nil, 'l', type)", .fails("table expected, got nil")),
        Attack("no function", "list.map({ 1 }, {})", .fails("function expected, got table")),
        Attack("no label", "list.filter({ 1 }, {}, type)", .fails("label expected")),
        Attack("order of tables", "first_match({ 1 }, { {} }, {})", .fails("is not a name")),
        Attack(
            "unknown test", "first_match({ 1 }, { 'frist' }, { first = type })",
            .fails("the nearest is `first`")),
        .trips(
            "distance of long texts",
            "local a = ('x'):rep(30000) while true do text.distance(a, a .. 'y', 1000) end",
            .instructions, .memory),
        .trips(
            "words of a long text",
            "local s = ('x '):rep(30000) while true do text.words(s) end", .instructions, .memory,
            .allocatedBytes),
        .trips(
            "contains in a long list",
            "local t = {} for i = 1, 9000 do t[i] = 'x' end while true do list.contains(t, 'y') end",
            .instructions),
    ]

    private static let floods: [Attack] = [
        .trips("S18", "while true do trace.note('x') end", .traceNotes),
        .trips("S18 pcall", "while true do pcall(trace.note, 'x') end", .traceNotes),
        Attack("S18 print", "print('x')", .fails("there is no name `print`")),
        Attack("note of a table", "trace.note({})", .fails("a note is a string")),
        .trips(
            "filters", "while true do list.filter(input.reasons, ('x'):rep(300), type) end",
            .traceBytes),
        .trips(
            "steps",
            "while true do first_match(input.reasons, { 'a' }, { a = function() return false, ('y'):rep(300) end }) end",
            .traceBytes),
        .trips(
            "scores",
            "while true do list.best(input.reasons, 'l', function() return 1, ('y'):rep(300) end) end",
            .traceBytes),
        .trips(
            "large ids",
            "local t = {} for i = 1, 2000 do t[i] = { id = ('x'):rep(300) .. i } end list.filter(t, 'l', type)",
            .traceBytes, .memory),
        .trips(
            "filters inside filters",
            """
            local function f(n) list.filter({ 1, 2 }, ('x'):rep(200), function() f(n + 1) end) end
            while true do pcall(f, 1) end
            """, .traceBytes, .instructions),
        .trips(
            "events that fail", "while true do pcall(list.filter, { 1 }, 'l', error) end",
            .instructions, .allocatedBytes),
        .trips("host calls", "while true do host.echo(1) end", .hostCalls),
        .trips("host calls in pcall", "while true do pcall(host.refuse) end", .hostCalls),
        .trips(
            "large host calls", "local s = ('x'):rep(60000) while true do host.echo(s) end",
            .instructions, .hostCalls, .allocatedBytes),
        .trips("large reply", "return #host.huge()", .stringBytes, .memory),
        Attack(
            "many arguments", "host.echo(table.unpack({}, 1, 17))",
            .fails("too many arguments to a function of the host")),
        Attack("function as argument", "host.echo(type)", .fails("the argument is a function")),
        Attack("cycle as argument", "local t = {} t[1] = t host.echo(t)", .trips([.depth])),
        Attack("refusal", "host.refuse()", .fails("refused")),
    ]

    private static let results: [Attack] = [
        Attack("cycle", "local t = {} t.t = t return t", .trips([.depth])),
        Attack("cycle of lists", "local t = {} t[1] = t return t", .trips([.depth])),
        Attack(
            "deep",
            "local t = {} for i = 1, 100000 do t = { t } if i > 5000 then break end end return t",
            .trips([.depth])),
        Attack(
            "many", "local t = {} for i = 1, 2000 do t[i] = i end return t", .trips([.resultSize])),
        Attack(
            "wide tree",
            "local t = {} for i = 1, 40 do t[i] = {} for k = 1, 40 do t[i][k] = k end end return t",
            .trips([.resultSize])),
        Attack(
            "large", "local s, t = ('x'):rep(60000), {} for i = 1, 6 do t[i] = s end return t",
            .trips([.resultSize])),
        Attack("long string", "local s = ('x'):rep(60000) return s .. s", .trips([.stringBytes])),
        Attack(
            "long key", "local s = ('x'):rep(60000) return { [s .. s] = 1 }", .trips([.stringBytes])
        ),
        Attack("function", "return type", .returnsBadly("the result is a function")),
        Attack(
            "function inside", "return { a = { type } }",
            .returnsBadly("the result's `a[1]` is a function")),
        Attack("NaN inside", "return { 0 / 0 }", .returnsBadly("`[1]` is not a finite number")),
        Attack("infinity", "return { a = math.huge }", .returnsBadly("`a` is not a finite number")),
        Attack("holes", "return { 1, nil, 3 }", .returnsBadly("is a list with holes")),
        Attack("place 0", "return { [0] = 1 }", .returnsBadly("is a list with holes")),
        Attack("mixed", "return { 1, a = 2 }", .returnsBadly("is both a list and a record")),
        Attack("boolean key", "return { [true] = 1 }", .returnsBadly("neither a name nor a place")),
        Attack("float key", "return { [1.5] = 1 }", .returnsBadly("neither a name nor a place")),
        Attack("table key", "return { [{}] = 1 }", .returnsBadly("neither a name nor a place")),
        Attack("invalid UTF-8", "return 'a\\xff'", .returnsBadly("is not valid UTF-8")),
        Attack("overlong UTF-8", "return '\\xc0\\x80'", .returnsBadly("is not valid UTF-8")),
        Attack("surrogate", "return '\\u{d800}'", .returnsBadly("is not valid UTF-8")),
        Attack("cut UTF-8", "return '\\xe2\\x82'", .returnsBadly("is not valid UTF-8")),
        Attack(
            "invalid UTF-8 key", "return { ['\\xff'] = 1 }", .returnsBadly("is not valid UTF-8")),
        Attack("NUL", "return 'a\\0b'", .gives(.string("a\0b"))),
        Attack(
            "forged kind", "return { __kind = 'rule' }",
            .gives(.table(Record([.init("__kind", .string("rule"))])))),
        Attack(
            "kind twice", "return rule(param.integer({}))",
            .gives(.table(Record([.init("__kind", .string("rule"))])))),
        Attack("kind of text", "return rule('x')", .fails("`rule` takes a table, not a string")),
        Attack("long message", "error(('é'):rep(30000))", .fails("é")),
    ]

    private static let bases: [Attack] = [
        Attack(
            "no lower layer", "return base(input)",
            .fails("there is no lower layer for `base` to call")),
        Attack(
            "base in a loop", "while true do pcall(base, input) end",
            .trips([.instructions, .allocatedBytes])),
        Attack(
            "base as a comparison", "table.sort({ 1, 2 }, base)", .fails("there is no lower layer")),
    ]
}
