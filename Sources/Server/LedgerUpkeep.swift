internal import Diagnostics
public import Diary
internal import Logging
internal import Ports
internal import ServiceLifecycle

/// What a ledger needs done now and then. Each call does a part of it, so that others come in
/// between.
public struct LedgerChores: Sendable {
    /// Takes away what nothing needs any more.
    public var prune: @Sendable (_ now: Instant) async throws -> Taken
    /// Removes the patients of bookings that are final since before that time.
    public var purgePatients: @Sendable (_ finalBefore: Instant) async throws -> Taken
    /// Seals by the newest key what others sealed, and says what came of it; nil without a key.
    public var resealPatients: (@Sendable () async throws -> Resealed)?

    /// What one call took away.
    public struct Taken: Sendable {
        /// How many rows.
        public var rows: Int
        /// Whether the next call finds more.
        public var isPartial: Bool

        /// Says it.
        public init(rows: Int, isPartial: Bool) {
            self.rows = rows
            self.isPartial = isPartial
        }
    }

    /// What sealing again came to.
    public struct Resealed: Sendable {
        /// How many were sealed by the newest key.
        public var count: Int
        /// How many could not be opened, and stayed as they were.
        public var unopened: Int

        /// Says it.
        public init(count: Int, unopened: Int) {
            self.count = count
            self.unopened = unopened
        }
    }

    /// Joins the chores.
    public init(
        prune: @escaping @Sendable (Instant) async throws -> Taken,
        purgePatients: @escaping @Sendable (Instant) async throws -> Taken,
        resealPatients: (@Sendable () async throws -> Resealed)? = nil
    ) {
        self.prune = prune
        self.purgePatients = purgePatients
        self.resealPatients = resealPatients
    }
}

/// Does the ledger's chores: sealing again at the start, the rest then and every hour. What fails
/// is logged and tried again an hour later; it never ends the service.
struct LedgerUpkeep: Service {
    let chores: LedgerChores
    /// How long patients stay after their booking is final, in days.
    let patientDays: Int
    let time: any TimeSource
    let logger: Logger

    static let every = Duration.seconds(3600)
    /// The most calls of one chore in a row; what is left then waits for the next hour.
    static let mostCalls = 200

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }

    /// Works until the task is cancelled.
    func work() async {
        await reseal()
        while !Task.isCancelled {
            let now = time.now()
            let finalBefore = Instant(seconds: now.seconds - patientDays * 86_400)
            // A booking goes only when its patient is gone.
            await repeating("patients") { try await chores.purgePatients(finalBefore) }
            await repeating("rows") { try await chores.prune(now) }
            do { try await time.sleep(for: LedgerUpkeep.every) } catch { return }
        }
    }

    private func reseal() async {
        guard let reseal = chores.resealPatients else { return }
        do {
            let done = try await reseal()
            if done.count > 0 {
                logger.info("sealed \(done.count) patients by the newest key")
            }
            if done.unopened > 0 {
                logger.error("\(done.unopened) patients cannot be opened: see `gapbook doctor`")
            }
        } catch {
            failed("sealing patients again", error)
        }
    }

    private func repeating(
        _ what: String, _ chore: () async throws -> LedgerChores.Taken
    ) async {
        var rows = 0
        do {
            for _ in 0..<LedgerUpkeep.mostCalls where !Task.isCancelled {
                let taken = try await chore()
                rows += taken.rows
                if !taken.isPartial { break }
            }
        } catch {
            failed("taking away \(what)", error)
        }
        if rows > 0 { logger.info("took away \(rows) \(what) that nothing needs any more") }
    }

    private func failed(_ what: String, _ error: any Error) {
        let words = (error as? Problem)?.message ?? "\(type(of: error))"
        logger.error("\(what) failed, and is tried again in an hour: \(words)")
    }
}
