internal import Diary
internal import Ports

/// Which rows of a practitioner's day are ours, and which are in the way.
enum DayRows {
    /// The rows that one of our insertions made: by the reference where the PMS carries one, else
    /// by practitioner, start, length, patient and that they were not made before the booking.
    static func own(
        _ rows: [PlacedAppointment], of booking: Booking, _ terms: BookingTerms
    ) -> [PlacedAppointment] {
        guard let place = booking.place else { return [] }
        // By the reference also where nothing was sent: an older ledger may have been put back.
        if terms.carries { return rows.filter { $0.reference?.isSame(booking.reference) == true } }
        guard booking.insertions > 0 else { return [] }
        return standing(rows, at: place, of: booking.patient, zone: terms.zone)
            .filter { isMade($0, since: booking, margin: terms.policy.clockMargin) }
    }

    /// The patient's rows that take exactly that place.
    static func standing(
        _ rows: [PlacedAppointment], at place: Booking.Place, of patient: PatientID?, zone: Zone
    ) -> [PlacedAppointment] {
        rows.filter { row in
            row.patient == patient && row.entry.practitioner == place.practitioner
                && row.entry.takesTime && span(of: row.entry, zone: zone) == span(of: place)
        }
    }

    /// The rows that may be ours although nothing proves it: staff may have moved one, given it
    /// another length or another file, a PMS writes references its own way, or its clock is far
    /// behind. The patient's in exactly that place, which nobody saw before it was sent; or made
    /// since the booking came, and of its patient or, where no reference tells, at its very start.
    /// Only a person can say.
    static func suspects(
        _ rows: [PlacedAppointment], of booking: Booking, _ terms: BookingTerms
    ) -> [PlacedAppointment] {
        guard booking.insertions > 0, let place = booking.place else { return [] }
        let (carries, zone) = (terms.carries, terms.zone)
        let standing = Set(
            standing(rows, at: place, of: booking.patient, zone: zone).map(\.entry.id))
        return rows.filter { row in
            guard row.entry.kind == .appointment, row.reference?.isOurs != true else {
                return false
            }
            if standing.contains(row.entry.id) { return true }
            guard isMade(row, since: booking, margin: terms.policy.clockMargin) else {
                return false
            }
            let isAtStart =
                row.entry.practitioner == place.practitioner
                && span(of: row.entry, zone: zone).lowerBound == place.start
            let isOfPatient = row.patient == booking.patient
            // Staff may have cancelled it there, and it must not be entered again.
            guard row.entry.takesTime else { return !carries && isOfPatient && isAtStart }
            return isOfPatient || (!carries && isAtStart)
        }
    }

    private static func isMade(
        _ row: PlacedAppointment, since booking: Booking, margin: Int
    ) -> Bool {
        row.createdAt.map { $0 >= booking.receivedAt.adding(seconds: -margin) } ?? true
    }

    /// The rows that take time of a place.
    static func overlapping(
        _ rows: [PlacedAppointment], _ place: Booking.Place?, zone: Zone
    ) -> [PlacedAppointment] {
        guard let place else { return [] }
        let wanted = span(of: place)
        return rows.filter { row in
            row.entry.practitioner == place.practitioner && row.entry.takesTime
                && span(of: row.entry, zone: zone).overlaps(wanted)
        }
    }

    static func span(of place: Booking.Place) -> Range<Instant> {
        place.start..<max(place.start, place.start.adding(place.length))
    }

    static func span(of entry: DiaryEntry, zone: Zone) -> Range<Instant> {
        let start = entry.start.instant(in: zone)
        let end =
            switch entry.end {
            case .after(let length): start.adding(length)
            case .at(let time): time.instant(in: zone)
            }
        return start..<max(start, end)
    }

    static func names(_ rows: [PlacedAppointment]) -> String {
        rows.map(\.entry.id.rawValue).sorted().joined(separator: ", ")
    }
}
