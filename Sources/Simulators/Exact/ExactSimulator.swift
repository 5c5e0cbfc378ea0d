public import Diagnostics
public import Diary

/// Practices on Exact, behind the vendor's cloud entry point, on 127.0.0.1: what docs/pms/exact.md
/// says goes over the wire, signing in included.
public final class ExactSimulator: PracticeSimulator {
    /// The clock that it goes by.
    public let clock: SimulatorClock
    /// The parts that do the work.
    public let core: PracticeSimulatorCore
    private let options: PracticeOptions
    private let tokens: ExactTokens

    /// Makes a simulator of those practices; nothing listens yet.
    ///
    /// - Throws: Z0001 or Z0002 for a practice whose zone is not known.
    public init(
        practices: [Snapshot], options: PracticeOptions = PracticeOptions(),
        faults: FaultPlan = FaultPlan(), clock: SimulatorClock = SimulatorClock(),
        zones: ZoneDatabase = ZoneDatabase()
    ) throws(Problem) {
        self.clock = clock
        self.options = options
        core = try PracticeSimulatorCore(
            practices, options: options, zones: zones, faults: faults, clock: clock)
        tokens = ExactTokens(options, clock: clock)
    }

    /// Listens, and returns the address of both hosts: `/connect/token` and `/v1/...` are there.
    ///
    /// - Parameter port: 0 takes any free one.
    /// - Throws: C0302 where the port cannot be taken.
    @discardableResult
    public func start(port: Int = 0) async throws(Problem) -> String {
        let routes = ExactRoutes(board: core.board, tokens: tokens, options: options).routes
        return try await core.start(
            port: port,
            api: SimulatorHost.API(
                routes: routes, prefix: [],
                practice: { call in
                    call.segments.starts(with: ["v1", "Practices"]) && call.segments.count > 2
                        ? call.segments[2] : nil
                },
                refusal: { refusal in
                    // The body of an error is a plain text.
                    SimulatorAnswer(
                        status: refusal.status, headers: [("Content-Type", "text/plain")],
                        body: Array(refusal.message.utf8))
                }))
    }

    /// Lets every token run out now, so that the next call answers 401.
    public func expireTokens() { tokens.expireAll() }
}
