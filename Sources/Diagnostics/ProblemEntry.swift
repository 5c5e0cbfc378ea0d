/// What the catalogue says about one problem code.
public struct ProblemEntry: Sendable {
    /// The code.
    public let code: ProblemCode
    /// What is wrong, in a few words.
    public let title: String
    /// What the reader sees and why it happens.
    public let why: String
    /// What to do.
    public let fix: String

    init(_ code: ProblemCode, _ title: String, why: String, fix: String) {
        self.code = code
        self.title = title
        self.why = why
        self.fix = fix
    }

    /// Every code, by area and number.
    public static let all: [ProblemEntry] =
        snapshot + rules + zones + command + setUpCommands + bookingCommands + service + simulators
        + pms
        + marketplace + ledger

    /// The page of this code, in Markdown.
    public var page: String {
        """
        # \(code): \(title)

        ## Why

        \(why)

        ## What to do

        \(fix)
        """
    }

    private static let snapshot = [
        ProblemEntry(
            "S0001", "the file is not JSON",
            why: "A snapshot is one JSON document in UTF-8. The line and the column say where "
                + "reading stopped.",
            fix: "Mend the file at that place. A trailing comma, a missing quote and a cut-off end "
                + "are the usual causes."),
        ProblemEntry(
            "S0002", "a required field is missing",
            why: "Without this field the snapshot cannot be evaluated. The path says which row "
                + "lacks it.",
            fix: "Add the field; `docs/reference/snapshot-format.md` says what it holds."),
        ProblemEntry(
            "S0003", "a value is of the wrong type or not one of those allowed",
            why: "The message says what was expected and what was found.",
            fix: "Write the value as the message says: dates as `2026-03-04`, times as `09:30`, "
                + "lengths as whole minutes without quotes."),
        ProblemEntry(
            "S0004", "a value or a number of rows is out of range",
            why: "Everything has a limit, so that a broken export cannot exhaust the machine.",
            fix: "Correct the value. A list that is truly longer than its limit is more than one "
                + "practice: make a snapshot for each."),
        ProblemEntry(
            "S0005", "an id or a name stands twice",
            why: "Ids tell rows apart. Two rows with one id would make the answer depend on which "
                + "was read last.",
            fix: "Remove one of the two, or give it the id that it has in the PMS."),
        ProblemEntry(
            "S0006", "an id stands for nothing in this snapshot",
            why: "A session, a diary row, a claim or a reason names a practitioner whom the "
                + "snapshot does not have, so the time would be lost without a word.",
            fix: "Add the practitioner, or remove the row."),
        ProblemEntry(
            "S0007", "the format is not supported",
            why: "The file's `format` names another format or a later version.",
            fix: "Write the snapshot as `gapbook.snapshot/1`, or use a newer Gapbook."),
        ProblemEntry(
            "S0008", "the snapshot holds patient data",
            why: "Snapshots are copied, kept and sent around, so they never say who a patient is. "
                + "A diary row has a field that would.",
            fix: "Remove the field from every row, and the file from where it should not be."),
        ProblemEntry(
            "S0101", "an unknown field (warning)",
            why: "The field is not part of the format. It is left out, so a misspelt field would "
                + "silently keep its default.",
            fix: "Correct the name to the one that the hint gives, or remove the field."),
        ProblemEntry(
            "S0102", "an unknown word of the PMS (warning)",
            why: "A kind or a status of a diary row is not known. The row counts as taking time, "
                + "because a wrongly blocked slot is better than a double booking.",
            fix: "Tell engineering the word, so that it can be mapped."),
        ProblemEntry(
            "S0103", "a field of the other PMS (warning)",
            why: "Exact has no 'Enable Online' and no 'New Patient' column, Oasis has no provider "
                + "type. The field has no effect here.",
            fix: "Check that `system` names the right PMS, or remove the field."),
    ]

    private static let rules = [
        ProblemEntry(
            "R0101", "the rules cannot be read",
            why: "The directory of the rules, or a file in it, does not exist or cannot be opened.",
            fix: "Name the directory with `--rules`, or run the command where `./rules` is."),
        ProblemEntry(
            "R0102", "a rule file says something that its layer cannot",
            why: "It names an unknown decision, field or parameter, sets a parameter out of range, "
                + "or is the second file of its layer for one decision. The file, or that one "
                + "parameter, is left out; the lower layer answers.",
            fix: "Follow the hint. `docs/concepts/layers.md` says what a layer may hold."),
        ProblemEntry(
            "R0103", "a rule file is not Lua",
            why: "The file does not compile. The lower layer answers until it does.",
            fix: "Mend the line that is shown; often a comma, a `then` or an `end` is missing just "
                + "before it."),
        ProblemEntry(
            "R0104", "no rules for that practice",
            why: "There is no folder `practices/<practice>` in the rules.",
            fix: "Use the practice's id at its PMS as the folder's name."),
        ProblemEntry(
            "R0201", "a rule stopped with an error",
            why: "The rule ran into an error, most often a value that is nil because a field is "
                + "misspelt or the PMS does not have it. The lower layer answered instead.",
            fix: "Mend the line that is shown, and add the case to the rule's tests."),
        ProblemEntry(
            "R0202", "a rule went over a limit",
            why: "Every rule runs under limits of instructions, time, memory and more, so that "
                + "none can stop a practice. The lower layer answered instead.",
            fix: "Make the rule do less. `docs/reference/limits.md` lists the limits."),
        ProblemEntry(
            "R0203", "a rule's answer does not have the declared shape",
            why: "The answer lacks a field, has one too many, or a value of the wrong kind. The "
                + "lower layer answered instead.",
            fix: "Return what `docs/reference/decisions.md` declares for the decision."),
        ProblemEntry(
            "R0301", "a rule test failed",
            why: "The rule did not answer what the test expects, or the test cannot be read.",
            fix: "Compare the answer with the expectation, and look at the steps that it prints."),
    ]

    private static let zones = [
        ProblemEntry(
            "Z0001", "the time zone is not known",
            why: "The set-up names a zone that the system's zone tables do not have.",
            fix: "Use an IANA name such as `Australia/Sydney`, and install the package tzdata."),
        ProblemEntry(
            "Z0002", "the time zone's data cannot be used",
            why: "The system's file for the zone is damaged or of an unknown version.",
            fix: "Install the package tzdata again."),
    ]

    private static let command = [
        ProblemEntry(
            "C0001", "the file cannot be read",
            why: "The path does not exist, is a directory, or may not be read.",
            fix: "Check the path. The shipped examples are in `Fixtures/`."),
        ProblemEntry(
            "C0002", "the time has no offset",
            why: "`--now` is a point in time, so it needs an offset.",
            fix: "Write `--now 2026-03-03T09:00:00+11:00`, or with `Z` for UTC."),
        ProblemEntry(
            "C0003", "the file is too large",
            why: "A snapshot file may have 64 MB.",
            fix: "Make a snapshot of one practice and of at most 400 days."),
        ProblemEntry(
            "C0004", "no such practitioner",
            why: "The snapshot has no practitioner with that id or name.",
            fix: "Use one of those that the hint lists."),
        ProblemEntry(
            "C0005", "no such appointment type",
            why: "The set-up has no appointment type with that id or name for that practitioner.",
            fix: "Use one of those that the hint lists, or add the type to the set-up."),
        ProblemEntry(
            "C0006", "the date or time is not readable",
            why: "Times of the practice's own clock are written without an offset.",
            fix: "Write `2026-03-04T09:30` or `2026-03-04`."),
        ProblemEntry(
            "C0007", "no such code",
            why: "The code is not one of a finding, a blocker or a problem.",
            fix: "Copy the code as the command prints it."),
    ]
}
