internal import Diagnostics
internal import Diary
public import Flows
public import Logging
public import Ports
internal import ServiceLifecycle
internal import UnixSignals

/// The service: the fleet of practices and the listener, started and stopped together.
public struct GapbookService: Sendable {
    private let configuration: Configuration
    private let store: any Store
    private let time: any TimeSource
    private let monitor: ServiceMonitor
    private let tokens: WebhookTokens
    private let fleet: FleetDriver
    private let chores: LedgerChores?
    private let ledger: (any WatchedLedger)?
    private let logger: Logger
    private let onBound: @Sendable (Int) async -> Void

    /// How many practices sync at the same time: enough to wait for many PMSs, few enough for two
    /// cores.
    static let syncsAtOnce = 32

    /// Joins the parts; nothing runs yet.
    ///
    /// - Parameters:
    ///   - chores: what is done for the ledger every hour; nil for nothing.
    ///   - ledger: the ledger, to watch over it; nil where nobody does.
    ///   - onBound: told the listener's port as soon as it listens.
    public init(
        _ configuration: Configuration, store: any Store, time: any TimeSource,
        connector: any PracticeConnector, monitor: ServiceMonitor, tokens: WebhookTokens,
        waits: RetryWaits = .doubling(), chores: LedgerChores? = nil,
        ledger: (any WatchedLedger)? = nil, logger: Logger,
        onBound: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.store = store
        self.time = time
        self.monitor = monitor
        self.tokens = tokens
        self.chores = chores
        self.ledger = ledger
        self.logger = logger
        self.onBound = onBound
        // The ledger belongs to one service: after a crash the next one need not wait for the
        // leases of the one that died.
        var policy = configuration.policy
        policy.waits = waits
        fleet = FleetDriver(
            store: store, time: time, connector: connector, policy: policy,
            atOnce: Self.syncsAtOnce, owner: "service", logger: logger)
    }

    /// Runs until SIGINT or SIGTERM, then ends what is under way.
    ///
    /// - Throws: a `Problem` where the configured practices cannot be written, where the
    ///   listener's address cannot be listened on, or where the ledger is gone from its place.
    public func run() async throws {
        try await PracticeSeeding(store: store).write(
            configuration.practices, now: time.now(), logger: logger)
        let listener = Listener(
            on: configuration.listener,
            answers: ServiceAnswers(
                store: store, time: time, monitor: monitor, tokens: tokens, fleet: fleet,
                ledger: ledger, since: time.now()), logger: logger, onBound: onBound)
        let upkeep = chores.map {
            LedgerUpkeep(
                chores: $0, patientDays: configuration.patientDays, time: time, logger: logger)
        }
        let watch = ledger.map { LedgerWatch(ledger: $0, time: time, logger: logger) }
        // A service that throws ends the others: their tasks are cancelled.
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: listener), .init(service: FleetService(fleet: fleet)),
                ] + (upkeep.map { [.init(service: $0)] } ?? [])
                    + (watch.map { [.init(service: $0)] } ?? []),
                gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
        try await group.run()
    }
}

/// Runs the fleet until the group is asked to stop.
private struct FleetService: Service {
    let fleet: FleetDriver

    func run() async throws {
        await cancelWhenGracefulShutdown { await fleet.run() }
    }
}

extension Configuration {
    /// How often the flows work.
    public var policy: FlowPolicy {
        var policy = FlowPolicy()
        policy.syncEvery = .seconds(sync.seconds)
        policy.pollEvery = .seconds(pollSeconds)
        policy.fullEvery = .seconds(sync.fullHours * 3600)
        policy.staleAfter = max(policy.staleAfter, .seconds(3 * sync.seconds))
        policy.liveHours = liveHours
        return policy
    }
}

/// What the listener answers with, from the parts of the running service.
struct ServiceAnswers: ListenerAnswers {
    let store: any Store
    let time: any TimeSource
    let monitor: ServiceMonitor
    let tokens: WebhookTokens
    let fleet: FleetDriver
    let ledger: (any WatchedLedger)?
    let since: Instant

    func health() async -> (isOK: Bool, json: [UInt8]) {
        guard let practices = try? await store.practices() else {
            return (false, Array(#"{"format":"gapbook.health/1","status":"no ledger"}"#.utf8))
        }
        let health = ServiceHealth(
            practices, counts: monitor.current, refusal: ledger?.refusal, since: since,
            now: time.now())
        return (health.isOK, health.json)
    }

    func metrics() async -> String? {
        guard let practices = try? await store.practices() else { return nil }
        return monitor.metrics(of: practices, ledger: ledger, now: time.now())
    }

    func ring(_ token: String) async -> Bool {
        guard let practice = tokens.practice(with: token) else {
            monitor.noticed("unknown")
            return false
        }
        let isServed = await fleet.webhook(for: practice)
        monitor.noticed(isServed ? "rung" : "not_served")
        // A token that we gave out is acknowledged whatever became of its practice.
        return true
    }
}
