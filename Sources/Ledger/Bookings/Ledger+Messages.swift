internal import Diagnostics
public import Diary
internal import GRDB
public import Ports

extension Ledger {
    /// The most messages that one call gives.
    static let mostMessages = 500

    /// What the marketplace is to be told by that time, oldest first, at most 500: of each booking
    /// only its oldest message, so that nothing is told out of order.
    public func messages(
        of practice: PracticeID, dueBy now: Instant
    ) async throws -> [BookingMessage] {
        try await read { db in
            try Row.fetchAll(
                try db.cachedStatement(
                    sql: """
                        SELECT message.*, booking.id FROM booking_message AS message
                        JOIN booking ON booking.number = message.booking
                        WHERE message.practice = ? AND message.due_at <= ? AND NOT EXISTS (
                          SELECT 1 FROM booking_message AS older
                          WHERE older.booking = message.booking AND older.number < message.number)
                        ORDER BY message.number LIMIT \(Ledger.mostMessages)
                        """), arguments: [practice.rawValue, now.seconds]
            ).map { row in
                BookingMessage(
                    number: try row.whole("number"), practice: practice,
                    booking: try row.id("id"),
                    draft: BookingMessage.Draft(
                        try row.word("what"), reason: try row.optionalText("reason")),
                    attempts: try row.whole("attempts"), dueAt: try row.instant("due_at"))
            }
        }
    }

    /// Removes a message: the marketplace has acknowledged it, or has the booking no more. `told`
    /// of the booking becomes what the message said where it was acknowledged; its version stays.
    /// One that is gone already changes nothing.
    public func settle(
        _ message: BookingMessage, acknowledged: Bool, events: [BookingEvent]
    ) async throws {
        try await write { db in
            let number = try Int.fetchOne(
                try db.cachedStatement(
                    sql: "DELETE FROM booking_message WHERE number = ? RETURNING booking"),
                arguments: [message.number])
            guard let number else { return }
            if acknowledged {
                try db.run(
                    "UPDATE booking SET told = ? WHERE number = ?",
                    [message.draft.what.rawValue, number])
            }
            try BookingRows.append(events, number: number, in: db)
        }
    }

    /// Puts a message off: it was not acknowledged.
    public func postpone(_ message: BookingMessage, until: Instant) async throws {
        try await write { db in
            try db.run(
                "UPDATE booking_message SET due_at = ?, attempts = attempts + 1 WHERE number = ?",
                [until.seconds, message.number])
        }
    }
}
