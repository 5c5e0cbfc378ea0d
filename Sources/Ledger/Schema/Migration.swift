internal import Diagnostics
internal import GRDB

/// One step from a version of the schema to the next. A released step is never edited: what is to
/// change becomes a further step.
struct Migration: Sendable {
    /// What it brings.
    let name: String
    /// The statements.
    let sql: String

    /// All steps in order; the version of a ledger is how many of them it has taken.
    static let all = [
        Migration(name: "set-up", sql: SetUpSchema.sql),
        Migration(name: "readings and rules", sql: ReadingSchema.sql),
        Migration(name: "publications and findings", sql: PublicationSchema.sql),
        Migration(name: "bookings", sql: BookingSchema.sql),
        Migration(name: "findings of bookings", sql: FindingSchema.sql),
    ]

    /// The version that this program reads and writes.
    static let current = all.count

    /// Takes the missing steps, all or none of them.
    ///
    /// Two programs may do this at once: the second one waits, and finds nothing left to do.
    static func run(on db: Database, upTo version: Int = current) throws {
        guard try Mark.read(db).version < version else { return }
        // A step that rebuilds a table needs this, and it has no effect inside a transaction.
        try db.execute(sql: "PRAGMA foreign_keys = OFF")
        let result = Result {
            try db.inTransaction(.immediate) {
                let mark = try Mark.read(db)
                try mark.check()
                guard mark.version < version else { return .rollback }
                for step in all[mark.version..<version] { try db.execute(sql: step.sql) }
                try db.checkForeignKeys()
                try Mark.write(version, to: db)
                return .commit
            }
        }
        try db.execute(sql: "PRAGMA foreign_keys = ON")
        try result.get()
    }

    /// What a ledger of a version consists of, by kind and name.
    static func schema(upTo version: Int = current) throws -> [String: String] {
        try DatabaseQueue().writeWithoutTransaction { db in
            try run(on: db, upTo: version)
            return try schema(of: db)
        }
    }

    /// What a database consists of, by kind and name.
    static func schema(of db: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT type, name, sql FROM sqlite_master WHERE name NOT GLOB 'sqlite_*'")
        return Dictionary(
            try rows.map { ("\(try $0.text("type")) \(try $0.text("name"))", try $0.text("sql")) },
            uniquingKeysWith: { first, _ in first })
    }
}

/// The numbers in a database's header that say whose file it is, and of which version.
struct Mark: Equatable {
    /// SQLite's `application_id`.
    var application: Int
    /// SQLite's `user_version`: the number of migrations.
    var version: Int
    /// Whether anything is in it.
    var isEmpty: Bool

    /// `Gapb` in ASCII.
    static let application = 0x4761_7062

    /// Reads the numbers. One statement, so that another program cannot come between.
    static func read(_ db: Database) throws -> Mark {
        let row = try Row.fetchOne(
            try db.cachedStatement(
                sql: """
                    SELECT (SELECT count(*) FROM sqlite_master) AS parts,
                      (SELECT application_id FROM pragma_application_id) AS application,
                      (SELECT user_version FROM pragma_user_version) AS version
                    """))
        guard let row else { throw Problem.damaged("its header cannot be read") }
        return Mark(
            application: try row.whole("application"), version: try row.whole("version"),
            isEmpty: try row.whole("parts") == 0)
    }

    /// Marks a ledger. A pragma takes no arguments.
    static func write(_ version: Int, to db: Database) throws {
        try db.execute(sql: "PRAGMA application_id = \(application)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// Whether this program may write to such a file.
    ///
    /// - Throws: D0002 for a file of something else, D0003 for a ledger of a newer program.
    func check() throws(Problem) {
        if isEmpty, application == 0, version == 0 { return }
        guard application == Mark.application, version > 0 else { throw .notALedger }
        guard version <= Migration.current else { throw .newer(version) }
    }
}
