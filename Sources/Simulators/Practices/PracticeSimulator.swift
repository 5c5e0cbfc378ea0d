public import Diagnostics
public import Diary

/// What a test or a demo does to a simulated PMS, whichever it is, and sees of it.
public protocol PracticeSimulator: Sendable {
    /// The clock that it goes by.
    var clock: SimulatorClock { get }
    /// The parts that do the work.
    var core: PracticeSimulatorCore { get }
}

/// What the simulators of PMSs share: the server and the practices.
public struct PracticeSimulatorCore: Sendable {
    let host: SimulatorHost
    let board: PracticeBoard
    let firstPractices: [(snapshot: Snapshot, zone: Zone)]

    init(
        _ practices: [Snapshot], options: PracticeOptions, zones: ZoneDatabase, faults: FaultPlan,
        clock: SimulatorClock
    ) throws(Problem) {
        host = SimulatorHost(clock: clock, faults: faults)
        board = PracticeBoard(options, clock: clock)
        var known: [String: Zone] = [:]
        var found: [(Snapshot, Zone)] = []
        for practice in practices {
            let name = practice.setUp.timeZone
            let zone = if let zone = known[name] { zone } else { try zones.zone(named: name) }
            known[name] = zone
            found.append((practice, zone))
        }
        firstPractices = found
    }

    func start(port: Int, api: SimulatorHost.API) async throws(Problem) -> String {
        for practice in firstPractices { await board.add(practice.snapshot, zone: practice.zone) }
        let control = ControlRoutes(host: host) {}
        return try await host.start(
            port: port, api: api, control: control.routes + PracticeControl(board: board).routes)
    }
}

extension PracticeSimulator {
    /// The address that `start` returned; nil before.
    public var address: String? { core.host.address }

    /// Closes everything; returns when nothing runs any more.
    public func stop() async { await core.host.stop() }

    /// Adds a practice while the simulator runs, or replaces the one with that id.
    public func add(_ practice: Snapshot, zone: Zone) async {
        await core.board.add(practice, zone: zone)
    }

    /// Makes changes at a practice: all of them, or none.
    ///
    /// - Throws: C0303 for a practice or a row that does not exist, or exists already.
    public func edit(_ practice: PracticeID, _ edits: PracticeEdit...) async throws(Problem) {
        await core.host.settle()
        try await core.board.edit(practice, edits)
    }

    /// Makes any change at a practice; it counts as one of the set-up.
    ///
    /// - Throws: C0303 for a practice that does not exist.
    public func edit(
        _ practice: PracticeID, _ change: @Sendable (inout PMSReading) -> Void
    ) async throws(Problem) {
        await core.host.settle()
        try await core.board.change(practice, isSetUp: true) { state throws(Problem) in
            change(&state.reading)
        }
    }

    /// Gives or revokes a practice's consent.
    ///
    /// - Throws: C0303 for a practice that does not exist.
    public func setConsent(_ consents: Bool, of practice: PracticeID) async throws(Problem) {
        await core.host.settle()
        try await core.board.setConsent(consents, of: practice)
    }

    /// What a practice holds now; nil where it does not exist.
    public func reading(_ practice: PracticeID) async -> PMSReading? {
        await view(practice)?.reading
    }

    /// The rows of a practice's diary with all that the PMS keeps of them, which no reading shows;
    /// none where the practice does not exist.
    public func rows(_ practice: PracticeID) async -> [DiaryRow] {
        await view(practice)?.state.rows ?? []
    }

    /// A practice's patients, in the order in which they were made; none where it does not exist.
    public func patients(_ practice: PracticeID) async -> [SimulatedPatient] {
        await view(practice)?.state.patients ?? []
    }

    /// How many calls were answered, or dropped, and have not had their effect yet.
    public var lateCalls: Int {
        get async {
            await core.host.settle()
            return await core.host.late.count
        }
    }

    private func view(_ practice: PracticeID) async -> PracticeBoard.View? {
        await core.host.settle()
        return await core.board.view(practice)
    }

    /// Sets what goes wrong; counting starts again.
    public func setFaults(_ plan: FaultPlan) { core.host.faults.plan = plan }

    /// How often each endpoint was called, by the answer's status; 0 where none was sent.
    public var callCounts: [String: [Int: Int]] { core.host.log.counts }
    /// The newest calls, oldest first.
    public var calls: [CallRecord] { core.host.log.calls }
    /// Calls that the interface forbids, oldest first.
    public var violations: [Violation] { core.host.log.violations }
    /// How often each kind of fault was put in.
    public var faultCounts: [String: Int] { core.host.log.faultCounts }
    /// Forgets all calls, counts and violations.
    public func clearLog() { core.host.log.clear() }
}
