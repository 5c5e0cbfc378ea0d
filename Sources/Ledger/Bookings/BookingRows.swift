internal import Diagnostics
internal import Diary
internal import GRDB
internal import Ports

/// Bookings in their tables.
enum BookingRows {
    static let select = """
        SELECT booking.*, claim.booking IS NOT NULL AS holds_place
        FROM booking LEFT JOIN claim ON claim.booking = booking.number
        """

    /// The booking as it stands, with its number.
    static func find(
        _ id: BookingID, of practice: PracticeID, in db: Database
    ) throws -> (number: Int, booking: Booking)? {
        try Row.fetchOne(
            try db.cachedStatement(
                sql: select + " WHERE booking.practice = ? AND booking.id = ?"),
            arguments: [practice.rawValue, id.rawValue]
        ).map { (try $0.whole("number"), try Booking(row: $0)) }
    }

    static func read(
        _ condition: String, _ arguments: StatementArguments, in db: Database
    ) throws -> [Booking] {
        try Row.fetchAll(
            try db.cachedStatement(sql: "\(select) WHERE \(condition)"), arguments: arguments
        ).map { try Booking(row: $0) }
    }

    /// The live claim that overlaps a place.
    static func claim(
        over place: Booking.Place, of practice: PracticeID, in db: Database
    ) throws -> BookingID? {
        try String.fetchOne(
            try db.cachedStatement(
                sql: """
                    SELECT booking.id FROM claim JOIN booking ON booking.number = claim.booking
                    WHERE claim.practice = ?1 AND claim.practitioner = ?2
                      AND claim.start > ?3 - 86400 AND claim.start < ?4 AND claim.until > ?3
                    ORDER BY claim.start LIMIT 1
                    """),
            arguments: [
                practice.rawValue, place.practitioner.rawValue, place.start.seconds,
                place.end.seconds,
            ]
        ).map { BookingID($0) }
    }

    /// Whether a booking was here whose record retention took away.
    static func isFormer(_ booking: Booking, in db: Database) throws -> Bool {
        try Int.fetchOne(
            try db.cachedStatement(
                sql: "SELECT 1 FROM former_booking WHERE practice = ? AND id = ?"),
            arguments: [booking.practice.rawValue, booking.id.rawValue]) != nil
    }

    /// Writes a new booking, and gives its number.
    static func insert(_ booking: Booking, in db: Database) throws -> Int {
        let request = booking.request
        try db.run(
            """
            INSERT INTO booking (
              practice, id, reference, book, listed_reason, wall_start, seconds, booked_at,
              is_new_patient, unreadable, received_at, practitioner, reason, start, minutes,
              state, code, ending, since, deadline, insertions, sent_at, patient, entry, version)
            VALUES (
              ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            [
                booking.practice.rawValue, booking.id.rawValue, booking.reference.rawValue,
                request.book?.rawValue, request.reason?.rawValue, request.start.clockMinute,
                request.lengthSeconds, request.bookedAt.seconds, request.isNewPatient,
                request.unreadable.joined(separator: "\n"), booking.receivedAt.seconds,
                booking.place?.practitioner.rawValue, booking.place?.reason.rawValue,
                booking.place?.start.seconds, booking.place?.length.count,
                booking.state.word.rawValue, booking.state.code, booking.state.ending?.rawValue,
                booking.since.seconds, booking.deadline?.seconds, booking.insertions,
                booking.sentAt?.seconds, booking.patient?.rawValue, booking.entry?.rawValue,
            ])
        return Int(db.lastInsertedRowID)
    }

    /// Writes what can change, and gives the number; nil where another change came first. What was
    /// told is not among it: only an acknowledgement changes that.
    static func update(
        _ booking: Booking, comparing: Bool, in db: Database
    ) throws -> Int? {
        let sql = """
            UPDATE booking SET state = ?3, code = ?4, ending = ?5, since = ?6, deadline = ?7,
              insertions = ?8, sent_at = ?9, patient = ?10, entry = ?11, practitioner = ?12,
              reason = ?13, start = ?14, minutes = ?15, version = version + 1
            WHERE practice = ?1 AND id = ?2\(comparing ? " AND version = ?16" : " AND ?16 >= 0")
            RETURNING number
            """
        return try Int.fetchOne(
            try db.cachedStatement(sql: sql),
            arguments: [
                booking.practice.rawValue, booking.id.rawValue, booking.state.word.rawValue,
                booking.state.code, booking.state.ending?.rawValue, booking.since.seconds,
                booking.deadline?.seconds, booking.insertions, booking.sentAt?.seconds,
                booking.patient?.rawValue, booking.entry?.rawValue,
                booking.place?.practitioner.rawValue, booking.place?.reason.rawValue,
                booking.place?.start.seconds, booking.place?.length.count, booking.version,
            ])
    }

    /// Writes what can change, with its messages and events, and gives the booking as it is then;
    /// nil where another change came first.
    static func change(
        _ booking: Booking, messages: [BookingMessage.Draft], events: [BookingEvent],
        comparing: Bool, in db: Database
    ) throws -> Booking? {
        guard let number = try update(booking, comparing: comparing, in: db) else { return nil }
        if !booking.holdsPlace { try db.run("DELETE FROM claim WHERE booking = ?", [number]) }
        try append(messages, booking, number: number, in: db)
        try append(events, number: number, in: db)
        return try find(booking.id, of: booking.practice, in: db)?.booking
    }

    static func insert(claim place: Booking.Place, _ booking: Booking, number: Int, in db: Database)
        throws
    {
        try db.run(
            "INSERT INTO claim VALUES (?, ?, ?, ?, ?)",
            [
                number, booking.practice.rawValue, place.practitioner.rawValue,
                place.start.seconds, place.end.seconds,
            ])
    }

    static func append(
        _ messages: [BookingMessage.Draft], _ booking: Booking, number: Int, in db: Database
    ) throws {
        for draft in messages {
            try db.run(
                """
                INSERT INTO booking_message (booking, practice, what, reason, attempts, due_at)
                VALUES (?, ?, ?, ?, 0, ?)
                """,
                [
                    number, booking.practice.rawValue, draft.what.rawValue,
                    draft.reason.map { String($0.prefix(mostText)) }, booking.since.seconds,
                ])
        }
    }

    /// Longer texts are cut: a booking is not lost for the length of a word about it.
    static func append(_ events: [BookingEvent], number: Int, in db: Database) throws {
        for event in events {
            try db.run(
                """
                INSERT INTO booking_event VALUES (
                  ?1, (SELECT ifnull(max(place), 0) + 1 FROM booking_event WHERE booking = ?1),
                  ?2, ?3, ?4)
                """,
                [
                    number, event.at.seconds, String(event.what.prefix(mostName)),
                    event.detail.map { String($0.prefix(mostText)) },
                ])
        }
    }

    private static let mostName = 200
    private static let mostText = 2_000
}

extension Booking.Place {
    var end: Instant { Instant(seconds: start.seconds + length.count * 60) }
}

extension Booking.State {
    fileprivate init(row: Row) throws {
        let word: Booking.Word = try row.word("state")
        self =
            switch word {
            case .intended: .intended
            case .makingPatient: .makingPatient
            case .sending: .sending
            case .reconciling: .reconciling
            case .confirmed: .confirmed
            case .rejected: .rejected(code: try row.text("code"))
            case .needsPerson: .needsPerson(code: try row.text("code"))
            case .ended: .ended(try row.word("ending"))
            }
    }
}

extension Booking {
    init(row: Row) throws {
        let id: BookingID = try row.id("id")
        var request = BookingRequest(
            id: id, book: try row.optionalID("book"), reason: try row.optionalID("listed_reason"),
            start: CivilDateTime(clockMinute: try row.whole("wall_start")),
            lengthSeconds: try row.whole("seconds"), bookedAt: try row.instant("booked_at"),
            isNewPatient: try row.flag("is_new_patient"))
        request.unreadable = try row.text("unreadable").split(separator: "\n").map(String.init)
        var place: Place?
        if let practitioner = try row.optionalText("practitioner") {
            place = Place(
                practitioner: PractitionerID(practitioner), reason: try row.id("reason"),
                start: try row.instant("start"), length: Minutes(try row.whole("minutes")))
        }
        self.init(
            id: id, practice: try row.id("practice"), reference: try row.id("reference"),
            request: request, receivedAt: try row.instant("received_at"), place: place,
            state: try State(row: row), deadline: try row.optionalInstant("deadline"))
        since = try row.instant("since")
        insertions = try row.whole("insertions")
        sentAt = try row.optionalInstant("sent_at")
        patient = try row.optionalID("patient")
        entry = try row.optionalID("entry")
        if try row.optionalText("told") != nil { told = try row.word("told") }
        holdsPlace = try row.flag("holds_place")
        version = try row.whole("version")
    }
}
