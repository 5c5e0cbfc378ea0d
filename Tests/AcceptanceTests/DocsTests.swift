import Foundation
import Testing

/// Runs every `console` block of the README and of docs/, and compares what it prints.
///
/// The blocks of one page run in order, in one copy of the rules and fixtures, so that a page may
/// change a rule and show the difference. `GAPBOOK_UPDATE=1` writes the real output instead.
@Suite("Console blocks of the documentation")
struct DocsTests {
    struct Page: CustomTestStringConvertible {
        let path: String
        var testDescription: String { path }
    }

    static let pages: [Page] = {
        let docs = Gapbook.root.appendingPathComponent("docs")
        let found = FileManager.default.enumerator(atPath: docs.path)?.allObjects ?? []
        let paths = found.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }
        return (["README.md"] + paths.sorted().map { "docs/\($0)" }).map(Page.init)
            .filter { (try? blocks(of: text(of: $0)).isEmpty) == false }
    }()

    @Test("every block prints what the page shows", arguments: pages)
    func console(page: Page) async throws {
        let scratch = try Scratch()
        for name in ["rules", "Fixtures", "scripts", "README.md"] { try scratch.copy(name) }
        let text = try Self.text(of: page)
        var updated = text
        for block in Self.blocks(of: text) {
            var real = ""
            for command in block.commands {
                let run = try await Self.shell(command, in: scratch.folder)
                real += "$ \(command.replacingOccurrences(of: "\n", with: "\n> "))\n\(run)"
            }
            if ProcessInfo.processInfo.environment["GAPBOOK_UPDATE"] == "1" {
                updated = updated.replacingOccurrences(of: block.text, with: real)
            } else {
                #expect(real == block.text, "\(page.path): run with GAPBOOK_UPDATE=1")
            }
        }
        if updated != text {
            try Data(updated.utf8).write(to: Gapbook.root.appendingPathComponent(page.path))
        }
    }

    @Test("there are blocks to run")
    func some() { #expect(Self.pages.count >= 2) }

    private struct Block {
        let text: String
        /// Lines after `$ `, each with the lines after `> ` that follow it at once.
        var commands: [String] {
            var commands: [String] = []
            var isCommand = false
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("$ ") {
                    commands.append(String(line.dropFirst(2)))
                    isCommand = true
                } else if isCommand, line.hasPrefix("> ") {
                    commands[commands.count - 1] += "\n" + line.dropFirst(2)
                } else {
                    isCommand = false
                }
            }
            return commands
        }
    }

    private static func text(of page: Page) throws -> String {
        try String(contentsOf: Gapbook.root.appendingPathComponent(page.path), encoding: .utf8)
    }

    private static func blocks(of text: String) -> [Block] {
        text.components(separatedBy: "```console\n").dropFirst().compactMap { part in
            part.range(of: "```").map { Block(text: String(part[..<$0.lowerBound])) }
        }
    }

    private static func shell(_ command: String, in folder: URL) async throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let run = try await Gapbook.start(
            URL(fileURLWithPath: "/bin/bash"), ["-c", "{ \(command)\n} 2>&1"], in: folder,
            environment: [
                "PATH": "\(Gapbook.binary.deletingLastPathComponent().path):\(path)",
                "GAPBOOK_BINARY": Gapbook.binary.path,
            ])
        return run.output
    }
}
