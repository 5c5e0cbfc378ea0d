import ArgumentParser
import Diagnostics
import Diary

struct SnapshotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Work with snapshot files.",
        discussion: """
            Examples:
              gapbook snapshot validate Fixtures/harbour-dental.json
              gapbook snapshot diff Fixtures/harbour-dental.json Fixtures/near-miss.json
            """,
        subcommands: [
            ValidateCommand.self, SnapshotPullCommand.self, SnapshotRedactCommand.self,
            SnapshotDiffCommand.self,
        ])

    struct ValidateCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "validate",
            abstract: "Check that a file is a snapshot, and say what is wrong with it where.",
            discussion: """
                Examples:
                  gapbook snapshot validate Fixtures/harbour-dental.json
                  gapbook snapshot validate - --format json < snapshot.json

                Exits with 3 for a file that cannot be used, with 2 for one with warnings.
                """)

        @Argument(help: "The snapshot: a JSON file, or - for standard input.")
        var snapshot: String

        @OptionGroup var output: OutputOptions

        func run() throws {
            let file = try SnapshotFile(path: snapshot).read(output, zones: ZoneDatabase())
            switch output.format {
            case .json:
                output.console.write(json: ValidateOutput(file.snapshot, file.warnings))
            case .text:
                for warning in file.warnings { output.console.report(warning, .warning) }
                output.console.write(summary(of: file.snapshot))
            }
            if !file.warnings.isEmpty { throw ExitStatus.found }
        }

        private func summary(of snapshot: Snapshot) -> String {
            let pms = snapshot.pms
            return "valid: \(pms.practiceName) (\(pms.system.productName), \(pms.practice)), "
                + "\(pms.days.lowerBound) to \(pms.days.upperBound), "
                + Words.list([
                    Words.count(pms.practitioners.count, "practitioner"),
                    Words.count(pms.reasons.count, "reason"),
                    Words.count(pms.sessions.count, "session"),
                    Words.count(pms.diary.count, "diary row"),
                    Words.count(snapshot.setUp.appointmentTypes.count, "appointment type"),
                    Words.count(snapshot.claims.count, "claim"),
                ])
        }
    }
}
