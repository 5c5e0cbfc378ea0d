import ArgumentParser
import Diagnostics
import Diary

struct SnapshotDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say what differs between two snapshots.",
        discussion: """
            Rows are compared by their ids, so that one that only moved in its list is the
            same; the order of the reasons counts, and is told apart.

            Examples:
              gapbook snapshot diff yesterday.json today.json

            Exits with 2 where they differ.
            """)

    @Argument(help: "The older snapshot: a JSON file, or - for standard input.")
    var old: String

    @Argument(help: "The newer one.")
    var new: String

    @OptionGroup var output: OutputOptions

    /// More rows of one list are counted, and stand in the JSON.
    static let mostRows = 20

    func run() throws {
        let zones = ZoneDatabase()
        let old = try SnapshotFile(path: old).read(output, zones: zones).snapshot
        let new = try SnapshotFile(path: new).read(output, zones: zones).snapshot
        let difference = SnapshotDifference(old, new)
        switch output.format {
        case .json: output.console.write(JSONText.of(DiffOutput(difference)))
        case .text: output.console.write(lines(of: difference).joined(separator: "\n"))
        }
        if !difference.isNone { throw ExitStatus.found }
    }

    private func lines(of difference: SnapshotDifference) -> [String] {
        guard !difference.isNone else { return ["no difference"] }
        let style = output.console.style
        return difference.parts.filter { !$0.isNone }.flatMap { part -> [String] in
            func rows(_ rows: [String], _ mark: String) -> [String] {
                let more = rows.count - Self.mostRows
                return rows.prefix(Self.mostRows).map { "  \(mark) \($0)" }
                    + (more > 0 ? ["  \(mark) and \(more) more"] : [])
            }
            return [style.strong(part.name)] + rows(part.added, "+").map { style.good($0) }
                + rows(part.removed, "-").map { style.bad($0) } + rows(part.changed, "~")
        }
    }
}

/// `gapbook snapshot diff --format json`: `docs/schemas/diff-1.schema.json`.
struct DiffOutput: Encodable {
    let format = "gapbook.diff/1"
    /// Only lists that differ.
    let parts: [Part]

    struct Part: Encodable {
        let name: String
        let added: [String]
        let removed: [String]
        let changed: [String]
    }

    init(_ difference: SnapshotDifference) {
        parts = difference.parts.filter { !$0.isNone }.map {
            Part(name: $0.name, added: $0.added, removed: $0.removed, changed: $0.changed)
        }
    }
}
