import ArgumentParser
import Diagnostics
import Diary
import Ledger
import Ports
import Server

/// Whether a person has agreed, or is asked.
struct ConsentOptions: ParsableArguments {
    @Flag(help: "Only show what would change.")
    var dryRun = false

    @Flag(help: "Do not ask. Needed where nobody sits at a terminal.")
    var yes = false

    /// Whether the change is to be made.
    ///
    /// - Throws: C0206 where nobody agreed and nobody can be asked.
    func isGiven(_ question: String, _ console: Console) throws(Problem) -> Bool {
        if dryRun { return false }
        if yes { return true }
        guard console.canAsk else {
            throw Problem(
                "C0206", "nobody can be asked here whether to go on",
                hint: "look at the change with --dry-run, then give --yes")
        }
        return console.asks(question)
    }
}

struct RulesActivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Switch one practice to the rules as they stand in the directory.",
        discussion: """
            Reads the directory that the configuration names, compiles the files, runs the
            tests of all layers, and shows what would change by the practice's latest
            reading. Then one transaction switches the practice; others are not touched.

            Examples:
              gapbook rules activate --practice harbour-dental --dry-run
              gapbook rules activate --practice harbour-dental --yes --why "grid of 15 minutes"

            Exits with 3 where the rules may not decide: the last good revision goes on, and
            the finding G07-RULES-REFUSED says so.
            """)

    @OptionGroup var practice: PracticeSelection
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var change: ChangeOptions

    func run() async throws {
        try await change.ledger.run { opened in
            let record = try await opened.record(practice.practice)
            var report = try await RulesReport(checking: record, in: opened)
            guard report.problems.isEmpty else {
                if consent.dryRun {
                    report.write(change.output)
                    throw ExitStatus.found
                }
                throw try await opened.rules.refuse(report.check, for: record, now: opened.now)
            }
            if change.output.format == .text { report.write(change.output) }
            let question = "switch \(record.id) to revision \(report.check.revision.id.short)?"
            if try !report.isInService && consent.isGiven(question, change.output.console) {
                try await opened.rules.activate(
                    report.check, for: record, by: opened.actor, why: change.why, now: opened.now)
                report.wasSwitched = true
            }
            switch change.output.format {
            case .json: report.write(change.output)
            case .text: change.output.console.write(report.conclusion)
            }
        }
    }
}
