internal import Diary

// Groups A to C: what only a history shows.
extension CatalogueEntry {
    static let practitionerGone = CatalogueEntry(
        code: .practitionerGone, title: "a practitioner is no longer in the PMS",
        severity: .warning, fixer: .support,
        symptom: "The practitioner's appointment book has vanished from the Appointment Book list.",
        cause: "The PMS listed the practitioner before and does not list them any more. They were "
            + "removed, or their id has changed.",
        fix: .both(
            "Ask the practice whether the practitioner has left. If so, remove their appointment "
                + "types and links. If they came back under another id, link their types again."),
        evidence: "An earlier reading has the practitioner, and the newest complete one does not. "
            + "It stays among the findings for two weeks.",
        sources: ["S32", "S47", "S52"], related: [.inactive, .typeWithoutPractitioner])

    static let staleSnapshot = CatalogueEntry(
        code: .staleSnapshot, title: "what patients see is old", severity: .error,
        fixer: .support,
        symptom: "Patients can choose times that are taken by now, and do not see times that have "
            + "become free.",
        cause: "The marketplace still shows starts of an earlier publication, and no sync has "
            + "ended well since.",
        fix: .both(
            "Mend what the other findings of the practice name. If that takes long, disable the "
                + "practice with `gapbook practice disable`, so that nobody books a taken time."),
        evidence: "The last good run is older than the limit, and the marketplace has starts from "
            + "today on.",
        sources: ["S5", "S47", "S56"], related: [.lastSyncOld, .pmsOffline, .deletionsHeld])

    static let linkedRenamed = CatalogueEntry(
        code: .linkedRenamed, title: "a linked reason has another name now",
        severity: .warning, fixer: .support,
        symptom: "The link still works. It may stand for something else than it was made for.",
        cause: "The booking reason was renamed in the PMS after the link was made.",
        fix: .both(
            "Ask the practice what the reason is for now. Link the type to another reason if it "
                + "no longer fits."),
        evidence: "Two readings have the same reason under different names. It stays among the "
            + "findings for two weeks, or until the name or the link is changed.",
        sources: ["S15", "S23", "T14"], related: [.linkStale, .linkedRetimed, .nameNear])

    static let linkedRetimed = CatalogueEntry(
        code: .linkedRetimed, title: "a linked reason has another length now",
        severity: .warning, fixer: .support,
        symptom: "The type is no longer offered, or other times are offered than before.",
        cause: "The length of the booking reason was changed in the PMS after the link was made. "
            + "Where the reason has no length of its own, the one that stands in for it was: at "
            + "Oasis the 'New Patient' column, at Exact the practitioner's default.",
        fix: .both(
            "Set the type's length under Practice Admin > Appointments Setup > Appointment Types "
                + "to the new length, if the change was meant."),
        evidence: "Two readings have the same reason with different lengths. The evidence has "
            + "both, and where the length is set. It stays among the findings for two weeks, or "
            + "until the length or the link is changed.",
        sources: ["S14", "S15", "S19", "S29", "T6"], related: [.lengthMismatch, .linkedRenamed])

    static let reasonDeleted = CatalogueEntry(
        code: .reasonDeleted, title: "a booking reason was deleted", severity: .advice,
        fixer: .support,
        symptom: "The reason is missing from the 'Linked PMS Appointment' list.",
        cause: "The PMS listed the booking reason before and does not list it any more. No type "
            + "is linked to it.",
        fix: .both(
            "Nothing, if the practice removed it on purpose. Otherwise ask the practice to create "
                + "it again."),
        evidence: "An earlier reading has the reason, and the newest complete one does not. It "
            + "stays among the findings for two weeks.",
        sources: ["S15", "S31", "S52"], related: [.linkStale, .reasonNone])
}
