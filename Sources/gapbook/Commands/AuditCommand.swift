import ArgumentParser
import Diagnostics
import Diary
import Ledger
import Ports

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "List who changed what, when and why, newest first.",
        discussion: """
            Examples:
              gapbook audit
              gapbook audit --practice harbour-dental --limit 100
              gapbook audit --format json
            """)

    @OptionGroup var practice: PracticeSelection

    @Option(help: "How many changes to list.")
    var limit = 20

    @OptionGroup var ledger: LedgerOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError("--limit takes 1 to 10000")
        }
    }

    func run() async throws {
        try await ledger.run { opened in
            // Without a name, the audit is of all practices, however many.
            let id = practice.practice == nil ? nil : try await opened.record(practice.practice).id
            let found = try await opened.ledger.audit(of: id, limit: limit + 1)
            let entries = Array(found.prefix(limit))
            switch ledger.output.format {
            case .json: ledger.output.console.write(JSONText.of(AuditOutput(entries)))
            case .text: write(entries, hasMore: found.count > limit)
            }
        }
    }

    private func write(_ entries: [AuditEntry], hasMore: Bool) {
        let console = ledger.output.console
        for entry in entries {
            console.write(
                "\(entry.at)  \(entry.actor)  \(console.style.strong(entry.practice.rawValue))")
            console.write("  \(AuditText(entry).change)")
            if let why = entry.why { console.write("  why: \(why)") }
        }
        if entries.isEmpty { console.note("nothing has been changed yet") }
        if hasMore { console.note("there are more; use --limit") }
    }
}
