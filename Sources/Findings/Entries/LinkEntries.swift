internal import Diary

// Group C: appointment types and their links.
extension CatalogueEntry {
    static let unlinked = CatalogueEntry(
        code: .unlinked, title: "an appointment type is not linked", severity: .error,
        fixer: .support,
        symptom: "Patients cannot book the appointment type with this practitioner.",
        cause: "The type is not linked to a booking reason for this practitioner. A type without "
            + "a link is never offered.",
        fix: .both(
            "Link the type to a booking reason for this practitioner. Where the right reason is "
                + "missing from the list, press 'Refresh Linked PMS Appointment Types' first."),
        evidence: "The set-up has the type and no link for it. Where a name fits, the evidence "
            + "has a proposal.",
        sources: ["S13", "S21", "S28", "S31", "T14"],
        related: [.linkMissingForSome, .nameAmbiguous, .notLinked])

    static let lengthMismatch = CatalogueEntry(
        code: .lengthMismatch, title: "two lengths do not match", severity: .error,
        fixer: .support,
        symptom: "Bookings of this type fail, or the type is not offered.",
        cause: "The appointment type has one length at the marketplace, and its booking reason "
            + "has another length in the PMS.",
        fix: .each(
            exact: "Set the type's length under Practice Admin > Appointments Setup > Appointment "
                + "Types to the PMS's length. Or change the length in Exact Web Setup.",
            oasis: "Set the type's length under Practice Admin > Appointments Setup > Appointment "
                + "Types to the PMS's length. Or change the length under Oasis > Wizards > Online "
                + "Setup > Online Details."),
        evidence: "The evidence has both lengths. It is only a warning where `length_mismatch` "
            + "of `publishing` is `warn`.",
        sources: ["S14", "S16", "S22", "S24", "S29", "T5", "T6"],
        related: [.linkStale, .newVersusExisting])

    static let linkStale = CatalogueEntry(
        code: .linkStale, title: "a link leads to a reason that cannot be used",
        severity: .error, fixer: .support,
        symptom: "The type could be booked before, and now it is no longer offered.",
        cause: "The linked booking reason was deleted or switched off in the PMS.",
        fix: .each(
            exact: "Press 'Refresh Linked PMS Appointment Types' for the practitioner and link the "
                + "type to another reason. Or switch the reason on in Exact Web Setup.",
            oasis: "Press 'Refresh Linked PMS Appointment Types' for the practitioner and link the "
                + "type to another reason. Or switch the entry on under Oasis > Wizards > Online "
                + "Setup > Online Details."),
        evidence: "The link names a reason that the snapshot lacks or marks as inactive.",
        sources: ["S15", "S31", "S47"], related: [.unlinked, .lengthMismatch])

    static let notInLinkedReason = CatalogueEntry(
        code: .notInLinkedReason, title: "the practitioner is not in the linked reason",
        severity: .error, fixer: .practice,
        symptom: "The type is not offered with this practitioner, though it is linked.",
        cause: "The PMS does not let patients book this reason with this practitioner.",
        fix: .each(
            exact: "Add the practitioner to the linked reason in Exact Web Setup, or link the "
                + "type to a reason that has them.",
            oasis: "Add the practitioner to the linked entry under Oasis > Wizards > Online "
                + "Setup > Online Details, or link the type to an entry that has them."),
        evidence: "The linked reason's list of practitioners does not have this practitioner's "
            + "id.",
        sources: ["S30"], related: [.notInDefault, .linkStale])

    static let nameAmbiguous = CatalogueEntry(
        code: .nameAmbiguous, title: "a name fits several reasons", severity: .warning,
        fixer: .support,
        symptom: "Gapbook proposes no link for an appointment type, or staff mix up two reasons.",
        cause: "Several booking reasons fit the name equally well, or two have the same name but "
            + "for case, spaces and punctuation.",
        fix: .each(
            exact: "Choose the reason for the link by hand. Give the reasons names in Exact Web "
                + "Setup that people can tell apart.",
            oasis: "Choose the reason for the link by hand. Give the entries names under Oasis > "
                + "Wizards > Online Setup > Online Details that people can tell apart."),
        evidence: "The proposal for the type is ambiguous, or two active reasons have the same "
            + "folded name. The second case is only advice.",
        sources: ["S23", "T14"], related: [.unlinked, .nameNear])

    static let nameNear = CatalogueEntry(
        code: .nameNear, title: "a type and its reason have different names",
        severity: .advice, fixer: .support,
        symptom: "Nothing is wrong yet. Staff cannot see from the names what belongs together.",
        cause: "For Oasis the names at the marketplace best match those of Online Setup exactly. "
            + "Gapbook goes by ids, so the link works all the same.",
        fix: .oasisOnly(
            "Rename the type under Practice Admin > Appointments Setup > Appointment Types to "
                + "the exact name under Oasis > Wizards > Online Setup > Online Details."),
        evidence: "The evidence has both names, letter by letter as they are written.",
        sources: ["S23", "T14"], related: [.nameAmbiguous])

    static let linkMissingForSome = CatalogueEntry(
        code: .linkMissingForSome, title: "a type is linked for some practitioners only",
        severity: .warning, fixer: .support,
        symptom: "The type can be booked with one practitioner and not with another.",
        cause: "Links are made for each practitioner. The type has a link for others, and none "
            + "for this one.",
        fix: .both(
            "Link the type for this practitioner as well. Where the reason is missing from the "
                + "list, press 'Refresh Linked PMS Appointment Types' for this practitioner "
                + "first."),
        evidence: "A type of the same name is linked for another practitioner.",
        sources: ["S28", "S30", "S31"], related: [.unlinked, .notInLinkedReason])

    static let newVersusExisting = CatalogueEntry(
        code: .newVersusExisting, title: "only the 'New Patient' length is known",
        severity: .advice, fixer: .practice,
        symptom: "Appointments of existing patients may get the length of a new patient.",
        cause: "The linked entry has no length of its own in Oasis. Then the 'New Patient' length "
            + "of the practitioner goes into the diary.",
        fix: .oasisOnly(
            "Enter a length for the entry under Oasis > Wizards > Online Setup > Online Details, "
                + "if it is not for new patients."),
        evidence: "Appointment types are linked to an entry without a length. The entry is not "
            + "the default.",
        sources: ["S19", "S22", "T6"], related: [.lengthMismatch, .newPatientLength])

    static let linkedLengthUnknown = CatalogueEntry(
        code: .linkedLengthUnknown, title: "the linked reason has no length",
        severity: .error, fixer: .practice,
        symptom: "The type is linked, but it is not offered.",
        cause: "Nothing in the PMS says how long the linked reason is for this practitioner. "
            + "Nobody can say which gaps are long enough.",
        fix: .each(
            exact: "Enter a length for the linked reason in Exact Web Setup, or a default length "
                + "for the practitioner.",
            oasis: "Enter a length for the linked entry under Oasis > Wizards > Online Setup > "
                + "Online Details, or a 'New Patient' length for the practitioner."),
        evidence: "Neither the linked reason nor the practitioner has a length in the snapshot.",
        sources: ["S14", "T6"], related: [.defaultLengthUnknown, .lengthMismatch])

    static let typeWithoutPractitioner = CatalogueEntry(
        code: .typeWithoutPractitioner, title: "a type belongs to nobody", severity: .warning,
        fixer: .support,
        symptom: "The marketplace lists an appointment type that is never offered.",
        cause: "The type belongs to a practitioner whom the PMS does not have, for example "
            + "because they left.",
        fix: .both(
            "Remove the type under Practice Admin > Appointments Setup > Appointment Types, or "
                + "move it to the right practitioner."),
        evidence: "The set-up has the type, and the snapshot has no practitioner with its id.",
        sources: ["S30", "S54"], related: [.inactive, .linkWithoutType])

    static let linkWithoutType = CatalogueEntry(
        code: .linkWithoutType, title: "a link belongs to no appointment type",
        severity: .warning, fixer: .support,
        symptom: "Nothing is wrong for patients. A leftover link makes the list hard to read.",
        cause: "The appointment type of the link was removed, or it never existed for that "
            + "practitioner.",
        fix: .both("Remove the link in Gapbook, or add the appointment type it was made for."),
        evidence: "The set-up has a link and no appointment type with its id and practitioner.",
        sources: ["S15", "T18"], related: [.typeWithoutPractitioner, .unlinked])
}
