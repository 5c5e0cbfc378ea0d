internal import Diary
internal import Ports

// Of a patient only what the PMS needs is decoded, into a value that shows nothing (invariant 8).

extension BookingRequest: WireRequest {
    var identity: String { id.rawValue }

    /// Only the id is needed for an answer. What else is missing is named in `unreadable` and
    /// stands in as what can only be rejected: no book, a start in 1970, no length (S54).
    init?(_ fields: inout RowFields) {
        guard let id = fields.needed("bookingId", NumericID.self) else { return nil }
        let start = fields.needed("pmsAppointmentTime", LocalTimestamp.self)
        let length = fields.needed("pmsAppointmentLength", LengthInSeconds.self)
        // Optional by the contract; one that is there and no time is told.
        let isSaid = !fields.isAbsent("bookedTime")
        let bookedAt = fields.optional("bookedTime", UTCTimestamp.self)
        self.init(
            id: BookingID(id.text),
            book: fields.ourID("pmsResourceId").map { AppointmentBookID($0) },
            reason: fields.ourID("pmsAppointmentTypeId").map { ListedReasonID($0) },
            start: start?.local ?? CivilDateTime(clockMinute: 0),
            lengthSeconds: length?.count ?? 0,
            bookedAt: bookedAt?.instant ?? (isSaid ? Instant(seconds: 0) : .unsaid),
            typeName: fields.optional("comments", String.self).flatMap(Self.typeName),
            isNewPatient: fields.optional("isNewPatient", Bool.self) ?? false)
        let status = fields.optional("bookingStatus", String.self)
        isCancelled = status == "Cancelled"
        isPresumed = status == "Confirmed"
        patient = fields.optional("patient", WirePatient.self)?.details
        // What the patient wrote is the patient's as well.
        patient?.note = fields.optional("reason", String.self)
        unreadable = fields.unreadable
    }

    private static func typeName(_ comments: String) -> String? {
        let name = comments.shownWords.trimmed
        return name.isEmpty ? nil : name
    }
}

extension Instant {
    /// Stands for a moment of booking that the row does not say, until the list has arrived.
    static let unsaid = Instant(seconds: .max)
}

extension BookingUpdate: WireRequest {
    var identity: String { id.rawValue }

    init?(_ fields: inout RowFields) {
        guard let id = fields.needed("requestId", NumericID.self),
            let booking = fields.needed("bookingId", NumericID.self)
        else { return nil }
        let status = fields.needed("bookingStatus", String.self)
        self.init(
            id: UpdateRequestID(id.text), booking: BookingID(booking.text),
            appointments: fields.appointments(), isCancellation: status == "Cancelled")
        unreadable = fields.unreadable
    }
}

extension AvailabilityRequest: WireRequest {
    var identity: String { "\(date)/\(book?.rawValue ?? "")" }

    /// A book that cannot be read stands for all of them: more is sent than was asked for.
    init?(_ fields: inout RowFields) {
        guard let day = fields.needed("day", DayText.self) else { return nil }
        let book = fields.ourID("pmsResourceId") ?? fields.ourID("pms_resource_id")
        self.init(date: day.date, book: book.map { AppointmentBookID($0) })
    }
}

extension ChangeRequest: WireRequest {
    var identity: String { booking.rawValue }

    init?(_ fields: inout RowFields) {
        guard let booking = fields.needed("bookingId", NumericID.self) else { return nil }
        self.init(booking: BookingID(booking.text), appointments: fields.appointments())
    }
}

extension String {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
