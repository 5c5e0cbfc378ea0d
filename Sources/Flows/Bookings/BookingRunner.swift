internal import Diary
internal import Ports

/// Runs one booking to where nothing is left to do by itself.
struct BookingRunner: Sendable {
    let performer: BookingPerformer
    let time: any TimeSource

    func run(_ run: BookingRun) async {
        var run = run
        var input = BookingInput.resume
        while !Task.isCancelled {
            let (next, effect) = BookingFlow.step(run, input, now: time.now())
            run = next
            if effect == .finish { return }
            input = await perform(effect, of: run)
        }
    }

    /// What changes the ledger or the diary is finished whatever happens to the task; what may be
    /// given up is given up when the answer is due (T21).
    private func perform(_ effect: BookingEffect, of run: BookingRun) async -> BookingInput {
        let booking = run.booking
        let leaveBy = run.leaveBy
        let performer = performer
        switch effect {
        case .store, .insert:
            return await shielded {
                await performer.perform(effect, for: booking, leaveBy: leaveBy)
            }
        case .match, .makePatient, .findMade, .readDay, .readWholeDay:
            guard let until = run.answerBy else { break }
            let left = max(until.seconds - time.now().seconds, 0)
            let time = time
            return await withTaskGroup(of: BookingInput.self) { group in
                group.addTask {
                    await performer.perform(effect, for: booking, leaveBy: leaveBy)
                }
                group.addTask {
                    try? await time.sleep(for: .seconds(left))
                    return .time
                }
                let first = await group.next() ?? .time
                group.cancelAll()
                return first
            }
        default: break
        }
        return await performer.perform(effect, for: booking, leaveBy: leaveBy)
    }
}
