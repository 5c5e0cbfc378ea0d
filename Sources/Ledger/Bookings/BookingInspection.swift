internal import Diagnostics
internal import Diary
internal import GRDB
internal import Ports

/// Looking at all bookings: each row, the rules between claims and bookings that no constraint can
/// hold, and, with the keys at hand, each sealed patient.
enum BookingInspection {
    static func problems(in db: Database, _ keys: PatientKeys?, most: Int) throws -> [Problem] {
        var problems = try rows(db, most: most)
        // Rows that cannot be read need no further words.
        guard problems.isEmpty else { return problems }
        for (sql, what) in rules {
            problems += try String.fetchAll(db, sql: "\(sql) LIMIT \(most)").map { id in
                Problem(
                    "D0606", "booking `\(id)` \(what)",
                    hint: "stop the service and put back a backup"
                )
            }
        }
        if let keys { problems += try patients(db, keys, most: most) }
        return problems
    }

    private static func rows(_ db: Database, most: Int) throws -> [Problem] {
        var problems: [Problem] = []
        let rows = try Row.fetchCursor(db, sql: BookingRows.select)
        while let row = try rows.next(), problems.count < most {
            do {
                _ = try Booking(row: row)
            } catch {
                problems.append(
                    Problem(
                        "D0607", "booking `\((try? row.text("id")) ?? "?")` cannot be read",
                        hint: "put back a backup", causes: [Problem(ledger: error)]))
            }
        }
        return problems
    }

    private static let rules = [
        (
            """
            SELECT id FROM booking
            WHERE state IN ('intended', 'making_patient', 'sending', 'reconciling')
              AND number NOT IN (SELECT booking FROM claim)
            """, "is under way and claims no time"
        ),
        (
            """
            SELECT id FROM booking JOIN claim ON booking = number
            WHERE state IN ('rejected', 'ended')
            """, "is over and still claims its time"
        ),
        (
            """
            SELECT booking.id FROM claim JOIN booking ON number = booking
            WHERE claim.practice <> booking.practice
              OR claim.practitioner IS NOT booking.practitioner
              OR claim.start IS NOT booking.start
              OR claim.until - claim.start IS NOT booking.minutes * 60
            """, "claims another time than its own"
        ),
        (
            """
            SELECT booking.id FROM booking_message AS message
            JOIN booking ON booking.number = message.booking
            WHERE message.practice <> booking.practice
            """, "has a message for another practice"
        ),
        (
            """
            SELECT booking.id FROM claim JOIN booking ON number = booking
            WHERE EXISTS (
              SELECT 1 FROM claim AS other
              WHERE other.practice = claim.practice AND other.practitioner = claim.practitioner
                AND other.booking <> claim.booking AND other.start > claim.start - 86400
                AND other.start < claim.until AND other.until > claim.start)
            """, "claims a time that another booking claims too"
        ),
    ]

    private static func patients(
        _ db: Database, _ keys: PatientKeys, most: Int
    ) throws -> [Problem] {
        var problems: [Problem] = []
        var missing: Set<String> = []
        let rows = try Row.fetchCursor(db, sql: PatientRows.select)
        while let row = try rows.next(), problems.count < most {
            let kept = try PatientRows.Kept(row: row)
            // A key that is missing is told once.
            guard !missing.contains(kept.sealed.key) else { continue }
            do {
                _ = try keys.open(kept.sealed, of: kept.owner)
            } catch {
                if error.code == "D0702" { missing.insert(kept.sealed.key) }
                problems.append(error)
            }
        }
        return problems
    }
}
