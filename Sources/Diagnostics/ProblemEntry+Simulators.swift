extension ProblemEntry {
    /// Of the simulators.
    static let simulators = [
        ProblemEntry(
            "C0301", "a fault cannot be read",
            why: "A fault is written as `KIND[=VALUE][@ENDPOINT][~PRACTICE][:RATE or #CALLS]`, and "
                + "one part of it is none that exists.",
            fix: "Write it as `docs/reference/simulators.md` shows, for example `lost-answer:0.05` "
                + "or `fails-after=503@availability#2`."),
        ProblemEntry(
            "C0302", "a simulator cannot listen",
            why: "The port is taken by another program, or may not be used by this user.",
            fix: "Choose another port, or 0 for any free one; the address is printed at start."),
        ProblemEntry(
            "C0303", "a simulator has no such row",
            why: "An edit names a practice, a practitioner, a reason or a diary entry that the "
                + "simulated practice does not have, or adds one that it has already.",
            fix: "Use an id of the snapshot that the simulator was started with; "
                + "`GET /_simulator/practices/{practice}` shows its state."),
    ]
}
