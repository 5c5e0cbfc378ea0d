internal import Diary

// Group F, second part: the sync over time, and the other side's answers.
extension CatalogueEntry {
    static let lastSyncOld = CatalogueEntry(
        code: .lastSyncOld, title: "no sync has ended well for too long", severity: .warning,
        fixer: .support,
        symptom: "Changes in the PMS do not reach the marketplace.",
        cause: "Every run since then has failed or was held back.",
        fix: .both(
            "Mend what the other findings of the practice name. `gapbook status` shows how the "
                + "last runs ended."),
        evidence: "The evidence has the end of the last good run.",
        sources: ["S5", "S47", "S48"], related: [.staleSnapshot, .pmsOffline, .sendFailed])

    static let rateLimit = CatalogueEntry(
        code: .rateLimit, title: "too many calls were made", severity: .warning,
        fixer: .engineering,
        symptom: "Changes take longer to reach the marketplace.",
        cause: "The other side answered 429. Its limit is shared by all practices, and maybe by "
            + "other integrations.",
        fix: .both(
            "Lower the calls a minute, or lengthen the interval between syncs, in the "
                + "configuration. Gapbook waits as long as the answer says."),
        evidence: "The evidence has the call and how long the answer asked to wait.",
        sources: ["S5"], related: [.lastSyncOld])

    static let clockSkew = CatalogueEntry(
        code: .clockSkew, title: "clocks disagree", severity: .warning,
        fixer: .engineering,
        symptom: "Lead times and ages may be wrong. Starts in the past may show, or near ones "
            + "may be missing. Where this machine's clock went back, bookings may be rejected "
            + "too late.",
        cause: "The PMS or the marketplace dates its answers with another time than this machine "
            + "has: over a minute off at the PMS, over five seconds at the marketplace. Or an "
            + "earlier run of the ledger began later than now, so this machine's clock went back.",
        fix: .both(
            "Let the machine keep its time by NTP, and compare it with another clock. Where it "
                + "is right, tell the support of the other side. Gapbook corrects no time by "
                + "itself but the one at which a patient booked, where the marketplace's clock "
                + "is behind."),
        evidence: "The evidence has the side and about how far its clock is off, or the two times "
            + "of this machine's own clock.",
        sources: ["S50", "S51", "T21", "invariant 9"], related: [.lastSyncOld, .lateReject])

    static let schemaDrift = CatalogueEntry(
        code: .schemaDrift, title: "the other side said something unknown",
        severity: .warning, fixer: .engineering,
        symptom: "Something that the PMS or the marketplace says has no effect.",
        cause: "An answer could not be read, or it holds a word that Gapbook does not know. The "
            + "other side may have changed its interface.",
        fix: .both("Tell an engineer what the evidence says, so that it can be mapped."),
        evidence: "The evidence has the call or the word.",
        sources: ["S1", "S53"], related: [.readFailed, .statusBlocks])

    static let practiceIDChanged = CatalogueEntry(
        code: .practiceIDChanged, title: "the PMS does not know the practice's id",
        severity: .error, fixer: .support,
        symptom: "Nothing can be read. Patients see what was published before.",
        cause: "The vendor gave the practice another id, for example after practices were split "
            + "or merged. Or the id was never right.",
        fix: .both(
            "Ask the practice for its id at the PMS, and set it with `gapbook practice add`."),
        evidence: "The PMS answered 404 to a call that names the practice.",
        sources: ["S58", "S59"], related: [.credentials, .readFailed])

    static let webhookLost = CatalogueEntry(
        code: .webhookLost, title: "a request came without its webhook", severity: .advice,
        fixer: .engineering,
        symptom: "Requests of the marketplace are answered late.",
        cause: "Polling found a request that no webhook had announced, or the marketplace did not "
            + "take the subscription. The address may not be reachable from outside.",
        fix: .both(
            "Check the callback's address in the configuration, and that the marketplace can "
                + "reach it. Polling goes on in any case."),
        evidence: "The evidence has the kind of request and when it was found.",
        sources: ["S50", "S53"], related: [.pollGap])

    static let readFailed = CatalogueEntry(
        code: .readFailed, title: "the PMS cannot be read", severity: .error,
        fixer: .support,
        symptom: "Changes in the PMS do not reach the marketplace. Patients see what was "
            + "published before.",
        cause: "Reading has failed several times in a row. Gapbook tries again by itself.",
        fix: .both(
            "Follow the hint in the evidence. If it lasts, check with `gapbook doctor` whether "
                + "the PMS can be reached."),
        evidence: "The evidence has the last failure, and since when reading fails.",
        sources: ["S5", "S52"], related: [.pmsOffline, .lastSyncOld, .partialSnapshot])

    static let pollGap = CatalogueEntry(
        code: .pollGap, title: "requests were not polled for too long", severity: .error,
        fixer: .engineering,
        symptom: "The marketplace hides all slots of the practice until polling goes on.",
        cause: "The service did not run, or the marketplace could not be reached.",
        fix: .both(
            "Keep the service running, and check with `gapbook doctor` whether the marketplace "
                + "can be reached."),
        evidence: "The evidence has the times between which no poll was answered.",
        sources: ["S50"], related: [.webhookLost, .sendFailed])

    static let daysRefused = CatalogueEntry(
        code: .daysRefused, title: "the marketplace refused days", severity: .error,
        fixer: .engineering,
        symptom: "Some days of an appointment book show old times, or none.",
        cause: "The marketplace answered `failed` for these days. They are sent again with every "
            + "sync.",
        fix: .both("Tell an engineer the marketplace's words, which the evidence has."),
        evidence: "The evidence has the days and the marketplace's words for each.",
        sources: ["S47", "S56"], related: [.configurationRefused, .listsDiffer])

    static let configurationRefused = CatalogueEntry(
        code: .configurationRefused, title: "the marketplace refused a part of the set-up",
        severity: .error, fixer: .engineering,
        symptom: "The Appointment Book list or the 'Linked PMS Appointment' list is out of date.",
        cause: "The marketplace did not take the live hours, the appointment books or the booking "
            + "reasons. They are sent again with every sync.",
        fix: .both("Tell an engineer the call and the detail, which the evidence has."),
        evidence: "The evidence has the part and the marketplace's answer.",
        sources: ["S47"], related: [.daysRefused, .listsDiffer])

    static let listsDiffer = CatalogueEntry(
        code: .listsDiffer, title: "the marketplace lists other rows than it took",
        severity: .error, fixer: .engineering,
        symptom: "The Appointment Book list or the 'Linked PMS Appointment' list differs from the "
            + "PMS.",
        cause: "The marketplace took the list, but reading it back gave another one. The list is "
            + "sent again with every sync.",
        fix: .both(
            "Wait for the next sync. If it stays, somebody else may send lists for the practice: "
                + "check that no other integration uses its id."),
        evidence: "The evidence has what is missing, what is too much and what is named "
            + "differently.",
        sources: ["S47"], related: [.configurationRefused, .daysRefused])

    static let deletionsHeld = CatalogueEntry(
        code: .deletionsHeld, title: "too much would vanish, so nothing was sent",
        severity: .error, fixer: .support,
        symptom: "Changes in the PMS do not reach the marketplace. Patients see what was "
            + "published before.",
        cause: "The last reading lacks much of what is published, without saying that it was "
            + "switched off. At the marketplace absence means deletion, so a person must confirm.",
        fix: .both(
            "Check in the PMS whether the practice really removed this. If so, run `gapbook sync "
                + "--practice <id> --accept-deletions`. If not, it goes on once the PMS answers "
                + "in full."),
        evidence: "The evidence has what is published and what would vanish: appointment books, "
            + "booking reasons and starts.",
        sources: ["S47", "S52", "invariant 6"], related: [.partialSnapshot, .rowsDropped])

    static let optionalFeature = CatalogueEntry(
        code: .optionalFeature, title: "an optional feature of the marketplace was on",
        severity: .advice, fixer: .support,
        symptom: "The marketplace asks for something that Gapbook does not do, such as documents.",
        cause: "An optional feature was switched on for the practice. Gapbook has switched it off "
            + "again.",
        fix: .both(
            "Nothing, if it does not come back. Otherwise ask who switches it on at the "
                + "marketplace."),
        evidence: "The evidence has the kind of request and the features that were switched off.",
        sources: ["S53"], related: [.schemaDrift])

    static let sendFailed = CatalogueEntry(
        code: .sendFailed, title: "nothing can be sent to the marketplace", severity: .error,
        fixer: .support,
        symptom: "Changes in the PMS do not reach the marketplace.",
        cause: "Sending has failed several times in a row. Gapbook tries again by itself, and "
            + "goes on where it stopped.",
        fix: .both(
            "Follow the hint in the evidence. If it lasts, check with `gapbook doctor` whether "
                + "the marketplace can be reached."),
        evidence: "The evidence has the last failure.",
        sources: ["S5", "S47"], related: [.lastSyncOld, .pollGap])

    static let requestFailed = CatalogueEntry(
        code: .requestFailed, title: "a request could not be answered", severity: .error,
        fixer: .support,
        symptom: "The marketplace waits for an answer. After ten minutes it hides the practice's "
            + "slots.",
        cause: "The answer did not go through, or the PMS could not be asked. It is tried again "
            + "with every poll.",
        fix: .both(
            "Follow the hint in the evidence. If it is about one request only, tell an engineer "
                + "its id."),
        evidence: "The evidence has the kind of request, its id and the failure.",
        sources: ["S50", "S53"], related: [.sendFailed, .pollGap])

    static let setUpUnusable = CatalogueEntry(
        code: .setUpUnusable, title: "the set-up or the rules cannot be used", severity: .error,
        fixer: .support,
        symptom: "Nothing is read or published. Patients see what was published before.",
        cause: "The practice's time zone is unknown, or the rules cannot be read.",
        fix: .both("Follow the hint in the evidence."),
        evidence: "The evidence has the problem with its code; `gapbook explain` prints its page.",
        sources: ["S48", "T16"], related: [.lastSyncOld, .ruleConflict])

    static let daysUnknown = CatalogueEntry(
        code: .daysUnknown, title: "the marketplace asked for days that are not published",
        severity: .warning, fixer: .support,
        symptom: "The marketplace goes on asking. After ten minutes without an answer it may hide "
            + "the practice's slots.",
        cause: "The marketplace asked for a day of an appointment book that Gapbook does not "
            + "publish, for example of somebody who has left. Or the day is more than 400 days "
            + "away.",
        fix: .both(
            "Run `gapbook resync configuration --practice <id>`, so that the marketplace forgets "
                + "books that are gone. If it goes on asking, tell the marketplace's support the "
                + "book and the day."),
        evidence: "The evidence has each book and day, and when it was asked for.",
        sources: ["S50", "S53", "S56"], related: [.listsDiffer, .requestFailed])

    static let startsLeftOut = CatalogueEntry(
        code: .startsLeftOut, title: "the marketplace has no form for some starts",
        severity: .warning, fixer: .support,
        symptom: "Times that the diary has free, late in the evening for the most part, cannot be "
            + "booked.",
        cause: "An appointment at these starts would end at midnight or later. The marketplace "
            + "takes only what ends on the same day.",
        fix: .both(
            "Nothing, if nobody is to be booked so late. Otherwise let the session end before "
                + "midnight, or use a shorter appointment type there."),
        evidence: "The evidence has the days, nearest first, and how many starts of each were not "
            + "sent.",
        sources: ["S47", "T20"], related: [.daysRefused])
}
