/// The codes of all findings: of those that one snapshot and its evaluation prove, and of those
/// that take a history or the other side's answer.
///
/// The letter is the group: A nothing or too little is published, B too much or wrong is published,
/// C appointment types and links, D bookings and access, E after a booking, F reading and
/// publishing, G rules. Numbers that are missing are those of findings that nothing can prove yet.
/// A code never changes its meaning.
public enum FindingCode: String, CaseIterable, Sendable {
    // A: the default reason.
    /// The PMS has no booking reason.
    case reasonNone = "A01-REASON-NONE"
    /// No booking reason can be the default.
    case defaultUnresolved = "A02-DEFAULT-UNRESOLVED"
    /// The default reason is shorter than the least length (S8).
    case defaultShort = "A08-DEFAULT-SHORT"
    /// A marketing reason is the default (S35).
    case marketingDefault = "A27-MARKETING-DEFAULT"
    /// A reason is nearly called Healthengine (T4).
    case nearMissName = "A29-NEAR-MISS-NAME"
    /// The default reason has exactly the least length (T1).
    case defaultAtBound = "A31-DEFAULT-AT-BOUND"
    /// The reason assigned by hand is inactive or unknown to the PMS (T19).
    case assignedUnusable = "A36-ASSIGNED-UNUSABLE"
    /// Another step comes before the reason assigned by hand (T3).
    case assignedShadowed = "A37-ASSIGNED-SHADOWED"
    /// Several reasons are made for Healthengine.
    case severalHealthengine = "A38-SEVERAL-HEALTHENGINE"
    /// A reason that would have been the default is switched off (T19).
    case candidateInactive = "A39-CANDIDATE-INACTIVE"
    /// Oasis: an entry made for Healthengine is not the first (T12).
    case healthengineNotFirst = "A40-HEALTHENGINE-NOT-FIRST"
    /// Nobody is in the default reason (T19).
    case defaultEmpty = "A43-DEFAULT-EMPTY"

    // A: practitioners.
    /// A practitioner is not in the default reason (S32, T10).
    case notInDefault = "A03-PRACT-NOT-IN-DEFAULT"
    /// A whole kind of practitioner is not in the default reason (S9).
    case kindCoverage = "A04-TYPE-COVERAGE"
    /// Oasis: 'Enable Online' is not Y (S39).
    case enableOnline = "A05-OASIS-ENABLE-ONLINE"
    /// Oasis: the 'New Patient' length is blank (S38).
    case newPatientLength = "A06-OASIS-NEWPATIENT-LEN"
    /// The PMS has switched the practitioner off.
    case inactive = "A19-INACTIVE"
    /// A published practitioner has no appointment type at the marketplace.
    case notLinked = "A20-NOT-LINKED"
    /// A rule of the practice hides the practitioner.
    case ruleDropped = "A28-RULE-DROPPED"
    /// Oasis: the token in 'Enable Online' is unknown (T13).
    case enableOnlineToken = "A41-ENABLE-ONLINE-TOKEN"
    /// The default reason has no length for a practitioner (T6).
    case defaultLengthUnknown = "A42-DEFAULT-LENGTH-UNKNOWN"
    /// Nothing says which kind of practitioner somebody is (T16).
    case roleUnknown = "A44-ROLE-UNKNOWN"
    /// A practitioner is no longer in the PMS.
    case practitionerGone = "A45-PRACT-GONE"

    // A: time.
    /// Stacking is off: only the first free slot of each session shows (S41).
    case stackingOff = "A07-STACKING-OFF"
    /// Free time is long enough for a type, but not for the longer default reason (T2).
    case gapShorterThanDefault = "A09-GAP-SHORTER-THAN-DEFAULT"
    /// The publishing horizon is short (S49).
    case horizon = "A10-HORIZON"
    /// The lead time is very long or very short (S51).
    case leadTime = "A11-LEAD-TIME"
    /// The interval does not suit the lengths, or two sources disagree about it (T15).
    case intervalGrid = "A12-INTERVAL-GRID"
    /// The diary holds a status that Gapbook does not know.
    case statusBlocks = "A17-STATUS-BLOCKS"
    /// The sessions end well before the last published day.
    case templateEnded = "A23-TEMPLATE-ENDED"
    /// The PMS does not report the stacking tick box (T9).
    case stackingUnreported = "A30-STACKING-UNREPORTED"
    /// The snapshot does not cover all days that are published (S49).
    case daysNotRead = "A32-DAYS-NOT-READ"
    /// The lengths would need an interval below 5 minutes (T15).
    case intervalRaised = "A33-INTERVAL-RAISED"
    /// The diary holds a kind of entry that Gapbook does not know.
    case kindBlocks = "A34-KIND-BLOCKS"
    /// A practitioner has no session from today on.
    case noSession = "A35-NO-SESSION"

    // B: too much, or wrong.
    /// What the marketplace offers comes from a reading that is too old.
    case staleSnapshot = "B01-STALE-SNAPSHOT"
    /// The PMS's fixed offset disagrees with the practice's zone (T16).
    case fixedOffset = "B06-FIXED-OFFSET"
    /// `publish_basis` is `default`: offered no longer means bookable (T2).
    case shortProbe = "B07-SHORT-PROBE"

    // C: appointment types and links.
    /// An appointment type has no link (S28).
    case unlinked = "C01-UNLINKED"
    /// A type's length is not the PMS's (S14, S22, S29).
    case lengthMismatch = "C02-LEN-MISMATCH"
    /// A link leads to a reason that is gone or switched off (S15).
    case linkStale = "C03-LINK-STALE"
    /// The practitioner is not in the linked reason (S30).
    case notInLinkedReason = "C05-PRACT-NOT-IN-LINKED-REASON"
    /// Names that are the same to Gapbook stand for several reasons (T14).
    case nameAmbiguous = "C06-NAME-AMBIGUOUS"
    /// Oasis: the type and its linked reason have different names (S23).
    case nameNear = "C07-NAME-NEAR"
    /// A type is linked for some practitioners only (S30).
    case linkMissingForSome = "C09-LINK-MISSING-FOR-SOME"
    /// Oasis: only the 'New Patient' length is known for a linked reason (T6).
    case newVersusExisting = "C10-NEW-VS-EXISTING"
    /// The linked reason has no length (T6).
    case linkedLengthUnknown = "C13-LINKED-LENGTH-UNKNOWN"
    /// An appointment type belongs to a practitioner whom the PMS does not have.
    case typeWithoutPractitioner = "C14-TYPE-WITHOUT-PRACTITIONER"
    /// A link names an appointment type that does not exist.
    case linkWithoutType = "C15-LINK-WITHOUT-TYPE"

    /// A linked reason was renamed in the PMS (S15).
    case linkedRenamed = "C16-LINKED-RENAMED"
    /// A linked reason's length was changed in the PMS (S15).
    case linkedRetimed = "C17-LINKED-RETIMED"
    /// A booking reason was deleted in the PMS.
    case reasonDeleted = "C18-REASON-DELETED"

    // D: bookings and access.
    /// The time of a booking is taken (S54).
    case slotTaken = "D01-SLOT-TAKEN"
    /// The practice's own PMS server is away.
    case pmsOffline = "D02-PMS-OFFLINE"
    /// Whether an insertion stands in the diary is not known (T21).
    case timeoutUnknown = "D03-TIMEOUT-UNKNOWN"
    /// Credentials are not accepted (S58).
    case credentials = "D04-AUTH"
    /// The practice's consent is missing (S58).
    case consent = "D05-CONSENT"
    /// Nothing could be sent within twelve seconds (T21).
    case lateReject = "D07-LATE-REJECT"
    /// A booking names no appointment book (S54).
    case bookNull = "D08-RESOURCE-NULL"
    /// A booking starts in the past (S54).
    case pastStart = "D09-PAST-START"
    /// Several patient files may be the one meant (S57).
    case patientAmbiguous = "D10-PATIENT-AMBIGUOUS"
    /// The PMS does not take the patient's details.
    case patientField = "D12-PATIENT-FIELD"
    /// Several rows of the diary carry one booking.
    case duplicateSubmit = "D13-DUPLICATE-SUBMIT"
    /// A patient file may have been made for a booking that was rejected.
    case partial = "D14-PARTIAL"
    /// The marketplace does not take an answer to a booking.
    case unconfirmed = "D17-UNCONFIRMED"
    /// The practice takes no more online bookings on a day.
    case bookingLimit = "D18-LIMIT"
    /// A booking was rejected because bookings are not set up.
    case bookingRejected = "D19-BOOKING-NOT-SET-UP"
    /// An update of a booking was rejected because bookings are not set up.
    case updateRejected = "D20-UPDATE-NOT-SET-UP"

    /// A booking names an appointment book that is not published (S54).
    case bookUnknown = "D21-BOOK-UNKNOWN"
    /// A booking's appointment type is unknown or not linked (S54, T18).
    case typeUnknown = "D22-TYPE-UNKNOWN"
    /// A booking's length is not the PMS's (T5).
    case bookedLengthMismatch = "D23-LENGTH-MISMATCH"
    /// A booking's start is not offered at the current version (S54).
    case notOffered = "D24-NOT-OFFERED"
    /// The practice's rule `accept_booking` refused a booking.
    case refusedByRule = "D25-REFUSED-BY-RULE"
    /// A booking has fields that cannot be read.
    case bookingUnreadable = "D26-BOOKING-UNREADABLE"
    /// A booking came before the practice was read.
    case notReady = "D27-NOT-READY"
    /// The PMS refused an insertion.
    case refusedByPMS = "D28-REFUSED-BY-PMS"
    /// There is no key to seal patients with, so bookings are rejected.
    case noPatientKey = "D29-NO-PATIENT-KEY"
    /// A booking could not be stored, so it was rejected.
    case notStored = "D30-NOT-STORED"
    /// The patient cancelled a booking before it was taken in.
    case cancelledBefore = "D31-CANCELLED-BEFORE"

    // E: after a booking.
    /// A patient wants to cancel or change online, which the PMS does not take (S25, T8).
    case cancelUnsupported = "E01-CANCEL-UNSUPPORTED"
    /// A booked appointment was cancelled in the PMS (S55).
    case cancelledInPMS = "E02-CANCELLED-IN-PMS"
    /// A booked appointment was moved in the PMS (S55).
    case movedInPMS = "E03-MOVED-IN-PMS"
    /// A patient did not attend (S55).
    case didNotAttend = "E04-DNA"
    /// Ledger and diary disagree about an appointment.
    case orphan = "E05-ORPHAN"
    /// The marketplace asks about a booking that nothing in the diary is known of.
    case unknownBooking = "E06-UNKNOWN-BOOKING"
    /// A booked appointment overlaps another row of the diary.
    case overbooked = "E07-OVERBOOKED-BY-STAFF"
    /// The diary no longer has a booked appointment (S55).
    case appointmentAbsent = "E08-APPOINTMENT-ABSENT"

    // F: reading and publishing.
    /// No sync has ended well for too long.
    case lastSyncOld = "F01-LAST-SYNC-OLD"
    /// Too many calls were made.
    case rateLimit = "F02-RATE-LIMIT"
    /// Two clocks disagree: the machine's, the PMS's, the marketplace's.
    case clockSkew = "F04-CLOCK-SKEW"
    /// The other side said something that Gapbook does not know.
    case schemaDrift = "F06-SCHEMA-DRIFT"
    /// The PMS no longer knows the practice's id.
    case practiceIDChanged = "F07-PRACTICE-ID-CHANGED"
    /// Polling found a request that no webhook had announced (G20).
    case webhookLost = "F08-WEBHOOK-LOST"
    /// The PMS could not be read several times in a row.
    case readFailed = "F11-READ-FAILED"
    /// The marketplace was not polled for so long that it hides the slots (S50).
    case pollGap = "F12-POLL-GAP"
    /// The marketplace refused days (S47).
    case daysRefused = "F13-DAYS-REFUSED"
    /// The marketplace refused a part of the configuration.
    case configurationRefused = "F14-CONFIG-REFUSED"
    /// The marketplace lists something else than what it took (S47).
    case listsDiffer = "F15-LISTS-DIFFER"
    /// Too much would vanish at once (S52).
    case deletionsHeld = "F16-DELETIONS-HELD"
    /// An optional feature of the marketplace was seen (S53).
    case optionalFeature = "F17-OPTIONAL-FEATURE"
    /// Nothing could be sent to the marketplace several times in a row.
    case sendFailed = "F18-SEND-FAILED"
    /// A request of the marketplace could not be answered.
    case requestFailed = "F19-REQUEST-FAILED"
    /// The set-up or the rules cannot be used at all.
    case setUpUnusable = "F20-SETUP-UNUSABLE"
    /// The marketplace asked for days of a book that is not published, or that lie too far away.
    case daysUnknown = "F21-DAYS-UNKNOWN"
    /// The marketplace has no form for some starts, so they were not sent (T20).
    case startsLeftOut = "F22-STARTS-LEFT-OUT"
    /// The reading broke off; nothing is published (S52).
    case partialSnapshot = "F05-PARTIAL-SNAPSHOT"
    /// Rows were left out of the reading (invariant 6).
    case rowsDropped = "F09-SILENT-FILTER"

    // G: rules.
    /// A rule file is not Lua.
    case ruleSyntax = "G01-LUA-SYNTAX"
    /// A rule stopped with an error.
    case ruleRuntime = "G02-LUA-RUNTIME"
    /// A rule went over a limit.
    case ruleBudget = "G03-LUA-BUDGET"
    /// A rule's answer does not have the declared shape.
    case ruleBadReturn = "G04-LUA-BAD-RETURN"
    /// Rules or parameters contradict each other.
    case ruleConflict = "G05-RULE-CONFLICT"
    /// Edited rules were refused; the last good revision goes on deciding.
    case rulesRefused = "G07-RULES-REFUSED"

    /// The codes that one snapshot cannot prove: the flows and the service report them, out of a
    /// history, out of bookings or out of what the other side answers.
    public static let ofFlows = Set(
        allCases.filter { code in
            switch code {
            case .practitionerGone, .staleSnapshot, .linkedRenamed, .linkedRetimed,
                .reasonDeleted, .rulesRefused:
                true
            case .partialSnapshot, .rowsDropped: false
            default: "DEF".contains(code.group)
            }
        })

    /// The letter of the group: A to G.
    public var group: Character { rawValue.first ?? "?" }
}
