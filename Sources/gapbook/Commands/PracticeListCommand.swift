import ArgumentParser
import Diary
import Ledger
import Ports

struct PracticeListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the practices: state, ids, zone, age of the last reading.",
        discussion: """
            Examples:
              gapbook practice list
              gapbook practice list --format json
            """)

    @OptionGroup var ledger: LedgerOptions

    func run() async throws {
        try await ledger.run { opened in
            let readTimes = try await opened.ledger.readTimes()
            var rows: [PracticesOutput.RowOutput] = []
            for record in try await opened.ledger.practices() {
                let setUp = try await opened.ledger.setUp(of: record.id)
                rows.append(.init(record, setUp, readAt: readTimes[record.id], now: opened.now))
            }
            switch ledger.output.format {
            case .json:
                ledger.output.console.write(JSONText.of(PracticesOutput(practices: rows)))
            case .text: write(rows)
            }
        }
    }

    private func write(_ rows: [PracticesOutput.RowOutput]) {
        let console = ledger.output.console
        guard !rows.isEmpty else {
            console.note("the ledger has no practice; `gapbook practice add` adds one")
            return
        }
        var table = TextTable()
        table.add("PRACTICE", "STATE", "PMS", "MARKETPLACE", "ZONE", "LAST READ")
        for row in rows {
            table.add(
                row.id, row.state, "\(row.productName) \(row.pmsPractice) over \(row.connection)",
                row.marketplacePractice ?? "-", row.timeZone,
                row.readAgeMinutes.map { "\(Words.age(minutes: $0)) ago" } ?? "never")
        }
        console.write(table.lines(indent: 0).joined(separator: "\n"))
        for row in rows {
            guard let why = row.stopped?.why else { continue }
            console.note("\(row.id) is stopped: \(why)")
        }
    }
}
