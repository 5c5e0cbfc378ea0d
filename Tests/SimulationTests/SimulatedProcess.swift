import Diagnostics
import Diary
import Ports

@testable import Flows

/// One process of the service: takes bookings in, runs their flows, tells the marketplace, follows
/// what staff do.
final class SimulatedProcess: TimeSource, @unchecked Sendable {
    let number: Int
    unowned let simulation: Simulation
    private(set) var isAlive = true
    var runs: [BookingID: BookingRun] = [:]
    /// The effect of each run whose answer is awaited; answers to earlier ones come too late.
    var awaited: [BookingID: Int] = [:]
    /// What was rejected without being stored, as the desk remembers it.
    private var notStored: Set<BookingID> = []
    private var isTakingIn = false
    private var standsStillUntil = 0
    private let skew: Int
    private(set) lazy var store = SimulatedStore(self)
    private(set) lazy var marketplace = SimulatedMarketplace(self)

    init(number: Int, simulation: Simulation) {
        self.number = number
        self.simulation = simulation
        skew = simulation.chooser.number(-simulation.mix.skew...simulation.mix.skew)
    }

    /// The time by its own clock.
    func now() -> Instant { Instant(seconds: simulation.now + skew) }

    func sleep(for duration: Duration) async throws {
        throw CancellationError()
    }

    func start() async {
        simulation.note("process \(number) starts")
        await simulation.machine.open(number)
        await poll()
        await look()
        if simulation.mix.syncs {
            soon(10) { await $0.sync() }
        } else if simulation.mix.hasStaff {
            soon(60) { await $0.follow() }
        }
    }

    func soon(_ seconds: Int, _ action: @escaping (SimulatedProcess) async -> Void) {
        simulation.after(seconds) { [self] _ in
            guard isAlive else { return }
            let left = standsStillUntil - simulation.now
            if left > 0 { soon(left, action) } else { await action(self) }
        }
    }

    /// Nothing of it happens for so long: a machine that sleeps, or too little memory.
    func standStill(_ seconds: Int, then action: @escaping (SimulatedProcess) async -> Void) {
        simulation.note("process \(number) stands still for \(seconds) s")
        standsStillUntil = simulation.now + seconds
        simulation.later(seconds) { [self] _ in if isAlive { await action(self) } }
    }

    /// It is killed, with the power of the whole machine or alone.
    func crash(power: Bool = false) async {
        guard isAlive else { return }
        let gone = power ? simulation.processes.filter(\.isAlive) : [self]
        let seed = power ? UInt64(simulation.chooser.number(1...1_000_000)) : nil
        for process in gone {
            simulation.note("process \(process.number) ends\(power ? ", without power" : "")")
            process.isAlive = false
            simulation.later(simulation.chooser.number(1...20)) { await $0.startProcess() }
        }
        await simulation.machine.end(gone.map(\.number), loss: seed)
    }

    /// It ends in order.
    func stop() {
        simulation.note("process \(number) stops")
        isAlive = false
        simulation.machine.close(number)
        simulation.later(simulation.chooser.number(1...20)) { await $0.startProcess() }
    }

    // MARK: Taking in

    private func poll() async {
        let again = simulation.market.entries.keys.sorted { $0.rawValue < $1.rawValue }.filter {
            _ in simulation.chooser.happens(perMille: simulation.mix.listsAgain)
        }
        await takeListed(andAgain: Set(again))
        guard isAlive else { return }
        await look(again: false)
        soon(5) { await $0.poll() }
    }

    /// A booking that is known and waits for its answer is left as it is.
    private func takeListed(
        andAgain again: Set<BookingID> = [], newestOnly: Bool = false
    ) async {
        let known = simulation.machine.model.bookings
        let listed = simulation.market.waiting(andAgain: again).map(\.request)
            .filter { known[$0.id] == nil || again.contains($0.id) }
        guard !listed.isEmpty, !isTakingIn, standsStillUntil <= simulation.now else { return }
        isTakingIn = true
        await take(newestOnly ? listed.suffix(1) : listed)
        isTakingIn = false
    }

    /// Others are told of the newest booking while this process is about to store what it judged.
    func letOthersTakeIn() async {
        for other in simulation.processes where other.number != number && other.isAlive {
            simulation.note("\(other.number) comes between")
            await other.takeListed(newestOnly: true)
        }
    }

    private func take(_ requests: [BookingRequest]) async {
        guard let ledger = simulation.machine.ledger(of: number) else {
            for request in requests where isAlive { await takeSimply(request) }
            return
        }
        let ports = PracticePorts(
            pms: self, marketplace: marketplace, store: ledger, time: self,
            evaluators: SimulatedRules(), logger: SimulatedPractice.logger)
        let reception = BookingReception(
            practice: SimulatedPractice.record, ports: ports, store: store,
            policy: simulation.terms.policy)
        let intake = await simulation.judging(requests) {
            await reception.take(requests, notStored: notStored)
        }
        notStored.formUnion(intake.notStored)
        simulation.note(
            "\(number) takes in \(requests.map(\.id)), claims \(intake.claims), "
                + "not stored \(intake.notStored)")
    }

    /// The same over the model, which has no reading to judge by.
    private func takeSimply(_ request: BookingRequest) async {
        let isLate = now() >= request.bookedAt.adding(seconds: simulation.terms.policy.rejectAfter)
        let place = Booking.Place(
            practitioner: SimulatedPractice.dentist, reason: ReasonID("R1"),
            start: Instant(seconds: request.start.clockMinute * 60), length: Minutes(30))
        do {
            let booking = booking(request, place, .intended)
            let events = [BookingEvent(at: now(), what: "received")]
            if !isLate {
                let admission = try await store.admit(
                    booking, patient: nil, messages: [], events: events)
                guard case .taken = admission else { return }
            }
            let code = isLate ? "D07-LATE-REJECT" : "D01-SLOT-TAKEN"
            _ = try await store.admit(
                self.booking(request, nil, .rejected(code: code)), patient: nil,
                messages: [.init(.rejected, reason: "refused")], events: events)
        } catch {
            simulation.note("booking \(request.id) is not taken in by \(number)")
        }
    }

    private func booking(
        _ request: BookingRequest, _ place: Booking.Place?, _ state: Booking.State
    ) -> Booking {
        var request = request
        request.patient = nil
        return Booking(
            id: request.id, practice: SimulatedPractice.id,
            reference: .of(request.id, in: SimulatedPractice.id),
            request: request, receivedAt: now(), place: place, state: state,
            deadline: place == nil ? nil : request.bookedAt.adding(seconds: 12))
    }

    // MARK: Looking for work

    /// A look that would find what the last one found is not made, for speed: what stands in the
    /// ledger is what the model says.
    private func look(again: Bool = true) async {
        func isFree(_ booking: Booking) -> Bool {
            if case .needsPerson = booking.state { return false }
            return runs[booking.id] == nil
        }
        if simulation.machine.model.open.contains(where: isFree),
            let open = try? await store.openBookings(of: SimulatedPractice.id)
        {
            for booking in open.filter(isFree) where isAlive {
                runs[booking.id] = BookingRun(booking, terms: simulation.terms)
                await advance(booking.id, .resume)
            }
        }
        guard isAlive else { return }
        await tell()
        if again { soon(2) { await $0.look() } }
    }

    func tell() async {
        let now = now()
        guard simulation.machine.model.due.contains(where: { $0.dueAt <= now }) else { return }
        let messages = BookingMessages(
            practice: SimulatedPractice.id, store: store, marketplace: marketplace, time: self)
        do { _ = try await messages.tellDue() } catch {
            simulation.note("\(number) tells no more: \(error)")
        }
    }

    /// Compares the bookings with a reading, as after each sync.
    func follow(again: Bool = true) async {
        let follower = BookingFollower(
            practice: SimulatedPractice.id, pms: self, diary: self, store: store,
            zone: SimulatedPractice.zone)
        do {
            let ledger = simulation.mix.syncs ? simulation.machine.ledger(of: number) : nil
            if try await follower.follow(now: now(), in: ledger ?? self) {
                simulation.note("\(number) follows staff")
            }
        } catch {
            simulation.note("\(number) does not follow staff: \(error)")
        }
        if again { soon(60) { await $0.follow() } }
    }

    /// Reads the PMS as it was a while ago, keeps that, and compares the bookings with it.
    func sync(again: Bool = true) async {
        let isStale = simulation.chooser.fault(among: [.stale]) == .stale
        let age = isStale ? simulation.chooser.number(1...simulation.mix.oldestCopy) : 0
        if simulation.now >= simulation.diary.isDownUntil {
            let reading = simulation.reading(at: simulation.now - age)
            if await simulation.machine.keep(reading, by: number) { simulation.newest = reading }
            await follow(again: false)
        }
        if again { soon(10) { await $0.sync() } }
    }
}
