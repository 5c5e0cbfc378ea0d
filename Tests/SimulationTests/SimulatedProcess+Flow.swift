import Diagnostics
import Diary
import Ports

@testable import Flows

// The real steps of the flow, and what becomes of each of their effects.
extension SimulatedProcess {
    func advance(_ id: BookingID, _ input: BookingInput) async {
        guard isAlive, let run = runs[id] else { return }
        let (next, effect) = BookingFlow.step(run, input, now: now())
        runs[id] = next
        awaited[id, default: 0] += 1
        simulation.note("booking \(id) in \(number): \(input.word) -> \(effect.word)")
        await perform(effect, next)
    }

    private func answer(_ id: BookingID, after seconds: Int, _ input: BookingInput) {
        let number = awaited[id]
        soon(seconds) { process in
            guard process.awaited[id] == number else { return }
            await process.advance(id, input)
        }
    }

    private func perform(_ effect: BookingEffect, _ run: BookingRun) async {
        let id = run.booking.id
        switch effect {
        case .load:
            do {
                let booking = try await store.booking(id, of: SimulatedPractice.id)
                answer(id, after: 0, .loaded(booking))
            } catch { answer(id, after: 1, .storeFailed(SimulatedMachine.failed)) }
        case .store(let next, let messages, let events):
            do {
                let stored = try await store.change(next, messages: messages, events: events)
                answer(
                    id, after: simulation.chooser.number(0...1),
                    stored.map(BookingInput.stored) ?? .superseded)
            } catch { answer(id, after: 1, .storeFailed(SimulatedMachine.failed)) }
        case .makePatient, .insert:
            if let until = run.answerBy { answer(id, after: until.seconds - now().seconds, .time) }
            if simulation.chooser.fault(among: [.stalled]) == .stalled {
                let isLong = simulation.chooser.number(0...1) == 1
                return standStill(simulation.chooser.number(isLong ? 100...200 : 5...30)) {
                    await $0.send(effect, run)
                }
            }
            await send(effect, run)
        case .match, .findMade, .readDay, .readWholeDay:
            if let until = run.answerBy { answer(id, after: until.seconds - now().seconds, .time) }
            await ask(effect, run.booking)
        case .wait(let until): answer(id, after: until.seconds - now().seconds, .time)
        case .finish:
            runs[id] = nil
            awaited[id] = nil
        }
    }

    /// What makes something at the PMS, or does not any more where it has become too late.
    private func send(_ effect: BookingEffect, _ run: BookingRun) async {
        let id = run.booking.id
        guard now() < run.leaveBy else { return await advance(id, .notSent) }
        let simulation = simulation
        guard effect == .makePatient else { return await insert(run.booking) }
        await write(id) { .made(simulation.diary.makeFile(for: id, at: simulation.now)) }
    }

    private func insert(_ booking: Booking) async {
        guard let place = booking.place, let patient = booking.patient else { return }
        let simulation = simulation
        func apply(isEcho: Bool = false) -> BookingInput {
            switch simulation.diary.insert(
                booking, place: place, patient: patient, at: simulation.now, isEcho: isEcho)
            {
            case .inserted(let row): return .inserted(row)
            case .conflict: return .pmsFailed(.sample(.conflict))
            }
        }
        // A PMS that neither knows the reference again nor refuses overlaps takes it twice, and no
        // client can prevent that.
        let can = simulation.diary.capabilities
        let survives = can.rejectsOverlaps || can.reference == .honoured
        await write(booking.id, echo: survives ? { _ = apply(isEcho: true) } : nil) { apply() }
    }

    /// A call that changes something at the PMS, with all that can become of it.
    private func write(
        _ id: BookingID, echo: (() -> Void)? = nil, _ apply: @escaping () -> BookingInput
    ) async {
        let simulation = simulation
        let chooser = simulation.chooser
        guard simulation.now >= simulation.diary.isDownUntil else {
            return answer(id, after: 1, .pmsFailed(.sample(.unreachable)))
        }
        let fault = chooser.fault(
            among: [
                .requestLost, .answerLost, .late, .errorBefore, .errorAfter, .unreachable, .slow,
                .crashBefore, .crashAfter,
            ] + (echo == nil ? [] : [.duplicated]))
        if fault != .none { simulation.note("booking \(id): \(fault)") }
        /// Later, unless the PMS is down then.
        func arrive(in seconds: Int, _ action: @escaping () async -> Void) {
            simulation.later(seconds) { simulation in
                if simulation.now >= simulation.diary.isDownUntil { await action() }
            }
        }
        switch fault {
        case .requestLost: answer(id, after: 10, .pmsFailed(.sample(.noAnswer)))
        case .answerLost:
            _ = apply()
            answer(id, after: 10, .pmsFailed(.sample(.noAnswer)))
        case .late:
            arrive(in: max(chooser.number(1...ModelDiary.latest), 40)) { _ = apply() }
            answer(id, after: 10, .pmsFailed(.sample(.noAnswer)))
        case .errorBefore: answer(id, after: 1, .pmsFailed(.sample(.serverFailed)))
        case .errorAfter:
            _ = apply()
            answer(id, after: 1, .pmsFailed(.sample(.practiceOffline)))
        case .unreachable: answer(id, after: 1, .pmsFailed(.sample(.unreachable)))
        case .slow:
            // It arrives in the middle of a long wait for the answer.
            answer(id, after: 10, .pmsFailed(.sample(.noAnswer)))
            let number = awaited[id]
            arrive(in: 4) { [self] in
                let result = apply()
                soon(5) { if $0.awaited[id] == number { await $0.advance(id, result) } }
            }
        case .duplicated:
            if let echo { arrive(in: chooser.number(1...ModelDiary.latest)) { echo() } }
            answer(id, after: chooser.number(0...2), apply())
        case .crashBefore: await crash()
        case .crashAfter:
            _ = apply()
            await crash()
        default: answer(id, after: chooser.number(0...2), apply())
        }
    }

    /// A call that only reads.
    private func ask(_ effect: BookingEffect, _ booking: Booking) async {
        let id = booking.id
        let simulation = simulation
        let chooser = simulation.chooser
        guard simulation.now >= simulation.diary.isDownUntil else {
            return answer(id, after: 1, .pmsFailed(.sample(.unreachable)))
        }
        let fault = chooser.fault(among: [.requestLost, .errorBefore, .slow, .stale, .crashBefore])
        switch fault {
        case .requestLost: return answer(id, after: 10, .pmsFailed(.sample(.noAnswer)))
        case .errorBefore: return answer(id, after: 1, .pmsFailed(.sample(.practiceOffline)))
        case .crashBefore: return await crash()
        default: break
        }
        let age = fault == .stale ? max(chooser.number(1...simulation.mix.oldestCopy), 20) : 0
        let input = reading(effect, booking, at: simulation.now - age)
        answer(id, after: fault == .slow ? 9 : chooser.number(0...1), input)
    }

    /// What the PMS showed at that time.
    private func reading(
        _ effect: BookingEffect, _ booking: Booking, at time: Int
    ) -> BookingInput {
        let id = booking.id
        switch effect {
        case .match:
            let roll = simulation.mix.patientRoll ?? simulation.chooser.number(0...99)
            return .matched(
                roll < 70 ? .use(PatientID("known-\(id)")) : roll < 97 ? .make : .person)
        case .findMade:
            return .foundMade(
                simulation.diary.files.filter { $0.booking == id && $0.madeAt <= time }.map(\.id))
        default:
            let rows = simulation.diary.day(
                of: effect == .readDay ? booking.place?.practitioner : nil,
                on: booking.request.start.date, at: time)
            for row in rows { simulation.shown[row.entry.id] = time }
            return .rows(rows)
        }
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
