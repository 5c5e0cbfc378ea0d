import LuaVM
import Testing

@Suite("Attacks on the parser")
struct ParserAttackTests {
    @Test("a source that does harm while it is read leaves the others alone", arguments: attacks)
    func ends(_ attack: Attack) throws { try attack.run() }

    private static func fill(_ part: (Int) -> String, upTo bytes: Int = 255 << 10) -> String {
        var text = ""
        var number = 0
        while text.utf8.count < bytes {
            text += part(number)
            number += 1
        }
        return text
    }

    private static func bomb(
        _ id: String, _ source: String, _ trips: LuaError.Trip...
    ) -> Attack {
        Attack(id, source: source, .trips(Set(trips)))
    }

    private static let attacks: [Attack] = [
        Attack("no Lua", source: "return {", .isRefused("expected")),
        Attack("binary", source: "\u{1B}Lua", .isRefused("unexpected symbol")),
        Attack("empty name", source: "local = 1", .isRefused("<name> expected near '='")),
        bomb("R09 too long", String(repeating: " ", count: 257 << 10), .sourceBytes),
        bomb(
            "R09", "if x then\n" + fill { _ in "elseif x then\n" } + "end return {}", .cpuTime,
            .memory),
        Attack("parentheses", source: "return " + fill { _ in "(" }, .isRefused("overflow")),
        Attack("braces", source: "return " + fill { _ in "{" }, .isRefused("overflow")),
        Attack("functions", source: fill { _ in "local function f() " }, .isRefused("overflow")),
        Attack("minus", source: "return " + fill { _ in "- " }, .isRefused("overflow")),
        Attack("concats", source: "return " + fill { _ in "a.." }, .isRefused("overflow")),
        Attack("powers", source: "return " + fill { _ in "a^" }, .isRefused("overflow")),
        Attack(
            "locals", source: fill { "local a\($0)=1 " }, .isRefused("too many local variables")),
        Attack(
            "upvalues",
            source: (0..<3).map { level in
                (0..<190).map { "local v\(level)x\($0) " }.joined() + "local function f() "
            }.joined()
                + "return "
                + (0..<3).map { level in
                    (0..<190).map { "v\(level)x\($0)" }.joined(separator: "+")
                }.joined(separator: "+"),
            .isRefused("too many upvalues")),
        bomb("constants", "return {" + fill { "\($0 + 1000000)," } + "}", .memory, .cpuTime),
        bomb("strings", "return {" + fill { "'s\($0)'," } + "}", .memory, .cpuTime),
        bomb(
            "constants that collide", "return {" + fill { "\(($0 + 1) * 65535)," } + "}", .memory,
            .cpuTime),
        Attack(
            "one long string", source: "return '" + fill { _ in "xxxxxxxx" } + "'",
            .trips([.stringBytes])),
        Attack(
            "one long comment", source: "--[[" + fill { _ in "xxxxxxxx" },
            .isRefused("unfinished long comment")),
        Attack(
            "long bracket", source: "return [" + fill { _ in "=" },
            .trips([.stringBytes])),
        Attack("gotos", source: fill { _ in "goto a " } + "::a::", .isRefused("4096 gotos")),
        Attack(
            "breaks", source: "while x do " + fill { _ in "break " } + "end",
            .isRefused("4096 gotos")),
        Attack(
            "gotos, few", source: fill({ _ in "goto a " }, upTo: 7 * 4000) + "::a:: return 1",
            .returnsBadly("number")),
        Attack(
            "breaks, few",
            source: "while x do " + fill({ _ in "break " }, upTo: 6 * 4000) + "end return 1",
            .fails("`x`")),
        Attack("labels", source: fill { "::a\($0):: " }, .isRefused("overflow")),
        Attack("blocks", source: fill { _ in "do end " } + "return 1", .returnsBadly("number")),
        Attack("chained assignment", source: fill { _ in "a," } + "a = 1", .isRefused("overflow")),
        Attack(
            "arguments", source: "f(" + fill { _ in "a," } + "a)", .isRefused("too many registers")),
        bomb("or", "return " + fill { _ in "a or " } + "a", .memory, .cpuTime),
        bomb("and", "if " + fill { _ in "a and " } + "a then end", .memory, .cpuTime),
        Attack("names through functions", source: namesThroughFunctions(180, locals: 60), .ends),
        Attack("names through more", source: namesThroughFunctions(180, locals: 120), .ends),
        Attack("names through most", source: namesThroughFunctions(150, locals: 190), .ends),
        Attack("fields", source: "return x" + fill { _ in ".y" }, .fails("`x`")),
        Attack("calls", source: "return x" + fill { _ in "()" }, .fails("`x`")),
    ]

    /// Each name is looked for among the variables of all the functions around it.
    private static func namesThroughFunctions(_ depth: Int, locals: Int) -> String {
        let names = (0..<locals).map { "a\($0)" }.joined(separator: ",")
        let nest = String(repeating: "local function f() local \(names) ", count: depth)
        return nest + fill({ _ in "x()" }, upTo: (255 << 10) - nest.utf8.count)
    }
}
