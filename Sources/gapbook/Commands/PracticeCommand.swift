import ArgumentParser

struct PracticeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "practice",
        abstract: "Add practices, change how they are reached, switch them on and off.",
        discussion: """
            Examples:
              gapbook practice list
              gapbook practice add harbour-dental --connection exact-cloud \\
                --pms-practice UKABC123 --time-zone Australia/Sydney
              gapbook practice disable harbour-dental --why "moves on Friday"
            """,
        subcommands: [
            PracticeAddCommand.self, PracticeChangeCommand.self, PracticeListCommand.self,
            PracticeEnableCommand.self, PracticeDisableCommand.self,
        ])
}
