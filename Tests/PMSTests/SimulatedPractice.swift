import Diary
import PMSExact
import PMSOasis
import Ports
import Simulators
import Testing
import Wire

/// A simulated practice, and the adapter that leads to it over real HTTP.
struct SimulatedPractice {
    let simulator: any PracticeSimulator
    let pms: any PMSPort & DiaryWriter
    let zone: Zone
    let system: PMSSystem

    /// What the practice holds now, as the adapter must read it.
    func state(_ id: PracticeID, _ days: ClosedRange<CivilDate>) async throws -> PMSReading {
        let reading = try #require(await simulator.reading(id)).within(days, zone)
        return system == .exact ? reading.onExactsWire(zone) : reading.onOasissWire(zone)
    }

    /// Starts a fixture's PMS. The adapter knows how it takes insertions, as an operator would.
    static func start(
        _ fixture: String, time: ManualTime, secret: String? = nil,
        options change: (inout PracticeOptions) -> Void = { _ in }
    ) async throws -> (SimulatedPractice, PMSReading) {
        let snapshot = try Sample.snapshot(fixture)
        let zone = try Sample.zone(snapshot.setUp.timeZone)
        var options = PracticeOptions()
        options.pageSize = 40
        change(&options)
        let practice = snapshot.pms.practice
        let pacer = Pacer(callsAMinute: 60_000, clock: ManualClock(time: time))
        let insertion = PMSCapabilities.Insertion(
            reference: try #require(.init(rawValue: options.reference.rawValue)),
            rejectsOverlaps: options.overlaps == .rejected, longestDelay: .seconds(120))
        let simulator: any PracticeSimulator
        let pms: any PMSPort & DiaryWriter
        switch snapshot.pms.system {
        case .exact:
            let exact = try ExactSimulator(practices: [snapshot], options: options)
            let way = Connection(to: try await exact.start(), side: ExactAccess.side)
            let access = ExactAccess(
                api: way, signIn: way, client: options.clientID,
                secret: Secret(secret ?? options.clientSecret), pacer: pacer, clock: time)
            simulator = exact
            pms = ExactPMS(
                access, practice: practice, pmsPractice: practice.rawValue, zone: zone, seed: 1,
                insertion: insertion)
        case .oasis:
            let oasis = try OasisSimulator(practices: [snapshot], options: options)
            let way = Connection(to: try await oasis.start(), side: OasisAccess.side)
            let access = OasisAccess(
                way, key: Secret(secret ?? options.oasisKey), pacer: pacer, clock: time)
            simulator = oasis
            pms = OasisPMS(
                access, practice: practice, pmsPractice: practice.rawValue, zone: zone, seed: 1,
                insertion: insertion)
        }
        return (
            SimulatedPractice(
                simulator: simulator, pms: pms, zone: zone, system: snapshot.pms.system),
            snapshot.pms
        )
    }
}

extension PMSReading {
    /// The reading as Oasis's wire can say it: all times by the wall clock.
    func onOasissWire(_ zone: Zone) -> PMSReading {
        var reading = self
        for index in reading.diary.indices {
            if case .exact(let instant) = reading.diary[index].start {
                reading.diary[index].start = .civil(zone.local(at: instant))
            }
            if case .at(.exact(let instant)) = reading.diary[index].end {
                reading.diary[index].end = .at(.civil(zone.local(at: instant)))
            }
        }
        return reading
    }
}
