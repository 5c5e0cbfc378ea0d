import Diagnostics
import Foundation
import Testing

@Suite("The pages of the problem codes")
struct ProblemPagesTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let folder = root.appendingPathComponent("docs/reference/problems")

    @Test("every code has a page, and every page a code")
    func pages() throws {
        if ProcessInfo.processInfo.environment["GAPBOOK_UPDATE"] == "1" { try Self.write() }
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(names) == Set(ProblemEntry.all.map { "\($0.code).md" }))
        for entry in ProblemEntry.all {
            let file = Self.folder.appendingPathComponent("\(entry.code).md")
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text == entry.page + "\n", "\(entry.code).md: run scripts/generate")
        }
    }

    @Test("every code that the sources use has an entry, and the other way round")
    func codes() throws {
        var used: Set<String> = []
        let sources = Self.root.appendingPathComponent("Sources")
        let paths = FileManager.default.enumerator(atPath: sources.path)?.allObjects ?? []
        for case let path as String in paths
        where path.hasSuffix(".swift") && !path.contains("/ProblemEntry") {
            let text = try String(
                contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
            for match in text.matches(of: /"([SRCZPHD]\d{4})"/) { used.insert(String(match.1)) }
            // Calls of both sides fail in the same ways, so the letter stands apart there.
            guard path == "Wire/StatusFailure.swift" else { continue }
            for match in text.matches(of: /"(\d{4})"/) {
                used.formUnion(["P\(match.1)", "H\(match.1)"])
            }
        }
        #expect(used == Set(ProblemEntry.all.map(\.code.rawValue)))
    }

    private static func write() throws {
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for entry in ProblemEntry.all {
            try Data((entry.page + "\n").utf8)
                .write(to: folder.appendingPathComponent("\(entry.code).md"))
        }
    }
}
