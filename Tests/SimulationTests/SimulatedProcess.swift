import Diagnostics
import Diary
import Ports

@testable import Flows

/// One process of the service: takes bookings in, runs their flows, tells the marketplace.
final class SimulatedProcess {
    let number: Int
    unowned let simulation: Simulation
    private(set) var isAlive = true
    private var runs: [BookingID: BookingRun] = [:]
    /// The effect of each run whose answer is awaited; answers to earlier ones come too late.
    private var awaited: [BookingID: Int] = [:]

    init(number: Int, simulation: Simulation) {
        self.number = number
        self.simulation = simulation
    }

    func start() {
        simulation.note("process \(number) starts")
        poll()
        look()
    }

    private func soon(_ seconds: Int, _ action: @escaping (SimulatedProcess) -> Void) {
        simulation.after(seconds) { [self] _ in if isAlive { action(self) } }
    }

    private func crash(power: Bool) {
        guard isAlive else { return }
        simulation.note("process \(number) ends\(power ? ", without power" : "")")
        isAlive = false
        if power {
            simulation.ledger.losePower()
            for process in simulation.processes where process.isAlive {
                process.crash(power: false)
            }
        }
        simulation.later(simulation.chooser.number(1...20)) { $0.startProcess() }
    }

    // MARK: Taking in

    private func poll() {
        for entry in simulation.market.waiting(at: simulation.now) where isAlive {
            take(entry)
        }
        guard isAlive else { return }
        look(again: false)
        soon(5) { $0.poll() }
    }

    private func take(_ entry: ModelMarket.Entry) {
        let id = entry.request.id
        guard simulation.ledger.seen.bookings[id] == nil else { return }
        let now = Instant(seconds: simulation.now)
        let reference = BookingReference("\(id)-\(simulation.steps)")
        let isLate = now >= entry.request.bookedAt.adding(seconds: 12)
        var booking = Booking(
            id: id, practice: PracticeID("practice"), reference: reference, request: entry.request,
            receivedAt: now,
            place: .init(
                practitioner: entry.practitioner, reason: ReasonID("R1"), start: entry.start,
                length: Minutes(30)),
            state: .intended, deadline: entry.request.bookedAt.adding(seconds: 12))
        let fault = simulation.chooser.fault(among: FaultMix.crashes)
        if fault == .crashBefore { return crash(power: false) }
        if fault == .storeFails { return }
        if isLate || admit(booking) == nil {
            booking.place = nil
            booking.holdsPlace = false
            booking.state = .rejected(code: isLate ? "D07-LATE-REJECT" : "D01-SLOT-TAKEN")
            booking.deadline = nil
            _ = simulation.ledger.admit(
                booking, [.init(.rejected, reason: "refused")],
                [BookingEvent(at: now, what: "refused")])
        }
        simulation.note("booking \(id) is taken in by \(number)")
        if fault == .crashAfter || fault == .powerLoss { crash(power: fault == .powerLoss) }
    }

    private func admit(_ booking: Booking) -> Booking? {
        let events = [BookingEvent(at: booking.receivedAt, what: "received")]
        switch simulation.ledger.admit(booking, [], events) {
        case .admitted(let stored), .known(let stored): return stored
        case .taken: return nil
        }
    }

    // MARK: Looking for work

    private func look(again: Bool = true) {
        for booking in simulation.ledger.open where runs[booking.id] == nil {
            if case .needsPerson = booking.state { continue }
            runs[booking.id] = BookingRun(booking, terms: simulation.terms)
            advance(booking.id, .resume)
            if !isAlive { return }
        }
        tell()
        if again { soon(2) { $0.look() } }
    }

    /// Each booking's oldest message.
    private func tell() {
        var seen: Set<BookingID> = []
        for message in simulation.ledger.seen.messages where isAlive {
            guard seen.insert(message.booking).inserted else { continue }
            let row = simulation.ledger.seen.bookings[message.booking]?.entry
            let fault = simulation.chooser.fault(among: [
                .requestLost, .answerLost, .crashAfter, .powerLoss,
            ])
            if fault == .requestLost { continue }
            simulation.market.tell(
                message.booking, message.draft.what, row: row, at: simulation.now)
            simulation.note("booking \(message.booking): told \(message.draft.what)")
            switch fault {
            case .answerLost: continue
            case .crashAfter, .powerLoss: return crash(power: fault == .powerLoss)
            default: simulation.ledger.settle(message, acknowledged: true)
            }
        }
    }

    // MARK: The flow

    private func advance(_ id: BookingID, _ input: BookingInput) {
        guard isAlive, let run = runs[id] else { return }
        let (next, effect) = BookingFlow.step(
            run, input, now: Instant(seconds: simulation.now))
        runs[id] = next
        awaited[id, default: 0] += 1
        simulation.note("booking \(id) in \(number): \(input.word) -> \(effect.word)")
        perform(effect, next)
    }

    private func answer(_ id: BookingID, after seconds: Int, _ input: BookingInput) {
        let number = awaited[id]
        soon(seconds) { process in
            guard process.awaited[id] == number else { return }
            process.advance(id, input)
        }
    }

    private func perform(_ effect: BookingEffect, _ run: BookingRun) {
        let id = run.booking.id
        switch effect {
        case .load: answer(id, after: 0, .loaded(simulation.ledger.seen.bookings[id]))
        case .store(let next, let messages, let events): store(next, messages, events)
        case .match, .makePatient, .findMade, .readDay:
            if let until = run.answerBy {
                answer(id, after: until.seconds - simulation.now, .time)
            }
            ask(effect, run.booking)
        case .insert: insert(run.booking)
        case .wait(let until): answer(id, after: until.seconds - simulation.now, .time)
        case .finish:
            runs[id] = nil
            awaited[id] = nil
        }
    }

    private func store(
        _ next: Booking, _ messages: [BookingMessage.Draft], _ events: [BookingEvent]
    ) {
        let id = next.id
        let fault = simulation.chooser.fault(among: FaultMix.crashes)
        if fault == .crashBefore { return crash(power: false) }
        let failed = BookingInput.storeFailed(Problem("D0001", "the disk is full", hint: "wait"))
        if fault == .storeFails { return answer(id, after: 1, failed) }
        let stored = simulation.ledger.change(next, messages, events)
        switch fault {
        case .crashAfter: crash(power: false)
        case .powerLoss: crash(power: true)
        case .storeLies: answer(id, after: 1, failed)
        default:
            answer(
                id, after: simulation.chooser.number(0...1),
                stored.map(BookingInput.stored) ?? .superseded)
        }
    }

    private func insert(_ booking: Booking) {
        guard let place = booking.place, let patient = booking.patient else { return }
        let id = booking.id
        let simulation = simulation
        func apply() -> BookingInput {
            switch simulation.diary.insert(
                booking, place: place, patient: patient, at: simulation.now)
            {
            case .inserted(let row): return .inserted(row)
            case .conflict: return .pmsFailed(.sample(.conflict))
            }
        }
        write(id, apply)
    }

    /// A call that changes something at the PMS, with all that can become of it.
    private func write(_ id: BookingID, _ apply: @escaping () -> BookingInput) {
        let fault = simulation.chooser.fault(among: [
            .requestLost, .answerLost, .late, .errorBefore, .errorAfter, .unreachable, .slow,
        ])
        if fault != .none { simulation.note("booking \(id): \(fault)") }
        switch fault {
        case .requestLost: answer(id, after: 10, .pmsFailed(.sample(.noAnswer)))
        case .answerLost:
            _ = apply()
            answer(id, after: 10, .pmsFailed(.sample(.noAnswer)))
        case .late:
            let delay =
                simulation.chooser.number(1...ModelDiary.latest)
            simulation.later(max(delay, 40)) { _ in _ = apply() }
            answer(id, after: 10, .pmsFailed(.sample(.noAnswer)))
        case .errorBefore: answer(id, after: 1, .pmsFailed(.sample(.serverFailed)))
        case .errorAfter:
            _ = apply()
            answer(id, after: 1, .pmsFailed(.sample(.practiceOffline)))
        case .unreachable: answer(id, after: 1, .pmsFailed(.sample(.unreachable)))
        case .slow:
            // It arrives in the middle of a long wait for the answer.
            let number = awaited[id]
            simulation.later(4) { [self] _ in
                let result = apply()
                simulation.after(5) { [self] _ in
                    guard isAlive, awaited[id] == number else { return }
                    advance(id, result)
                }
            }
        default: answer(id, after: simulation.chooser.number(0...2), apply())
        }
    }

    /// A call that only reads, or makes a file.
    private func ask(_ effect: BookingEffect, _ booking: Booking) {
        let id = booking.id
        let simulation = simulation
        if effect == .makePatient {
            return write(id) {
                .made(simulation.diary.makeFile(for: id, at: simulation.now))
            }
        }
        let fault = simulation.chooser.fault(among: [.requestLost, .errorBefore, .slow, .stale])
        switch fault {
        case .requestLost: return answer(id, after: 10, .pmsFailed(.sample(.noAnswer)))
        case .errorBefore: return answer(id, after: 1, .pmsFailed(.sample(.practiceOffline)))
        default: break
        }
        let age = fault == .stale ? max(simulation.chooser.number(1...25), 20) : 0
        let time = simulation.now - age
        let result: BookingInput
        switch effect {
        case .match:
            let roll = simulation.mix.patientRoll ?? simulation.chooser.number(0...99)
            result = .matched(
                roll < 70 ? .use(PatientID("known-\(id)")) : roll < 97 ? .make : .person)
        case .findMade:
            result = .foundMade(
                simulation.diary.files.filter { $0.booking == id && $0.madeAt <= time }.map(\.id))
        default:
            let practitioner = booking.place?.practitioner ?? PractitionerID("")
            let rows = simulation.diary.day(of: practitioner, at: time)
            for row in rows { simulation.shown[row.entry.id] = time }
            result = .rows(rows)
        }
        answer(id, after: fault == .slow ? 9 : simulation.chooser.number(0...1), result)
    }
}

extension WireFailure {
    static func sample(_ kind: Kind) -> WireFailure {
        WireFailure(kind, Problem("P0001", "simulated", hint: "nothing"))
    }
}

extension BookingInput {
    var word: String { String("\(self)".prefix { $0 != "(" }) }
}

extension BookingEffect {
    var word: String {
        if case .store(let booking, _, let events) = self {
            return "store \(booking.state) \(events.map(\.what)) v\(booking.version)"
        }
        return String("\(self)".prefix(40))
    }
}
