import Diary
import Ports

@testable import Flows

// The invariants of docs/concepts/booking-guarantees.md, held against the truth of the model after
// every step.
extension Simulation {
    private func broken(_ invariant: String, _ what: String) {
        if violation == nil { violation = Violation(invariant: invariant, what: what) }
    }

    func check() {
        for (id, booking) in ledger.seen.bookings {
            if !booking.isFinal, booking.deadline == nil {
                broken("I5", "booking \(id) is open without a deadline")
            }
            if booking.holdsPlace, booking.isFinal, booking.state != .confirmed {
                broken("I6", "booking \(id) is over and holds its place")
            }
            if booking.holdsPlace, let other = ledger.claimant(of: booking) {
                broken("I4", "bookings \(id) and \(other) hold one time")
            }
        }
        checkRows()
        checkAnswers()
    }

    private func checkRows() {
        let own = diary.rows.filter { $0.origin != nil && $0.isLive(at: now) }
        for row in own {
            guard let booking = row.origin else { continue }
            let span = row.start.seconds..<row.start.adding(row.length).seconds
            for other in own where other.id != row.id && other.practitioner == row.practitioner {
                if other.origin == booking {
                    broken("I1", "booking \(booking) has rows \(row.id) and \(other.id)")
                } else if other.overlaps(span) {
                    broken("I4", "rows \(row.id) and \(other.id) are ours and overlap")
                }
            }
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
            if entry.told.contains(.rejected), !diary.live(of: id, at: now).isEmpty {
                broken("I3", "booking \(id) was rejected and stands in the diary")
            }
        }
    }

    /// Everything has come to rest.
    func checkEnd() {
        for (id, entry) in market.entries {
            guard let booking = ledger.seen.bookings[id] else {
                broken("I5", "booking \(id) was lost")
                continue
            }
            let live = diary.live(of: id, at: now)
            switch booking.state {
            case .confirmed:
                if entry.told.first != .confirmed {
                    broken("I8", "booking \(id) is confirmed, told \(entry.told)")
                }
                if live.isEmpty, !touched.contains(id) {
                    broken("I8", "booking \(id) is confirmed and not in the diary")
                }
                checkOverlap(booking, live)
            case .rejected:
                if entry.told.first != .rejected {
                    broken("I8", "booking \(id) is rejected, told \(entry.told)")
                }
                if !live.isEmpty { broken("I3", "booking \(id) is rejected and in the diary") }
            default: broken("I5", "booking \(id) ended as \(booking.state)")
            }
        }
    }

    /// A row of staff that the reading could show is named in the timeline.
    private func checkOverlap(_ booking: Booking, _ live: [ModelDiary.Row]) {
        guard let row = live.first, row.id == booking.entry else { return }
        let events = ledger.seen.events[booking.id] ?? []
        guard events.contains(where: { $0.what == "read back" }) else { return }
        let span = row.start.seconds..<row.start.adding(row.length).seconds
        let earlier = diary.rows.filter {
            $0.origin == nil && $0.practitioner == row.practitioner && $0.overlaps(span)
                && $0.madeAt < row.madeAt - ModelDiary.oldestReplica
                && $0.isLive(at: booking.since.seconds)
        }
        if !earlier.isEmpty, !events.contains(where: { $0.what == "E07-OVERBOOKED-BY-STAFF" }) {
            broken("E07", "booking \(booking.id) overlaps \(earlier[0].id), and nobody is told")
        }
    }
}
