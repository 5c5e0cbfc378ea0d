import ArgumentParser
import Simulators

struct SimulateExactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exact",
        abstract: "Stand in for practices on Exact.",
        discussion: """
            Examples:
              gapbook simulate exact --snapshot Fixtures/harbour-dental.json --shift-to-today
              gapbook simulate exact --snapshot Fixtures/harbour-dental.json --copies 1000
            """)

    @OptionGroup var practices: SimulatedPracticeOptions
    @OptionGroup var options: SimulateOptions
    @OptionGroup var writing: SimulatedWritingOptions

    @Option(help: "The most rows of a page of a list.")
    var pageSize = 50

    @Option(help: "How long a token is good, in seconds.")
    var tokenSeconds = 3_600

    @Option(help: "The client's id at the token endpoint.")
    var clientID = PracticeOptions().clientID

    @Option(help: "The client's secret at the token endpoint.")
    var clientSecret = PracticeOptions().clientSecret

    func run() async throws {
        let simulator = try reportingInput {
            let clock = SimulatorClock()
            var behaviour = PracticeOptions()
            behaviour.pageSize = pageSize
            behaviour.tokenSeconds = tokenSeconds
            behaviour.clientID = clientID
            behaviour.clientSecret = clientSecret
            behaviour.seed = options.seed
            writing.set(&behaviour)
            return try ExactSimulator(
                practices: try practices.practices(at: clock.now), options: behaviour,
                faults: try options.plan(), clock: clock)
        }
        try await SimulatorRun(
            options: options, name: "exact",
            start: { [port = options.port] in try await simulator.start(port: port) },
            stop: { await simulator.stop() }
        ).untilSignal()
    }
}

struct SimulateOasisCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oasis",
        abstract: "Stand in for practices on Oasis.",
        discussion: """
            Example:
              gapbook simulate oasis --snapshot Fixtures/banksia-dental.json --shift-to-today
            """)

    @OptionGroup var practices: SimulatedPracticeOptions
    @OptionGroup var options: SimulateOptions
    @OptionGroup var writing: SimulatedWritingOptions

    @Option(help: "The most rows of a page of a list.")
    var pageSize = 50

    @Option(help: "The key of the vendor connection.")
    var key = PracticeOptions().oasisKey

    func run() async throws {
        let simulator = try reportingInput {
            let clock = SimulatorClock()
            var behaviour = PracticeOptions()
            behaviour.pageSize = pageSize
            behaviour.oasisKey = key
            behaviour.seed = options.seed
            writing.set(&behaviour)
            return try OasisSimulator(
                practices: try practices.practices(at: clock.now), options: behaviour,
                faults: try options.plan(), clock: clock)
        }
        try await SimulatorRun(
            options: options, name: "oasis",
            start: { [port = options.port] in try await simulator.start(port: port) },
            stop: { await simulator.stop() }
        ).untilSignal()
    }
}
