import ArgumentParser

@main
struct GapbookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gapbook",
        abstract: "Evaluates a dental practice's booking rules against snapshots of its PMS.",
        discussion: """
            Examples:
              gapbook eval Fixtures/harbour-dental.json
              gapbook why Fixtures/harbour-dental.json --practitioner P1 --type T1 \\
                --at 2026-03-04T12:15
              gapbook test --rules rules

            Exit codes: 0 done and clean, 1 could not finish, 2 finished and found
            something, 3 the input cannot be used, 64 wrong usage.
            """,
        version: "0.1.0",
        subcommands: [
            EvalCommand.self, SlotsCommand.self, WhyCommand.self, TestCommand.self,
            SnapshotCommand.self, ServeCommand.self, SyncCommand.self, StatusCommand.self,
            BookingsCommand.self, BookingCommand.self, DoctorCommand.self, RulesCommand.self,
            ConfigCommand.self,
            PracticeCommand.self, TypesCommand.self, LinkCommand.self, UnlinkCommand.self,
            AssignCommand.self, AliasCommand.self, ParameterCommand.self, RefreshCommand.self,
            ResyncCommand.self, AuditCommand.self, LedgerCommand.self, SimulateCommand.self,
            ExplainCommand.self, ReferenceCommand.self,
        ])
}
