public import Diagnostics
public import Diary

/// A marketplace that speaks the Healthengine PMS API 1.9.0 on 127.0.0.1 and refuses what that
/// contract forbids.
public final class MarketplaceSimulator: Sendable {
    /// The clock that it goes by.
    public let clock: SimulatorClock
    private let host: SimulatorHost
    private let board: MarketplaceBoard
    private let webhooks: Webhooks
    private let firstPractices: [MarketplacePractice]

    /// Makes a marketplace with those practices; nothing listens yet.
    public init(
        practices: [MarketplacePractice] = [], options: MarketplaceOptions = MarketplaceOptions(),
        faults: FaultPlan = FaultPlan(), clock: SimulatorClock = SimulatorClock()
    ) {
        self.clock = clock
        host = SimulatorHost(clock: clock, faults: faults)
        board = MarketplaceBoard(options, clock: clock)
        webhooks = Webhooks(board, host)
        firstPractices = practices
    }

    /// Listens, and returns the address to which the contract's paths are appended. The contract's
    /// own prefix `/pms-api/v1` may stand between.
    ///
    /// - Parameter port: 0 takes any free one.
    /// - Throws: C0302 where the port cannot be taken.
    @discardableResult
    public func start(port: Int = 0) async throws(Problem) -> String {
        for practice in firstPractices { await board.add(practice) }
        await noteFaults()
        let control = ControlRoutes(host: host) { await self.noteFaults() }
        return try await host.start(
            port: port,
            api: SimulatorHost.API(
                routes: routes, prefix: ["pms-api", "v1"],
                practice: { $0.headers["practice-id"] },
                refusal: { refusal in
                    refusal.status == 401
                        ? .empty(401)
                        : .json(["error": .text(refusal.message)], status: refusal.status)
                }),
            control: control.routes + MarketplaceControl(board: board, webhooks: webhooks).routes)
    }

    /// Closes everything; returns when nothing runs any more.
    public func stop() async {
        await webhooks.stop()
        await host.stop()
    }

    /// The address that `start` returned; nil before.
    public var address: String? { host.address }

    private var routes: [Route] {
        let availability = AvailabilityRoutes(board: board) { [host] message, practice in
            host.noteViolation(
                message, endpoint: "POST /availability/snapshots", practice: practice)
        }
        return RequestRoutes(board: board).routes + availability.routes
            + ConfigurationRoutes(board: board).routes + BookingRoutes(board: board).routes
            + FeatureRoutes(board: board).routes + SubscriptionRoutes(board: board).routes
    }

    private func noteFaults() async {
        let isStale = host.faults.plan.rules.contains { $0.fault.kind == "stale" }
        await board.setKeepsHistory(isStale)
    }
}

// What tests and demos do to it.
extension MarketplaceSimulator {
    /// Adds a practice, or starts the one with that id afresh.
    public func add(_ practice: MarketplacePractice) async { await board.add(practice) }

    /// Gives or revokes a practice's consent.
    ///
    /// - Throws: C0303 for a practice that does not exist.
    public func setConsent(_ consents: Bool, of practice: String) async throws(Problem) {
        await host.settle()
        try await translating { () async throws(Refusal) in
            try await self.board.change(practice) { state, _ in state.isConsenting = consents }
        }
    }

    /// Lets a patient, or the marketplace's staff, do something.
    ///
    /// - Returns: The number of the booking or of the request; 0 where it has none.
    /// - Throws: C0303 where it cannot be: an unknown id, or a start that is not offered.
    @discardableResult
    public func fulfil(
        _ wish: MarketplaceWish, of practice: String
    ) async throws(Problem) -> Int {
        await host.settle()
        let event = try await translating { () async throws(Refusal) in
            try await self.board.fulfil(wish, of: practice)
        }
        await webhooks.tell(event)
        if case .booking = wish { return event.booking ?? 0 }
        return event.request ?? 0
    }

    /// Lets a patient book.
    ///
    /// - Throws: C0303 for a start that is not offered.
    @discardableResult
    public func book(_ wish: BookingWish, of practice: String) async throws(Problem) -> Int {
        try await fulfil(.booking(wish), of: practice)
    }

    /// Sets what goes wrong; counting starts again.
    public func setFaults(_ plan: FaultPlan) async {
        host.faults.plan = plan
        await noteFaults()
    }

    private func translating<Result: Sendable>(
        _ body: () async throws(Refusal) -> Result
    ) async throws(Problem) -> Result {
        do throws(Refusal) {
            return try await body()
        } catch {
            throw Problem("C0303", error.message, hint: "look at what the practice's state shows")
        }
    }
}

// What tests and demos see of it.
extension MarketplaceSimulator {
    /// A practice as it stands.
    ///
    /// - Throws: C0303 for a practice that does not exist.
    public func observe(_ practice: String) async throws(Problem) -> MarketplaceObservation {
        await host.settle()
        let state = try await translating { () async throws(Refusal) in
            try await self.board.view(practice)
        }
        return MarketplaceObservation(state, at: clock.now, board.options)
    }

    /// The starts that were published for one day of a book; none where nothing was. Where it is
    /// asked often, it costs less than `observe`.
    ///
    /// - Throws: C0303 for a practice that does not exist.
    public func published(
        _ book: String, on date: CivilDate, of practice: String
    ) async throws(Problem) -> [PublishedStart] {
        await host.settle()
        return try await translating { () async throws(Refusal) in
            try await self.board.view(practice).published(DayKey(book: book, date: date))
        }
    }

    /// Whether a booking waits for its answer; false where there is none with that id. Likewise.
    ///
    /// - Throws: C0303 for a practice that does not exist.
    public func awaitsAnswer(_ booking: Int, of practice: String) async throws(Problem) -> Bool {
        await host.settle()
        return try await translating { () async throws(Refusal) in
            let state = try await self.board.view(practice)
            return state.bookings.contains { $0.id == booking && $0.stage == .waiting }
        }
    }

    /// How often each endpoint was called, by the answer's status; 0 where none was sent.
    public var callCounts: [String: [Int: Int]] { host.log.counts }
    /// The newest calls, oldest first.
    public var calls: [CallRecord] { host.log.calls }
    /// What callers did that the contract forbids, oldest first.
    public var violations: [Violation] { host.log.violations }
    /// How often each kind of fault was put in.
    public var faultCounts: [String: Int] { host.log.faultCounts }
    /// Forgets all calls, counts and violations.
    public func clearLog() { host.log.clear() }
}
