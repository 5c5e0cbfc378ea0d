import ArgumentParser
import Diagnostics
import Diary
import Evaluation

struct TypesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the appointment types with lengths and links, and what blocks each.",
        discussion: """
            Examples:
              gapbook types list --practice harbour-dental
              gapbook types list --practitioner "Dr Amy Chen" --format json
            """)

    @OptionGroup var practice: PracticeSelection

    @Option(help: ArgumentHelp("Only theirs, by id or by name.", valueName: "id-or-name"))
    var practitioner: String?

    @OptionGroup var ledger: LedgerOptions

    func run() async throws {
        try await ledger.run { opened in
            let known = try await opened.practice(practice)
            let chosen = try practitioner.map { words throws(Problem) in
                try known.practitioners.choose(words)
            }
            let evaluation =
                known.reading == nil ? nil : try await known.evaluation(with: known.setUp)
            let rows = known.setUp.appointmentTypes
                .filter { chosen == nil || $0.practitioner == chosen }
                .map { TypesOutput.RowOutput($0, known, evaluation) }
            switch ledger.output.format {
            case .json: ledger.output.console.write(JSONText.of(TypesOutput(known, rows)))
            case .text: write(rows, known)
            }
        }
    }

    private func write(_ rows: [TypesOutput.RowOutput], _ known: KnownPractice) {
        let console = ledger.output.console
        guard !rows.isEmpty else {
            console.note("no appointment type; `gapbook types add` adds one")
            return
        }
        var table = TextTable()
        table.add("TYPE", "NAME", "LENGTH", "PRACTITIONER", "LINKED TO", "IN THE PMS", "STATE")
        for row in rows {
            let linked = [row.reason, row.reasonName].compactMap(\.self).joined(separator: " ")
            table.add(
                row.id, row.name, "\(row.minutes) min",
                [row.practitioner, row.practitionerName].compactMap(\.self).joined(separator: " "),
                linked.isEmpty ? "-" : linked, row.pmsMinutes.map { "\($0) min" } ?? "-",
                row.state)
        }
        console.write(table.lines(indent: 0).joined(separator: "\n"))
        console.write(console.style.faint(known.readingWords))
        if rows.contains(where: { $0.reason == nil }) {
            console.note("every type must be linked; `gapbook link --accept-proposals` proposes")
        }
    }
}
