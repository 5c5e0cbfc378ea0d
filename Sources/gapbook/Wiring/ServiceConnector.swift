import Diagnostics
import Diary
import Flows
import Ledger
import Logging
import Marketplace
import PMS
import PMSExact
import PMSOasis
import Ports
import Rules
import Server
import Wire

/// Joins the configuration and a practice's record to ports: the one place where adapters, client
/// and ledger meet. What practices of one connection share is made once: token, pace, sockets.
actor ServiceConnector: PracticeConnector {
    nonisolated let configuration: Configuration
    nonisolated let ledger: Ledger
    nonisolated let monitor: ServiceMonitor
    nonisolated let tokens: WebhookTokens
    private let time = SystemTime()
    private let zones = ZoneDatabase()
    private let evaluators: ServiceEvaluators
    /// Only the service brings first rules in; a command changes nothing by itself.
    private let firstRules: FirstRules?
    private let logger: Logger
    private var exact: [String: ExactAccess] = [:]
    private var oasis: [String: OasisAccess] = [:]
    private var marketplace: Marketplace?

    /// What all practices share at the marketplace.
    private struct Marketplace {
        let apiKey: Secret
        let agent: UserAgent
        let transport: CountedTransport
        let pacer: Pacer
    }

    init(
        _ configuration: Configuration, ledger: Ledger, logger: Logger, isService: Bool = false
    ) {
        self.configuration = configuration
        self.ledger = ledger
        self.logger = logger
        monitor = ServiceMonitor(time: SystemTime())
        tokens = WebhookTokens(publicURL: configuration.publicURL)
        let directory = RuleDirectory(root: configuration.rules)
        evaluators = ServiceEvaluators(store: ledger, directory: directory)
        firstRules =
            isService ? FirstRules(store: ledger, directory: directory, logger: logger) : nil
    }

    /// The ports of a practice as its record says.
    ///
    /// - Throws: C0109 where the file has no such connection, C0103 where a secret is missing,
    ///   C0105 where the practice has an id at the marketplace and the file has no marketplace.
    func ports(for record: PracticeRecord) async throws -> PracticePorts {
        try await firstRules?.ensure(for: record, now: time.now())
        let setUp = try await ledger.setUp(of: record.id)
        let zone = try zones.zone(named: setUp.timeZone)
        let (pms, diary) = try sides(of: record, zone: zone)
        var ports = PracticePorts(
            pms: pms, marketplace: try market(for: record), store: ledger, time: time,
            evaluators: evaluators, observer: monitor, logger: logger,
            diary: diary, bookings: ledger)
        ports.callback = record.marketplace.flatMap { tokens.callback(for: $0.practice) }
        return ports
    }

    /// The way to a practice's PMS.
    func pms(for record: PracticeRecord, zone: Zone) throws(Problem) -> any PMSPort {
        try sides(of: record, zone: zone).pms
    }

    /// The practices that consent to the client of a connection, by their ids at the PMS; nil where
    /// the PMS does not say.
    func consentingPractices(of connection: ConfiguredConnection) async throws -> [String]? {
        guard case .exact(let target) = connection.target else { return nil }
        return try await access(connection.name, target).activePractices()
    }

    /// The reading side of a practice's PMS, and the writing one where its connection has one.
    private func sides(
        of record: PracticeRecord, zone: Zone
    ) throws(Problem) -> (pms: any PMSPort, diary: (any DiaryWriter)?) {
        guard let connection = configuration.connection(named: record.connection) else {
            throw Problem(
                "C0109", "no connection `\(record.connection)` for `\(record.id)`",
                hint: Spelling.hint(
                    for: record.connection, among: configuration.connections.map(\.name)))
        }
        switch connection.target {
        case .exact(let target):
            let pms = ExactPMS(
                try access(connection.name, target), practice: record.id,
                pmsPractice: record.pmsPractice, zone: zone, seed: Seed.of(record.id),
                insertion: target.insertion.over(ExactPMS.insertion))
            return (pms, pms)
        case .oasis(let target):
            let pms = OasisPMS(
                try access(connection.name, target), practice: record.id,
                pmsPractice: record.pmsPractice, zone: zone, seed: Seed.of(record.id),
                insertion: target.insertion.over(OasisPMS.insertion))
            return (pms, pms)
        case .files(let path):
            // Only what stands in the folder is read, whatever the ledger says.
            guard !record.pmsPractice.contains("/"), !record.pmsPractice.hasPrefix(".") else {
                throw Problem(
                    "C0106", "`\(record.pmsPractice)` is no name in the folder `\(path)`",
                    hint: "give the practice the name of its folder or file there")
            }
            let pms = ExportedPMS(
                path: "\(path)/\(record.pmsPractice)", practice: record.id, system: record.system,
                zone: zone)
            return (pms, nil)
        }
    }

    private func access(
        _ name: String, _ target: ConfiguredConnection.ExactConnection
    ) throws(Problem) -> ExactAccess {
        if let known = exact[name] { return known }
        let access = ExactAccess(
            api: counted(target.url, ExactAccess.side, .pms),
            signIn: counted(target.signInURL, ExactAccess.side, .pms), client: target.clientID,
            secret: try target.secret.secret(), pacer: Pacer(callsAMinute: target.callsAMinute),
            clock: time)
        exact[name] = access
        return access
    }

    private func access(
        _ name: String, _ target: ConfiguredConnection.OasisConnection
    ) throws(Problem) -> OasisAccess {
        if let known = oasis[name] { return known }
        let access = OasisAccess(
            counted(target.url, OasisAccess.side, .pms), key: try target.apiKey.secret(),
            pacer: Pacer(callsAMinute: target.callsAMinute), clock: time)
        oasis[name] = access
        return access
    }

    private func market(for record: PracticeRecord) throws(Problem) -> (any MarketplacePort)? {
        guard let access = record.marketplace else { return nil }
        let shared = try sharedMarketplace(for: record)
        return try HealthengineMarketplace(
            practice: access.practice, practiceKey: try access.key.secret(),
            apiKey: shared.apiKey, agent: shared.agent, transport: shared.transport,
            pacer: shared.pacer, clock: time, seed: Seed.of(record.id))
    }

    private func sharedMarketplace(
        for record: PracticeRecord
    ) throws(Problem) -> Marketplace {
        if let marketplace { return marketplace }
        guard let target = configuration.marketplace else {
            throw Problem(
                "C0105",
                "`\(record.id)` has an id at the marketplace, and the configuration has "
                    + "no `marketplace`",
                hint: "write `marketplace:` into the configuration file")
        }
        let agent = target.userAgent
        let shared = Marketplace(
            apiKey: try target.apiKey.secret(),
            agent: try UserAgent(
                vendor: agent.vendor, email: agent.email, environment: agent.environment),
            transport: counted(target.url, .marketplace, .marketplace),
            pacer: Pacer(callsAMinute: target.callsAMinute))
        marketplace = shared
        return shared
    }

    private func counted(
        _ address: String, _ wireSide: WireSide, _ side: ServiceMonitor.Side
    ) -> CountedTransport {
        CountedTransport(
            connection: Connection(to: address, side: wireSide), side: side, monitor: monitor)
    }
}

/// Spreads what practices do after failing together, the same way in every run.
enum Seed {
    /// The practice's own number.
    static func of(_ practice: PracticeID) -> UInt64 { practice.seed }

    /// Waits that double, with a jitter of the practice's own.
    static let waits = RetryWaits { practice, failures in
        var backoff = Backoff(
            first: .seconds(2), seed: of(practice) &+ UInt64(clamping: failures))
        return backoff.wait(afterFailures: failures)
    }
}
