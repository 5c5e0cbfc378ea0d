internal import Diagnostics
public import Diary
internal import GRDB
public import Ports

extension Ledger: BookingStore {
    /// Takes a booking in: its row, its patient (sealed), its claim, its messages and the first
    /// events of its timeline, all or nothing. Of the request, what the patient wrote is not kept:
    /// the type's name, and the patient but for the sealed record.
    ///
    /// - Throws: D0101 where the practice does not exist, D0701 without a key for its patient,
    ///   D0304 for one whose record retention took away; nothing is stored then.
    public func admit(
        _ booking: Booking, patient: PatientDetails?, messages: [BookingMessage.Draft],
        events: [BookingEvent]
    ) async throws -> BookingAdmission {
        let sealed = try patient.map {
            try seal($0, of: PatientOwner(booking: booking.id, practice: booking.practice))
        }
        let guardsClaim = guards.claim
        return try await write { db in
            if let known = try BookingRows.find(booking.id, of: booking.practice, in: db) {
                return .known(known.booking)
            }
            try db.require(booking.practice)
            guard try !BookingRows.isFormer(booking, in: db) else {
                throw Problem.formerBooking(booking.id)
            }
            let claimed = booking.holdsPlace && !booking.isOver ? booking.place : nil
            if guardsClaim, let claimed,
                let other = try BookingRows.claim(over: claimed, of: booking.practice, in: db)
            {
                return .taken(by: other)
            }
            let number = try BookingRows.insert(booking, in: db)
            if let claimed {
                try BookingRows.insert(claim: claimed, booking, number: number, in: db)
            }
            if let sealed {
                try db.run(
                    "INSERT INTO patient_record VALUES (?, ?, ?)",
                    [number, sealed.key, sealed.bytes])
            }
            try BookingRows.append(messages, booking, number: number, in: db)
            try BookingRows.append(events, number: number, in: db)
            var stored = booking
            stored.request.typeName = nil
            stored.request.isPresumed = false
            stored.request.patient = nil
            stored.told = nil
            stored.holdsPlace = claimed != nil
            stored.version = 1
            return .admitted(stored)
        }
    }

    /// Changes a booking by compare and swap. Id, practice, reference and request stay as they were
    /// taken in; what was told changes only by `settle`. A claim ends with its place, where the
    /// diary moved the booking, and one that ended does not come back.
    ///
    /// - Returns: the booking as it is stored now; nil where another change came first.
    public func change(
        _ booking: Booking, messages: [BookingMessage.Draft], events: [BookingEvent]
    ) async throws -> Booking? {
        let comparing = guards.compareAndSwap
        return try await write { db in
            try BookingRows.change(
                booking, messages: messages, events: events, comparing: comparing, in: db)
        }
    }

    /// Changes a booking as `change` does, because a person decided it, and audits that.
    ///
    /// - Returns: the booking as it is stored now; nil where another change came first, and
    ///   nothing was audited.
    public func decide(
        _ booking: Booking, messages: [BookingMessage.Draft], events: [BookingEvent],
        by actor: Actor, why: String?, at now: Instant
    ) async throws -> Booking? {
        try await write { db in
            let before = try BookingRows.find(booking.id, of: booking.practice, in: db)?.booking
            let after = try BookingRows.change(
                booking, messages: messages, events: events, comparing: true, in: db)
            guard let after else { return nil }
            try AuditNote(practice: booking.practice, actor: actor, why: why, at: now).write(
                "resolve", "booking \(booking.id)", before: before?.auditWords,
                after: after.auditWords, in: db)
            return after
        }
    }

    /// One booking; nil where it was never taken in.
    public func booking(_ id: BookingID, of practice: PracticeID) async throws -> Booking? {
        try await read { try BookingRows.find(id, of: practice, in: $0)?.booking }
    }

    /// The bookings that are not final, oldest first.
    public func openBookings(of practice: PracticeID) async throws -> [Booking] {
        try await read { db in
            try BookingRows.read(
                """
                booking.practice = ? AND state NOT IN ('confirmed', 'rejected', 'ended')
                ORDER BY number
                """, [practice.rawValue], in: db)
        }
    }

    /// The confirmed bookings that start at that time or later, or that still hold their place, in
    /// the order of their starts.
    public func confirmedBookings(
        of practice: PracticeID, startingFrom time: Instant
    ) async throws -> [Booking] {
        try await read { db in
            try BookingRows.read(
                """
                booking.practice = ?1 AND state = 'confirmed'
                  AND (booking.start >= ?2 OR claim.booking IS NOT NULL)
                ORDER BY booking.start, number
                """, [practice.rawValue, time.seconds], in: db)
        }
    }

    /// The newest bookings first; of all practices for nil.
    public func bookings(of practice: PracticeID?, limit: Int) async throws -> [Booking] {
        try await bookings(of: practice, in: Set(Booking.Word.allCases), limit: limit)
    }

    /// The newest bookings in one of those states first; of all practices for nil.
    public func bookings(
        of practice: PracticeID?, in states: Set<Booking.Word>, limit: Int
    ) async throws -> [Booking] {
        // The words are ours, so they may stand in the statement.
        let words = states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        return try await read { db in
            try BookingRows.read(
                """
                \(practice == nil ? "?1 IS NULL" : "booking.practice = ?1")
                \(states.count == Booking.Word.allCases.count ? "" : "AND state IN (\(words))")
                ORDER BY number DESC LIMIT ?2
                """, [practice?.rawValue, max(0, limit)], in: db)
        }
    }

    /// What happened to a booking, oldest first.
    public func timeline(
        of id: BookingID, in practice: PracticeID
    ) async throws -> [BookingEvent] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT at, what, detail FROM booking_event WHERE booking =
                      (SELECT number FROM booking WHERE practice = ? AND id = ?)
                    ORDER BY place
                    """, arguments: [practice.rawValue, id.rawValue]
            ).map { row in
                BookingEvent(
                    at: try row.instant("at"), what: try row.text("what"),
                    detail: try row.optionalText("detail"))
            }
        }
    }

    /// Live bookings of ours that take time in the next evaluation. One whose row is sure to stand
    /// in each reading is none of them: there the row itself takes the time.
    public func claims(of practice: PracticeID) async throws -> [Claim] {
        try await read { db in
            try db.rows(
                """
                SELECT booking.id, claim.practitioner, claim.start, minutes
                FROM claim JOIN booking ON booking.number = claim.booking
                WHERE claim.practice = ? ORDER BY claim.practitioner, claim.start
                """, [practice.rawValue]
            ).map { row in
                Claim(
                    id: try row.id("id"), practitioner: try row.id("practitioner"),
                    start: .exact(try row.instant("start")),
                    length: Minutes(try row.whole("minutes")))
            }
        }
    }
}

extension Booking {
    /// What became of it, as an audit entry says it.
    fileprivate var auditWords: String {
        let row = entry.map { ", row \($0)" } ?? ""
        let code = state.code.map { " (\($0))" } ?? ""
        return state.word.rawValue.replacing("_", with: " ") + code + row
    }

    /// Whether it neither stands in the diary nor can come to stand there.
    fileprivate var isOver: Bool {
        switch state {
        case .rejected, .ended: true
        default: false
        }
    }
}

extension Problem {
    fileprivate static func formerBooking(_ id: BookingID) -> Problem {
        Problem(
            "D0304", "booking `\(id)` was over long ago, and its record was taken away",
            hint: "ask the marketplace why it sends the booking again")
    }
}
