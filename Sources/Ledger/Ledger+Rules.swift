internal import Diagnostics
public import Diary
internal import GRDB
public import Ports

extension Ledger {
    /// Keeps a revision; a file that several revisions have is kept once.
    ///
    /// - Throws: D0401 where the id stands for other files, D0106 beyond the limits of a rule file.
    public func keep(_ revision: RuleRevision) async throws {
        try await write { db in
            if let kept = try RuleRows.revision(revision.id, in: db) {
                guard Set(kept.files) == Set(revision.files) else {
                    throw Problem(
                        "D0401", "revision `\(revision.id)` is kept with other files",
                        hint: "tell an engineer: an id is the digest of its files")
                }
                return
            }
            try db.run(
                "INSERT INTO rule_revision VALUES (?, ?)",
                [revision.id.rawValue, revision.keptAt.seconds])
            for (place, file) in revision.files.enumerated() {
                let digest = ContentDigest(of: file.text.utf8).description
                try db.run(
                    "INSERT INTO rule_text VALUES (?, ?) ON CONFLICT DO NOTHING",
                    [digest, file.text])
                try db.run(
                    "INSERT INTO rule_file VALUES (?, ?, ?, ?)",
                    [revision.id.rawValue, place, file.path, digest])
            }
        }
    }

    /// A kept revision; nil where it does not exist.
    public func revision(_ id: RuleRevisionID) async throws -> RuleRevision? {
        try await read { try RuleRows.revision(id, in: $0) }
    }

    /// The revision that decides for a practice; nil before the first activation.
    public func activeRevision(of practice: PracticeID) async throws -> ActiveRevision? {
        try await activations(of: practice, limit: 1).first
    }

    /// The revisions that were active, newest first; switching back makes an entry of its own.
    public func activations(
        of practice: PracticeID, limit: Int
    ) async throws -> [ActiveRevision] {
        try await read { db in
            try RuleRows.activations(of: practice, limit: limit, in: db).map(\.active)
        }
    }
}

/// Revisions and activations in their tables.
enum RuleRows {
    static func revision(_ id: RuleRevisionID, in db: Database) throws -> RuleRevision? {
        let row = try Row.fetchOne(
            db, sql: "SELECT kept_at FROM rule_revision WHERE id = ?", arguments: [id.rawValue])
        guard let row else { return nil }
        let files = try Row.fetchAll(
            db,
            sql: """
                SELECT path, rule_text.text AS text FROM rule_file
                JOIN rule_text ON rule_text.digest = rule_file.text
                WHERE revision = ? ORDER BY place
                """, arguments: [id.rawValue])
        return RuleRevision(
            id: id,
            files: try files.map {
                RuleRevision.File(path: try $0.text("path"), text: try $0.text("text"))
            }, keptAt: try row.instant("kept_at"))
    }

    /// One activation, and the one that a rollback from it returns to.
    struct Activation {
        let number: Int
        let back: Int?
        let active: ActiveRevision
    }

    static func activations(
        of practice: PracticeID, limit: Int, in db: Database
    ) throws -> [Activation] {
        try db.rows(
            "SELECT * FROM activation WHERE practice = ? ORDER BY number DESC LIMIT ?",
            [practice.rawValue, max(0, limit)]
        ).map { try Activation(row: $0) }
    }

    static func activate(
        _ revision: RuleRevisionID, _ change: SetUpChange, _ note: AuditNote, in db: Database
    ) throws {
        try db.require(note.practice)
        let kept = try Int.fetchOne(
            db, sql: "SELECT 1 FROM rule_revision WHERE id = ?", arguments: [revision.rawValue])
        guard kept != nil else {
            throw Problem(
                "D0103", "no revision `\(revision)` is kept",
                hint: "keep the rules first with `gapbook rules activate`")
        }
        let current = try activations(of: note.practice, limit: 1, in: db).first
        guard current?.active.id != revision else { return }
        try insert(revision, back: current?.number, over: current, change, note, in: db)
    }

    static func rollBack(_ change: SetUpChange, _ note: AuditNote, in db: Database) throws {
        try db.require(note.practice)
        guard let current = try activations(of: note.practice, limit: 1, in: db).first,
            let back = current.back,
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM activation WHERE number = ?", arguments: [back])
        else {
            throw Problem(
                "D0103", "there is no revision before the active one of `\(note.practice)`",
                hint: "activate another revision instead")
        }
        let earlier = try Activation(row: row)
        try insert(earlier.active.id, back: earlier.back, over: current, change, note, in: db)
    }

    private static func insert(
        _ revision: RuleRevisionID, back: Int?, over current: Activation?, _ change: SetUpChange,
        _ note: AuditNote, in db: Database
    ) throws {
        try db.run(
            """
            INSERT INTO activation (practice, revision, since, actor, why, back)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                note.practice.rawValue, revision.rawValue, note.at.seconds,
                note.actor.description, note.why, back,
            ])
        try note.write(
            change.action, change.subject, before: current?.active.id.rawValue,
            after: revision.rawValue, in: db)
    }
}

extension RuleRows.Activation {
    fileprivate init(row: Row) throws {
        number = try row.whole("number")
        back = try row.decode(Int?.self, forColumn: "back")
        active = ActiveRevision(
            id: try row.id("revision"), since: try row.instant("since"),
            actor: Actor(try row.text("actor")), why: try row.optionalText("why"))
    }
}
