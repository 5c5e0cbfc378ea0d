internal import Diary

// Group E, second part: what the practice does with a booked appointment.
extension CatalogueEntry {
    static let cancelUnsupported = CatalogueEntry(
        code: .cancelUnsupported, title: "a patient wants to cancel or change online",
        severity: .advice, fixer: .practice,
        symptom: "The marketplace's wish to cancel or change a booking was answered as "
            + "unsupported.",
        cause: "Neither PMS takes online cancellations. The patient has to call the "
            + "practice.",
        fix: .each(
            exact: "Call the patient. If the appointment is cancelled, remove it from the "
                + "diary of Exact; the time is then offered again.",
            oasis: "Call the patient. If the appointment is cancelled, remove it from the "
                + "diary of Oasis; the time is then offered again."),
        evidence: "The evidence has the bookings.",
        sources: ["S25", "S26", "T8"],
        related: [.cancelledInPMS])

    static let cancelledInPMS = CatalogueEntry(
        code: .cancelledInPMS, title: "a booked appointment was cancelled in the PMS",
        severity: .advice, fixer: .practice,
        symptom: "The marketplace shows the booking as cancelled.",
        cause: "The practice cancelled the appointment in its diary.",
        fix: .each(
            exact: "Nothing. The marketplace is told what stands in Exact, and the time is "
                + "offered again.",
            oasis: "Nothing. The marketplace is told what stands in Oasis, and the time is "
                + "offered again."),
        evidence: "The row of the diary has the status cancelled. The evidence has the "
            + "bookings.",
        sources: ["S26", "S55"],
        related: [.didNotAttend, .appointmentAbsent])

    static let movedInPMS = CatalogueEntry(
        code: .movedInPMS, title: "a booked appointment was moved in the PMS",
        severity: .warning, fixer: .practice,
        symptom: "The marketplace shows the time of the booking, the diary another one.",
        cause: "The practice moved the appointment. A moved appointment is never "
            + "cancelled.",
        fix: .each(
            exact: "Tell the patient the time that stands in Exact, if that was not done yet.",
            oasis: "Tell the patient the time that stands in Oasis, if that was not done yet."),
        evidence: "The row of the diary has another time or practitioner. The evidence "
            + "has both times.",
        sources: ["S55"],
        related: [.cancelledInPMS])

    static let didNotAttend = CatalogueEntry(
        code: .didNotAttend, title: "a patient did not attend",
        severity: .advice, fixer: .practice,
        symptom: "The marketplace shows that the patient did not attend.",
        cause: "The practice gave the appointment that status.",
        fix: .each(
            exact: "Nothing. The marketplace is told what stands in Exact.",
            oasis: "Nothing. The marketplace is told what stands in Oasis."),
        evidence: "The row of the diary has the status. The evidence has the bookings.",
        sources: ["S55"],
        related: [.cancelledInPMS])

    static let orphan = CatalogueEntry(
        code: .orphan, title: "ledger and diary disagree",
        severity: .error, fixer: .support,
        symptom: "A patient stands at the door and the diary does not know, or the diary "
            + "keeps time for nobody.",
        cause: "A row was changed by hand on one side, or something failed that no other "
            + "finding names.",
        fix: .both(
            "Compare the rows that the evidence names with `gapbook booking ID`, and "
                + "correct the diary by hand."),
        evidence: "The daily reconciliation compared ledger and diary both ways. The "
            + "evidence has its list.",
        sources: ["S4", "S55"],
        related: [.appointmentAbsent, .duplicateSubmit])

    static let overbooked = CatalogueEntry(
        code: .overbooked, title: "a booked appointment overlaps another row",
        severity: .warning, fixer: .practice,
        symptom: "The diary has two appointments at one time.",
        cause: "The PMS takes appointments that overlap, and staff entered one at the "
            + "same moment.",
        fix: .each(
            exact: "Look at both rows in Exact, and move one with its patient's consent. "
                + "Gapbook changes neither.",
            oasis: "Look at both rows in Oasis, and move one with its patient's consent. "
                + "Gapbook changes neither."),
        evidence: "The day as it was read back has both rows. The evidence names them.",
        sources: ["S4"],
        related: [.slotTaken])
}
