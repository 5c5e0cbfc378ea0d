public import Diagnostics
public import Diary
internal import Findings
public import Ports

/// Why the requests are polled.
public enum PollCause: Sendable, Equatable {
    /// The practice has just begun to be served: outstanding requests of before (G12, G17, G21).
    case start
    /// It is time.
    case timer
    /// The marketplace called.
    case webhook
    /// Staff asked for it.
    case wish
}

/// What the world answers to an effect of the request flow.
public enum RequestEvent: Sendable {
    case poll(PollCause)
    case loaded(lastPoll: Instant?, findings: [SeenFinding])
    case kinds([RequestKind])
    case bookings([BookingRequest])
    case updates([BookingUpdate], of: [BookingID: BookingStanding] = [:])
    case days([AvailabilityRequest])
    case features([String])
    case done
    case failed(MarketplaceFailure)
    case storeFailed(Problem)
}

/// What the request flow wants done; one at a time.
public enum RequestEffect: Sendable, Equatable {
    case load
    case outstanding
    case fetch(RequestKind)
    /// Bookings are to be stored and brought into the diary; each is answered once it is final.
    case takeBookings([BookingRequest])
    case rejectBooking(BookingID, reason: String)
    case rejectUpdate(UpdateRequestID, of: BookingID, UpdateRefusal)
    /// The sync is to send these days again from a fresh reading.
    case wantDays(Set<AvailabilityRequest>)
    /// The sync is to send these parts again from a fresh reading.
    case wantParts(Set<ConfigurationPart>)
    /// The appointment changes are to be answered, beside this flow and without holding it up.
    case startChanges
    case features
    case disableFeature(String)
    case recordPoll
    case fulfilWishes
    case report([Finding])
    case stop(PracticeRecord.Stop)
    case finish(RequestReport)
}

/// What one poll came to.
public struct RequestReport: Sendable, Equatable {
    /// Whether the marketplace said what waits.
    public var isAnswered = false
    /// The kinds that waited.
    public var kinds: [RequestKind] = []
    /// The kinds of the requests that were answered here, one entry a request.
    public var answered: [RequestKind] = []
    /// Requests that could not be answered; they are tried again with the next poll.
    public var failed = 0
    /// How many requests wait for the answer to their booking (G25); they are polled for soon.
    public var waiting = 0
    /// Whether the practice's traffic now stands still (S58).
    public var isStopped = false
    /// How long the marketplace asked to be left alone.
    public var retryAfter: Duration?
}

/// What Gapbook knows of a booking that a request is about (G25, G26).
public enum BookingStanding: Sendable, Equatable {
    /// It was never taken in, or its record is gone.
    case unknown
    /// Its own answer is still to come, and comes first.
    case underWay
    /// It has its answer, or has waited for it long enough.
    case answered

    /// A request waits so long for its booking, in seconds from when that was received: well below
    /// the ten minutes within which every request is resolved (G16).
    static let patience = 300

    init(_ booking: Booking?, now: Instant) {
        guard let booking else {
            self = .unknown
            return
        }
        var isAnswered = booking.told != nil
        if case .needsPerson = booking.state { isAnswered = true }
        let isOld = now >= booking.receivedAt.adding(seconds: BookingStanding.patience)
        self = isAnswered || isOld ? .answered : .underWay
    }
}

/// Why a change of a booking is rejected.
public enum UpdateRefusal: Sendable, Equatable {
    /// The PMS takes no online changes (S25, T8).
    case unsupported
    /// Gapbook does not know the booking (G26).
    case unknownBooking
    /// The connection only reads, and no booking of its practice was ever taken.
    case notSetUp

    /// What the marketplace's staff read.
    public var words: String {
        switch self {
        case .unsupported, .notSetUp:
            "the practice's system takes no online changes; the patient contacts the practice"
        case .unknownBooking: "the booking is not known to the integration"
        }
    }

    /// What staff are told.
    var code: FindingCode {
        switch self {
        case .unsupported: .cancelUnsupported
        case .unknownBooking: .unknownBooking
        case .notSetUp: .updateRejected
        }
    }
}

extension RequestKind {
    var isOther: Bool { if case .other = self { true } else { false } }

    /// The kind in the marketplace's words.
    public var words: String {
        switch self {
        case .bookings: "bookings"
        case .bookingUpdates: "bookingUpdates"
        case .availability: "availability"
        case .appointmentChanges: "pmsAppointmentChanges"
        case .books: "pmsResources"
        case .reasons: "pmsAppointmentTypes"
        case .other(let name): String(name.prefix(60))
        }
    }
}

extension RequestEffect {
    /// Whether the event is an answer to the effect.
    func awaits(_ event: RequestEvent) -> Bool {
        switch (self, event) {
        case (.load, .loaded), (.load, .storeFailed), (.outstanding, .kinds),
            (.fetch(.bookings), .bookings), (.fetch(.bookingUpdates), .updates),
            (.fetch(.availability), .days), (.features, .features):
            true
        case (.outstanding, .failed), (.fetch, .failed), (.features, .failed),
            (.rejectBooking, .failed), (.rejectUpdate, .failed), (.disableFeature, .failed):
            true
        case (.rejectBooking, .done), (.rejectUpdate, .done), (.disableFeature, .done),
            (.takeBookings, .done), (.wantDays, .done), (.wantParts, .done),
            (.startChanges, .done), (.recordPoll, .done), (.fulfilWishes, .done), (.report, .done),
            (.stop, .done):
            true
        case (.takeBookings, .storeFailed), (.recordPoll, .storeFailed),
            (.fulfilWishes, .storeFailed), (.report, .storeFailed), (.stop, .storeFailed):
            true
        default: false
        }
    }

    /// The effect as evidence; ids only.
    var words: String {
        switch self {
        case .fetch(let kind): kind.words
        case .rejectBooking(let id, _): "booking \(id)"
        case .rejectUpdate(let id, let booking, _): "update \(id) of booking \(booking)"
        case .disableFeature(let id): "feature \(id)"
        case .features: "features"
        default: "poll"
        }
    }
}
