import Foundation
import Testing

@Suite("The house style, as far as a machine sees it")
struct TidyTests {
    private static let code = Repository.files(
        in: ["Sources", "Tests"], endings: [".swift", ".c", ".h"])

    @Test("no file of the sources is longer than 400 lines")
    func fileLength() {
        for file in Self.code where file.path.hasPrefix("Sources/") {
            #expect(file.lines.count <= 400, "\(file.path): \(file.lines.count) lines")
        }
    }

    // In tests, a case of a table may be one line of Lua or JSON that is longer.
    @Test("no line of the sources and of the rules is longer than 100 columns")
    func lineLength() {
        let sources = Self.code.filter { $0.path.hasPrefix("Sources/") }
        for file in sources + Repository.files(in: ["rules"], endings: [".lua"]) {
            // What is generated is as long as what it is generated from.
            guard !file.path.contains("/meta/") else { continue }
            for (index, line) in file.lines.enumerated() where line.count > 100 {
                Issue.record("\(file.path):\(index + 1): \(line.count) columns")
            }
        }
    }

    @Test("no function of the sources is longer than 70 lines")
    func functionLength() {
        for file in Self.code where file.path.hasPrefix("Sources/") {
            for (name, first, last) in Self.functions(of: file) where last - first >= 70 {
                Issue.record("\(file.path):\(first): `\(name)` has \(last - first + 1) lines")
            }
        }
    }

    @Test(
        "the sources have nothing that crashes, waits or reads the world behind the caller's back",
        arguments: [
            "try!", "fatalError(", "as!", "Date()", "UUID()", "TimeZone.current",
            "Calendar.current", "Locale.current", ".random(", "Task.detached", "DispatchQueue",
        ])
    func banned(word: String) {
        for file in Self.code where file.path.hasPrefix("Sources/") {
            for (index, line) in file.lines.enumerated() where line.contains(word) {
                Issue.record("\(file.path):\(index + 1): `\(word)`")
            }
        }
    }

    @Test("only the command prints")
    func printing() {
        for file in Self.code where file.path.hasPrefix("Sources/") {
            guard !file.path.hasPrefix("Sources/gapbook/") else { continue }
            #expect(!file.text.contains("print("), "\(file.path) prints")
        }
    }

    @Test("lua.h is included by C files only")
    func luaHeader() {
        for file in Self.code where file.path.hasPrefix("Sources/") && !file.path.hasSuffix(".c") {
            let isPublic = file.path.contains("/include/") || file.path.hasSuffix(".swift")
            #expect(!(isPublic && file.text.contains("lua.h>")), "\(file.path) includes lua.h")
        }
    }

    /// Functions by the indentation of their first and last line, which the formatter guarantees.
    private static func functions(of file: Repository.File) -> [(String, Int, Int)] {
        var found: [(String, Int, Int)] = []
        var open: (name: String, first: Int, indent: Substring)?
        for (index, line) in file.lines.enumerated() {
            let indent = line.prefix { $0 == " " }
            if open == nil, let name = name(ofFunctionIn: line, isC: !file.path.hasSuffix("swift"))
            {
                open = (name, index + 1, indent)
            } else if let function = open, indent == function.indent, line.hasSuffix("}"),
                line.dropFirst(indent.count).hasPrefix("}")
            {
                found.append((function.name, function.first, index + 1))
                open = nil
            }
        }
        return found
    }

    private static func name(ofFunctionIn line: Substring, isC: Bool) -> String? {
        if isC {
            guard let first = line.first, first.isLetter, line.contains("("), line.hasSuffix("{")
            else { return nil }
            return String(line.prefix { $0 != "(" })
        }
        guard line.hasSuffix("{"),
            let match = line.firstMatch(of: /^ *(?:@?\w+ )*(func \S+?|init[?]?)[(<]/)
        else { return nil }
        return String(match.1)
    }
}
