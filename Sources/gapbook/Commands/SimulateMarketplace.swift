import ArgumentParser
import Diagnostics
import Diary
import Simulators

struct SimulateMarketplaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "marketplace",
        abstract: "Stand in for the marketplace.",
        discussion: """
            A practice is given as ID:KEY:ZONE. With --snapshot, each practice of the file
            exists with the id he-ID and the key key-ID, in its own zone.

            Examples:
              gapbook simulate marketplace --practice he-1001:key-1001:Australia/Sydney
              gapbook simulate marketplace --snapshot Fixtures/harbour-dental.json \\
                --webhook-retries 0.1,0.2,0.4 --page-size 2
            """)

    @Option(
        help: ArgumentHelp(
            "A practice; the option may stand several times.", valueName: "id:key:zone"))
    var practice: [String] = []

    @OptionGroup var practices: SimulatedPracticeOptions
    @OptionGroup var options: SimulateOptions

    @Option(help: "The vendor's key, for the header api-key.")
    var apiKey = MarketplaceOptions().apiKey

    @Option(help: "Rows of a page of requests.")
    var pageSize = MarketplaceOptions().pageSize

    @Option(help: "Seconds after which an unanswered booking turns confirmed.")
    var confirmsAfter = MarketplaceOptions().confirmsAfterSeconds

    @Option(help: "Seconds without a poll, or a request unanswered, that make it unhealthy.")
    var unhealthyAfter = MarketplaceOptions().unhealthyAfterSeconds

    @Option(
        help: ArgumentHelp(
            "The waits before each further try of a webhook, in seconds.", valueName: "seconds"))
    var webhookRetries = "10,100,1000"

    @Flag(help: "Refuse a rejection that comes after a booking turned confirmed.")
    var refuseLateRejections = false

    @Flag(help: "Write fields without a value as null.")
    var nulls = false

    func run() async throws {
        let clock = SimulatorClock()
        let simulator = try reportingInput {
            MarketplaceSimulator(
                practices: try given() + (try fromSnapshots(at: clock.now)),
                options: try behaviour(), faults: try options.plan(), clock: clock)
        }
        try await SimulatorRun(
            options: options, name: "marketplace",
            start: { [port = options.port] in try await simulator.start(port: port) },
            stop: { await simulator.stop() }
        ).untilSignal()
    }

    private func behaviour() throws -> MarketplaceOptions {
        var behaviour = MarketplaceOptions()
        behaviour.apiKey = apiKey
        behaviour.pageSize = pageSize
        behaviour.confirmsAfterSeconds = confirmsAfter
        behaviour.unhealthyAfterSeconds = unhealthyAfter
        behaviour.refusesLateRejections = refuseLateRejections
        behaviour.writesNull = nulls
        behaviour.seed = options.seed
        behaviour.webhookRetries = try webhookRetries.split(separator: ",").map { text in
            guard let seconds = Double(text), (0...86_400).contains(seconds) else {
                throw ValidationError("--webhook-retries must be seconds such as 10,100,1000")
            }
            return .milliseconds(Int(seconds * 1_000))
        }
        return behaviour
    }

    private func given() throws -> [MarketplacePractice] {
        try practice.map { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw ValidationError("--practice must be ID:KEY:ZONE, not `\(text)`")
            }
            return MarketplacePractice(
                id: String(parts[0]), key: String(parts[1]),
                zone: try ZoneDatabase().zone(named: String(parts[2])))
        }
    }

    private func fromSnapshots(at now: Instant) throws -> [MarketplacePractice] {
        var zones: [String: Zone] = [:]
        return try practices.practices(at: now).map { snapshot in
            let name = snapshot.setUp.timeZone
            let zone =
                if let known = zones[name] { known } else {
                    try ZoneDatabase().zone(named: name)
                }
            zones[name] = zone
            let id = snapshot.pms.practice.rawValue
            return MarketplacePractice(id: "he-\(id)", key: "key-\(id)", zone: zone)
        }
    }
}
