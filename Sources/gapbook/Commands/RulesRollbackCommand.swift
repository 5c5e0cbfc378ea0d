import ArgumentParser
import Diagnostics
import Diary
import Ledger
import Ports
import Server

struct RulesRollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Switch one practice back to the revision before the active one.",
        discussion: """
            Examples:
              gapbook rules rollback --practice harbour-dental --yes --why "too few slots"

            The revision is kept as it was, so nothing is read from the directory.
            """)

    @OptionGroup var practice: PracticeSelection
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var change: ChangeOptions

    func run() async throws {
        try await change.ledger.run { opened in
            let record = try await opened.record(practice.practice)
            let console = change.output.console
            let active = try await opened.ledger.activeRevision(of: record.id)
            guard active != nil else {
                throw Problem(
                    "C0209", "no revision was ever activated for `\(record.id)`",
                    hint: "activate one with `gapbook rules activate`")
            }
            let question =
                "switch \(record.id) back from revision \(active?.id.short ?? "none")?"
            guard try consent.isGiven(question, console) else {
                console.note("nothing was changed")
                return
            }
            let entries = try await opened.audited(record.id) {
                try await opened.rules.rollBack(
                    record.id, by: opened.actor, why: change.why, now: opened.now)
            }
            let now = try await opened.ledger.activeRevision(of: record.id)
            let report = try await ChangeReport(
                record.id, in: opened,
                done: ["\(record.id) decides by revision \(now?.id.short ?? "none") again"],
                entries)
            report.write(change.output)
        }
    }
}
