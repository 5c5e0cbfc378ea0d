/// The codes of all findings that one snapshot and its evaluation can prove.
///
/// The letter is the group: A nothing or too little is published, B too much or wrong is published,
/// C appointment types and links, F the reading of the PMS, G rules. Numbers that are missing are
/// those of findings that need a history or a booking. A code never changes its meaning.
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

    // F: the reading of the PMS.
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

    /// The letter of the group: A, B, C, F or G.
    public var group: Character { rawValue.first ?? "?" }
}
