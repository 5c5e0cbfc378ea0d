public import Diary
public import Evaluation
public import Logging
public import Ports

/// Gives the rules and the zone that count for a practice.
public protocol EvaluatorSupplier: Sendable {
    /// The evaluator of a practice: its active revision where there is one, else the rules
    /// directory.
    ///
    /// - Throws: a `Problem` where the zone is unknown or the rules cannot be read.
    func evaluator(
        for record: PracticeRecord, setUp: SetUp, active: ActiveRevision?
    ) async throws -> Evaluator
}

/// All through which one practice's flows reach the world.
public struct PracticePorts: Sendable {
    /// The practice's PMS.
    public var pms: any PMSPort
    /// The practice at the marketplace; nil where it is not published.
    public var marketplace: (any MarketplacePort)?
    /// The ledger.
    public var store: any Store
    /// The writing side of the PMS; nil where the adapter only reads, and bookings are rejected.
    public var diary: (any DiaryWriter)?
    /// Bookings that last; nil likewise.
    public var bookings: (any BookingStore)?
    /// The clock.
    public var time: any TimeSource
    /// The rules.
    public var evaluators: any EvaluatorSupplier
    /// Who is told for metrics.
    public var observer: any FlowObserver
    /// The log; practice ids and counts, never patient data.
    public var logger: Logger
    /// The practice's own address for webhooks; nil where the policy's counts, or none.
    public var callback: String?

    /// Joins the ports.
    public init(
        pms: any PMSPort, marketplace: (any MarketplacePort)?, store: any Store,
        time: any TimeSource, evaluators: any EvaluatorSupplier,
        observer: any FlowObserver = NoObserver(), logger: Logger,
        diary: (any DiaryWriter)? = nil, bookings: (any BookingStore)? = nil
    ) {
        self.pms = pms
        self.marketplace = marketplace
        self.store = store
        self.time = time
        self.evaluators = evaluators
        self.observer = observer
        self.logger = logger
        self.diary = diary
        self.bookings = bookings
    }
}
