public import Diagnostics
public import Diary

/// Practices on Oasis, behind the vendor's interface for online booking, on 127.0.0.1: what
/// docs/pms/oasis.md says goes over the wire.
public final class OasisSimulator: PracticeSimulator {
    /// The clock that it goes by.
    public let clock: SimulatorClock
    /// The parts that do the work.
    public let core: PracticeSimulatorCore
    private let options: PracticeOptions

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
    }

    /// Listens, and returns the address to which `/v1/practices/...` is appended.
    ///
    /// - Parameter port: 0 takes any free one.
    /// - Throws: C0302 where the port cannot be taken.
    @discardableResult
    public func start(port: Int = 0) async throws(Problem) -> String {
        try await core.start(
            port: port,
            api: SimulatorHost.API(
                routes: OasisRoutes(board: core.board, options: options).routes, prefix: [],
                practice: { call in
                    call.segments.starts(with: ["v1", "practices"]) && call.segments.count > 2
                        ? call.segments[2] : nil
                },
                refusal: { refusal in
                    .json(["error": .text(refusal.message)], status: refusal.status)
                }))
    }
}
