internal import Diary

// Group A, second part: practitioners.
extension CatalogueEntry {
    static let notInDefault = CatalogueEntry(
        code: .notInDefault, title: "a practitioner is not in the default reason",
        severity: .error, fixer: .practice,
        symptom: "The practitioner is missing from the Appointment Book list.",
        cause: "A practitioner's availability is recognised through the default reason. This "
            + "practitioner is not in it.",
        fix: .each(
            exact: "Add the practitioner to the default reason in Exact Web Setup. Where the "
                + "default is a marketing reason, create a Healthengine reason with everybody in "
                + "it instead.",
            oasis: "Add the practitioner to the default entry under Oasis > Wizards > Online "
                + "Setup > Online Details."),
        evidence: "The practitioner is active, and the default reason's list of practitioners "
            + "does not have their id.",
        sources: ["S7", "S32", "S33", "S36", "T10"],
        related: [.kindCoverage, .defaultEmpty, .marketingDefault])

    static let kindCoverage = CatalogueEntry(
        code: .kindCoverage, title: "a whole kind of practitioner is missing",
        severity: .error, fixer: .practice,
        symptom: "All dentists, all oral health therapists or all hygienists are missing from the "
            + "Appointment Book list.",
        cause: "The default reason covers other kinds of practitioner only.",
        fix: .each(
            exact: "Add everybody of that kind to the default reason in Exact Web Setup, or use a "
                + "reason that suits all kinds.",
            oasis: "Add everybody of that kind to the default entry under Oasis > Wizards > "
                + "Online Setup > Online Details, or put an entry that suits all kinds first."),
        evidence: "The snapshot has active practitioners of that kind, and the default reason "
            + "has none of them.",
        sources: ["S9", "S36", "T16"], related: [.notInDefault, .marketingDefault, .roleUnknown])

    static let enableOnline = CatalogueEntry(
        code: .enableOnline, title: "'Enable Online' is not Y", severity: .warning,
        fixer: .practice,
        symptom: "The practitioner is missing from the Appointment Book list.",
        cause: "Oasis publishes a practitioner only where 'Enable Online' is Y.",
        fix: .oasisOnly(
            "Set 'Enable Online' to Y for the practitioner under Oasis > Wizards > Online Setup > "
                + "Online Details, if patients should book online with them."),
        evidence: "The practitioner is active, and the 'Enable Online' column holds N or nothing. "
            + "It is an error where the marketplace has appointment types for them.",
        sources: ["S18", "S39", "T13"], related: [.enableOnlineToken, .newPatientLength])

    static let newPatientLength = CatalogueEntry(
        code: .newPatientLength, title: "the 'New Patient' length is blank",
        severity: .error, fixer: .practice,
        symptom: "The practitioner is missing from the Appointment Book list, or shows no times.",
        cause: "Oasis recognises availability by the 'New Patient' length. The practitioner has "
            + "none.",
        fix: .oasisOnly(
            "Enter a 'New Patient' length of more than 30 minutes for the practitioner under "
                + "Oasis > Wizards > Online Setup > Online Details."),
        evidence: "'Enable Online' is Y, and the 'New Patient' column is blank or 0.",
        sources: ["S19", "S38"], related: [.enableOnline, .defaultShort])

    static let inactive = CatalogueEntry(
        code: .inactive, title: "a practitioner is switched off in the PMS",
        severity: .advice, fixer: .practice,
        symptom: "The practitioner is missing from the Appointment Book list.",
        cause: "The PMS marks the practitioner as inactive, for example because they left.",
        fix: .each(
            exact: "Activate the practitioner in Exact, or remove their appointment types at the "
                + "marketplace.",
            oasis: "Activate the practitioner in Oasis, or remove their appointment types at the "
                + "marketplace."),
        evidence: "The practitioner is inactive in the snapshot. It is a warning where the "
            + "marketplace still has appointment types for them.",
        sources: ["S32"], related: [.notInDefault, .typeWithoutPractitioner])

    static let notLinked = CatalogueEntry(
        code: .notLinked, title: "a practitioner has no appointment type",
        severity: .warning, fixer: .support,
        symptom: "The appointment book shows, but patients cannot book anything with the "
            + "practitioner.",
        cause: "The marketplace has no appointment type for the practitioner.",
        fix: .both(
            "Add the practitioner's types under Practice Admin > Appointments Setup > Appointment "
                + "Types. Then link each one to a booking reason."),
        evidence: "The practitioner is published, and the set-up has no appointment type for "
            + "them.",
        sources: ["S27", "S28", "S30"], related: [.unlinked, .linkMissingForSome])

    static let ruleDropped = CatalogueEntry(
        code: .ruleDropped, title: "a rule hides a practitioner", severity: .advice,
        fixer: .support,
        symptom: "The practitioner is missing from the Appointment Book list, though the PMS has "
            + "everything right.",
        cause: "A rule of Gapbook decided not to publish the practitioner.",
        fix: .both(
            "Ask why the rule was written. Have an engineer change it if the practitioner should "
                + "show."),
        evidence: "The decision `publish_practitioner` answered no for a cause of its own. The "
            + "evidence names the rule's file.",
        sources: ["S48", "invariant 4"], related: [.notInDefault, .ruleConflict])

    static let enableOnlineToken = CatalogueEntry(
        code: .enableOnlineToken, title: "'Enable Online' holds an unknown word",
        severity: .warning, fixer: .practice,
        symptom: "The practitioner is missing from the Appointment Book list.",
        cause: "Only Y or y in 'Enable Online' means yes. Every other word counts as no, also one "
            + "that was meant as a yes.",
        fix: .oasisOnly(
            "Set 'Enable Online' to Y or N for the practitioner under Oasis > Wizards > Online "
                + "Setup > Online Details."),
        evidence: "The 'Enable Online' column holds a word that is neither Y, N nor blank.",
        sources: ["S39", "T13"], related: [.enableOnline])

    static let defaultLengthUnknown = CatalogueEntry(
        code: .defaultLengthUnknown, title: "the default reason has no length",
        severity: .error, fixer: .practice,
        symptom: "The practitioner shows no times.",
        cause: "Nothing in the PMS says how long the default reason is for this practitioner, so "
            + "nobody can say which gaps are long enough.",
        fix: .each(
            exact: "Enter a length for the default reason in Exact Web Setup, or a default length "
                + "for the practitioner.",
            oasis: "Enter a 'New Patient' length for the practitioner under Oasis > Wizards > "
                + "Online Setup > Online Details."),
        evidence: "Neither the reason with the practitioner, nor the reason, nor the practitioner "
            + "has a length in the snapshot.",
        sources: ["S8", "T6"], related: [.defaultShort, .linkedLengthUnknown])

    static let roleUnknown = CatalogueEntry(
        code: .roleUnknown, title: "nothing says which kind of practitioner this is",
        severity: .advice, fixer: .practice,
        symptom: "Nothing is wrong yet. Gapbook cannot check whether every kind of practitioner "
            + "is in the default reason.",
        cause: "Neither the role nor the provider type in the PMS names a dentist, an oral health "
            + "therapist or a hygienist.",
        fix: .each(
            exact: "Enter the practitioner's role in Exact, for example Oral Health Therapist.",
            oasis: "Enter the practitioner's role in Oasis, for example Oral Health Therapist."),
        evidence: "The decision `practitioner_kind` answered `other` for an active practitioner.",
        sources: ["S9", "T16"], related: [.kindCoverage])
}
