public import Diagnostics
public import Diary
internal import Findings
public import Ports

/// How patiently one booking is worked on.
public struct BookingPolicy: Sendable, Equatable {
    /// Where nothing was sent by then the booking is rejected (T21): early enough that the answer
    /// arrives within the marketplace's twenty seconds.
    public var rejectAfter = 12
    /// An outcome that is still unknown then is a person's to decide (T21).
    public var personAfter = 600
    /// What is stored as sent must have left so soon after it, in seconds; the longest delay counts
    /// from the same moment and covers it.
    public var leaveWithin = 10
    /// The first wait before something is tried again; doubled each time, in seconds.
    public var firstWait = 1
    /// The longest such wait, in seconds.
    public var longestWait = 15
    /// How far the PMS's clock may be from ours where a row is told by when it was made.
    public var clockMargin = 120
    /// A reading that is older when a booking is checked by it is named in the booking's timeline,
    /// in seconds.
    public var staleAfter = 900
    /// What nobody has answered so long after the patient booked, in seconds, the marketplace tells
    /// the patient as confirmed: the contract's twenty seconds (S50).
    public static let presumedAfter = 20

    /// The usual patience, in seconds.
    public init() {}

    /// Until when something must be sent: twelve seconds after the patient booked, or as long as
    /// the service goes on alone where the marketplace has confirmed the booking by itself, for
    /// then a rejection comes too late (T21).
    func rejectAt(of request: BookingRequest, receivedAt: Instant) -> Instant {
        isPresumed(request, receivedAt: receivedAt)
            ? receivedAt.adding(seconds: personAfter)
            : min(receivedAt, request.bookedAt).adding(seconds: rejectAfter)
    }

    /// A booking that was late when it was received is taken in only where it is presumed.
    func isPresumed(_ request: BookingRequest, receivedAt: Instant) -> Bool {
        receivedAt >= request.bookedAt.adding(seconds: rejectAfter)
    }

    /// How long to wait after so many failures in a row, in seconds.
    func pause(after failures: Int) -> Int {
        min(firstWait << min(max(failures, 1) - 1, 10), longestWait)
    }
}

extension Booking {
    /// Whether it was taken in although the marketplace had confirmed it already.
    func isPresumed(by policy: BookingPolicy) -> Bool {
        place != nil && policy.isPresumed(request, receivedAt: receivedAt)
    }

    /// Whether a first answer that comes now comes after the marketplace has told the patient that
    /// the booking is confirmed (S50).
    func isAnsweredLate(by now: Instant) -> Bool {
        now >= min(receivedAt, request.bookedAt).adding(seconds: BookingPolicy.presumedAfter)
    }
}

extension BookingEvent {
    /// What the booking was checked by had long been read by then.
    static func checkedByOldReading(of time: Instant, at now: Instant) -> BookingEvent {
        BookingEvent(at: now, what: "checked by an old reading", detail: "the PMS at \(time)")
    }

    /// A person found that it does not stand in the diary.
    static let decidedAgainst = "decided: not in the diary"

    /// Staff must call the patient: the marketplace has said that the booking stands.
    static func toldConfirmed(at now: Instant) -> BookingEvent {
        BookingEvent(
            at: now, what: FindingCode.lateReject.rawValue,
            detail: "the patient was told that it is confirmed")
    }
}

/// What does not change while a booking is worked on.
public struct BookingTerms: Sendable {
    /// What the practice's PMS can do.
    public var capabilities: PMSCapabilities
    /// The practice's zone.
    public var zone: Zone
    /// How patiently.
    public var policy: BookingPolicy
    let guards: BookingGuards

    /// The terms of a practice.
    public init(capabilities: PMSCapabilities, zone: Zone, policy: BookingPolicy = .init()) {
        self.init(capabilities: capabilities, zone: zone, policy: policy, guards: .all)
    }

    init(
        capabilities: PMSCapabilities, zone: Zone, policy: BookingPolicy, guards: BookingGuards
    ) {
        self.capabilities = capabilities
        self.zone = zone
        self.policy = policy
        self.guards = guards
    }

    /// Whether a row bears the reference of the booking that made it.
    var carries: Bool { capabilities.reference != .absent }
}

/// Which file of the PMS a booking is put to.
public enum PatientChoice: Sendable, Equatable {
    /// One that is there.
    case use(PatientID)
    /// A new one.
    case make
    /// Nobody can say but a person (D10).
    case person
}

/// What a person found out about a booking whose outcome is unknown.
public enum BookingVerdict: Sendable, Equatable {
    /// It stands in the diary as that row.
    case inDiary(DiaryEntryID)
    /// It does not stand in the diary and will not.
    case notInDiary
}

/// What the world answers to an effect of the booking flow.
public enum BookingInput: Sendable, Equatable {
    /// Begin, or go on after a crash: only the stored booking is known.
    case resume
    /// It is time.
    case time
    case loaded(Booking?)
    case stored(Booking)
    /// Another change of the booking came first.
    case superseded
    case storeFailed(Problem)
    case matched(PatientChoice)
    /// The files that have exactly the patient's details.
    case foundMade([PatientID])
    case made(PatientID)
    case inserted(DiaryEntryID)
    /// The time was over before the call left, so it had no effect.
    case notSent
    case rows([PlacedAppointment])
    case pmsFailed(PMSFailure)
    case decided(BookingVerdict)
}

/// What the booking flow wants done; one at a time, in order.
public enum BookingEffect: Sendable, Equatable {
    /// Read the booking from the ledger again.
    case load
    /// Change it in the ledger, on the disk, with what the marketplace is to be told.
    case store(Booking, [BookingMessage.Draft], [BookingEvent])
    /// Search the patient, score the candidates, ask `match_patient`.
    case match
    /// Make a patient file.
    case makePatient
    /// Search for the file that may have been made.
    case findMade
    /// Put the appointment into the diary, once.
    case insert
    /// Read the practitioner's day.
    case readDay
    /// Read the day of all practitioners: staff may have moved what was inserted.
    case readWholeDay
    /// Go on at that time.
    case wait(until: Instant)
    /// Nothing more to do by itself.
    case finish
}
