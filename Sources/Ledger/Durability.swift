internal import Diagnostics
internal import GRDB

/// The settings without which a ledger could lose what it has answered.
enum Durability {
    /// GRDB sets `synchronous` to NORMAL when it turns on the write-ahead log, after everything
    /// that a configuration can do, and NORMAL does not sync a commit.
    static func set(on db: Database) throws {
        // What is taken away is overwritten: sealed patients whose time is over above all.
        try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
    }

    /// Reads the settings back.
    ///
    /// - Throws: D0007 where one of them did not take.
    static func check(_ db: Database) throws {
        let found = [
            ("journal_mode", try String.fetchOne(db, sql: "PRAGMA journal_mode"), "wal"),
            ("synchronous", try Int.fetchOne(db, sql: "PRAGMA synchronous").map { "\($0)" }, "2"),
            (
                "secure_delete", try Int.fetchOne(db, sql: "PRAGMA secure_delete").map { "\($0)" },
                "1"
            ),
            ("foreign_keys", try Int.fetchOne(db, sql: "PRAGMA foreign_keys").map { "\($0)" }, "1"),
        ]
        for (name, value, expected) in found where value != expected {
            throw Problem(
                "D0007", "the ledger would not last: `\(name)` is \(value ?? "unknown")",
                hint: "keep the file on a local disk",
                context: [Problem.Fact("expected", expected)])
        }
    }
}
