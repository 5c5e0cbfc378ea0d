import ArgumentParser
import Diagnostics
import Diary
import Ledger
import Logging
import Server

/// How the log is written.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json

    var format: ServiceLog.Format { self == .json ? .json : .text }
}

/// The levels of the log, most words first.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
    case debug, info, warning, error

    var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve all practices of the ledger until SIGINT or SIGTERM.",
        discussion: """
            Reads every enabled practice's PMS, publishes what changed, and answers the
            marketplace's requests. Listens for health, metrics and webhooks as `listen:` in
            the configuration says. What is under way when the service is asked to stop is
            finished and recorded first. docs/operate.md says how to run it.

            Examples:
              gapbook serve --config /etc/gapbook/gapbook.yaml
              gapbook serve --log json 2>> gapbook.log
            """)

    @Option(help: "Write the log as text or as JSON lines, on standard error.")
    var log = LogFormat.text

    @Option(help: "Leave out what matters less.")
    var logLevel = LogLevel.info

    @OptionGroup var options: LedgerOptions

    func run() async throws {
        try await options.run(creating: true, withKeys: true) { opened in
            let logger = Logger(label: "gapbook") { [log, logLevel] _ in
                ServiceLog(
                    log.format, level: logLevel.level, now: { Instant.current().description })
            }
            let connector = ServiceConnector(
                opened.configuration, ledger: opened.ledger, logger: logger, isService: true)
            let address = opened.configuration.listener
            let service = GapbookService(
                opened.configuration, store: opened.ledger, time: SystemTime(),
                connector: connector, monitor: connector.monitor, tokens: connector.tokens,
                waits: Seed.waits, chores: opened.ledger.chores, ledger: opened.ledger,
                logger: logger,
                onBound: { port in
                    let bound = ListenAddress(host: address.host, port: port)
                    logger.info("listening on http://\(bound)")
                })
            // Publishing goes on without a key; bookings are rejected, and a finding says so.
            for problem in opened.keyProblems {
                logger.error("[\(problem.code)] \(problem.message)")
            }
            if !address.isLoopback {
                logger.warning("the listener is open to other machines")
            }
            try await service.run()
            logger.info("stopped")
        }
    }
}
