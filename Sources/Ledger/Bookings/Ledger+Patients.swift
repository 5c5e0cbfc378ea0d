internal import Diagnostics
public import Diary
internal import Foundation
internal import GRDB
public import Ports

extension Ledger {
    /// Whether it was opened with a key that seals.
    public var sealsPatients: Bool { ring != nil }

    /// Who a booking is for, unsealed; nil where it was purged or never given.
    ///
    /// - Throws: D0701 without any key, D0702 without the key that it was sealed with, D0703 where
    ///   the record is not what was sealed.
    public func patient(
        of id: BookingID, in practice: PracticeID
    ) async throws -> PatientDetails? {
        let sealed = try await read { db in
            try Row.fetchOne(
                try db.cachedStatement(
                    sql: """
                        SELECT sealed, patient_key.id AS key FROM patient_record
                        JOIN patient_key ON patient_key.number = patient_record.key
                        JOIN booking ON booking.number = patient_record.booking
                        WHERE booking.practice = ? AND booking.id = ?
                        """), arguments: [practice.rawValue, id.rawValue]
            ).map { try SealedPatient(row: $0) }
        }
        guard let sealed else { return nil }
        guard let ring else { throw Problem.noPatientKeys }
        return try ring.keys.open(sealed, of: PatientOwner(booking: id, practice: practice))
    }

    /// Removes the patients of bookings that are final since before then, all messages told; at
    /// most `Retention.mostRows` in one call. Their place in the file is overwritten.
    ///
    /// - Returns: how many were removed.
    public func purgePatients(finalBefore: Instant) async throws -> Int {
        try await write { db in
            try db.run(
                """
                DELETE FROM patient_record WHERE booking IN (
                  SELECT booking.number FROM patient_record
                  JOIN booking ON booking.number = patient_record.booking
                  WHERE state IN ('confirmed', 'rejected', 'ended') AND since < ?
                    AND NOT EXISTS (
                      SELECT 1 FROM booking_message AS message
                      WHERE message.booking = booking.number)
                  LIMIT \(Retention.mostRows))
                """, [finalBefore.seconds])
            return db.changesCount
        }
    }

    /// The keys that sealed patients name, and how many each of them sealed: one that is not at
    /// hand must be put back, one that sealed nothing any more can be taken out of the list.
    public func patientKeys() async throws -> [PatientKeyUse] {
        let known = ring
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, (SELECT count(*) FROM patient_record WHERE key = number) AS patients
                    FROM patient_key ORDER BY number
                    """
            ).map { row in
                let id = try row.text("id")
                return PatientKeyUse(
                    id: id, patients: try row.whole("patients"),
                    isAtHand: known?.keys[id] != nil, isNewest: known?.keys.newest.id == id)
            }
        }
    }

    /// Seals again by the newest key what older keys sealed, in transactions of at most 200
    /// patients. One that cannot be opened stays as it is, and is counted; a call that is broken
    /// off or repeated loses nothing.
    ///
    /// - Throws: D0701 without any key.
    public func resealPatients() async throws -> Resealed {
        guard let ring else { throw Problem.noPatientKeys }
        var result = Resealed()
        var last = 0
        while true {
            let from = last
            let step = try await read { try PatientRows.step(after: from, ring, in: $0) }
            guard let next = step.last?.booking else { return result }
            last = next
            let fresh = step.map { row in
                Result {
                    try ring.keys.seal(ring.keys.open(row.sealed, of: row.owner), of: row.owner)
                }
            }
            result.unopened += fresh.count { (try? $0.get()) == nil }
            result.resealed += try await write { db in
                try zip(step, fresh).reduce(0) { count, pair in
                    guard let sealed = try? pair.1.get() else { return count }
                    return count + (try PatientRows.replace(pair.0, by: sealed, ring, in: db))
                }
            }
        }
    }

    func seal(_ details: PatientDetails, of owner: PatientOwner) throws -> NumberedSeal {
        guard let ring, let key = ring.numbers[ring.keys.newest.id] else {
            throw Problem.noPatientKeys
        }
        return NumberedSeal(key: key, bytes: try ring.keys.seal(details, of: owner).bytes)
    }
}

/// A key that the ledger knows by its id.
public struct PatientKeyUse: Sendable, Equatable {
    /// The id.
    public var id: String
    /// How many patients it sealed that are still kept.
    public var patients: Int
    /// Whether the ledger was opened with it.
    public var isAtHand: Bool
    /// Whether it seals.
    public var isNewest: Bool
}

/// What sealing again came to.
public struct Resealed: Sendable, Equatable {
    /// How many patients the newest key sealed.
    public var resealed = 0
    /// How many could not be opened, and stayed as they were.
    public var unopened = 0
}

/// A patient as its row has it.
struct NumberedSeal: Sendable {
    var key: Int
    var bytes: Data
}

/// The keys at hand, with the numbers under which the ledger knows them.
struct KeyRing: Sendable {
    let keys: PatientKeys
    let numbers: [String: Int]

    /// Enters keys that are new to the ledger.
    ///
    /// - Throws: D0704 for a key whose id another key has had.
    static func enter(_ keys: PatientKeys, in db: Database) throws -> KeyRing {
        var numbers: [String: Int] = [:]
        try db.inTransaction(.immediate) {
            // The oldest comes first, as it was made.
            for key in keys.keys.reversed() {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO patient_key (id, mark) VALUES (?, ?)",
                    arguments: [key.id, key.mark])
                let row = try Row.fetchOne(
                    db, sql: "SELECT number, mark FROM patient_key WHERE id = ?",
                    arguments: [key.id])
                guard let row, try row.text("mark") == key.mark else {
                    throw Problem.otherPatientKey(key.id)
                }
                numbers[key.id] = try row.whole("number")
            }
            return .commit
        }
        return KeyRing(keys: keys, numbers: numbers)
    }
}

/// Sealed patients in their table.
enum PatientRows {
    struct Kept: Sendable {
        let booking: Int
        let owner: PatientOwner
        let sealed: SealedPatient

        init(row: Row) throws {
            booking = try row.whole("number")
            owner = PatientOwner(
                booking: try row.id("id"), practice: try row.id("practice"))
            sealed = try SealedPatient(row: row)
        }
    }

    static let select = """
        SELECT booking.number, practice, booking.id, sealed, patient_key.id AS key
        FROM patient_record
        JOIN patient_key ON patient_key.number = patient_record.key
        JOIN booking ON booking.number = patient_record.booking
        """

    private static let most = 200

    /// The next patients that another key than the newest sealed, a missing one among them.
    static func step(after last: Int, _ ring: KeyRing, in db: Database) throws -> [Kept] {
        try Row.fetchAll(
            db,
            sql: """
                \(select)
                WHERE patient_record.booking > ? AND patient_key.id <> ?
                ORDER BY patient_record.booking LIMIT \(most)
                """, arguments: [last, ring.keys.newest.id]
        ).map { try Kept(row: $0) }
    }

    /// Replaces a record, unless it went or was sealed anew meanwhile; gives how many it replaced.
    static func replace(
        _ kept: Kept, by sealed: SealedPatient, _ ring: KeyRing, in db: Database
    ) throws -> Int {
        try db.run(
            "UPDATE patient_record SET key = ?, sealed = ? WHERE booking = ? AND sealed = ?",
            [ring.numbers[sealed.key], sealed.bytes, kept.booking, kept.sealed.bytes])
        return db.changesCount
    }
}

extension SealedPatient {
    init(row: Row) throws {
        self.init(
            key: try row.text("key"), bytes: try row.decode(Data.self, forColumn: "sealed"))
    }
}
