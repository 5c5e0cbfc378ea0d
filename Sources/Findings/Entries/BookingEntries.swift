internal import Diary

// Groups D and E: bookings, access to the other side, and what comes after a booking.
extension CatalogueEntry {
    static let pmsOffline = CatalogueEntry(
        code: .pmsOffline, title: "the practice's own PMS server is away", severity: .error,
        fixer: .practice,
        symptom: "Changes in the PMS do not reach the marketplace. Patients see what was "
            + "published before.",
        cause: "The vendor answers that the server at the practice cannot be reached. It is off, "
            + "or its Internet connection is down.",
        fix: .each(
            exact: "Switch the practice's Exact server on and check its Internet connection. "
                + "Publishing goes on by itself.",
            oasis: "Switch the practice's Oasis server on and check its Internet connection. "
                + "Publishing goes on by itself."),
        evidence: "The PMS answered 502 or 504. The evidence says since when, and how old the "
            + "publication is.",
        sources: ["S5", "S48"], related: [.lastSyncOld, .staleSnapshot, .readFailed])

    static let credentials = CatalogueEntry(
        code: .credentials, title: "credentials are not accepted", severity: .error,
        fixer: .support,
        symptom: "The practice's traffic stands still. Nothing is read, published or answered.",
        cause: "The PMS or the marketplace answered 401. The configured secret is wrong, or it "
            + "was replaced.",
        fix: .both(
            "Put the right secret where the configuration says. Then run `gapbook practice "
                + "enable` for the practice."),
        evidence: "The evidence has the call that was refused, without any secret.",
        sources: ["S58"], related: [.consent, .practiceIDChanged])

    static let consent = CatalogueEntry(
        code: .consent, title: "the practice's consent is missing", severity: .error,
        fixer: .support,
        symptom: "The practice's traffic stands still. Nothing is read, published or answered.",
        cause: "The PMS or the marketplace answered 403. The practice has revoked its consent, or "
            + "has not given it yet.",
        fix: .both(
            "Ask the practice to consent again, at the vendor of its PMS or at the marketplace as "
                + "the evidence says. Then run `gapbook practice enable` for the practice."),
        evidence: "The evidence has the side that refused, and the call.",
        sources: ["S58"], related: [.credentials, .practiceIDChanged])

    static let bookingRejected = CatalogueEntry(
        code: .bookingRejected, title: "bookings are not set up, so one was rejected",
        severity: .error, fixer: .support,
        symptom: "Patients who book are told that the booking failed.",
        cause: "The practice's connection only reads its PMS, as one over exported files does. So "
            + "that no booking turns confirmed without an appointment, each one is rejected at "
            + "once.",
        fix: .both(
            "Switch online booking off at the marketplace, or connect the PMS itself. Call the "
                + "patients whom the marketplace lists under the booking ids."),
        evidence: "The evidence has the ids of the rejected bookings and when they were rejected.",
        sources: ["S50", "S53", "S54", "T21"], related: [.updateRejected])

    static let updateRejected = CatalogueEntry(
        code: .updateRejected, title: "bookings are not set up, so an update was rejected",
        severity: .error, fixer: .support,
        symptom: "A cancellation or change at the marketplace does not reach the PMS diary.",
        cause: "The practice's connection only reads its PMS, and neither PMS takes online "
            + "cancellations. The patient has to contact the practice.",
        fix: .both(
            "Tell the practice the booking ids, so that it can change its diary by hand."),
        evidence: "The evidence has the ids of the bookings and when their updates were rejected.",
        sources: ["S25", "S53", "T8"], related: [.bookingRejected])

    static let unknownBooking = CatalogueEntry(
        code: .unknownBooking, title: "a booking of which no appointment is known",
        severity: .warning, fixer: .support,
        symptom: "The marketplace asks what became of a booking, and nobody can say. Or its wish "
            + "to change the booking was rejected.",
        cause: "The booking comes from an earlier integration, or it was never confirmed. No "
            + "diary row belongs to it.",
        fix: .both(
            "Look the booking up at the marketplace by its id. Ask the practice whether the "
                + "appointment is in its diary."),
        evidence: "The marketplace's request names the booking. It names no appointment, or "
            + "Gapbook never took the booking in.",
        sources: ["S54", "S55"], related: [.appointmentAbsent])

    static let appointmentAbsent = CatalogueEntry(
        code: .appointmentAbsent, title: "the diary no longer has a booked appointment",
        severity: .error, fixer: .support,
        symptom: "The patient believes to have an appointment. The PMS diary does not show it.",
        cause: "The PMS does not know the appointment's id any more. It was deleted, or made anew "
            + "under another id. Absence alone never cancels a booking.",
        fix: .both(
            "Ask the practice what became of the appointment. Cancel the booking at the "
                + "marketplace if it is really gone, and call the patient."),
        evidence: "The PMS answered that no such diary row exists. The evidence has the booking's "
            + "id and the row's.",
        sources: ["S26", "S55"], related: [.unknownBooking])
}
