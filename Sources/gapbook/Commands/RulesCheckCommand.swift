import ArgumentParser
import Diary
import Ledger
import Ports
import Rules
import Server

struct RulesCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check edited rules, and show what they would change.",
        discussion: """
            Examples:
              gapbook rules check --practice harbour-dental
              gapbook rules check --practice harbour-dental --format json

            Exits with 2 where the rules may not decide.
            """)

    @OptionGroup var practice: PracticeSelection
    @OptionGroup var options: LedgerOptions

    func run() async throws {
        try await options.run { opened in
            let record = try await opened.record(practice.practice)
            let report = try await RulesReport(checking: record, in: opened)
            report.write(options.output)
            if !report.problems.isEmpty { throw ExitStatus.found }
        }
    }
}

extension RulesReport {
    /// Checks the directory's rules for a practice and works out what they would change.
    init(checking record: PracticeRecord, in opened: OpenLedger) async throws {
        let check = try RuleCheck(
            RuleDirectory(root: opened.configuration.rules), for: record, now: opened.now)
        let active = try await opened.ledger.activeRevision(of: record.id)
        // What does not compile or pass has no effect that anybody should weigh.
        let effect =
            check.problems.isEmpty
            ? try await opened.rules.effect(of: check, for: record, now: opened.now) : nil
        self.init(record: record, check: check, active: active, effect: effect, now: opened.now)
    }
}

extension OpenLedger {
    /// The rules of this ledger's practices.
    var rules: RulesInService { RulesInService(store: ledger) }
}
