extension ProblemEntry {
    /// Calls to the PMS: the number is that of the HTTP status, where there is one.
    static let pms = [
        ProblemEntry(
            "P0001", "the PMS gave no whole answer",
            why: "The connection broke, or no answer came in time. What was sent may "
                + "have had an effect or not.",
            fix: "Nothing at once: it is tried again by itself. Where it lasts, "
                + "check the network between Gapbook and the PMS."),
        ProblemEntry(
            "P0002", "the PMS cannot be reached",
            why: "Nothing answers at the configured address.",
            fix: "Check the address in the configuration file, the network and the "
                + "name service."),
        ProblemEntry(
            "P0003", "the PMS gave an answer that cannot be read",
            why: "The answer is cut off, or not what the interface promises.",
            fix: "Tell an engineer the call that the message names. Nothing of the "
                + "answer was used."),
        ProblemEntry(
            "P0400", "the PMS refused what was sent",
            why: "The call reached the PMS, which does not accept its content.",
            fix: "Tell an engineer the call and the detail that the message names."),
        ProblemEntry(
            "P0401", "the PMS does not accept the credentials",
            why: "The configured secret is wrong, has expired or has been withdrawn.",
            fix: "Write the right secret where the configuration says that it is, "
                + "and restart the service."),
        ProblemEntry(
            "P0403", "the PMS has no consent of the practice",
            why: "The practice has not consented to Gapbook, or has withdrawn its "
                + "consent. Its traffic stands still until staff act.",
            fix: "Ask the practice to consent again at the PMS. Then run `gapbook "
                + "practice enable`."),
        ProblemEntry(
            "P0404", "the PMS does not know what was asked for",
            why: "An id in the configuration or in the ledger is not one of the "
                + "PMS's, or no longer is.",
            fix: "Check the practice's ids with `gapbook practice list`."),
        ProblemEntry(
            "P0409", "the PMS says that it contradicts what is there",
            why: "Somebody else changed the same thing at the same time.",
            fix: "Nothing at once: Gapbook reads again and compares."),
        ProblemEntry(
            "P0429", "the PMS was called too often",
            why: "The limit of calls is shared by all practices of one connection, "
                + "and by other programs.",
            fix: "Nothing at once: Gapbook waits as long as the answer says. Where "
                + "it lasts, lower the pace in the configuration file."),
        ProblemEntry(
            "P0500", "the PMS failed",
            why: "The other side has an error of its own.",
            fix: "Nothing at once: it is tried again by itself. Where it lasts, ask "
                + "the PMS's support."),
        ProblemEntry(
            "P0502", "the PMS cannot reach the practice's own server",
            why: "The PMS relays to a server at the practice, which is off or not "
                + "connected.",
            fix: "Ask the practice to check that its server is on and connected to "
                + "the Internet."),
    ]
}
