import LuaVM
import Testing

@Suite("Attacks by patterns and searches")
struct PatternAttackTests {
    @Test("a pattern ends in a named limit or an error", arguments: attacks)
    func ends(_ attack: Attack) throws { try attack.run() }

    private static let attacks: [Attack] = [
        .trips(
            "P01", "return string.find(('a'):rep(40), ('a?'):rep(40) .. ('a'):rep(40))",
            .patternSteps),
        .trips("P02", "return (('a'):rep(20000)):find(('.-'):rep(6) .. 'b')", .patternSteps),
        .trips("P03", "return (('a'):rep(60000)):gsub('.-b', '')", .patternSteps),
        .trips("P04", "for x in (('('):rep(60000)):gmatch('%b()') do end", .patternSteps),
        .trips(
            "P05",
            """
            local s, p = ('a'):rep(60000), ('a'):rep(30000) .. 'b'
            while true do s:find(p, 1, true) end
            """, .instructions),
        .trips(
            "plain find of short needles",
            """
            local s = ('a'):rep(60000)
            local p = 'b' .. ('a'):rep(200)
            while true do s:find(p, 1, true) text.contains(s, p) end
            """, .instructions, .cpuTime),
        .trips(
            "long patterns without specials",
            """
            local p = ('a'):rep(60000)
            while true do ('a'):find(p) end
            """, .instructions, .cpuTime),
        .trips(
            "long set",
            "local p = '[' .. ('b'):rep(60000) .. ']' return (('a'):rep(60000)):find(p)",
            .patternSteps),
        .trips(
            "frontier of a long set",
            "local p = '%f[' .. ('b'):rep(60000) .. ']' return (('a'):rep(60000)):find(p)",
            .patternSteps),
        .trips(
            "back-references",
            "return (('a'):rep(60000)):find('(' .. ('a'):rep(9000) .. ')%1%1%1%1%1%1b')",
            .patternSteps),
        .trips(
            "pcall around a pattern",
            "while true do pcall(string.find, ('a'):rep(20000), ('.-'):rep(6) .. 'b') end",
            .patternSteps),
        .trips(
            "many short searches", "while true do ('abc'):find('.-.-.-d') end", .patternSteps),
        .trips(
            "gmatch that is dropped",
            "while true do for x in ('abc'):gmatch('.') do break end end", .instructions,
            .patternSteps),
        Attack(
            "nested captures",
            "return (('a'):rep(100)):find(('('):rep(33) .. 'a' .. (')'):rep(33))",
            .fails("too many captures")),
        Attack(
            "depth", "return (('a'):rep(300)):match(('a?'):rep(300))", .fails("pattern too complex")
        ),
        Attack(
            "missing bracket", "return ('a'):find('[a')", .fails("malformed pattern (missing `]`)")),
        Attack(
            "percent at the end", "return ('a'):find('%')",
            .fails("malformed pattern (ends with `%`)")),
        Attack(
            "frontier without set", "return ('a'):find('%f')",
            .fails("malformed pattern (missing `[`")),
        Attack(
            "balance without arguments", "return ('a'):find('%b(')",
            .fails("missing arguments to `%b`")),
        Attack("capture that never ends", "return ('a'):find('(a')", .fails("unfinished capture")),
        Attack(
            "capture that never began", "return ('a'):match('a)')",
            .fails("invalid pattern capture")),
        Attack(
            "unknown back-reference", "return ('a'):find('%1')", .fails("invalid capture index")),
        Attack("bad template", "return (('a'):gsub('a', '%z'))", .fails("invalid use of `%`")),
        Attack(
            "unknown capture", "return (('a'):gsub('a', '%2'))", .fails("invalid capture index")),
        .trips(
            "gsub that grows", "return (('x'):rep(60000):gsub('', ('y'):rep(60000)))", .stringBytes),
        .trips(
            "gsub with %1", "return (('x'):rep(3000):gsub('x+', ('%0'):rep(3000)))", .stringBytes),
        .trips(
            "template of empty captures",
            "return (('x'):rep(60000):gsub('(y*)', ('%1'):rep(30000)))", .instructions,
            .patternSteps),
        .trips(
            "template of position captures",
            "return (('x'):rep(60000):gsub('()', ('%1'):rep(30000)))", .stringBytes),
        .trips(
            "gsub with a function that grows",
            "local y = ('y'):rep(60000) return (('x'):rep(60000):gsub('x', function() return y end))",
            .stringBytes),
        .trips(
            "gsub with a table that grows",
            "local t = { x = ('y'):rep(60000) } return (('x'):rep(60000):gsub('x', t))",
            .stringBytes),
        .trips(
            "gsub with a function of many captures",
            """
            local p = ('('):rep(30) .. 'x*' .. (')'):rep(30)
            while true do (('x'):rep(60000)):gsub(p, function(...) return '' end) end
            """, .patternSteps, .allocatedBytes, .memory, .instructions),
        Attack(
            "gsub with a read-only table", "return (('a'):gsub('a', input))",
            .fails("`input` has no field `a`")),
        Attack(
            "gsub with a boolean", "return (('a'):gsub('a', true))", .fails("string/function/table")
        ),
        Attack(
            "gsub whose function returns a table",
            "return (('a'):gsub('a', function() return {} end))",
            .fails("invalid replacement value")),
    ]
}
