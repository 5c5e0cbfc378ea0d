internal import Diary

/// Which length counts (T6).
struct Lengths {
    let system: PMSSystem

    /// The length of an appointment booked through a reason with a practitioner, as the PMS would
    /// put it into the diary.
    ///
    /// Exact: reason x practitioner, else the reason, else the practitioner's default.
    /// Oasis: the reason's own, else the New Patient column.
    func booked(_ reason: BookingReason, with practitioner: Practitioner) -> Minutes? {
        let member = reason.practitioners?.first { $0.practitioner == practitioner.id }
        switch system {
        case .exact: return member?.minutes ?? reason.minutes ?? practitioner.defaultMinutes
        case .oasis: return member?.minutes ?? reason.minutes ?? practitioner.newPatientMinutes
        }
    }

    /// The length by which availability is recognised.
    ///
    /// Exact: as booked through the default reason. Oasis: the New Patient column (S19).
    func recognised(by reason: BookingReason, with practitioner: Practitioner) -> Minutes? {
        switch system {
        case .exact: booked(reason, with: practitioner)
        case .oasis: practitioner.newPatientMinutes
        }
    }
}
