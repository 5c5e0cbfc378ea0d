import Diary
import Ports

@testable import Flows

// The invariants of docs/concepts/booking-guarantees.md, held against the truth of the model after
// every step. I10 is held where a change or a start is compared with the model of the ledger.
extension Simulation {
    private func broken(_ invariant: String, _ what: String) {
        if violation == nil { violation = Violation(invariant: invariant, what: what) }
    }

    func check() {
        for (id, booking) in machine.model.bookings {
            if !booking.isFinal, booking.deadline == nil {
                broken("I5", "booking \(id) is open without a deadline")
            }
            if booking.holdsPlace, booking.isFinal, booking.state != .confirmed {
                broken("I6", "booking \(id) is over and holds its place")
            }
            if booking.holdsPlace, let other = machine.model.claimant(of: booking) {
                broken("I4", "bookings \(id) and \(other) hold one time")
            }
            checkOffer(booking)
            checkAge(booking)
        }
        checkRows()
        checkAnswers()
    }

    /// Every time that patients book is offered by the first reading, and by each later one that
    /// shows no row there and the length that the marketplace has. So a booking that comes in time
    /// is refused only where another one was taken in for its time, or its reading speaks against
    /// it; and nothing is taken in that it speaks against.
    private func checkOffer(_ booking: Booking) {
        let reading = judgedBy[booking.id]
        let length = reading?.reasons.first?.minutes ?? SimulatedPractice.length
        if booking.place != nil, length != SimulatedPractice.length {
            broken("T5", "booking \(booking.id) was taken in, and its reason takes \(length)")
        }
        guard case .rejected(let code) = booking.state, booking.place == nil,
            code != "D07-LATE-REJECT"
        else { return }
        let start = booking.request.start
        let isTaken = machine.model.bookings.values.contains {
            guard let place = $0.place, $0.id != booking.id else { return false }
            return $0.request.start == start
                || DayRows.span(of: place).contains(Instant(seconds: start.clockMinute * 60))
        }
        if isTaken, ["D01-SLOT-TAKEN", "D24-NOT-OFFERED"].contains(code) { return }
        if length != SimulatedPractice.length { return }
        let time = Instant(seconds: start.clockMinute * 60)
        let span = time..<time.adding(SimulatedPractice.length)
        let hasRow = reading?.diary.contains {
            $0.takesTime && DayRows.span(of: $0, zone: SimulatedPractice.zone).overlaps(span)
        }
        if hasRow == true, code == "D24-NOT-OFFERED" { return }
        let why = machine.model.events[booking.id]?.last?.detail ?? code
        broken("I7", "booking \(booking.id) was offered, and refused: \(why)")
    }

    /// The timeline says so where a booking was checked by an old reading, and only there.
    private func checkAge(_ booking: Booking) {
        guard booking.place != nil || booking.state != .rejected(code: "D07-LATE-REJECT"),
            let events = machine.model.events[booking.id], let received = events.first
        else { return }
        let readAt = judgedBy[booking.id]?.readAt.seconds ?? SimulatedPractice.readAt
        let age = received.at.seconds - readAt
        let says = events.contains { $0.what == "checked by an old reading" }
        if says != (age > terms.policy.staleAfter) {
            broken(
                "I13", "booking \(booking.id) was checked by a reading of \(age) s, said: \(says)")
        }
    }

    private func checkRows() {
        let own = diary.rows.filter { $0.origin != nil && $0.isLive(at: now) }
        for row in own {
            guard let booking = row.origin, !lostSight.contains(booking) else { continue }
            for other in own where other.id != row.id {
                let (place, next) = (row.spot(at: now), other.spot(at: now))
                if other.origin == booking {
                    broken("I1", "booking \(booking) has rows \(row.id) and \(other.id)")
                } else if place.practitioner == next.practitioner, !row.wasTouched,
                    !other.wasTouched,
                    row.span(at: now).overlaps(other.span(at: now))
                {
                    broken("I4", "rows \(row.id) and \(other.id) are ours and overlap")
                }
            }
        }
        for row in diary.rows where diary.edits(of: row) != diary.staffEdits[row.id, default: 0] {
            broken("I11, I12", "row \(row.id) was changed, and not by staff")
        }
        for file in diary.files where diary.files.count(where: { $0.booking == file.booking }) > 1 {
            broken("S57", "booking \(file.booking) has two files")
        }
    }

    private func checkAnswers() {
        for (id, entry) in market.entries {
            if Set(entry.told).isSuperset(of: [.confirmed, .rejected]) {
                broken("I9", "booking \(id) was confirmed and rejected")
            }
            if entry.told.contains(.confirmed) {
                if let row = entry.row, shown[row] != nil {
                } else {
                    broken("I2", "booking \(id) was confirmed and never read back")
                }
            }
            if entry.told.contains(.rejected), !lostSight.contains(id),
                !diary.live(of: id, at: now).isEmpty
            {
                broken("I3", "booking \(id) was rejected and stands in the diary")
            }
        }
    }

    /// Everything has come to rest: ledger, marketplace and diary say the same, and a machine that
    /// loses its power now says it again.
    func checkEnd() async {
        if let process = processes.last(where: \.isAlive) {
            await machine.checkAfterPowerLoss(
                process.number + 1, seed: UInt64(chooser.number(1...1_000_000)))
        }
        if let difference = machine.difference { broken("I10", difference) }
        for (id, entry) in market.entries {
            guard let booking = machine.model.bookings[id] else {
                // What the ledger could not keep was rejected at once.
                if Set(entry.told) != [.rejected] { broken("I5", "booking \(id) was lost") }
                continue
            }
            checkEnd(of: booking, told: entry.told)
        }
        let confirmed = machine.model.bookings.values.filter { !lostSight.contains($0.id) }
        let days = Set(confirmed.compactMap { $0.place?.start.seconds }.map { $0 / 86_400 })
        for day in days.sorted() {
            let date = CivilDate(dayNumber: day)
            let rows = diary.day(of: nil, on: date, at: now)
            let differences = Reconciliation.differences(
                confirmed.filter { ($0.place?.start.seconds ?? 0) / 86_400 == day }, rows,
                carries: diary.capabilities.reference != .absent, zone: SimulatedPractice.zone)
            if let first = differences.first { broken("I8", first) }
        }
    }

    private func checkEnd(of booking: Booking, told: [Booking.Told]) {
        let id = booking.id
        let live = diary.live(of: id, at: now)
        let first: Booking.Told
        switch booking.state {
        case .confirmed:
            first = .confirmed
            let row = live.first { $0.id == booking.entry }
            if row == nil { broken("I8", "booking \(id) is confirmed and not in the diary") }
            if let row, mix.hasStaff, booking.place?.start != row.spot(at: now).start {
                broken("I8", "booking \(id) is not where its row was moved to")
            }
            checkOverlap(booking, live)
        case .rejected:
            first = .rejected
            if !live.isEmpty, !lostSight.contains(id) {
                broken("I3", "booking \(id) is rejected and in the diary")
            }
        case .ended:
            first = .confirmed
            if live.contains(where: { $0.id == booking.entry }) {
                broken("I8", "booking \(id) has ended and is in the diary")
            }
        default: return broken("I5", "booking \(id) ended as \(booking.state)")
        }
        if told.first != first { broken("I8", "booking \(id) is \(booking.state), told \(told)") }
        if let last = booking.told, told.last != last {
            broken("I8", "booking \(id) was told \(last) by the ledger, and \(told)")
        }
    }

    /// A row of staff that the reading could show is named in the timeline.
    private func checkOverlap(_ booking: Booking, _ live: [ModelDiary.Row]) {
        guard let row = live.first, row.id == booking.entry, !row.wasTouched else { return }
        let events = machine.model.events[booking.id] ?? []
        guard events.contains(where: { $0.what == "read back" }) else { return }
        let earlier = diary.rows.filter {
            $0.origin == nil && !$0.wasTouched
                && $0.spot(at: now).practitioner == row.spot(at: now).practitioner
                && $0.span(at: now).overlaps(row.span(at: now))
                && $0.madeAt < row.madeAt - mix.oldestCopy
                // Whose clock that time is of may be behind the PMS's.
                && $0.isLive(at: booking.since.seconds + mix.skew)
        }
        if !earlier.isEmpty, !events.contains(where: { $0.what == "E07-OVERBOOKED-BY-STAFF" }) {
            broken("E07", "booking \(booking.id) overlaps \(earlier[0].id), and nobody is told")
        }
    }
}
