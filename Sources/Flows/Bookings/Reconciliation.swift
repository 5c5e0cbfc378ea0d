internal import Diary
internal import Ports

/// Compares what the ledger says of a day with its rows.
enum Reconciliation {
    /// A row that bears a reference which only we can have given.
    struct Bearer {
        let row: DiaryEntryID
        let reference: BookingReference
    }

    static func bearers(in rows: [PlacedAppointment]) -> [Bearer] {
        rows.compactMap { row in
            guard let reference = row.reference, reference.isOurs, row.entry.takesTime else {
                return nil
            }
            return Bearer(row: row.entry.id, reference: reference)
        }
    }

    static func differences(
        _ bookings: [Booking], _ rows: [PlacedAppointment], carries: Bool, zone: Zone
    ) -> [String] {
        var differences: [String] = []
        for booking in bookings {
            let own =
                carries
                ? rows.filter { $0.reference == booking.reference && $0.entry.takesTime } : []
            switch booking.state {
            case .confirmed:
                let stands = rows.contains { $0.entry.id == booking.entry && $0.entry.takesTime }
                if !stands {
                    differences.append("booking \(booking.id) is confirmed, its row is not there")
                }
                if own.count > 1 {
                    differences.append(
                        "booking \(booking.id) has rows \(DayRows.names(own))")
                }
            case .rejected, .ended:
                if !own.isEmpty {
                    differences.append(
                        "booking \(booking.id) is over, row \(DayRows.names(own)) stands")
                }
            default: break
            }
        }
        return differences
    }
}
