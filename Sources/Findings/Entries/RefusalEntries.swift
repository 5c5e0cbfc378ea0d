internal import Diary

// Group D, second part: bookings that are refused before the PMS is asked.
extension CatalogueEntry {
    static let bookNull = CatalogueEntry(
        code: .bookNull, title: "a booking names no appointment book",
        severity: .warning, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "The appointment book was removed at the marketplace between the choice "
            + "and the booking.",
        fix: .both(
            "Link the practitioner at the marketplace to an appointment book again."),
        evidence: "The request has no appointment book.",
        sources: ["S54"],
        related: [.bookUnknown, .notLinked])

    static let pastStart = CatalogueEntry(
        code: .pastStart, title: "a booking starts in the past",
        severity: .warning, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "The patient chose the time on a page that was old, or a clock is wrong.",
        fix: .both(
            "Nothing, if it happens now and then. Otherwise compare the clocks of this "
                + "machine and of the marketplace."),
        evidence: "The start of the request is not after the time at which it came.",
        sources: ["S54"],
        related: [.clockSkew, .notOffered])

    static let patientField = CatalogueEntry(
        code: .patientField, title: "the PMS does not take the patient's details",
        severity: .warning, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "The PMS refused to make a patient file of what the marketplace sent, or "
            + "the request has no patient.",
        fix: .both(
            "Look at the booking at the marketplace, and ask the patient for the missing "
                + "detail."),
        evidence: "The PMS refused to make the file, or the request has no readable "
            + "patient.",
        sources: ["S54", "S57"],
        related: [.patientAmbiguous, .partial])

    static let bookingLimit = CatalogueEntry(
        code: .bookingLimit, title: "the practice takes no more online bookings that day",
        severity: .advice, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "The rule `accept_booking` allows only so many online bookings a day.",
        fix: .both(
            "Nothing, if the limit is meant. Otherwise change the parameters of "
                + "`accept_booking`."),
        evidence: "The evidence has the booking. `gapbook booking ID` shows the rule's words.",
        sources: ["S54"],
        related: [.refusedByRule])

    static let bookUnknown = CatalogueEntry(
        code: .bookUnknown, title: "a booking names an unknown appointment book",
        severity: .warning, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "The marketplace offers a book that is not published any more.",
        fix: .both(
            "Run `gapbook resync` for the practice, and see whether the practitioner is "
                + "published."),
        evidence: "The current evaluation publishes no such book.",
        sources: ["S54"],
        related: [.bookNull, .notInDefault])

    static let typeUnknown = CatalogueEntry(
        code: .typeUnknown, title: "a booking's appointment type is unknown",
        severity: .warning, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "The request names a reason that is not listed, or the type of its name is"
            + " not linked for the practitioner.",
        fix: .both(
            "Link the appointment type for the practitioner, and use the same name as at "
                + "the marketplace."),
        evidence: "The current evaluation has no linked type for the request.",
        sources: ["S54", "T18"],
        related: [.unlinked, .linkStale])

    static let bookedLengthMismatch = CatalogueEntry(
        code: .bookedLengthMismatch, title: "a booking's length is not the PMS's",
        severity: .warning, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "The length at the marketplace differs from the length that the PMS would "
            + "enter.",
        fix: .both(
            "Set the type's length at the marketplace and the reason's length in the PMS "
                + "to the same value."),
        evidence: "The request has another length than the current evaluation.",
        sources: ["S54", "T5"],
        related: [.lengthMismatch])

    static let notOffered = CatalogueEntry(
        code: .notOffered, title: "a booking's start is not offered",
        severity: .warning, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "The start was offered by an earlier publication, and is not by the "
            + "current one.",
        fix: .both(
            "Ask `gapbook why` about the start. Shorten the interval between syncs if it "
                + "happens often."),
        evidence: "The current evaluation does not offer the start for the type.",
        sources: ["S54"],
        related: [.slotTaken, .staleSnapshot])

    static let refusedByRule = CatalogueEntry(
        code: .refusedByRule, title: "the practice's rule refused a booking",
        severity: .advice, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "The rule `accept_booking` refused it for a cause that publication cannot "
            + "know.",
        fix: .both(
            "Nothing, if the rule is meant. Otherwise change its parameters."),
        evidence: "The evidence has the booking. `gapbook booking ID` shows the rule's "
            + "words.",
        sources: ["S54"],
        related: [.bookingLimit, .ruleRuntime])

    static let bookingUnreadable = CatalogueEntry(
        code: .bookingUnreadable, title: "a booking cannot be read",
        severity: .error, fixer: .engineering,
        symptom: "The patient is told that the booking failed.",
        cause: "The marketplace sent fields in a form that Gapbook does not know.",
        fix: .both(
            "Send the names of the fields to engineering."),
        evidence: "The evidence has the booking. `gapbook booking ID` names the fields.",
        sources: ["S54", "T17"],
        related: [.schemaDrift])

    static let notReady = CatalogueEntry(
        code: .notReady, title: "a booking came before the practice was read",
        severity: .warning, fixer: .support,
        symptom: "The patient is told that the booking failed.",
        cause: "Nothing was read from the PMS yet, or the last reading cannot be used.",
        fix: .both(
            "Mend what the other findings of the practice name."),
        evidence: "There is no evaluation with a publication.",
        sources: ["S54"],
        related: [.readFailed, .setUpUnusable])
}
