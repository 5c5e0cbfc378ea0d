import Diary
import Findings
import Foundation
import Testing

@Suite("The catalogue's pages") struct PageTests {
    @Test("every code has exactly its page, and every page its code")
    func findingPages() throws {
        var pages = ["README.md": Catalogue.index]
        for code in FindingCode.allCases {
            pages["\(code.rawValue).md"] = Catalogue.page(for: code)
        }
        try hold(pages, against: "docs/reference/findings", others: false)
    }

    @Test("the blockers' page says what the code says, in the order of precedence")
    func blockerPage() throws {
        try hold(["blockers.md": BlockerText.page], against: "docs/reference", others: true)
    }

    /// Compares generated pages with the committed ones; `GAPBOOK_UPDATE=1` writes them.
    private func hold(_ pages: [String: String], against folder: String, others: Bool) throws {
        let directory = repository.appending(path: folder)
        if ProcessInfo.processInfo.environment["GAPBOOK_UPDATE"] == "1" {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true)
            for (name, text) in pages {
                try Data(text.utf8).write(to: directory.appending(path: name))
            }
        }
        for (name, text) in pages {
            let committed = try? String(
                contentsOf: directory.appending(path: name), encoding: .utf8)
            #expect(
                committed == text,
                "\(folder)/\(name) has drifted; run scripts/generate")
        }
        if !others {
            let names = try FileManager.default.contentsOfDirectory(atPath: directory.path())
            #expect(Set(names) == Set(pages.keys))
        }
    }

    private var repository: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }
}
