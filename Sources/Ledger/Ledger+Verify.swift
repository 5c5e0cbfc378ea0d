public import Diagnostics
internal import Diary
internal import GRDB
internal import Ports

extension Ledger {
    /// Looks for all that could be wrong with the file, in one reading transaction: its pages, its
    /// references, its schema, the digests of what is kept by content, every practice and every
    /// booking, and, where it was opened with keys, every sealed patient.
    ///
    /// - Returns: D0601 for pages, D0602 for references, D0603 for the schema, D0604 for content
    ///   that is not what its digest says, D0605 for a practice and D0607 for a booking that cannot
    ///   be read, D0606 for claims that do not fit their bookings, D0702 for keys that are missing,
    ///   D0703 for patients that cannot be opened; at most 100.
    public func verify() async throws -> [Problem] {
        let keys = ring?.keys
        return try await read { try Inspection.problems(in: $0, keys) }
    }
}

/// Looking at a whole ledger.
enum Inspection {
    /// The most problems that are told.
    static let mostProblems = 100

    static func problems(in db: Database, _ keys: PatientKeys? = nil) throws -> [Problem] {
        var problems = try pages(db)
        // On broken pages, everything else would only say the same in other words.
        guard problems.isEmpty else { return problems }
        problems = try schema(db)
        // Without its tables, nothing below can be asked.
        guard problems.isEmpty else { return problems }
        problems += try references(db)
        problems += try readings(db)
        problems += try rules(db)
        problems += try practices(db)
        problems += try BookingInspection.problems(in: db, keys, most: mostProblems)
        return Array(problems.prefix(mostProblems))
    }

    private static func pages(_ db: Database) throws -> [Problem] {
        try String.fetchAll(db, sql: "PRAGMA integrity_check(\(mostProblems))")
            .filter { $0 != "ok" }
            .map {
                Problem(
                    "D0601", "the file is damaged: \($0)",
                    hint: "stop the service and put back a backup")
            }
    }

    private static func references(_ db: Database) throws -> [Problem] {
        try Row.fetchAll(
            db,
            sql: "SELECT \"table\", parent, count(*) AS rows FROM pragma_foreign_key_check "
                + "GROUP BY \"table\", parent"
        ).map { row in
            Problem(
                "D0602",
                "\(try row.whole("rows")) rows of `\(try row.text("table"))` name rows of "
                    + "`\(try row.text("parent"))` that do not exist",
                hint: "stop the service and put back a backup")
        }
    }

    private static func schema(_ db: Database) throws -> [Problem] {
        let expected = try Migration.schema()
        let found = try Migration.schema(of: db)
        let names = Set(expected.keys).union(found.keys).sorted()
        return names.filter { expected[$0] != found[$0] }.map { name in
            let what = found[name] == nil ? "is missing" : "is not what this program makes"
            return Problem(
                "D0603", "`\(name)` \(what)",
                hint: "put back a backup: somebody changed the file by hand")
        }
    }

    private static func readings(_ db: Database) throws -> [Problem] {
        var problems: [Problem] = []
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM reading")
        while let row = try rows.next(), problems.count < mostProblems {
            let digest = try row.digest("digest")
            if let what = try fault(of: row, digest) {
                problems.append(
                    Problem(
                        "D0604", "the reading `\(digest)` \(what)",
                        hint: "put back a backup, or sync the practice: it is read again"))
            }
        }
        return problems
    }

    private static func fault(of row: Row, _ digest: ContentDigest) throws -> String? {
        let stored = try ReadingRows.stored(row)
        guard let content = try? ReadingContent(gzip: stored.gzip, bytes: stored.bytes) else {
            return "cannot be expanded"
        }
        guard content.digest == digest else { return "is not what its digest says" }
        guard let reading = try? content.reading(at: Instant(seconds: 0)) else {
            return "is no reading"
        }
        guard reading.isComplete else { return "is incomplete" }
        return reading.practice.rawValue == (try row.text("practice"))
            ? nil : "is of another practice"
    }

    private static func rules(_ db: Database) throws -> [Problem] {
        var problems: [Problem] = []
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM rule_text")
        while let row = try rows.next(), problems.count < mostProblems {
            let digest = try row.digest("digest")
            guard ContentDigest(of: try row.text("text").utf8) != digest else { continue }
            problems.append(
                Problem(
                    "D0604", "the rule file `\(digest)` is not what its digest says",
                    hint: "put back a backup, or activate the rules again"))
        }
        return problems
    }

    private static func practices(_ db: Database) throws -> [Problem] {
        try String.fetchAll(db, sql: "SELECT id FROM practice ORDER BY id").compactMap { id in
            do {
                try OwnedPractice.read(PracticeID(id), in: db)?.check()
                return nil
            } catch {
                return Problem(
                    "D0605", "the practice `\(id)` cannot be read",
                    hint: "put back a backup", causes: [Problem(ledger: error)])
            }
        }
    }
}
