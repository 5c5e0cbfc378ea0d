internal import Diary

/// An appointment book as it was sent (the contract's PMS resource).
struct BookRow: Sendable, Equatable {
    var id: String
    var name: String
    var title: String?
    var firstName: String?
    var lastName: String?
}

/// A linkable reason as it was sent (the contract's PMS appointment type).
struct ReasonRow: Sendable, Equatable {
    var id: String
    var name: String
    /// In minutes.
    var length: Int?
    var book: String?
}

/// A day of a book.
struct DayKey: Sendable, Hashable {
    var book: String
    var date: CivilDate
}

/// A stretch of free time as it was sent.
struct FreeRange: Sendable, Equatable {
    var start: CivilTime
    var end: CivilTime
    /// In seconds; below 60 the marketplace's own length counts.
    var slotSeconds: Int
    /// For which linkable reasons; nil for any.
    var reasons: [String]?
}

/// A day of a book as it was sent.
struct DayRow: Sendable, Equatable {
    var ranges: [FreeRange]
    var receivedAt: Instant
}

/// A booking at the marketplace.
struct BookingRow: Sendable {
    var id: Int
    var book: String?
    var reason: String?
    var typeName: String
    var start: CivilDateTime
    var lengthSeconds: Int
    var createdAt: Instant
    var stage: Stage
    var isNewPatient: Bool
    var patient: MarketplacePatient
    /// Whether the patient took it back before anybody answered; it is listed all the same.
    var isWithdrawn = false
    /// When it was confirmed or rejected by the practice.
    var answeredAt: Instant?
    /// When the practice cancelled it, or said that nobody came.
    var endedAt: Instant?
    var appointments: [String] = []
    var patientID: String?
    var rejectReason: String?
    /// A rejection that came after the booking turned confirmed: the practice must act by hand.
    var isLateRejection = false

    /// How far it is.
    enum Stage: String, Sendable {
        /// Waits for an answer.
        case waiting
        case confirmed
        case rejected
        case cancelled
        case notAttended = "not_attended"
    }

    /// Whether it turned confirmed by itself, as nobody had answered for so many seconds.
    func isPresumed(at now: Instant, confirmsAfter seconds: Int) -> Bool {
        (answeredAt ?? now).seconds - createdAt.seconds >= seconds
    }

    /// The contract's status at a time: a booking that waits too long counts as confirmed.
    func status(at now: Instant, confirmsAfter seconds: Int) -> String {
        switch stage {
        case .waiting where isWithdrawn: "Cancelled"
        case .waiting: isPresumed(at: now, confirmsAfter: seconds) ? "Confirmed" : "Requested"
        case .confirmed, .notAttended: "Confirmed"
        case .rejected, .cancelled: "Cancelled"
        }
    }

    /// Whether it takes time at the marketplace.
    var isLive: Bool { (stage == .waiting && !isWithdrawn) || stage == .confirmed }
}

/// A change of a booking that waits for an answer.
struct UpdateRow: Sendable {
    var id: Int
    var booking: Int
    var at: Instant
    var isCancellation: Bool
    var answer: Bool?
}

/// A day that is wanted again.
struct DayRequestRow: Sendable {
    var id: Int
    var date: CivilDate
    var book: String?
    var at: Instant
}

/// A booking whose appointment is asked about.
struct ChangeRequestRow: Sendable {
    var id: Int
    var booking: Int
    var at: Instant
}

/// A wish to be called when a request waits.
struct SubscriptionRow: Sendable {
    var id: String
    var clientID: String?
    var topic: String
    var callback: String
    var startAt: Instant
    var expireAt: Instant?

    /// Whether it wants to hear of that kind of request now.
    func wants(_ kind: String, at now: Instant) -> Bool {
        (topic == "requests.*" || topic == "requests.\(kind)") && startAt <= now
            && expireAt.map { now < $0 } ?? true
    }
}

/// A try of a webhook that failed.
struct WebhookError: Sendable {
    var id: String
    var subscription: SubscriptionRow
    var event: WebhookEvent
    var at: Instant
    var attempt: Int
    var kind: String
    var message: String
}

/// What a webhook tells.
struct WebhookEvent: Sendable {
    var practice: String
    var kind: String
    var booking: Int?
    var request: Int?
}
