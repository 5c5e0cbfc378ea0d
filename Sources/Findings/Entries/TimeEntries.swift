internal import Diary

// Group A, third part: time. Group B.
extension CatalogueEntry {
    static let stackingOff = CatalogueEntry(
        code: .stackingOff, title: "stacking is off", severity: .warning, fixer: .practice,
        symptom: "Each practitioner shows about two times a day: one in the morning and one "
            + "after lunch.",
        cause: "The stacking tick box is unticked. Then only the first free time after each break "
            + "is published.",
        fix: .each(
            exact: "Tick 'Appointment Stacking' in Exact Web Setup if patients should see every "
                + "free time.",
            oasis: "Tick stacking in Oasis Online Setup if patients should see every free time."),
        evidence: "The PMS reports the tick box as off. The evidence counts the times that a day "
            + "offers.",
        sources: ["S40", "S41", "S42", "S43", "T9"],
        related: [.stackingUnreported, .gapShorterThanDefault])

    static let stackingUnreported = CatalogueEntry(
        code: .stackingUnreported, title: "the PMS does not report stacking",
        severity: .error, fixer: .support,
        symptom: "Only the first free time after each break shows, and nobody knows whether the "
            + "practice wants that.",
        cause: "The PMS does not say whether its stacking tick box is ticked. Gapbook counts it "
            + "as unticked.",
        fix: .each(
            exact: "Look whether 'Appointment Stacking' is ticked in Exact Web Setup. Then set "
                + "`stacking_unreported` of `publishing` to `on` or `off` in Gapbook.",
            oasis: "Ask the practice whether stacking is ticked in Oasis Online Setup. Then set "
                + "`stacking_unreported` of `publishing` to `on` or `off` in Gapbook."),
        evidence: "The snapshot has no value for stacking. It is only advice where the value "
            + "is settled: unticked is Exact's own default.",
        sources: ["S40", "T9"], related: [.stackingOff])

    static let gapShorterThanDefault = CatalogueEntry(
        code: .gapShorterThanDefault, title: "gaps are shorter than the default reason",
        severity: .advice, fixer: .practice,
        symptom: "A gap in the diary is long enough for the appointment, but it is never "
            + "offered.",
        cause: "A time is offered only where both the appointment type and the longer default "
            + "reason fit.",
        fix: .each(
            exact: "Choose a shorter default reason in Exact Web Setup, not below 30 minutes. Or "
                + "set `publish_basis` of `publishing` to `type` in Gapbook.",
            oasis: "Shorten the 'New Patient' length under Oasis > Wizards > Online Setup > "
                + "Online Details, not below 30 minutes. Or set `publish_basis` of `publishing` "
                + "to `type` in Gapbook."),
        evidence: "In the first 14 days there are starts at which the type fits and only the "
            + "default reason does not. It is an error where the type is offered at no time at "
            + "all in those days.",
        sources: ["S8", "S44", "T2"], related: [.defaultShort, .stackingOff])

    static let horizon = CatalogueEntry(
        code: .horizon, title: "only a few days ahead are published", severity: .advice,
        fixer: .support,
        symptom: "Nothing shows after a certain day.",
        cause: "The publishing horizon is set to fewer than 14 days. The usual number is 30, and "
            + "90 is the most.",
        fix: .both("Raise `horizon_days` of `publishing` in Gapbook, to 90 at most."),
        evidence: "The parameter `horizon_days` in force is below 14.",
        sources: ["S49"], related: [.daysNotRead, .templateEnded])

    static let leadTime = CatalogueEntry(
        code: .leadTime, title: "the lead time is unusual", severity: .advice, fixer: .support,
        symptom: "Nothing shows for the next hours or days. Or patients book a time that has "
            + "almost begun.",
        cause: "The time between now and the first bookable start is more than a day, or less "
            + "than 15 minutes. The usual lead time is one hour.",
        fix: .both("Change `lead_minutes` of `publishing` in Gapbook, if it is not meant so."),
        evidence: "The parameter `lead_minutes` in force is above 1440 or below 15.",
        sources: ["S51"], related: [.horizon])

    static let intervalGrid = CatalogueEntry(
        code: .intervalGrid, title: "the interval does not suit", severity: .advice,
        fixer: .support,
        symptom: "Start times are odd, leave gaps between appointments, or differ from what the "
            + "practice expects.",
        cause: "Where all lengths are equal, the interval should be that length. Where they "
            + "differ, it should divide all of them. A practice's own interval wins over the "
            + "PMS's interval, and that one wins over the computed one.",
        fix: .each(
            exact: "Choose an interval that divides all lengths, such as 10 or 15 minutes. Set it "
                + "as `minutes` of `interval` in Gapbook or in Exact.",
            oasis: "Choose an interval that divides all lengths, such as 10 or 15 minutes. Set it "
                + "as `minutes` of `interval` in Gapbook or in Oasis."),
        evidence: "The interval in force differs from the PMS's own one, or it does not suit the "
            + "lengths of the linked types. It is a warning where it divides not all lengths.",
        sources: ["S45", "S46", "T15"], related: [.intervalRaised])

    static let intervalRaised = CatalogueEntry(
        code: .intervalRaised, title: "the lengths have no common interval",
        severity: .advice, fixer: .practice,
        symptom: "Start times do not line up with the ends of appointments.",
        cause: "Only an interval below 5 minutes would divide all lengths of the linked types. "
            + "Gapbook uses 5 minutes at least.",
        fix: .each(
            exact: "Use lengths in Exact Web Setup that are multiples of 5 minutes, better of 10 "
                + "or 15.",
            oasis: "Use lengths under Oasis > Wizards > Online Setup > Online Details that are "
                + "multiples of 5 minutes, better of 10 or 15."),
        evidence: "The interval was computed from the lengths, and it does not divide all of "
            + "them.",
        sources: ["S46", "T15"], related: [.intervalGrid, .lengthMismatch])

    static let statusBlocks = CatalogueEntry(
        code: .statusBlocks, title: "the diary holds an unknown status", severity: .warning,
        fixer: .engineering,
        symptom: "A time looks free in the PMS diary, but it is not offered.",
        cause: "An appointment has a status that Gapbook does not know. To be safe it takes time, "
            + "also where the word means cancelled.",
        fix: .both(
            "Tell an engineer the status word and what it means, so that the adapter can map it."),
        evidence: "The evidence lists each unknown status word and how many rows have it.",
        sources: ["S26", "S55"], related: [.kindBlocks, .rowsDropped])

    static let kindBlocks = CatalogueEntry(
        code: .kindBlocks, title: "the diary holds an unknown kind of entry",
        severity: .warning, fixer: .engineering,
        symptom: "A time looks free in the PMS diary, but it is not offered.",
        cause: "A diary entry is of a kind that Gapbook does not know. To be safe it takes time.",
        fix: .both(
            "Tell an engineer the word and what it means, so that the adapter can map it."),
        evidence: "The evidence lists each unknown kind and how many rows have it.",
        sources: ["S17"], related: [.statusBlocks, .rowsDropped])

    static let templateEnded = CatalogueEntry(
        code: .templateEnded, title: "a practitioner's sessions stop early",
        severity: .advice, fixer: .practice,
        symptom: "The practitioner shows times up to a day, and nothing after it.",
        cause: "The PMS has no session of the practitioner for at least the last 14 published "
            + "days. Perhaps the roster ended.",
        fix: .each(
            exact: "Extend the practitioner's working hours in Exact, unless they are away.",
            oasis: "Extend the practitioner's working hours in Oasis, unless they are away."),
        evidence: "The last session of the practitioner is 14 days or more before the last day "
            + "that is read and published.",
        sources: ["S6", "S17"], related: [.noSession, .horizon, .daysNotRead])

    static let noSession = CatalogueEntry(
        code: .noSession, title: "a practitioner has no session", severity: .warning,
        fixer: .practice,
        symptom: "The appointment book shows, but it has no times at all.",
        cause: "The PMS has no working time of the practitioner from today on.",
        fix: .each(
            exact: "Enter the practitioner's working hours in Exact, unless they are away.",
            oasis: "Enter the practitioner's working hours in Oasis, unless they are away."),
        evidence: "The practitioner is published, and the snapshot has no session of theirs on "
            + "any day that is read and published.",
        sources: ["S6", "S17"], related: [.templateEnded, .daysNotRead])

    static let daysNotRead = CatalogueEntry(
        code: .daysNotRead, title: "the snapshot does not cover all published days",
        severity: .advice, fixer: .engineering,
        symptom: "Nothing shows before or after a certain day, though the horizon reaches "
            + "further.",
        cause: "The reading of the PMS starts later or ends earlier than the days that should be "
            + "published.",
        fix: .both(
            "Read as many days as `horizon_days` of `publishing` publishes, or lower that number."),
        evidence: "The days of the snapshot do not reach from today to the last published day.",
        sources: ["S49", "S52"], related: [.horizon, .partialSnapshot])

    static let fixedOffset = CatalogueEntry(
        code: .fixedOffset, title: "the PMS's clock disagrees with the practice's zone",
        severity: .warning, fixer: .support,
        symptom: "All times may be wrong by half an hour or more.",
        cause: "The PMS reports a fixed distance from UTC. It is not the one that the practice's "
            + "time zone has at that moment. Either the zone in Gapbook is wrong, or the PMS does "
            + "not follow daylight saving.",
        fix: .both(
            "Compare a time in the PMS diary with the practice's clock. Correct the time zone in "
                + "Gapbook if it is wrong. Otherwise ask the practice to check the server's "
                + "clock settings."),
        evidence: "The snapshot's offset in minutes is not the zone's offset at the time of the "
            + "reading.",
        sources: ["T16"], related: [.templateEnded])

    static let shortProbe = CatalogueEntry(
        code: .shortProbe, title: "offered no longer means bookable", severity: .warning,
        fixer: .support,
        symptom: "A patient picks a time, and the booking fails because the appointment does not "
            + "fit.",
        cause: "`publish_basis` is set to `default`. Then only the default reason's length must "
            + "be free, also for appointment types that are longer.",
        fix: .both("Set `publish_basis` of `publishing` to `both` in Gapbook."),
        evidence: "The parameter in force is `default`. It is an error where a linked type is "
            + "longer than the default reason.",
        sources: ["S14", "S44", "T2"], related: [.defaultShort, .lengthMismatch])
}
