extension ProblemEntry {
    /// The commands that change what Gapbook owns for a practice.
    static let setUpCommands = [
        ProblemEntry(
            "C0401", "the practice is not there, or not named",
            why:
                "A command over the ledger is about one practice. Where the ledger has several, it "
                + "must be named.",
            fix: "List them with `gapbook practice list`, and name one with `--practice`."),
        ProblemEntry(
            "C0402", "no such booking reason",
            why: "The latest reading of the PMS has no booking reason with that id or name.",
            fix: "Use one of those that the hint names. One that was just made in the PMS is there "
                + "after `gapbook refresh`."),
        ProblemEntry(
            "C0403", "the name stands for several",
            why: "Names may be alike; ids never are.",
            fix: "Use the id that the message lists beside the name."),
        ProblemEntry(
            "C0404", "the practice has not been read yet",
            why: "Reasons and practitioners are the PMS's. Without a reading nobody can say "
                + "whether what is named exists.",
            fix:
                "Start the service, or run `gapbook sync --practice`, and try again. Where it must "
                + "be now, `--anyway` takes ids as they are written."),
        ProblemEntry(
            "C0405", "it is not clear with which practitioner",
            why: "An appointment type stands for one practitioner, and this one is with several.",
            fix: "Name one with `--practitioner`, or all of them with `--all`."),
        ProblemEntry(
            "C0406", "there is a practice with that id already",
            why: "`practice add` never changes a practice, so that a misspelt id cannot.",
            fix: "Use `gapbook practice change`, or another id."),
        ProblemEntry(
            "C0407", "the id cannot be one of a practice",
            why: "The id is the name of the practice's folder of rules.",
            fix: "Use 1 to 64 letters, digits, `.`, `-` and `_`."),
        ProblemEntry(
            "C0408", "the configuration names the practice too (warning)",
            why: "At its start the service writes the practices of the configuration file to the "
                + "ledger, so what was changed by command would be changed back.",
            fix: "Make the change in the file as well, or take the practice out of `practices:`."),
        ProblemEntry(
            "C0409", "the link would not work",
            why: "A booking through it would fail: the reason is switched off, does not have the "
                + "practitioner, or has another length than the type.",
            fix: "Mend what the message names, in the PMS or at the marketplace. `--anyway` makes "
                + "the link; it is not offered until it works."),
        ProblemEntry(
            "C0410", "the reason cannot be the default",
            why: "A reason that is switched off in the PMS is passed over at every step.",
            fix: "Switch it on in the PMS, or assign another one."),
        ProblemEntry(
            "C0411", "no such alias",
            why: "An alias is taken back by the very words with which it was added.",
            fix: "List them with `gapbook alias list`."),
        ProblemEntry(
            "C0412", "no such parameter",
            why: "Parameters are declared by the rules that count for the practice.",
            fix: "List them with `gapbook parameter list`, and write `group.name`."),
        ProblemEntry(
            "C0413", "the parameter does not take the value",
            why: "Every parameter says what it takes: its kind, its bounds or its words.",
            fix: "Give what the hint says. Lists are written with commas."),
    ]
}
