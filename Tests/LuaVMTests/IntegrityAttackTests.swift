import LuaVM
import Testing

@Suite("Attacks on the sandbox, the input and determinism")
struct IntegrityAttackTests {
    @Test("what could leave the sandbox is not there", arguments: absent)
    func isAbsent(name: String) throws {
        try Attack(name, "return \(name)", .fails("there is no name `\(name)`")).run()
    }

    @Test("the shared world cannot be changed", arguments: shared)
    func cannotChange(_ attack: Attack) throws { try attack.run() }

    @Test("the input cannot be changed", arguments: input)
    func inputStays(_ attack: Attack) throws { try attack.run() }

    @Test("an error is a message, whatever is thrown", arguments: errors)
    func error(_ attack: Attack) throws { try attack.run() }

    @Test("what a host could stumble over does not leave the machine", arguments: results)
    func result(_ attack: Attack) throws { try attack.run() }

    private static let absent = [
        "os", "io", "debug", "package", "require", "load", "loadstring", "loadfile", "dofile",
        "collectgarbage", "coroutine", "setmetatable", "getmetatable", "rawset", "rawget",
        "rawequal", "rawlen", "next", "xpcall", "print", "warn", "_G", "_VERSION", "newproxy",
    ]

    private static let shared: [Attack] = [
        Attack("S01", "('').__index = 1", .fails("attempt to index a string value")),
        Attack("S02", "string.format = 1", .fails("cannot change `string`: it is read-only")),
        Attack("S02 math", "math.pi = 3", .fails("cannot change `math`: it is read-only")),
        Attack("S02 ours", "list.filter = 1", .fails("cannot change `list`: it is read-only")),
        Attack("S02 insert", "table.insert(table, 1)", .fails("read-only")),
        Attack("S03", "x = 1 return x", .gives(.integer(1))),
        Attack("S03 shadows", "string = nil return #string.rep('x', 3)", .gives(.integer(3))),
        Attack("_ENV", "_ENV = nil return 1", .gives(.integer(1))),
        Attack("_ENV empty", "local _ENV = {} return string", .gives(.null)),
        Attack("S15", "return tostring({}) .. tostring(print == nil)", .fails("no name `print`")),
        Attack("S15 function", "return tostring(function() end)", .gives(.string("function"))),
        Attack("S16", "return ('%p'):format({})", .fails("invalid")),
        Attack("S06", "debug.sethook()", .fails("there is no name `debug`")),
        Attack("S14", "while true do collectgarbage() end", .fails("there is no name")),
        Attack("D01", "return math.random()", .fails("no field `random`")),
        Attack("string.dump", "return string.dump(function() end)", .fails("no field `dump`")),
        Attack("table.move", "table.move({}, 1, 9, 2)", .fails("no field `move`")),
        Attack("strings have no arithmetic", "return '10' + 5", .fails("arithmetic on a string")),
        Attack(
            "N integers wrap", "return math.maxinteger + 1 == math.mininteger",
            .gives(.boolean(true))),
        Attack("N division", "return 1 // 0", .fails("attempt to")),
    ]

    private static let input: [Attack] = [
        Attack("field", "input.reasons = {}", .fails("cannot change the input: it is read-only")),
        Attack("new field", "input.x = 1", .fails("cannot change the input: it is read-only")),
        Attack("item", "input.reasons[1] = nil", .fails("cannot change the input")),
        Attack("deep", "input.reasons[1].id = 'x'", .fails("cannot change the input")),
        Attack("insert", "table.insert(input.lengths, 1)", .fails("cannot change the input")),
        Attack("remove", "table.remove(input.lengths)", .fails("cannot change the input")),
        Attack("sort", "table.sort(input.lengths)", .fails("cannot change the input")),
        Attack("params", "params.minimum_minutes = 1", .fails("cannot change the input")),
        Attack("constructor", "rule(input)", .fails("cannot change the input")),
        Attack(
            "through pairs", "for k, v in pairs(input.words) do input.words[k] = 2 end",
            .fails("cannot change the input")),
        Attack(
            "the iterator's own table",
            "local f, t = ipairs(input.lengths) t[1] = 9 return 1",
            .fails("cannot change the input")),
    ]

    private static let errors: [Attack] = [
        Attack("E01", "error({})", .fails("an error's message must be a string")),
        Attack("E02", "error(nil)", .fails("an error's message must be a string")),
        Attack("E03", "error(setmetatable)", .fails("there is no name")),
        Attack("E04", "assert(false)", .fails("assertion failed")),
        Attack("E05", "assert(nil, 'said so')", .fails("said so")),
        Attack("E06", "error('x', 1000000)", .fails("x")),
        Attack("host", "host.refuse()", .fails("refused")),
        Attack("caught", "local ok, why = pcall(host.refuse) return ok", .gives(.boolean(false))),
        Attack("long message", "error(('x'):rep(5000))", .fails("xxx")),
        Attack("base without a lower layer", "return base(input)", .fails("no lower layer")),
    ]

    private static let results: [Attack] = [
        Attack("NaN", "return { a = 0 / 0 }", .returnsBadly("`a` is not a finite number")),
        Attack(
            "infinite", "return { a = { 1, 1 / 0 } }",
            .returnsBadly("`a[2]` is not a finite number")),
        Attack("function", "return { a = tostring }", .returnsBadly("`a` is a function")),
        Attack("holes", "return { 1, nil, 3, nil, 5 }", .returnsBadly("holes")),
        Attack("mixed", "return { 1, a = 2 }", .returnsBadly("both a list and a record")),
        Attack("key", "return { [true] = 1 }", .returnsBadly("neither a name nor a place")),
        Attack("UTF-8", "return { a = '\\xff' }", .returnsBadly("`a` is not valid UTF-8")),
        Attack("surrogate", "return { a = '\\xed\\xa0\\x80' }", .returnsBadly("not valid UTF-8")),
        Attack(
            "NUL", "return { a = 'x\\0y' }",
            .gives(.table(Record([.init("a", .string("x\u{0}y"))])))),
        Attack(
            "frozen input", "return input.lengths",
            .gives(.array([.integer(15), .integer(30), .integer(45)]))),
        Attack("float", "return { a = 60 / 2 }", .gives(.table(Record([.init("a", .number(30))])))),
        Attack("nothing", "return", .gives(.null)),
        Attack("empty", "return {}", .gives(.table(Record([])))),
    ]
}
