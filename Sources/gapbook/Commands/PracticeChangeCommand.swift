import ArgumentParser
import Diagnostics
import Diary
import Ledger
import Ports

struct PracticeChangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Change how a practice is reached, its zone or its phone.",
        discussion: """
            What no option names stays. With a new id or key at the marketplace everything is
            sent there from the start, and nothing more to the old id.

            Examples:
              gapbook practice change harbour-dental --phone "02 5550 0199"
              gapbook practice change harbour-dental --marketplace-practice 43 \\
                --marketplace-key env:HARBOUR_KEY_2 --why "new contract"
              gapbook practice change harbour-dental --unpublish
            """)

    @Argument(help: "The practice's id.")
    var id: String

    @Flag(help: "Take the id and the key at the marketplace away.")
    var unpublish = false

    @OptionGroup var reach: ReachOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws {
        if unpublish && (reach.marketplacePractice != nil || reach.marketplaceKey != nil) {
            throw ValidationError("--unpublish takes no --marketplace-practice or -key")
        }
        if !unpublish && reach.isEmpty {
            throw ValidationError("name what to change, for example --phone")
        }
    }

    func run() async throws {
        try await change.ledger.run { opened in
            let record = try await opened.record(id)
            var before = record
            if unpublish { before.marketplace = nil }
            let setUp = try await opened.ledger.setUp(of: record.id)
            let put = try reach.put(record.id, over: (before, setUp), in: opened.configuration)
            let work = try await opened.change(record.id, [put], why: change.why)
            let report = try await ChangeReport(
                record.id, in: opened, done: done(before: record, put), work,
                warnings: opened.configuration.warnings(of: record.id))
            report.write(change.output)
        }
    }

    private func done(before: PracticeRecord, _ change: SetUpChange) -> [String] {
        guard case .put(let after, _, _) = change, after.marketplace != before.marketplace else {
            return ["\(before.id) is changed"]
        }
        var lines: [String] = []
        if let old = before.marketplace?.practice, old != after.marketplace?.practice {
            lines.append("nothing more goes to `\(old)` at the marketplace")
        }
        if let new = after.marketplace?.practice {
            lines.append("`\(new)` at the marketplace starts from nothing: all is sent there")
        }
        return lines
    }
}
