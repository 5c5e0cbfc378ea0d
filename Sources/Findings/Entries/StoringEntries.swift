internal import Diary

// Group D, fourth part: bookings that cannot be stored, or need not, and so are rejected.
extension CatalogueEntry {
    static let noPatientKey = CatalogueEntry(
        code: .noPatientKey, title: "there is no key for patients, so bookings are rejected",
        severity: .error, fixer: .support,
        symptom: "Patients who book are told that the booking failed.",
        cause: "Who a booking is for is kept sealed only, and the service has no key to seal it "
            + "with. The configuration names none, or the first one cannot be used.",
        fix: .both(
            "Run `gapbook doctor`. Make a key with `openssl rand -base64 32`, name its place in "
                + "`patient_keys`, and restart the service."),
        evidence: "The evidence has the bookings that were rejected for it.",
        sources: ["S50", "S54", "invariant 8"], related: [.notStored])

    static let notStored = CatalogueEntry(
        code: .notStored, title: "a booking could not be stored, so it was rejected",
        severity: .error, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "The ledger did not take it, for example on a full disk. Nothing is sent to the "
            + "PMS before it is stored, so none can be lost.",
        fix: .both(
            "Look for the problem in the service's log. Run `gapbook doctor` and "
                + "`gapbook ledger verify`."),
        evidence: "The evidence has the bookings and when they were rejected.",
        sources: ["S50", "S54", "T21"], related: [.noPatientKey])

    static let cancelledBefore = CatalogueEntry(
        code: .cancelledBefore, title: "a booking was cancelled before it was taken in",
        severity: .advice, fixer: .support,
        symptom: "The booking does not stand in the diary.",
        cause: "The marketplace listed the booking as one to insert, and as cancelled already. An "
            + "appointment for a patient who does not come would only take time.",
        fix: .both("Nothing. If the patient means to come, the time can be booked again."),
        evidence: "The evidence has the booking and when it was rejected.",
        sources: ["S54"], related: [.cancelUnsupported])
}
