import Diary
import Ledger
import Ports

@testable import Flows

// What people do: staff at the PMS, and whoever decides what waits for a person.
extension Simulation {
    func staffWork() {
        guard !chooser.isOver else { return }
        let places = machine.model.bookings.values.compactMap(\.place)
            .sorted { $0.start < $1.start }
        if !places.isEmpty, chooser.happens(perMille: mix.staffEnters) {
            let place = places[chooser.number(0...(places.count - 1))]
            let start = place.start.adding(seconds: 900 * chooser.number(-1...1))
            diary.staffEnter(
                .init(practitioner: place.practitioner, start: start, since: now), at: now)
        }
        let rows = diary.rows.filter { $0.isLive(at: now) }
        if !rows.isEmpty, chooser.happens(perMille: mix.staffTakes) {
            let row = rows[chooser.number(0...(rows.count - 1))]
            diary.staffTake(row.id, cancel: chooser.number(0...1) == 1, at: now)
            note("staff take \(row.id) away")
        }
        if !rows.isEmpty, chooser.happens(perMille: mix.staffMoves) {
            move(rows[chooser.number(0...(rows.count - 1))])
        }
        if !rows.isEmpty, chooser.happens(perMille: mix.staffChanges) {
            change(rows[chooser.number(0...(rows.count - 1))])
        }
        after(chooser.number(2...10)) { $0.staffWork() }
    }

    /// To another time of that day, to the next day, or to a colleague.
    private func move(_ row: ModelDiary.Row) {
        let before = row.spot(at: now)
        let kind = chooser.number(0...3)
        let seconds = kind == 0 ? 86_400 : 1800 * chooser.number(-3...12)
        let spot = ModelDiary.Spot(
            practitioner: kind == 1 ? SimulatedPractice.colleague : before.practitioner,
            start: before.start.adding(seconds: seconds), since: now)
        guard spot.start != before.start || spot.practitioner != before.practitioner,
            diary.staffMove(row.id, to: spot)
        else { return }
        note("staff move \(row.id) from \(before.start) to \(spot.start), \(spot.practitioner)")
        // It is looked for on the day that was booked.
        guard let booking = row.origin, machine.model.bookings[booking]?.state != .confirmed
        else { return }
        let sameDay = spot.start.seconds / 86_400 == before.start.seconds / 86_400
        if !sameDay || isStrange(row) { lostSight.insert(booking) }
    }

    /// Gives a row another length, or puts it to another file of its patient.
    private func change(_ row: ModelDiary.Row) {
        let length = Minutes(chooser.number(0...1) == 1 ? 45 : 15)
        let patient = chooser.number(0...1) == 1 ? PatientID("merged-\(row.id)") : nil
        guard diary.staffChange(row.id, to: patient == nil ? length : row.length, patient, at: now)
        else { return }
        note("staff change \(row.id)")
        // They may have moved it just now.
        let wasMoved = diary.rows.first { $0.id == row.id }?.wasMoved == true
        guard let booking = row.origin, machine.model.bookings[booking]?.state != .confirmed,
            wasMoved, patient != nil, diary.capabilities.reference == .absent
        else { return }
        lostSight.insert(booking)
    }

    /// Without a reference nothing is left by which a row at another time and in another file could
    /// be told.
    private func isStrange(_ row: ModelDiary.Row) -> Bool {
        diary.capabilities.reference == .absent && row.patient?.rawValue.hasPrefix("merged") == true
    }

    /// A person decides what waits for one, after looking at the diary as it is.
    func personWorks() async {
        defer { after(60) { await $0.personWorks() } }
        guard let process = processes.first(where: \.isAlive) else { return }
        for booking in machine.model.open {
            guard case .needsPerson = booking.state,
                now >= booking.since.seconds + ModelDiary.latest + mix.oldestCopy + 5
            else { continue }
            let rows = diary.live(of: booking.id, at: now)
            let verdict = rows.first.map { BookingVerdict.inDiary($0.id) } ?? .notInDiary
            if let row = rows.first { shown[row.id] = now }
            let decision = BookingDecision(booking, verdict)
            let time = Instant(seconds: now)
            guard let change = decision.change(now: time) else { continue }
            note("booking \(booking.id): a person decides \(verdict)")
            _ = await machine.change(
                of: booking.id, by: process.number, meeting: .none, at: 0
            ) {
                try await $0.decide(
                    change.booking, messages: change.messages, events: change.events,
                    by: .service, why: nil, at: time)
            } _: {
                $0.change(change.booking, change.messages, change.events)
            }
        }
    }
}
