public import Diary

/// What a patient books, or what the marketplace's staff ask the integration for.
public enum MarketplaceWish: Sendable {
    /// A patient books; see `BookingWish`.
    case booking(BookingWish)
    /// The patient cancels a booking.
    case cancellation(booking: Int)
    /// Something else about a booking changes.
    case update(booking: Int)
    /// A day of one book, or of all, is wanted again.
    case availability(CivilDate, book: String?)
    /// It is asked whether a booking's appointment was cancelled or missed.
    case appointmentChanges(booking: Int)
    /// The list of books is wanted again.
    case books
    /// The list of linkable reasons is wanted again: what the portal's 'Refresh' raises (S31).
    case reasons
    /// Another kind of request stands in the list, for example `clientSnapshots`.
    case other(String)
}

/// A booking as a patient makes it.
public struct BookingWish: Sendable {
    /// In which book.
    public var book: String
    /// When, by the practice's wall clock.
    public var start: CivilDateTime
    /// For which linkable reason; nil for the first that the start was published for.
    public var reason: String?
    /// Whether the booking names no linkable reason (T18).
    public var hidesReason = false
    /// The marketplace's name of the appointment type.
    public var typeName = "Appointment"
    /// The length; nil for the one that was published.
    public var length: Minutes?
    /// Whether the patient says to be new.
    public var isNewPatient = true
    /// Who books.
    public var patient = MarketplacePatient()
    /// Whether it is booked although another patient has that time, as of two who come at once.
    public var isDouble = false
    /// Whether it is booked although nothing offers that start, as from a page that is out of date.
    public var isForced = false
    /// Whether the patient takes it back before anybody has answered.
    public var isWithdrawn = false

    /// Books a start.
    public init(book: String, start: CivilDateTime) {
        self.book = book
        self.start = start
    }
}

extension MarketplaceBoard {
    /// Fulfils a wish; returns what the subscribers are to be told.
    ///
    /// - Throws: a refusal with 404 or 409 where the wish cannot be had.
    func fulfil(
        _ wish: MarketplaceWish, of practice: String
    ) throws(Refusal) -> WebhookEvent {
        var event = WebhookEvent(practice: practice, kind: "")
        switch wish {
        case .booking(let wish):
            event.kind = "bookings"
            event.booking = try book(wish, of: practice)
        case .cancellation(let booking):
            event = try update(booking, isCancellation: true, of: practice)
        case .update(let booking):
            event = try update(booking, isCancellation: false, of: practice)
        case .availability(let date, let book):
            let id = newRequest()
            try change(practice) { state, now in
                state.dayRequests.append(
                    DayRequestRow(id: id, date: date, book: book, at: now))
            }
            (event.kind, event.request) = ("availability", id)
        case .appointmentChanges(let booking):
            let id = newRequest()
            try change(practice) { state, now throws(Refusal) in
                _ = try state.place(ofBooking: booking)
                state.changeRequests.append(ChangeRequestRow(id: id, booking: booking, at: now))
            }
            (event.kind, event.request, event.booking) = ("pmsAppointmentChanges", id, booking)
        case .books:
            try change(practice) { state, now in state.booksWantedAt = now }
            (event.kind, event.request) = ("pmsResources", newRequest())
        case .reasons:
            try change(practice) { state, now in state.reasonsWantedAt = now }
            (event.kind, event.request) = ("pmsAppointmentTypes", newRequest())
        case .other(let kind):
            try change(practice) { state, _ in state.otherRequests.append(kind) }
            (event.kind, event.request) = (kind, newRequest())
        }
        return event
    }

    private func book(_ wish: BookingWish, of practice: String) throws(Refusal) -> Int {
        let id = newBooking()
        let options = options
        try change(practice) { state, now throws(Refusal) in
            guard let time = CivilTime(minuteOfDay: wish.start.minuteOfDay) else { return }
            let key = DayKey(book: wish.book, date: wish.start.date)
            let health = state.health(at: now, options)
            let offered = state.offered(key, at: now, health: health, toSeveral: wish.isDouble)
            let start = offered.first { start in
                start.time == time && (wish.reason.map(start.reasons.contains) ?? true)
                    && (wish.length.map { $0 == start.length } ?? true)
            }
            guard start != nil || wish.isForced else {
                let why =
                    health.isHealthy ? "is not offered" : "is hidden: the practice is unhealthy"
                throw Refusal("\(wish.start) in `\(wish.book)` \(why)", status: 409)
            }
            let length = wish.length ?? start?.length ?? Minutes(30)
            state.bookings.append(
                BookingRow(
                    id: id, book: wish.book,
                    reason: wish.hidesReason ? nil : wish.reason ?? start?.reasons.first,
                    typeName: wish.typeName, start: wish.start, lengthSeconds: length.count * 60,
                    createdAt: now, stage: .waiting, isNewPatient: wish.isNewPatient,
                    patient: wish.patient, isWithdrawn: wish.isWithdrawn))
        }
        return id
    }

    private func update(
        _ booking: Int, isCancellation: Bool, of practice: String
    ) throws(Refusal) -> WebhookEvent {
        let id = newRequest()
        try change(practice) { state, now throws(Refusal) in
            let place = try state.place(ofBooking: booking)
            guard state.bookings[place].isLive else {
                throw Refusal(
                    "booking \(booking) is \(state.bookings[place].stage.rawValue)", status: 409)
            }
            state.updates.append(
                UpdateRow(id: id, booking: booking, at: now, isCancellation: isCancellation))
        }
        return WebhookEvent(
            practice: practice, kind: "bookingUpdates", booking: booking, request: id)
    }
}
