internal import Diary

// Group G: rules and parameters.
extension CatalogueEntry {
    static let ruleSyntax = CatalogueEntry(
        code: .ruleSyntax, title: "a rule file is not Lua", severity: .error,
        fixer: .engineering,
        symptom: "A rule of the practice has no effect.",
        cause: "The file cannot be read as Lua. The next lower layer answers in its place, so the "
            + "practice stays published.",
        fix: .both("Correct the line that the evidence names. Run `gapbook test` before saving."),
        evidence: "Loading the file failed. The evidence has the file, the line and the message.",
        sources: ["invariant 4"], related: [.ruleRuntime, .ruleConflict])

    static let ruleRuntime = CatalogueEntry(
        code: .ruleRuntime, title: "a rule stopped with an error", severity: .error,
        fixer: .engineering,
        symptom: "A rule of the practice has no effect for some decisions.",
        cause: "The rule met something that it was not written for, often a field that is "
            + "missing. The next lower layer answered in its place.",
        fix: .both("Correct the line that the evidence names. Add a test with such an input."),
        evidence: "Running the rule failed. The evidence has the file, the line and the message.",
        sources: ["invariant 4"], related: [.ruleSyntax, .ruleBadReturn])

    static let ruleBudget = CatalogueEntry(
        code: .ruleBudget, title: "a rule went over a limit", severity: .error,
        fixer: .engineering,
        symptom: "A rule of the practice has no effect.",
        cause: "The rule took more instructions, memory or time than one decision may take. It "
            + "was stopped, and the next lower layer answered in its place.",
        fix: .both("Make the rule do less work for one decision. Look for a loop without an end."),
        evidence: "A limit stopped the rule. The evidence has the file, the line and the limit.",
        sources: ["invariant 2", "invariant 4"], related: [.ruleRuntime])

    static let ruleBadReturn = CatalogueEntry(
        code: .ruleBadReturn, title: "a rule's answer cannot be used", severity: .error,
        fixer: .engineering,
        symptom: "A rule of the practice has no effect for some decisions.",
        cause: "The rule returned something that the decision does not allow. Perhaps a field is "
            + "missing, or a reason is named that the PMS does not have. The next lower layer "
            + "answered in its place.",
        fix: .both("Return what the decision declares. The evidence says what was wrong."),
        evidence: "The answer did not pass the check. The evidence has the file and the message.",
        sources: ["T19", "invariant 4"], related: [.ruleRuntime, .ruleConflict])

    static let ruleConflict = CatalogueEntry(
        code: .ruleConflict, title: "rules or parameters contradict each other",
        severity: .warning, fixer: .support,
        symptom: "A parameter or a rule has no effect.",
        cause: "A file or the set-up says something that does not exist or is out of range. Or "
            + "the practice's rule file sets the same parameter as the set-up, and the file wins.",
        fix: .both(
            "Correct or remove the entry that the evidence names. Keep each parameter in one "
                + "place."),
        evidence: "The evidence has the file or the parameter and what is wrong with it. It is "
            + "only advice where two places set the same parameter.",
        sources: ["invariant 4"], related: [.ruleBadReturn, .ruleDropped])

    static let rulesRefused = CatalogueEntry(
        code: .rulesRefused, title: "edited rules were refused", severity: .warning,
        fixer: .engineering,
        symptom: "A change of the practice's rules has no effect.",
        cause: "The rule files cannot be used, or one of their tests fails. The last good revision "
            + "goes on deciding, so the practice stays published as before.",
        fix: .both(
            "Correct what the evidence names and run `gapbook test`. Then run `gapbook rules "
                + "activate` again."),
        evidence: "The evidence has each problem with its file and line, and the revision that "
            + "decides with its age.",
        sources: ["invariant 4"], related: [.ruleSyntax, .ruleConflict])
}
