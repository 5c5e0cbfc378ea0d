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
            "P0004", "reading the PMS takes too long",
            why: "All calls of one reading, waiting for the pace included, have ten minutes; a "
                + "booking's search of a patient, or its look at a day, has one minute, and what "
                + "it writes must leave within ten seconds.",
            fix: "Nothing at once: it is tried again by itself. Where it lasts, see whether "
                + "the practice's server is slow, or the pace in the configuration file too low."),
        ProblemEntry(
            "P0005", "the PMS sent a row that cannot be used",
            why: "The row stands in the diary and does not say whose time it takes, or from "
                + "when until when; or not one row of a list can be read. Without such rows, "
                + "time that is taken would be offered, so the whole reading is refused.",
            fix: "Look the row up in the PMS by its id and correct it there. Where nothing is "
                + "wrong with it, tell an engineer the list, the row and the field."),
        ProblemEntry(
            "P0006", "a list of the PMS could not be read whole",
            why: "The list changed each time while it was read, or its pages do not fit "
                + "together. Half of a list is never used.",
            fix: "Nothing at once: it is tried again by itself. Where it lasts, tell an "
                + "engineer the list."),
        ProblemEntry(
            "P0007", "the PMS has more than Gapbook reads at once",
            why: "A list has no end in sight, more days were asked for than a snapshot holds, or "
                + "so many patients may be meant that nobody can tell them apart.",
            fix: "Tell an engineer the list that the message names, ask for fewer days, or let "
                + "staff look the patient up and book by hand."),
        ProblemEntry(
            "P0100", "an exported practice is not there",
            why: "The configured path is no file that can be opened.",
            fix: "Check the path, that the export runs, and that the service's user may read "
                + "the file."),
        ProblemEntry(
            "P0101", "an exported practice cannot be read",
            why: "The file is half written, or it is no snapshot in format 1.",
            fix: "Let the export write another file and rename it to the configured name. "
                + "Below the message stands what is wrong with the file."),
        ProblemEntry(
            "P0102", "an exported practice has none of the days",
            why: "The export is old, or covers other days than are published.",
            fix: "Export the practice again, with the days from today on."),
        ProblemEntry(
            "P0103", "an exported practice is not complete",
            why: "The file says `complete: false`: the export broke off. What comes of half a "
                + "reading is never published.",
            fix: "Export the practice again."),
        ProblemEntry(
            "P0104", "an exported practice is another one",
            why: "The file bears another practice's id, or is of the other PMS.",
            fix: "Correct the path in the configuration, or what writes the file."),
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
