internal import Diary

// Group F: the reading of the PMS.
extension CatalogueEntry {
    static let partialSnapshot = CatalogueEntry(
        code: .partialSnapshot, title: "the reading of the PMS broke off", severity: .error,
        fixer: .engineering,
        symptom: "The marketplace keeps showing what was published before. Changes in the PMS do "
            + "not arrive.",
        cause: "The last reading of the PMS is not complete. What is missing from a publication "
            + "counts as deleted at the marketplace, so an incomplete reading is never published.",
        fix: .each(
            exact: "Check that the practice's Exact server is on and connected. Then read again.",
            oasis: "Check that the practice's Oasis server is on and connected. Then read again."),
        evidence: "The snapshot says that it is not complete.",
        sources: ["S5", "S52", "invariant 6"], related: [.rowsDropped, .daysNotRead])

    static let rowsDropped = CatalogueEntry(
        code: .rowsDropped, title: "rows of the PMS were left out", severity: .warning,
        fixer: .engineering,
        symptom: "Something that stands in the PMS is missing in Gapbook.",
        cause: "The adapter could not use some rows of the PMS and left them out.",
        fix: .both(
            "Tell an engineer what the evidence says. Check the rows in the PMS for blank or odd "
                + "fields."),
        evidence: "The snapshot counts the rows that were left out, list by list, with the cause.",
        sources: ["S17", "S52", "invariant 6"], related: [.partialSnapshot, .statusBlocks])
}
