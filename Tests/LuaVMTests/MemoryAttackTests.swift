import LuaVM
import Testing

@Suite("Attacks on memory")
struct MemoryAttackTests {
    @Test("a bomb ends in a named limit", arguments: strings + tables)
    func ends(_ attack: Attack) throws { try attack.run() }

    private static let strings: [Attack] = [
        .trips("M01", "return ('x'):rep(1e10 // 1 | 0)", .stringBytes),
        .trips("M02", "while true do pcall(string.rep, 'x', 10000000000) end", .stringBytes),
        Attack("M03", "return (''):rep(math.maxinteger)", .gives(.string(""))),
        .trips("M03 separator", "return (''):rep(math.maxinteger, 'x')", .stringBytes),
        .trips("M03 overflow", "return ('ab'):rep(math.maxinteger, 'cd')", .stringBytes),
        .trips("M04", "local s = 'x' while true do s = s .. s end", .stringBytes),
        .trips("M05", "local t = {} for i = 1, math.huge do t[i] = i end", .memory),
        .trips("M06", "return (('x'):rep(60000):gsub('', ('y'):rep(60000)))", .stringBytes),
        Attack("M07", "string.pack('c10', 'x')", .fails("`string` has no field `pack`")),
        Attack("M08", "return ('%99999d'):format(1)", .fails("more than two digits")),
        Attack("M09", "return #(('%99.99f'):format(1e308))", .gives(.integer(409))),
        .trips(
            "M10",
            """
            local held = {}
            pcall(function() for i = 1, 14 do held[i] = ('x'):rep(60000) .. i end end)
            while true do pcall(function() return ('y'):rep(60000) .. held[1] .. held[2] end) end
            """, .memory, .instructions, .allocatedBytes),
        .trips(
            "M10 small blocks",
            """
            local t = {}
            pcall(function() for i = 1, math.huge do t[i] = { i } end end)
            while true do pcall(function() return { {}, {}, {} } end) end
            """, .memory, .instructions),
        .trips(
            "live at the ceiling",
            """
            local t = {}
            for i = 1, 15 do t[i] = ('x'):rep(60000) .. i end
            while true do local s = ('y'):rep(50000) end
            """, .instructions, .memory, .allocatedBytes),
        .trips("M11", "local t = {} while true do t = { t } end", .memory),
        .trips(
            "closures", "local f = nil while true do local g = f f = function() return g end end",
            .memory),
        .trips("concat chain", "local s = ('x'):rep(60000) return \(chain)", .stringBytes),
        .trips(
            "concat that is dropped",
            "local s = ('x'):rep(15000) while true do local t = s .. s .. s .. s end",
            .allocatedBytes),
        .trips("format that repeats", "return (('%s'):rep(20)):format(\(twenty))", .stringBytes),
        .trips(
            "format of nothing",
            """
            local t, f = {}, ('%s'):rep(3900)
            for i = 1, 3900 do t[i] = '' end
            while true do f:format(table.unpack(t)) end
            """,
            .instructions),
        .trips(
            "concat that grows",
            "local t = {} for i = 1, 3 do t[i] = ('x'):rep(30000) end return table.concat(t)",
            .stringBytes),
        .trips(
            "concat with a long separator",
            "return table.concat({ 1, 2, 3, 4 }, ('x'):rep(60000))", .stringBytes),
        .trips(
            "strings of their own", "local t = {} for i = 1, math.huge do t[i] = 'k' .. i end",
            .memory),
        .trips(
            "long keys",
            "local t, s = {}, ('x'):rep(60000) while true do t[s .. #t] = 1 end", .allocatedBytes,
            .memory, .cpuTime),
        .trips(
            "upper of a long string", "local s = ('x'):rep(60000) s = s .. s return s:upper()",
            .stringBytes),
        .trips(
            "bytes of a long string",
            "local s = ('x'):rep(60000) while true do local b = { s:byte(1, -1) } end",
            .memory, .instructions, .allocatedBytes),
    ]

    private static let chain = Array(repeating: "s", count: 100).joined(separator: " .. ")
    private static let twenty = Array(repeating: "('x'):rep(4000)", count: 20).joined(
        separator: ", ")

    private static let tables: [Attack] = [
        Attack(
            "T01", "return table.concat({}, '', 1, math.maxinteger - 1)",
            .fails("cannot join a nil")),
        Attack(
            "T01 last", "return table.concat({}, '', math.maxinteger, math.maxinteger)",
            .fails("cannot join a nil")),
        Attack("T02", "table.move({}, 1, 2, 3)", .fails("`table` has no field `move`")),
        Attack("T03", "local t = \(endless) table.insert(t, 1, 1)", .fails("full")),
        Attack("T03 at the end", "local t = \(endless) table.insert(t, 1)", .fails("full")),
        Attack("T04", "local t = \(endless) table.remove(t, 1)", .fails("full")),
        Attack("T07", "local t = \(endless) table.sort(t)", .fails("full")),
        .trips("T07 list", "local t = \(endless) list.count(t, type)", .instructions),
        .trips("T07 pairs", "local t = \(endless) for k in pairs(t) do end", .instructions),
        Attack("T07 result", "return \(endless)", .returnsBadly("is a list with holes")),
        Attack(
            "T05", "local t = { 3, 1, 2 } table.sort(t, function() return true end) return #t",
            .gives(.integer(3))),
        Attack("T06", "table.sort({ 1, 'x' })", .fails("cannot sort a number and a string")),
        Attack(
            "sort whose comparison fails", "table.sort({ 1, 2 }, function() error('no') end)",
            .fails("no")),
        .trips(
            "sort that never ends", "table.sort({ 1, 2 }, function() while true do end end)",
            .instructions),
        .trips(
            "sort of equal long strings",
            """
            local t, s = {}, ('x'):rep(50000)
            for i = 1, 15 do t[i] = s .. i end
            while true do table.sort(t) end
            """, .instructions),
        .trips(
            "comparison of equal long strings",
            """
            local a = ('x'):rep(60000)
            local b = a .. ''
            while true do local c = a < b end
            """, .instructions, .cpuTime),
        .trips(
            "a full table of keys that collide, moved at every assignment",
            """
            local n, t = 4096, {}
            for i = 1, n do t[i * (n - 1)] = 1 end
            for k = n + 1, math.huge do t[(k - n) * (n - 1)] = nil t[k * (n - 1)] = 1 end
            """, .instructions, .cpuTime),
        .trips(
            "comparison of zeros, the dearest instruction",
            "local a = ('\\0'):rep(64000) while a <= a do end", .instructions, .cpuTime),
        .trips(
            "comparison of zeros that `..` made",
            "local a = '\\0' for i = 1, 18 do a = a .. a end while a <= a do end", .stringBytes),
        Attack(
            "T08", "return table.unpack({}, 1, 100000000)", .fails("too many results to unpack")),
        Attack(
            "T08 range", "return table.unpack({}, math.mininteger, math.maxinteger)",
            .fails("too many results to unpack")),
        .trips(
            "T09", "local t = {} for i = 1, 1000000 do t[i * 65535] = 1 end", .memory, .cpuTime),
        .trips(
            "T09 reads",
            """
            local t = {}
            for i = 1, 8000 do t[i * 65535] = 1 end
            while true do local a, b, c, d = t[65535], t[131070], t[196605], t[262140] end
            """, .cpuTime, .instructions),
        .trips(
            "T09 pairs",
            """
            local t = {}
            for i = 1, 10000 do t[i * 65535] = 1 end
            while true do for k in pairs(t) do break end end
            """, .cpuTime, .instructions, .memory),
        .trips(
            "T10",
            "local t = { a = 1 } for k in pairs(t) do t[k .. 'x'] = 1 t[k] = nil end while true do end",
            .instructions),
        .trips(
            "unpack in a loop",
            "local t = {} while true do local n = select('#', table.unpack(t, 1, 4000)) end",
            .instructions),
        .trips(
            "insert at the front", "local t = {} while true do table.insert(t, 1, 1) end",
            .instructions),
        .trips(
            "rest of many", "local function f(...) local t = { ... } return f(1, ...) end f(1)",
            .memory, .instructions, .allocatedBytes),
    ]

    /// A table whose length is the largest integer: all entries stand in the hash part, where Lua
    /// looks for a border by doubling.
    private static let endless =
        "{ "
        + (0..<63).map { "[\(Int64(1) << Int64($0))] = 1, " }.joined()
        + "[math.maxinteger] = 1 }"
}
