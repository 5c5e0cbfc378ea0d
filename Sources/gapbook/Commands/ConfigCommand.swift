import ArgumentParser
import Diagnostics
import Diary
import Ports
import Server

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check the configuration file.",
        subcommands: [CheckCommand.self])

    struct CheckCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Say everything that is wrong with the file, with its lines.",
            discussion: """
                Reads only the file: `gapbook doctor` also tries what it names.

                Examples:
                  gapbook config check
                  gapbook config check --config /etc/gapbook/gapbook.yaml

                Exits with 3 for a file that cannot be used, with 2 for one with warnings.
                """)

        @OptionGroup var options: LedgerOptions

        func run() throws {
            let file: ConfigurationFile
            do { file = try ConfigurationFile(reading: options.path) } catch {
                options.output.report(error.problems)
                throw error.problems.first?.exitStatus ?? ExitStatus.invalidInput
            }
            let console = options.output.console
            switch options.output.format {
            case .json:
                console.write(JSONText.of(ConfigOutput(file: options.path, read: file)))
            case .text:
                for warning in file.warnings { console.report(warning, .warning) }
                let read = file.configuration
                console.write(
                    "\(options.path) can be used: "
                        + Words.list([
                            Words.count(read.connections.count, "connection"),
                            read.marketplace == nil ? "no marketplace" : "the marketplace",
                            Words.count(read.practices.count, "practice"),
                        ]) + "; listens on \(read.listener)"
                        + (read.publicURL == nil ? ", without webhooks" : ", with webhooks"))
            }
            if !file.warnings.isEmpty { throw ExitStatus.found }
        }
    }
}

/// `gapbook config check --format json`: `docs/schemas/config-1.schema.json`.
struct ConfigOutput: Encodable {
    let format = "gapbook.config/1"
    let file: String
    let connections: [String]
    let practices: [String]
    let listen: String
    let webhooks: Bool
    let warnings: [Problem]

    init(file: String, read: ConfigurationFile) {
        self.file = file
        connections = read.configuration.connections.map(\.name)
        practices = read.configuration.practices.map(\.record.id.rawValue)
        listen = read.configuration.listener.description
        webhooks = read.configuration.publicURL != nil
        warnings = read.warnings
    }
}
