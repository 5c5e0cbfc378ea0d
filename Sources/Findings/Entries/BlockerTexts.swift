internal import Diary

// What a whole practice, one practitioner or one link lacks.
extension BlockerText {
    static let snapshotIncomplete = BlockerText(
        .snapshotIncomplete, "the reading of the PMS is incomplete",
        "The last reading of the PMS broke off, so nothing new is published.",
        like: .partialSnapshot)
    static let noDefaultReason = BlockerText(
        .noDefaultReason, "no default reason",
        "No booking reason can be the default, so nobody's availability is recognised.",
        like: .defaultUnresolved)
    static let practitionerInactive = BlockerText(
        .practitionerInactive, "switched off in the PMS",
        "The PMS marks the practitioner as inactive.", like: .inactive)
    static let enableOnlineOff = BlockerText(
        .enableOnlineOff, "'Enable Online' is not Y",
        "Oasis does not publish this practitioner online.", like: .enableOnline)
    static let notInDefaultReason = BlockerText(
        .notInDefaultReason, "not in the default reason",
        "The practitioner is not in the reason through which availability is recognised.",
        like: .notInDefault)
    static let newPatientLengthBlank = BlockerText(
        .newPatientLengthBlank, "the 'New Patient' length is blank",
        "Oasis has no 'New Patient' length for the practitioner.", like: .newPatientLength)
    static let defaultLengthUnknown = BlockerText(
        .defaultLengthUnknown, "the default reason has no length",
        "Nothing says how long the default reason is for this practitioner.",
        like: .defaultLengthUnknown)
    static let hiddenByRule = BlockerText(
        .hiddenByRule, "hidden by a rule",
        "A rule of Gapbook decided not to publish the practitioner.", like: .ruleDropped)
    static let typeNotLinked = BlockerText(
        .typeNotLinked, "the type is not linked",
        "The appointment type has no booking reason for this practitioner.", like: .unlinked)
    static let linkStale = BlockerText(
        .linkStale, "the linked reason cannot be used",
        "The linked booking reason was deleted or switched off in the PMS.", like: .linkStale)
    static let notInLinkedReason = BlockerText(
        .notInLinkedReason, "not in the linked reason",
        "The practitioner cannot be booked through the linked reason.", like: .notInLinkedReason)
    static let typeLengthUnknown = BlockerText(
        .typeLengthUnknown, "the linked reason has no length",
        "Nothing says how long the linked reason is for this practitioner.",
        like: .linkedLengthUnknown)
    static let lengthMismatch = BlockerText(
        .lengthMismatch, "the lengths do not match",
        "The type's length at the marketplace is not the length in the PMS.",
        like: .lengthMismatch)
}

// What one day, one minute or the diary holds against a start.
extension BlockerText {
    static let timeSkipped = BlockerText(
        .timeSkipped, "the clock skips this time",
        "The clock is put forward on this day and never shows this time.",
        fix: .both("Nothing is wrong. Choose a time after the change."))
    static let inPast = BlockerText(
        .inPast, "in the past", "The start is before now.",
        fix: .both("Nothing is wrong. Choose a later time."))
    static let leadTime = BlockerText(
        .leadTime, "too soon", "The start is sooner than the lead time allows.",
        like: .leadTime)
    static let beyondHorizon = BlockerText(
        .beyondHorizon, "too far ahead", "The day is after the last one that is published.",
        like: .horizon)
    static let dayNotRead = BlockerText(
        .dayNotRead, "the day was not read", "The snapshot does not reach this day.",
        like: .daysNotRead)
    static let noSession = BlockerText(
        .noSession, "not working on this day",
        "The PMS has no working time of the practitioner on this day.",
        fix: .each(
            exact: "Enter working hours for the day in Exact, if the practitioner works then.",
            oasis: "Enter working hours for the day in Oasis, if the practitioner works then."))
    static let outsideSession = BlockerText(
        .outsideSession, "not working at this time",
        "The PMS has no working time of the practitioner at this time of the day.",
        fix: .each(
            exact: "Change the working hours in Exact, if the practitioner works then.",
            oasis: "Change the working hours in Oasis, if the practitioner works then."))
    static let inBreak = BlockerText(
        .inBreak, "in a break", "The practitioner has a break at this time.",
        fix: .each(
            exact: "Move the break in Exact, if the practitioner works then.",
            oasis: "Move the break in Oasis, if the practitioner works then."))
    static let offGrid = BlockerText(
        .offGrid, "between two start times",
        "Starts are offered at a fixed spacing, and this time is not one of them.",
        fix: .both(
            "Nothing is wrong. Choose one of the nearest starts. For more of them, set `minutes` "
                + "of `interval` in Gapbook to a shorter interval, such as 10 or 15."),
        finding: .intervalGrid)
    static let endsAfterSession = BlockerText(
        .endsAfterSession, "runs past the end",
        "The appointment would run past the end of the session or into a break.",
        fix: .both("Nothing is wrong. Choose an earlier time."))
    static let leave = BlockerText(
        .leave, "on leave", "The practitioner is away at this time.",
        fix: .both("Nothing is wrong. If the leave is over, remove it from the PMS diary."))
    static let blocked = BlockerText(
        .blocked, "blocked", "Staff closed this time in the PMS diary.",
        fix: .both(
            "Nothing is wrong. If patients may book this time, remove the block from the PMS "
                + "diary."))
    static let booked = BlockerText(
        .booked, "booked", "An appointment takes this time.",
        fix: .both(
            "Nothing is wrong. If the appointment was cancelled, cancel it in the PMS diary too."))
    static let unknownEntry = BlockerText(
        .unknownEntry, "taken by an unknown entry",
        "A diary entry of a kind that Gapbook does not know takes this time.", like: .kindBlocks)
    static let claimed = BlockerText(
        .claimed, "being booked",
        "A booking made through Gapbook takes this time and is on its way into the PMS diary.",
        fix: .both("Nothing is wrong. Read the PMS again to see the appointment in the diary."))
    static let defaultDoesNotFit = BlockerText(
        .defaultDoesNotFit, "the default reason does not fit",
        "The appointment type fits here, but the longer default reason does not.",
        like: .gapShorterThanDefault)
    static let stackingOff = BlockerText(
        .stackingOff, "stacking is off",
        "Only the first free time of the session or gap is shown, and that is an earlier one.",
        like: .stackingOff)
}
