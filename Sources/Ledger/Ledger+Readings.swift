internal import Diagnostics
public import Diary
internal import Foundation
internal import GRDB
public import Ports

extension Ledger {
    /// Keeps a complete reading by its content. The same content is kept once; only the time of the
    /// newest reading moves on.
    ///
    /// - Throws: D0101 where the practice does not exist, D0201 for a reading that broke off
    ///   (invariant 6), D0202 for one that could not be read back.
    public func keep(_ reading: PMSReading) async throws -> ContentDigest {
        guard reading.isComplete else {
            throw Problem(
                "D0201", "the reading broke off, and only whole ones are kept",
                hint: "nothing: the next reading is tried by itself")
        }
        let content = ReadingContent(of: reading)
        // All that takes time comes before the file is held.
        let isKnown = try await read { try ReadingRows.has(content.digest, in: $0) }
        let compressed = isKnown ? nil : try Ledger.checked(content)
        let practice = reading.practice
        let readAt = reading.readAt
        try await write { db in
            try db.require(practice)
            if let compressed {
                try ReadingRows.insert(content, compressed, of: practice, in: db)
            } else if try !ReadingRows.has(content.digest, in: db) {
                // Retention took it away just now.
                try ReadingRows.insert(content, content.compressed(), of: practice, in: db)
            }
            try db.run(
                """
                INSERT INTO latest_reading VALUES (?, ?, ?)
                ON CONFLICT (practice) DO UPDATE
                SET reading = excluded.reading, read_at = excluded.read_at
                WHERE excluded.read_at >= latest_reading.read_at
                """,
                [practice.rawValue, content.digest.description, readAt.seconds])
        }
        return content.digest
    }

    /// Sees that the content can be read back before anything rests on it.
    private static func checked(_ content: ReadingContent) throws(Problem) -> [UInt8] {
        do {
            _ = try content.reading(at: Instant(seconds: 0))
        } catch {
            throw Problem(
                "D0202",
                "the reading cannot be kept: \(error.problems.first?.message ?? "unknown")",
                hint: "tell an engineer: the adapter lets something through that no snapshot holds",
                causes: error.problems.map { problem in
                    var problem = problem
                    problem.location?.excerpt = nil
                    return problem
                })
        }
        return try content.compressed()
    }

    /// The newest kept reading of a practice, with the time at which it was made.
    public func latestReading(of practice: PracticeID) async throws -> PMSReading? {
        let found = try await read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT content, bytes, read_at FROM latest_reading
                    JOIN reading ON reading.digest = latest_reading.reading
                    WHERE latest_reading.practice = ?
                    """, arguments: [practice.rawValue]
            ).map { row in
                (try ReadingRows.stored(row), try row.instant("read_at"))
            }
        }
        guard let (stored, readAt) = found else { return nil }
        do {
            return try ReadingContent(gzip: stored.gzip, bytes: stored.bytes).reading(at: readAt)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem.damaged("the latest reading of `\(practice)` cannot be read")
        }
    }
}

/// Readings in their table.
enum ReadingRows {
    static func has(_ digest: ContentDigest, in db: Database) throws -> Bool {
        try Int.fetchOne(
            try db.cachedStatement(sql: "SELECT 1 FROM reading WHERE digest = ?"),
            arguments: [digest.description]) != nil
    }

    static func insert(
        _ content: ReadingContent, _ compressed: [UInt8], of practice: PracticeID, in db: Database
    ) throws {
        try db.run(
            "INSERT OR IGNORE INTO reading VALUES (?, ?, ?, ?)",
            [
                content.digest.description, practice.rawValue, content.text.count,
                Data(compressed),
            ])
    }

    static func stored(_ row: Row) throws -> (gzip: [UInt8], bytes: Int) {
        (Array(try row.decode(Data.self, forColumn: "content")), try row.whole("bytes"))
    }
}
