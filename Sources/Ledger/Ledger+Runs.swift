internal import Diagnostics
public import Diary
internal import GRDB
public import Ports

extension Ledger {
    /// Lets one process work on a practice until a time; false while another one does. Its owner
    /// prolongs a lease by asking again.
    public func lease(
        _ practice: PracticeID, to owner: String, until: Instant, now: Instant
    ) async throws -> Bool {
        try await write { db in
            try db.require(practice)
            try db.run(
                """
                INSERT INTO lease VALUES (?1, ?2, ?3)
                ON CONFLICT (practice) DO UPDATE SET owner = ?2, until = ?3
                WHERE lease.owner = ?2 OR lease.until <= ?4
                """, [practice.rawValue, owner, until.seconds, now.seconds])
            return db.changesCount == 1
        }
    }

    /// Gives the practice free; a lease that another one has taken meanwhile stays.
    public func release(_ practice: PracticeID, from owner: String) async throws {
        try await write { db in
            try db.run(
                "DELETE FROM lease WHERE practice = ? AND owner = ?", [practice.rawValue, owner])
        }
    }

    /// Begins a run. A run of the same practice that never ended becomes `interrupted`, and nothing
    /// more is recorded for it.
    public func beginRun(of practice: PracticeID, at now: Instant) async throws -> SyncRun {
        try await write { db in
            try db.require(practice)
            try db.run(
                """
                UPDATE run SET outcome = 'interrupted', ended_at = ?
                WHERE practice = ? AND outcome IS NULL
                """, [now.seconds, practice.rawValue])
            try db.run(
                """
                INSERT INTO run (practice, started_at, days_sent, days_failed)
                VALUES (?, ?, 0, 0)
                """, [practice.rawValue, now.seconds])
            return SyncRun(
                number: Int(db.lastInsertedRowID), practice: practice, startedAt: now)
        }
    }

    /// Ends a run.
    ///
    /// - Throws: D0301 where it has ended already, D0302 where it lacks its end or its outcome.
    public func endRun(_ run: SyncRun) async throws {
        guard let endedAt = run.endedAt, let outcome = run.outcome else {
            throw Problem(
                "D0302", "run \(run.number) has no end or no outcome",
                hint: "tell an engineer: a run ends with both")
        }
        try await write { db in
            try db.run(
                """
                UPDATE run SET ended_at = ?, outcome = ?, detail = ?, reading = ?, rules = ?,
                  days_sent = ?, days_failed = ?
                WHERE number = ? AND practice = ? AND outcome IS NULL
                """,
                [
                    endedAt.seconds, outcome.rawValue, run.detail, run.reading?.description,
                    run.rules, run.daysSent, run.daysFailed, run.number, run.practice.rawValue,
                ])
            guard db.changesCount == 1 else { throw Problem.runIsOver(run.number) }
        }
    }

    /// The newest runs first.
    public func runs(of practice: PracticeID, limit: Int) async throws -> [SyncRun] {
        try await read { db in
            try db.rows(
                "SELECT * FROM run WHERE practice = ? ORDER BY number DESC LIMIT ?",
                [practice.rawValue, max(0, limit)]
            ).map { try SyncRun(row: $0) }
        }
    }

    /// The newest run that ended `published` or `unchanged`; retention never takes it away.
    public func lastGoodRun(of practice: PracticeID) async throws -> SyncRun? {
        try await read { db in
            try db.row(
                """
                SELECT * FROM run
                WHERE practice = ? AND outcome IN ('published', 'unchanged')
                ORDER BY number DESC LIMIT 1
                """, [practice.rawValue]
            ).map { try SyncRun(row: $0) }
        }
    }

    /// Records a poll of the marketplace's requests that was answered. Of all that is written, only
    /// this may be lost with the power: it comes every few seconds.
    public func recordPoll(of practice: PracticeID, at now: Instant) async throws {
        try await writeLoosely { db in
            try db.require(practice)
            try db.run(
                "INSERT INTO poll VALUES (?1, ?2) ON CONFLICT (practice) DO UPDATE SET at = ?2",
                [practice.rawValue, now.seconds])
        }
    }

    /// When the requests were last polled; nil before the first time.
    public func lastPoll(of practice: PracticeID) async throws -> Instant? {
        try await read { db in
            try Int.fetchOne(
                db, sql: "SELECT at FROM poll WHERE practice = ?",
                arguments: [practice.rawValue]
            ).map { Instant(seconds: $0) }
        }
    }
}

extension SyncRun {
    fileprivate init(row: Row) throws {
        self.init(
            number: try row.whole("number"), practice: try row.id("practice"),
            startedAt: try row.instant("started_at"))
        endedAt = try row.optionalInstant("ended_at")
        if endedAt != nil { outcome = try row.word("outcome") }
        detail = try row.optionalText("detail")
        reading = try row.optionalText("reading").map { ContentDigest($0) }
        rules = try row.optionalText("rules")
        daysSent = try row.whole("days_sent")
        daysFailed = try row.whole("days_failed")
    }
}
