import ArgumentParser
import Diagnostics
import Ledger

struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Back the ledger up, and look for damage.",
        discussion: """
            Examples:
              gapbook ledger backup /var/backups/gapbook-2026-03-04.sqlite
              gapbook ledger verify
            """,
        subcommands: [BackupCommand.self, VerifyCommand.self])

    struct BackupCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup",
            abstract: "Write a whole copy of the ledger to a new file while the service runs.",
            discussion: """
                The copy is read back before it gets its name. To restore it, stop the
                service and put it in the place of the ledger.

                Examples:
                  gapbook ledger backup /var/backups/gapbook-2026-03-04.sqlite
                """)

        @Argument(help: "The new file; what exists is never overwritten.")
        var file: String

        @OptionGroup var ledger: LedgerOptions

        func run() async throws {
            try await ledger.run { opened in
                try await opened.ledger.backup(to: file)
                switch ledger.output.format {
                case .json:
                    ledger.output.console.write(
                        JSONText.of(BackupOutput(ledger: opened.ledger.path, backup: file)))
                case .text:
                    ledger.output.console.write(
                        "\(file) is a sound copy of \(opened.ledger.path)")
                }
            }
        }
    }

    struct VerifyCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Look through the whole ledger for damage.",
            discussion: """
                With the configured keys at hand, every sealed patient is opened, too.

                Examples:
                  gapbook ledger verify
                  gapbook ledger verify --format json

                Exits with 2 where something is wrong.
                """)

        @OptionGroup var ledger: LedgerOptions

        func run() async throws {
            try await ledger.run(withKeys: true) { opened in
                let problems = try await opened.ledger.verify()
                switch ledger.output.format {
                case .json:
                    ledger.output.console.write(
                        JSONText.of(VerifyOutput(ledger: opened.ledger.path, problems: problems)))
                case .text:
                    for problem in problems { ledger.output.console.report(problem) }
                    if problems.isEmpty {
                        ledger.output.console.write("\(opened.ledger.path) is sound")
                    }
                    let sealed = try await opened.ledger.patientKeys()
                    if !opened.ledger.sealsPatients, sealed.contains(where: { $0.patients > 0 }) {
                        ledger.output.console.note("no key is at hand: no patient was opened")
                    }
                }
                if !problems.isEmpty { throw ExitStatus.found }
            }
        }
    }
}
