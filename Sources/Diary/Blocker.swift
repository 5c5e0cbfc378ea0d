/// Why a start is not offered.
///
/// The order of the cases is the order of precedence: of all that block a start, the one that
/// stands first here decides. What a whole practice lacks comes before what one practitioner, one
/// link, one day and one minute lack, because it must be mended first.
public enum Blocker: String, Sendable, CaseIterable, Comparable {
    // The snapshot and the practice.
    /// The reading of the PMS broke off (S52).
    case snapshotIncomplete = "SNAPSHOT_INCOMPLETE"
    /// No reason can be the default (A01, A02).
    case noDefaultReason = "NO_DEFAULT_REASON"
    // The practitioner.
    /// The PMS has switched the practitioner off (A19).
    case practitionerInactive = "PRACTITIONER_INACTIVE"
    /// Oasis: 'Enable Online' is not Y (S39).
    case enableOnlineOff = "ENABLE_ONLINE_OFF"
    /// The practitioner is not in the default reason (S32, T10).
    case notInDefaultReason = "NOT_IN_DEFAULT_REASON"
    /// Oasis: the 'New Patient' column is blank (S38).
    case newPatientLengthBlank = "NEW_PATIENT_LENGTH_BLANK"
    /// The default reason has no length for this practitioner (T6).
    case defaultLengthUnknown = "DEFAULT_LENGTH_UNKNOWN"
    /// A practice's rule does not publish the practitioner.
    case hiddenByRule = "HIDDEN_BY_RULE"
    // The appointment type and its link.
    /// The type is not linked to a reason for this practitioner (S28).
    case typeNotLinked = "TYPE_NOT_LINKED"
    /// The linked reason is inactive or no longer exists (S15).
    case linkStale = "LINK_STALE"
    /// The practitioner is not in the linked reason (S30).
    case notInLinkedReason = "NOT_IN_LINKED_REASON"
    /// The linked reason has no length for this practitioner (T6).
    case typeLengthUnknown = "TYPE_LENGTH_UNKNOWN"
    /// The type's length is not the PMS's (S14, S22, S29, T5).
    case lengthMismatch = "LENGTH_MISMATCH"
    // The day and the clock.
    /// The clock jumps over this time on this day.
    case timeSkipped = "TIME_SKIPPED"
    /// The start is before now.
    case inPast = "IN_PAST"
    /// The start is sooner than the lead time allows (S51).
    case leadTime = "LEAD_TIME"
    /// The day is beyond the publishing horizon (S49).
    case beyondHorizon = "BEYOND_HORIZON"
    /// The snapshot does not reach this day.
    case dayNotRead = "DAY_NOT_READ"
    // The working time.
    /// The practitioner does not work on this day.
    case noSession = "NO_SESSION"
    /// The practitioner does not work at this time.
    case outsideSession = "OUTSIDE_SESSION"
    /// The start is in a break.
    case inBreak = "IN_BREAK"
    /// The start is not on the grid of candidate starts (S45, S46).
    case offGrid = "OFF_GRID"
    /// The appointment would run past the end of the session or into a break (A25).
    case endsAfterSession = "ENDS_AFTER_SESSION"
    // The diary.
    /// Leave takes the time (A15).
    case leave = "LEAVE"
    /// A block takes the time (A15).
    case blocked = "BLOCKED"
    /// An appointment takes the time (A16).
    case booked = "BOOKED"
    /// An entry of a kind that Gapbook does not know takes the time (B02).
    case unknownEntry = "UNKNOWN_ENTRY"
    /// A booking of ours that is on its way into the diary takes the time (A18).
    case claimed = "CLAIMED"
    /// The type fits, the longer default reason does not (A09, T2).
    case defaultDoesNotFit = "DEFAULT_DOES_NOT_FIT"
    // Last, after every other filter.
    /// Stacking is off and an earlier start of the session (or gap) is free (S41, T9).
    case stackingOff = "STACKING_OFF"

    /// Orders by precedence: the smaller one decides.
    public static func < (left: Blocker, right: Blocker) -> Bool {
        left.precedence < right.precedence
    }

    /// The place in the order of precedence, from 0.
    public var precedence: Int { Blocker.places[self] ?? Int.max }

    private static let places = Dictionary(
        uniqueKeysWithValues: zip(allCases, 0...))
}
