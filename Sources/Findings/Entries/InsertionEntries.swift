internal import Diary

// Group D, third part: insertions into the diary and what became of them.
extension CatalogueEntry {
    static let slotTaken = CatalogueEntry(
        code: .slotTaken, title: "the time of a booking is taken",
        severity: .warning, fixer: .support,
        symptom: "The patient is told that the booking failed. The time shows as free "
            + "until the next publication.",
        cause: "Somebody took the time in the diary, or another online booking did, after"
            + " it was published.",
        fix: .both(
            "Nothing, if it happens now and then: the time is published again at once. If"
                + " it happens often, shorten the interval between syncs. Where D07 names the"
                + " booking, too, the patient was told that it is confirmed: call the patient."),
        evidence: "The PMS answered with a conflict, or the day as it was read again has "
            + "another row at that time. The evidence has the bookings.",
        sources: ["S54", "S25", "T21"],
        related: [.notOffered, .overbooked, .lateReject])

    static let timeoutUnknown = CatalogueEntry(
        code: .timeoutUnknown, title: "whether a booking is in the diary is not known",
        severity: .error, fixer: .support,
        symptom: "The patient believes to be booked. The diary may have the appointment "
            + "or not.",
        cause: "The insertion was sent, no whole answer came, and the diary could not be "
            + "read back for ten minutes.",
        fix: .both(
            "Look for the appointment in the diary. Then run `gapbook booking resolve ID "
                + "--in-diary REF` or `gapbook booking resolve ID --not-in-diary`."),
        evidence: "The evidence has the booking. `gapbook booking ID` tells every step.",
        sources: ["S50", "T21"],
        related: [.duplicateSubmit, .pmsOffline])

    static let lateReject = CatalogueEntry(
        code: .lateReject, title: "a booking was not entered in time, or refused too late",
        severity: .error, fixer: .support,
        symptom: "The patient may have been told that the booking stands, and the diary "
            + "does not have it.",
        cause: "Twelve seconds passed before anything was sent to the PMS, the service was away, "
            + "or it showed only later that the diary cannot have the appointment. The "
            + "marketplace takes a booking for confirmed after twenty seconds.",
        fix: .both(
            "Look at the booking at the marketplace. If it stands there as confirmed, or the "
                + "evidence says that the patient was told so, call the patient and cancel it by "
                + "hand."),
        evidence: "The evidence has the booking. `gapbook booking ID` shows what took the"
            + " time, and why it was rejected.",
        sources: ["S50", "T21"],
        related: [.slotTaken, .pmsOffline, .unconfirmed])

    static let patientAmbiguous = CatalogueEntry(
        code: .patientAmbiguous, title: "several patient files may be the one meant",
        severity: .error, fixer: .support,
        symptom: "The booking waits, and the diary does not have it yet.",
        cause: "The PMS has several patients who are equally near to the one who booked, "
            + "for example twins or a parent and a child.",
        fix: .both(
            "Ask the practice who it is, and let it enter the appointment. Then run "
                + "`gapbook booking resolve ID --in-diary REF`. The parameter "
                + "`match_patient.ambiguous` can have a new file made instead."),
        evidence: "The rule `match_patient` decided on opaque ids and scores. The "
            + "evidence has the booking.",
        sources: ["S57"],
        related: [.patientField])

    static let duplicateSubmit = CatalogueEntry(
        code: .duplicateSubmit, title: "one booking stands in the diary several times",
        severity: .error, fixer: .support,
        symptom: "The diary has several rows of one booking.",
        cause: "An insertion had its effect more than once on the PMS's side. Gapbook "
            + "deletes nothing as a repair.",
        fix: .both(
            "Ask the practice which row is right and to remove the others. Then run "
                + "`gapbook booking resolve ID --in-diary REF`."),
        evidence: "Several rows of the day carry the booking's reference. `gapbook "
            + "booking ID` names them.",
        sources: ["S4", "T21"],
        related: [.timeoutUnknown])

    static let partial = CatalogueEntry(
        code: .partial, title: "a patient file may have been made for nothing",
        severity: .warning, fixer: .support,
        symptom: "The PMS may have a new patient without an appointment.",
        cause: "The file was being made when the time to answer ran out, so the booking "
            + "was rejected.",
        fix: .both(
            "Ask the practice whether it wants to keep the file. A later booking of the "
                + "same patient finds it."),
        evidence: "The making of a file was sent, and nothing was inserted after it. The "
            + "evidence has the booking.",
        sources: ["S57", "T21"],
        related: [.lateReject])

    static let unconfirmed = CatalogueEntry(
        code: .unconfirmed, title: "the marketplace does not take an answer",
        severity: .error, fixer: .support,
        symptom: "The marketplace shows another state of the booking than the diary.",
        cause: "The marketplace refuses the answer, or does not know the booking any "
            + "more.",
        fix: .both(
            "Look at the booking at the marketplace, and correct it there by hand."),
        evidence: "The marketplace answered 4xx. The evidence has the booking, and what "
            + "it was to be told.",
        sources: ["S50", "T21"],
        related: [.lateReject, .unknownBooking])

    static let refusedByPMS = CatalogueEntry(
        code: .refusedByPMS, title: "the PMS refused an insertion",
        severity: .error, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "The PMS answered that it does not take the appointment.",
        fix: .both(
            "Look at the PMS's words with `gapbook booking ID`, and mend the set-up that "
                + "it names."),
        evidence: "The PMS answered 400, 404 or 422.",
        sources: ["S54"],
        related: [.slotTaken, .bookedLengthMismatch])
}
