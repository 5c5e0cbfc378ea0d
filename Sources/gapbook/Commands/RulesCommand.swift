import ArgumentParser

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Bring edited rules into service, one practice at a time.",
        discussion: """
            The service decides by a kept revision of the rule files, never by the files
            themselves. `activate` reads the directory, runs the tests of all layers, shows
            what would change by the latest reading, and then switches one practice. Files
            that fail leave the last good revision deciding.

            Examples:
              gapbook rules check --practice harbour-dental
              gapbook rules activate --practice harbour-dental --why "grid of 15 minutes"
              gapbook rules rollback --practice harbour-dental --yes
            """,
        subcommands: [
            RulesCheckCommand.self, RulesActivateCommand.self, RulesRollbackCommand.self,
            RulesListCommand.self,
        ])
}
