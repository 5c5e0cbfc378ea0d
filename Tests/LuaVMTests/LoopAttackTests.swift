import LuaVM
import Testing

@Suite("Attacks by loops and recursion")
struct LoopAttackTests {
    @Test("a loop or recursion ends in a named limit", arguments: attacks)
    func ends(_ attack: Attack) throws { try attack.run() }

    private static let attacks: [Attack] = [
        .trips("C01", "while true do end", .instructions),
        .trips("C02", "::a:: goto a", .instructions),
        .trips("C03", "for i = 1, math.huge do end", .instructions),
        .trips("C04", "for i = math.mininteger, math.maxinteger do end", .instructions),
        .trips("C04 floats", "for i = 1.0, 2 ^ 53, 0.5 do end", .instructions),
        .trips("C05", "local function f() return f() end f()", .instructions),
        .trips("C06", "while true do pcall(function() while true do end end) end", .instructions),
        .trips("C07", "pcall(function() while true do end end) return 'survived'", .instructions),
        Attack("C08", "xpcall(print, print)", .fails("there is no name `xpcall`")),
        Attack("C09", "setmetatable({}, {})", .fails("there is no name `setmetatable`")),
        Attack(
            "C10", "local x <close> = { } while true do end",
            .fails("variable 'x' got a non-closable value")),
        Attack("C11", "coroutine.create(print)", .fails("there is no name `coroutine`")),
        Attack("C12", "coroutine.wrap(print)", .fails("there is no name `coroutine`")),
        Attack("C13", "coroutine.resume(nil)", .fails("there is no name `coroutine`")),
        Attack("C14", "coroutine.yield(1)", .fails("there is no name `coroutine`")),
        .trips(
            "R01", "local function f() return 1 + f() end f()", .memory, .instructions,
            .allocatedBytes),
        Attack("R02", "local function f() return (('x'):gsub('.', f)) end f()", .fails("overflow")),
        Attack(
            "R02 sort", "local function f() table.sort({ 1, 2 }, f) end f()", .fails("overflow")),
        Attack(
            "R02 pcall", "local function f() return pcall(f) end return (f())",
            .gives(.boolean(true))),
        Attack(
            "R02 map", "local function f() return list.map({ 1 }, f) end f()", .fails("overflow")),
        Attack(
            "R02 first_match",
            "local function f() return first_match({ 1 }, { 'a' }, { a = f }) end f()",
            .fails("overflow")),
        Attack(
            "R02 best", "local function f() return list.best({ 1 }, 'l', f) end f()",
            .fails("overflow")),
        Attack(
            "R02 mixed",
            """
            local f
            local function g() return (('x'):gsub('.', function() return f() end)) end
            f = function() list.filter({ 1 }, 'l', function() return pcall(g) end) return 'x' end
            return f()
            """, .gives(.string("x"))),
        Attack(
            "R03", "local o = setmetatable({}, { __index = o })",
            .fails("there is no name `setmetatable`")),
        Attack("R05", "getmetatable('').__call = nil", .fails("there is no name `getmetatable`")),
        Attack("R08", "load('return 1')()", .fails("there is no name `load`")),
        Attack("R10", "error(function() end)", .fails("an error's message must be a string")),
        Attack("R11", "return tostring({})", .gives(.string("table"))),
        .trips("storm", stormOfPcalls, .instructions),
        .trips("pcall around pcall", nestedPcalls, .instructions),
        .trips(
            "pcall around a sort that never ends",
            "pcall(table.sort, { 1, 2 }, function() while true do end end) return 1",
            .instructions),
        .trips(
            "pcall around gsub",
            "pcall(string.gsub, 'x', '.', function() while true do end end) return 1",
            .instructions),
        .trips(
            "error storm", "while true do pcall(error, 'x') end", .instructions, .allocatedBytes),
        .trips(
            "integer overflow", "local n = 1 while n ~= 0 do n = n * 3 + 1 | 1 end", .instructions),
        .trips(
            "pairs that adds",
            "local t = { 1 } while true do for k in pairs(t) do t[k] = k end end",
            .instructions, .allocatedBytes),
        .trips(
            "tail calls through a host function",
            "local function f(n) host.echo(n) return f(n + 1) end f(1)", .hostCalls),
        .trips(
            "varargs", "local function f(...) return f(1, ...) end f()", .instructions, .memory,
            .allocatedBytes, .cpuTime),
        .trips(
            "select of many",
            "local function f(...) while true do local n = select('#', ...) end end f(table.unpack({}, 1, 4000))",
            .instructions),
    ]

    /// Each level catches what the level below raised and goes on.
    private static let nestedPcalls = """
        local function f(n)
          while true do
            if n == 0 then while true do end end
            pcall(f, n - 1)
          end
        end
        return f(60)
        """

    private static let stormOfPcalls = """
        local function f() return pcall(pcall, pcall, error, 'x') end
        while true do f() f() f() end
        """
}
