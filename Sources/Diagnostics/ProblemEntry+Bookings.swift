extension ProblemEntry {
    /// The commands over bookings.
    static let bookingCommands = [
        ProblemEntry(
            "C0501", "no such booking",
            why: "The ledger has no booking of that id. Its id is the marketplace's; bookings that "
                + "are long over are taken away.",
            fix: "List them with `gapbook bookings`."),
        ProblemEntry(
            "C0502", "several practices have a booking of that id",
            why: "Ids of bookings are given by the marketplace, and told apart by practice.",
            fix: "Name the practice with `--practice`."),
        ProblemEntry(
            "C0503", "the booking does not wait for a person",
            why: "The service still works on it, or it has come to its end. Only what the service "
                + "cannot know is a person's to decide.",
            fix: "See `gapbook booking ID` for its state and what happens next."),
        ProblemEntry(
            "C0504", "the diary says otherwise",
            why: "The practitioner's day was read, and contradicts what the command says.",
            fix: "Look into the diary again. Where you are sure, add `--anyway`: your word then "
                + "counts, and stands in the audit."),
        ProblemEntry(
            "C0505", "the diary cannot be looked at",
            why: "The PMS cannot be reached, a secret for it is missing here, or the practice's "
                + "connection only reads. What the command says cannot be checked.",
            fix: "Try again as the service's user. Or look into the diary yourself, and add "
                + "`--anyway`."),
        ProblemEntry(
            "C0506", "the booking changed meanwhile",
            why: "Somebody else decided it, or the service learnt what became of it. Nothing of "
                + "this decision was written.",
            fix: "Look at it again with `gapbook booking ID`."),
        ProblemEntry(
            "C0507", "an insertion may still arrive",
            why: "An insertion was sent, and its longest delay has not passed: the appointment can "
                + "still come to stand in the diary. The patient would hear that the booking "
                + "failed, and have it all the same. `--anyway` does not pass this.",
            fix: "Wait until the time that is named, a few minutes at most. Look into the diary "
                + "again, and then decide."),
    ]
}
