internal import Diagnostics
public import Diary
public import Logging
public import Ports

/// Makes the ports of a practice: which connection, which secrets.
public protocol PracticeConnector: Sendable {
    /// The ports of a practice as its record says.
    ///
    /// - Throws: a `Problem` where the configuration does not know the connection or a secret is
    ///   missing; the practice is tried again later.
    func ports(for record: PracticeRecord) async throws -> PracticePorts
}

/// Serves all practices of a ledger: starts, stops and restarts each one as its record says, and
/// wakes those of which staff changed something.
public actor FleetDriver {
    private let store: any Store
    private let time: any TimeSource
    private let connector: any PracticeConnector
    private let policy: FlowPolicy
    private let owner: String
    private let logger: Logger
    private let gate: Gate
    private var served: [PracticeID: Served] = [:]
    /// What is under way of practices that are no longer served.
    private var ending: [PracticeID: Task<Void, Never>] = [:]
    private var lastCount: Int?
    private var lastAudit = 0
    private var retryAt: Instant?

    /// How often the ledger is asked whether anything changed.
    static let lookEvery = Duration.seconds(1)
    /// After so long a practice that could not be started is tried again.
    static let retryEvery = Minutes(1)
    /// So many audited changes are looked through; after more, all practices are woken.
    static let mostChanges = 200

    private struct Served {
        let record: PracticeRecord
        let driver: PracticeDriver?
        let task: Task<Void, Never>
    }

    /// Makes the driver of all practices.
    ///
    /// - Parameters:
    ///   - atOnce: how many practices sync at the same time; bookings never wait for that.
    ///   - owner: the name under which this process holds practices.
    public init(
        store: any Store, time: any TimeSource, connector: any PracticeConnector,
        policy: FlowPolicy, atOnce: Int, owner: String, logger: Logger
    ) {
        self.store = store
        self.time = time
        self.connector = connector
        self.policy = policy
        self.owner = owner
        self.logger = logger
        gate = Gate(atOnce)
    }

    /// Serves until the task is cancelled, and then waits for what is under way.
    public func run() async {
        while !Task.isCancelled {
            await look()
            do { try await time.sleep(for: FleetDriver.lookEvery) } catch { break }
        }
        for practice in served.values { practice.task.cancel() }
        for practice in served.values { await practice.task.value }
        for task in ending.values { await task.value }
        served = [:]
        ending = [:]
    }

    /// The practices that are served now.
    public var practices: [PracticeID] { served.keys.sorted() }

    /// Polls the practice with that id at the marketplace: a webhook has come (G18).
    ///
    /// - Returns: false where no practice that is served has that id.
    public func webhook(for practice: MarketplacePracticeID) async -> Bool {
        let driver = served.values.first { $0.record.marketplace?.practice == practice }?.driver
        await driver?.pollSoon(.webhook)
        return driver != nil
    }

    /// Looks whether the ledger changed, and follows.
    private func look() async {
        do {
            let count = try await store.changeCount()
            let isRetryDue = retryAt.map { time.now() >= $0 } ?? false
            guard count != lastCount || isRetryDue else { return }
            let isFirst = lastCount == nil
            retryAt = nil
            let records = try await store.practices()
            await follow(records)
            let changed = try await changed(isFirst: isFirst)
            if !isFirst { try await wake(changed) }
            lastCount = count
        } catch {
            logger.error("the ledger cannot be read: \(Problem(ofStore: error).message)")
        }
    }

    /// Starts, stops and restarts what the records say.
    private func follow(_ records: [PracticeRecord]) async {
        let known = Dictionary(
            records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let wanted = known.filter { $0.value.isEnabled && $0.value.stopped == nil }
        for (id, running) in served where wanted[id] != running.record {
            // S59, S60: what was asked for under an id that counts no longer is taken back. Nothing
            // is sent where the traffic stands still (S58).
            let isLeaving = wanted[id]?.marketplace != running.record.marketplace
            if isLeaving, known[id]?.stopped == nil { await served[id]?.driver?.leave() }
            running.task.cancel()
            ending[id] = running.task
            served[id] = nil
        }
        let starting = wanted.values.filter { served[$0.id] == nil }
        for record in starting {
            start(record, Stagger(of: record.id, among: starting.count, policy: policy))
        }
    }

    private func start(_ record: PracticeRecord, _ stagger: Stagger) {
        // S59: the one before is over before anything is sent under another id.
        let before = ending.removeValue(forKey: record.id)
        // The driver is made inside the task, for making ports may read secrets.
        let task = Task {
            await before?.value
            guard !Task.isCancelled, var driver = await self.driver(for: record) else { return }
            driver.stagger = stagger
            await driver.run()
        }
        served[record.id] = Served(record: record, driver: nil, task: task)
    }

    private func driver(for record: PracticeRecord) async -> PracticeDriver? {
        do {
            let ports = try await connector.ports(for: record)
            let driver = PracticeDriver(
                record, ports: ports, policy: policy, owner: owner, gate: gate)
            guard let running = served[record.id], running.record == record else { return nil }
            served[record.id] = Served(record: record, driver: driver, task: running.task)
            return driver
        } catch {
            let problem = Problem(ofStore: error)
            logger.error("`\(record.id)` cannot be served: \(problem.message)")
            await SetUpUnusable.report(problem, of: record, to: store, at: time.now())
            if served[record.id]?.record == record { served[record.id] = nil }
            retryAt = time.now().adding(FleetDriver.retryEvery)
            return nil
        }
    }

    /// The practices of which something was changed since the last look; nil for all.
    private func changed(isFirst: Bool) async throws -> Set<PracticeID>? {
        let entries = try await store.audit(of: nil, limit: isFirst ? 1 : FleetDriver.mostChanges)
        let new = entries.filter { $0.number > lastAudit }
        lastAudit = max(lastAudit, entries.first?.number ?? 0)
        return new.count == FleetDriver.mostChanges ? nil : Set(new.map(\.practice))
    }

    /// Wakes the practices of which something was changed or asked for.
    private func wake(_ changed: Set<PracticeID>?) async throws {
        for (id, running) in served {
            guard let driver = running.driver else { continue }
            let wishes = Set(try await store.wishes(of: id).map(\.kind))
            if wishes.contains(.requests) { await driver.pollSoon(.wish) }
            if changed?.contains(id) ?? true || !wishes.subtracting([.requests]).isEmpty {
                await driver.syncSoon()
            }
        }
    }
}
