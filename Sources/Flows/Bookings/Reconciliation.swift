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
                ? rows.filter {
                    $0.reference?.isSame(booking.reference) == true && $0.entry.takesTime
                } : []
            switch booking.state {
            case .confirmed:
                let row = rows.first { $0.entry.id == booking.entry && $0.entry.takesTime }
                if row == nil {
                    differences.append("booking \(booking.id) is confirmed, its row is not there")
                }
                let twins = carries ? own : alike(row, among: rows, zone: zone)
                if twins.count > 1 {
                    differences.append(
                        "booking \(booking.id) has rows \(DayRows.names(twins))")
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

    /// Where the PMS has no field for the reference: the rows that one insertion may have made as
    /// well as another, of one patient and exactly one place.
    private static func alike(
        _ row: PlacedAppointment?, among rows: [PlacedAppointment], zone: Zone
    ) -> [PlacedAppointment] {
        guard let row, row.patient != nil else { return [] }
        let span = DayRows.span(of: row.entry, zone: zone)
        return rows.filter {
            $0.patient == row.patient && $0.entry.practitioner == row.entry.practitioner
                && $0.entry.takesTime && DayRows.span(of: $0.entry, zone: zone) == span
        }
    }
}
