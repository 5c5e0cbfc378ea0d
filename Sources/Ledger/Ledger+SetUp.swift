internal import Diagnostics
public import Diary
internal import GRDB
public import Ports

extension Ledger {
    /// Every practice, by the bytes of its id.
    public func practices() async throws -> [PracticeRecord] {
        try await read { db in
            try Row.fetchAll(db, sql: OwnedPractice.select + " ORDER BY id")
                .map { try PracticeRecord(row: $0) }
        }
    }

    /// One practice; nil where it does not exist.
    public func practice(_ id: PracticeID) async throws -> PracticeRecord? {
        try await read { db in
            try db.row(OwnedPractice.select + " WHERE id = ?", [id.rawValue]).map {
                try PracticeRecord(row: $0)
            }
        }
    }

    /// What Gapbook owns for a practice.
    ///
    /// - Throws: D0101 where the practice does not exist.
    public func setUp(of practice: PracticeID) async throws -> SetUp {
        try await read { db in
            guard let owned = try OwnedPractice.read(practice, in: db) else {
                throw Problem.noPractice(practice)
            }
            return owned.setUp
        }
    }

    /// Makes one change, audits it, and asks for the work that it implies, all or nothing. A change
    /// that changes nothing leaves no entry and asks for nothing.
    ///
    /// `put` leaves alone whether an existing practice is enabled or stopped; `enable` also lets a
    /// stopped practice go on (S58).
    ///
    /// - Throws: D0101 for a practice, D0102 for a type, D0103 for a revision that does not exist,
    ///   D0104 where another enabled practice has the same id at the marketplace, D0105 and D0106
    ///   for values that cannot be kept.
    public func change(
        _ practice: PracticeID, _ change: SetUpChange, by actor: Actor, why: String?,
        at now: Instant
    ) async throws {
        try await write { db in
            let note = AuditNote(practice: practice, actor: actor, why: why, at: now)
            switch change {
            case .activateRules(let revision):
                try RuleRows.activate(revision, change, note, in: db)
            case .rollbackRules: try RuleRows.rollBack(change, note, in: db)
            default: try Ledger.write(change, note, in: db)
            }
        }
    }

    private static func write(_ change: SetUpChange, _ note: AuditNote, in db: Database) throws {
        let before = try OwnedPractice.read(note.practice, in: db)
        let after = try change.applied(to: before, of: note.practice)
        guard after != before else { return }
        if after.setUp != before?.setUp { try after.check() }
        try refuseSharedMarketplace(after.record, in: db)
        try after.write(over: before, in: db)
        if let access = after.record.marketplace, access != before?.record.marketplace {
            // A new id or key starts from nothing there (S59), also an id that was used before.
            try db.run(
                "DELETE FROM publication WHERE practice = ? AND marketplace_practice = ?",
                [note.practice.rawValue, access.practice.rawValue])
        }
        try note.write(
            change.action, change.subject, before: before.flatMap { change.value(in: $0) },
            after: change.value(in: after), in: db)
        try wish(Wish.implied(by: before, after), note, in: db)
    }

    private static func refuseSharedMarketplace(
        _ record: PracticeRecord, in db: Database
    ) throws {
        guard record.isEnabled, let access = record.marketplace else { return }
        let other = try String.fetchOne(
            db,
            sql: """
                SELECT id FROM practice
                WHERE marketplace_practice = ? AND is_enabled = 1 AND id <> ?
                """, arguments: [access.practice.rawValue, record.id.rawValue])
        guard let other else { return }
        throw Problem(
            "D0104", "`\(other)` already publishes to the id `\(access.practice)`",
            hint: "disable `\(other)` first, or use the practice's own id at the marketplace")
    }

    /// The newest entries first, of one practice or of all.
    public func audit(of practice: PracticeID?, limit: Int) async throws -> [AuditEntry] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM audit WHERE \(practice == nil ? "?1 IS NULL" : "practice = ?1")
                    ORDER BY number DESC LIMIT ?2
                    """, arguments: [practice?.rawValue, max(0, limit)]
            ).map { row in
                AuditEntry(
                    number: try row.whole("number"), at: try row.instant("at"),
                    actor: Actor(try row.text("actor")), practice: try row.id("practice"),
                    action: try row.text("action"), subject: try row.text("subject"),
                    before: try row.optionalText("before"), after: try row.optionalText("after"),
                    why: try row.optionalText("why"))
            }
        }
    }

    /// A number that grows with every audited change and with every wish.
    ///
    /// SQLite itself keeps the highest number that each of the two tables ever gave.
    public func changeCount() async throws -> Int {
        try await read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT ifnull(sum(seq), 0) FROM sqlite_sequence
                    WHERE name IN ('audit', 'wish')
                    """) ?? 0
        }
    }

    /// Asks for work. What was asked for already is asked for anew, so that work that is under way
    /// does not count for it. Audited, but for what the service asks of itself.
    public func wish(
        _ kinds: [Wish.Kind], for practice: PracticeID, by actor: Actor, at now: Instant
    ) async throws {
        try await write { db in
            try db.require(practice)
            let note = AuditNote(practice: practice, actor: actor, why: nil, at: now)
            try Ledger.wish(kinds, note, in: db)
            guard actor != .service else { return }
            for kind in kinds {
                try note.write(
                    "ask for", kind.rawValue.replacing("_", with: " "), before: nil,
                    after: nil, in: db)
            }
        }
    }

    private static func wish(_ kinds: [Wish.Kind], _ note: AuditNote, in db: Database) throws {
        for kind in kinds {
            try db.run(
                "INSERT OR REPLACE INTO wish (practice, kind, actor, at) VALUES (?, ?, ?, ?)",
                [note.practice.rawValue, kind.rawValue, note.actor.description, note.at.seconds])
        }
    }

    /// What is asked for and not done yet, oldest first.
    public func wishes(of practice: PracticeID) async throws -> [Wish] {
        try await read { db in
            try db.rows(
                "SELECT * FROM wish WHERE practice = ? ORDER BY number", [practice.rawValue]
            ).map { Wish(number: try $0.whole("number"), kind: try $0.word("kind")) }
        }
    }

    /// Takes fulfilled wishes away; one that was asked for again meanwhile stays.
    public func fulfil(_ wishes: [Wish], of practice: PracticeID) async throws {
        guard !wishes.isEmpty else { return }
        try await write { db in
            for wish in wishes {
                try db.run(
                    "DELETE FROM wish WHERE practice = ? AND number = ?",
                    [practice.rawValue, wish.number])
            }
        }
    }
}

/// Who changes which practice, when and why.
struct AuditNote: Sendable {
    let practice: PracticeID
    let actor: Actor
    let why: String?
    let at: Instant

    /// Writes an entry.
    func write(
        _ action: String, _ subject: String, before: String?, after: String?, in db: Database
    ) throws {
        try db.run(
            """
            INSERT INTO audit (at, actor, practice, action, subject, before, after, why)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                at.seconds, actor.description, practice.rawValue, action, subject, before, after,
                why,
            ])
    }
}
