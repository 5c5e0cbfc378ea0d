import ArgumentParser
import Diary
import Ledger
import Ports
import Server

struct RulesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the revisions that decided for a practice, newest first.",
        discussion: """
            Examples:
              gapbook rules list --practice harbour-dental
            """)

    @Option(help: "How many.")
    var limit = 20

    @OptionGroup var practice: PracticeSelection
    @OptionGroup var options: LedgerOptions

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000") }
    }

    func run() async throws {
        try await options.run { opened in
            let record = try await opened.record(practice.practice)
            let revisions = try await opened.ledger.activations(of: record.id, limit: limit)
            let console = options.output.console
            switch options.output.format {
            case .json: console.write(JSONText.of(RevisionsOutput(revisions, of: record.id)))
            case .text:
                guard !revisions.isEmpty else {
                    console.note("no revision was activated yet; the directory's rules decide")
                    return
                }
                var table = TextTable()
                for (place, revision) in revisions.enumerated() {
                    table.add(
                        place == 0 ? "decides" : "", revision.id.short,
                        "since \(revision.since)", revision.actor.description,
                        revision.why ?? "")
                }
                console.write(table.lines(indent: 0).joined(separator: "\n"))
            }
        }
    }
}

/// `gapbook rules list --format json`: `docs/schemas/revisions-1.schema.json`.
struct RevisionsOutput: Encodable {
    let format = "gapbook.revisions/1"
    let practice: String
    /// Newest first; the first one decides.
    let revisions: [Row]

    struct Row: Encodable {
        let revision: String
        let since: String
        let actor: String
        let why: String?
    }

    init(_ revisions: [ActiveRevision], of practice: PracticeID) {
        self.practice = practice.rawValue
        self.revisions = revisions.map {
            Row(
                revision: $0.id.rawValue, since: $0.since.description,
                actor: $0.actor.description, why: $0.why)
        }
    }
}
