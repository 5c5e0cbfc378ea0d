internal import Diary

// Group A, first part: the default reason.
extension CatalogueEntry {
    static let reasonNone = CatalogueEntry(
        code: .reasonNone, title: "the PMS has no booking reason", severity: .error,
        fixer: .practice,
        symptom: "No appointment book shows and nothing can be booked.",
        cause: "The PMS gave an empty list of booking reasons. "
            + "Availability is recognised through a booking reason, so none can be found.",
        fix: .each(
            exact: "Create a booking reason in Exact Web Setup. Add every practitioner to it.",
            oasis: "Open Oasis > Wizards > Online Setup > Online Details. "
                + "Add an entry to 'Default Reasons for Visit'."),
        evidence: "The snapshot is complete, and its list of booking reasons is empty.",
        sources: ["S7", "S11", "S20"], related: [.defaultUnresolved, .partialSnapshot])

    static let defaultUnresolved = CatalogueEntry(
        code: .defaultUnresolved, title: "no booking reason can be the default",
        severity: .error, fixer: .support,
        symptom: "The practice has booking reasons, but no availability shows for anybody.",
        cause: "Every booking reason was passed over. Either it is switched off in the PMS, or "
            + "no step of the practice's order accepts it.",
        fix: .each(
            exact:
                "Switch a reason on in Exact Web Setup, or assign one as the default in Gapbook.",
            oasis: "Switch an entry of 'Default Reasons for Visit' on under Oasis > Wizards > "
                + "Online Setup > Online Details, or assign one as the default in Gapbook."),
        evidence: "The decision `default_reason` found none. The evidence lists every reason and "
            + "the order that was tried.",
        sources: ["S11", "S12", "S34", "T3", "T19"],
        related: [.reasonNone, .candidateInactive, .assignedUnusable])

    static let defaultShort = CatalogueEntry(
        code: .defaultShort, title: "the default reason is too short", severity: .error,
        fixer: .practice,
        symptom: "Some times fail to show, or a booking fails because the appointment does not "
            + "fit.",
        cause: "The default reason is shorter than 30 minutes for this practitioner. Availability "
            + "is recognised in gaps of that length, and most appointments need more.",
        fix: .each(
            exact: "Make the default reason longer than 30 minutes in Exact Web Setup, or choose "
                + "a longer reason as the default.",
            oasis: "Set a longer length in the 'New Patient' column under Oasis > Wizards > "
                + "Online Setup > Online Details."),
        evidence: "The length by which availability is recognised is below the parameter "
            + "`minimum_minutes` of `default_reason`.",
        sources: ["S8", "S44", "T1", "T19"], related: [.defaultAtBound, .gapShorterThanDefault])

    static let defaultAtBound = CatalogueEntry(
        code: .defaultAtBound, title: "the default reason is not longer than 30 minutes",
        severity: .advice, fixer: .practice,
        symptom: "Nothing is wrong yet. Longer appointments find fewer fitting times than "
            + "they could.",
        cause: "A default reason of 30 minutes is accepted. A longer one is the safer choice.",
        fix: .each(
            exact: "Think about a default reason of more than 30 minutes in Exact Web Setup.",
            oasis: "Think about a 'New Patient' length of more than 30 minutes under Oasis > "
                + "Wizards > Online Setup > Online Details."),
        evidence: "The length by which availability is recognised is at least `minimum_minutes` "
            + "and not above `longer_than_minutes`, two parameters of `default_reason`.",
        sources: ["S8", "S44", "T1"], related: [.defaultShort])

    static let marketingDefault = CatalogueEntry(
        code: .marketingDefault, title: "a marketing reason is the default",
        severity: .warning, fixer: .practice,
        symptom: "The wrong practitioners or the wrong hours show.",
        cause: "The practice has no reason made for Healthengine, so a reason made for a "
            + "marketing campaign became the default. Such a reason often covers only some "
            + "practitioners.",
        fix: .each(
            exact: "Create a reason in Exact Web Setup whose name starts with Healthengine. Add "
                + "every practitioner to it.",
            oasis: "Put an entry that suits everybody first in 'Default Reasons for Visit' under "
                + "Oasis > Wizards > Online Setup > Online Details."),
        evidence: "The PMS marks the default reason as a marketing reason.",
        sources: ["S35", "S36", "T11"], related: [.notInDefault, .kindCoverage, .nearMissName])

    static let nearMissName = CatalogueEntry(
        code: .nearMissName, title: "a reason is nearly called Healthengine",
        severity: .warning, fixer: .practice,
        symptom: "The practice made a reason for Healthengine, but another one is used.",
        cause: "The name must start with Healthengine. Case, spaces and punctuation do not "
            + "matter. A name that is only similar is never used.",
        fix: .each(
            exact: "Rename the reason in Exact Web Setup so that its name starts with "
                + "Healthengine.",
            oasis: "Rename the entry under Oasis > Wizards > Online Setup > Online Details so "
                + "that its name starts with Healthengine."),
        evidence: "The folded name holds `healthengine` after its start, or its first 10 to 14 "
            + "letters are at most two edits away from `healthengine`.",
        sources: ["S10", "S37", "T4"], related: [.severalHealthengine, .marketingDefault])

    static let assignedUnusable = CatalogueEntry(
        code: .assignedUnusable, title: "the assigned reason cannot be used",
        severity: .warning, fixer: .support,
        symptom: "Somebody assigned a default reason, but another one is used.",
        cause: "The assigned reason is switched off in the PMS, or the PMS no longer has it.",
        fix: .each(
            exact: "Assign another reason in Gapbook, or switch the assigned one on in Exact Web "
                + "Setup.",
            oasis: "Assign another reason in Gapbook, or switch the assigned one on under Oasis > "
                + "Wizards > Online Setup > Online Details."),
        evidence: "The set-up assigns a reason id that the snapshot lacks or marks as inactive.",
        sources: ["S12", "T3", "T19"], related: [.assignedShadowed, .candidateInactive])

    static let assignedShadowed = CatalogueEntry(
        code: .assignedShadowed, title: "another step comes before the assigned reason",
        severity: .warning, fixer: .support,
        symptom: "Somebody assigned a default reason, but another one is used.",
        cause: "The practice's order tries another step first, for example a reason made for "
            + "Healthengine. Or the order does not have the step `assigned` at all.",
        fix: .both(
            "Pin the assignment in Gapbook so that it comes first, or remove the assignment."),
        evidence: "The assigned reason is usable, is not pinned, and is not the default.",
        sources: ["S10", "S12", "T3"], related: [.assignedUnusable])

    static let severalHealthengine = CatalogueEntry(
        code: .severalHealthengine, title: "several reasons are made for Healthengine",
        severity: .warning, fixer: .practice,
        symptom: "One Healthengine reason is used, and practitioners who are only in the other "
            + "one are missing.",
        cause: "More than one active reason has a name that starts with Healthengine. The first "
            + "one in the PMS's list counts.",
        fix: .each(
            exact: "Keep one Healthengine reason with every practitioner in it in Exact Web "
                + "Setup. Rename or switch off the others.",
            oasis: "Keep one Healthengine entry under Oasis > Wizards > Online Setup > Online "
                + "Details. Rename or switch off the others."),
        evidence: "At least two active reasons have a folded name that starts with "
            + "`healthengine` or with an alias of the practice.",
        sources: ["S10", "S37", "T4"], related: [.nearMissName, .notInDefault])

    static let candidateInactive = CatalogueEntry(
        code: .candidateInactive, title: "a better default reason is switched off",
        severity: .warning, fixer: .practice,
        symptom: "A reason that the practice expects to be the default is not used.",
        cause: "The reason is switched off in the PMS. A reason that is off cannot be the default.",
        fix: .each(
            exact: "Switch the reason on in Exact Web Setup if it should be the default.",
            oasis: "Switch the entry on under Oasis > Wizards > Online Setup > Online Details if "
                + "it should be the default."),
        evidence: "The reason is inactive and would have come before the one that was chosen.",
        sources: ["S10", "S11", "T19"], related: [.assignedUnusable, .defaultUnresolved])

    static let healthengineNotFirst = CatalogueEntry(
        code: .healthengineNotFirst, title: "the Healthengine entry is not the first",
        severity: .warning, fixer: .practice,
        symptom: "An entry made for Healthengine exists, but availability comes from another one.",
        cause: "Oasis availability comes from the first entry of 'Default Reasons for Visit'. "
            + "The entry's name makes no difference.",
        fix: .oasisOnly(
            "Move the Healthengine entry to the first place of 'Default Reasons for Visit' under "
                + "Oasis > Wizards > Online Setup > Online Details, or assign it in Gapbook."),
        evidence: "An active entry has a name that starts with Healthengine, and the default is "
            + "another entry.",
        sources: ["S20", "T12"], related: [.nearMissName, .assignedShadowed])

    static let defaultEmpty = CatalogueEntry(
        code: .defaultEmpty, title: "nobody is in the default reason", severity: .error,
        fixer: .practice,
        symptom: "No appointment book shows for the whole practice.",
        cause: "The default reason has no practitioner. It is still the default, because only a "
            + "reason that is switched off is passed over.",
        fix: .each(
            exact: "Add every practitioner to the default reason in Exact Web Setup.",
            oasis: "Add every practitioner to the default entry under Oasis > Wizards > Online "
                + "Setup > Online Details."),
        evidence: "None of the practitioners of the snapshot is in the default reason.",
        sources: ["S9", "S10", "S36", "T19"], related: [.notInDefault, .kindCoverage])
}
