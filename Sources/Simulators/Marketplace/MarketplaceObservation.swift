public import Diary

/// What one can see of a practice at the simulated marketplace.
public struct MarketplaceObservation: Sendable {
    /// The practice's id there.
    public var practice: String
    /// Whether it consents.
    public var isConsenting: Bool
    /// Whether its slots are shown, and why not.
    public var health: MarketplaceHealth
    /// Whether a liveness contract was sent.
    public var hasLiveHours: Bool
    /// The appointment books, by id and name, in the order in which they were sent.
    public var books: [(id: String, name: String)]
    /// The linkable reasons, in the order in which they were sent.
    public var reasons: [Reason]
    /// The starts that were published, by book and day; a day that was sent empty is there.
    public var published: [String: [CivilDate: [PublishedStart]]]
    /// What a patient can book now, by book and day.
    public var offered: [String: [CivilDate: [PublishedStart]]]
    /// All bookings, oldest first.
    public var bookings: [Booking]
    /// The kinds of request that wait.
    public var outstanding: [String]
    /// When the requests were last polled.
    public var lastPoll: Instant?
    /// The addresses of the subscriptions.
    public var callbacks: [String]
    /// How many tries of webhooks failed.
    public var failedWebhooks: Int

    /// A linkable reason.
    public struct Reason: Sendable, Equatable {
        /// The id.
        public var id: String
        /// The name.
        public var name: String
        /// The length in minutes, where it was sent.
        public var length: Minutes?
        /// The one book that it belongs to.
        public var book: String?
    }

    /// A booking.
    public struct Booking: Sendable, Equatable {
        /// The id.
        public var id: Int
        /// The book; nil where it was removed meanwhile.
        public var book: String?
        /// The start, by the practice's wall clock.
        public var start: CivilDateTime
        /// `waiting`, `confirmed`, `rejected`, `cancelled` or `not_attended`.
        public var stage: String
        /// What the patient is told: `Requested`, `Confirmed` or `Cancelled`.
        public var status: String
        /// The reason that a rejection or a cancellation gave.
        public var reason: String?
        /// The rows of the diary that a confirmation named.
        public var appointments: [String]
        /// The patient's id at the PMS that a confirmation named.
        public var patient: String?
        /// When the patient booked.
        public var bookedAt: Instant
        /// When the practice confirmed or rejected it.
        public var answeredAt: Instant?
        /// Whether it turned confirmed by itself, before the practice answered (S50).
        public var isPresumed: Bool
        /// When the practice cancelled it, or said that nobody came.
        public var endedAt: Instant?
        /// Whether it was rejected after it had turned confirmed.
        public var isLateRejection: Bool
    }
}

extension MarketplaceObservation {
    init(_ state: MarketplaceState, at now: Instant, _ options: MarketplaceOptions) {
        practice = state.practice.id
        isConsenting = state.isConsenting
        health = state.health(at: now, options)
        hasLiveHours = state.schedule != nil
        books = state.books.map { ($0.id, $0.name) }
        reasons = state.reasons.map {
            Reason(id: $0.id, name: $0.name, length: $0.length.map(Minutes.init), book: $0.book)
        }
        published = [:]
        offered = [:]
        for key in state.days.keys {
            published[key.book, default: [:]][key.date] = state.published(key)
            offered[key.book, default: [:]][key.date] = state.offered(
                key, at: now, health: health)
        }
        bookings = state.bookings.map { row in
            Booking(
                id: row.id, book: row.book, start: row.start, stage: row.stage.rawValue,
                status: row.status(at: now, confirmsAfter: options.confirmsAfterSeconds),
                reason: row.rejectReason, appointments: row.appointments, patient: row.patientID,
                bookedAt: row.createdAt, answeredAt: row.answeredAt,
                isPresumed: row.isPresumed(
                    at: now, confirmsAfter: options.confirmsAfterSeconds),
                endedAt: row.endedAt, isLateRejection: row.isLateRejection)
        }
        outstanding = state.outstanding
        lastPoll = state.lastPoll
        callbacks = state.subscriptions.map(\.callback)
        failedWebhooks = state.webhookErrors.count
    }

    /// The whole for the control endpoint; of one day only where `date` names it.
    func json(date: CivilDate? = nil) -> JSON {
        func days(_ books: [String: [CivilDate: [PublishedStart]]]) -> JSON {
            .object(
                books.sorted { $0.key < $1.key }.map { book, days in
                    let shown = days.filter { date == nil || $0.key == date }
                    return JSON.Member(
                        name: book,
                        value: .object(
                            shown.sorted { $0.key < $1.key }.map { day, starts in
                                JSON.Member(name: "\(day)", value: .list(starts.map(\.json)))
                            }))
                })
        }
        return .present([
            "practice": .text(practice), "consents": .flag(isConsenting),
            "healthy": .flag(health.isHealthy),
            "unhealthy_because": .list(health.reasons.map { .text($0) }),
            "has_live_hours": .flag(hasLiveHours),
            "books": .list(books.map { ["id": .text($0.id), "name": .text($0.name)] }),
            "reasons": .list(reasons.map(\.json)),
            "published": days(published), "offered": days(offered),
            "bookings": .list(bookings.map(\.json)),
            "outstanding": .list(outstanding.map { .text($0) }),
            "last_poll": lastPoll.map { .text("\($0)") },
            "callbacks": .list(callbacks.map { .text($0) }),
            "failed_webhooks": .integer(failedWebhooks),
        ])
    }
}

extension PublishedStart {
    fileprivate var json: JSON {
        [
            "time": .text("\(time)"), "minutes": .integer(length.count),
            "reasons": .list(reasons.map { .text($0) }),
        ]
    }
}

extension MarketplaceObservation.Reason {
    fileprivate var json: JSON {
        .present([
            "id": .text(id), "name": .text(name), "minutes": length.map { .integer($0.count) },
            "book": book.map { .text($0) },
        ])
    }
}

extension MarketplaceObservation.Booking {
    fileprivate var json: JSON {
        .present([
            "id": .integer(id), "book": book.map { .text($0) }, "start": .text("\(start)"),
            "stage": .text(stage), "status": .text(status), "reason": reason.map { .text($0) },
            "appointments": .list(appointments.map { .text($0) }),
            "patient": patient.map { .text($0) }, "booked_at": .text("\(bookedAt)"),
            "answered_at": answeredAt.map { .text("\($0)") }, "presumed": .flag(isPresumed),
            "ended_at": endedAt.map { .text("\($0)") },
            "late_rejection": .flag(isLateRejection),
        ])
    }
}
