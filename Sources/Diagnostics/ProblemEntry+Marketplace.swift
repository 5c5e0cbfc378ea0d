extension ProblemEntry {
    /// Calls to the marketplace: the number is that of the HTTP status, where there is one.
    static let marketplace = [
        ProblemEntry(
            "H0001", "the marketplace gave no whole answer",
            why: "The connection broke, or no answer came in time. What was sent may "
                + "have had an effect or not.",
            fix: "Nothing at once: it is tried again by itself. Where it lasts, "
                + "check the network between Gapbook and the marketplace."),
        ProblemEntry(
            "H0002", "the marketplace cannot be reached",
            why: "Nothing answers at the configured address.",
            fix: "Check the address in the configuration file, the network and the "
                + "name service."),
        ProblemEntry(
            "H0003", "the marketplace gave an answer that cannot be read",
            why: "The answer is cut off, or not what the interface promises.",
            fix: "Tell an engineer the call that the message names. Nothing of the "
                + "answer was used."),
        ProblemEntry(
            "H0400", "the marketplace refused what was sent",
            why: "The call reached the marketplace, which does not accept its "
                + "content.",
            fix: "Tell an engineer the call and the detail that the message names."),
        ProblemEntry(
            "H0401", "the marketplace does not accept the credentials",
            why: "The configured secret is wrong, has expired or has been withdrawn.",
            fix: "Write the right secret where the configuration says that it is, "
                + "and restart the service."),
        ProblemEntry(
            "H0403", "the marketplace has no consent of the practice",
            why: "The practice has not consented to Gapbook, or has withdrawn its "
                + "consent. Its traffic stands still until staff act.",
            fix: "Ask the practice to consent again at the marketplace. Then run "
                + "`gapbook practice enable`."),
        ProblemEntry(
            "H0404", "the marketplace does not know what was asked for",
            why: "An id in the configuration or in the ledger is not one of the "
                + "marketplace's, or no longer is.",
            fix: "Check the practice's ids with `gapbook practice list`."),
        ProblemEntry(
            "H0409", "the marketplace says that it contradicts what is there",
            why: "Somebody else changed the same thing at the same time.",
            fix: "Nothing at once: Gapbook reads again and compares."),
        ProblemEntry(
            "H0429", "the marketplace was called too often",
            why: "The limit of calls is shared by all practices of one connection, "
                + "and by other programs.",
            fix: "Nothing at once: Gapbook waits as long as the answer says. Where "
                + "it lasts, lower the pace in the configuration file."),
        ProblemEntry(
            "H0500", "the marketplace failed",
            why: "The other side has an error of its own.",
            fix: "Nothing at once: it is tried again by itself. Where it lasts, ask "
                + "the marketplace's support."),
        ProblemEntry(
            "H0502", "the marketplace cannot be reached behind its gateway",
            why: "Something before the marketplace does not reach it.",
            fix: "Nothing at once: it is tried again by itself."),
        ProblemEntry(
            "H1001", "too many days of books in one call",
            why: "The marketplace takes at most 100 days of books a call, each once. "
                + "Nothing was sent.",
            fix: "Tell an engineer: Gapbook itself divides the days."),
        ProblemEntry(
            "H1002", "an id or a name of a list stands twice, is empty or too long",
            why: "The marketplace tells appointment books and linkable reasons apart by "
                + "ids and names, which must be unique in a practice. Nothing was sent, "
                + "for a list that lacks a row deletes it there.",
            fix: "Give the two practitioners or reasons that the message names different "
                + "names in the PMS."),
        ProblemEntry(
            "H1003", "the live hours do not have seven weekdays",
            why: "The times at which Gapbook promises to be alive are listed by weekday, "
                + "Monday first.",
            fix: "Give a list for each of the seven days; an empty one for a day off."),
        ProblemEntry(
            "H1004", "a value cannot stand in a header",
            why: "The practice's id, the keys and the words by which Gapbook names itself "
                + "go out in headers of HTTP, which hold one line of ASCII. A line break "
                + "at the end of a secret is the usual cause.",
            fix: "Write the value that is named again, on one line, without blanks at its "
                + "ends and without brackets."),
        ProblemEntry(
            "H1005", "the callback's address is not one of HTTP",
            why: "The marketplace calls that address when a request waits, so it must be a "
                + "whole address with `http` or `https` and a host.",
            fix: "Correct the address in the configuration file."),
        ProblemEntry(
            "H1006", "what came to the callback is no notice of the marketplace",
            why: "Something was sent to the address that the marketplace calls, and it "
                + "does not have the form of a notice. Nothing was done on its word.",
            fix: "Let only the marketplace's addresses reach the callback. Requests are "
                + "polled for as well, so none is missed."),
    ]
}
