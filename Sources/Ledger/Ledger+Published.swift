internal import Diagnostics
public import Diary
internal import GRDB
public import Ports

extension Ledger {
    /// What the marketplace has of a practice, at one id there (S59).
    public func published(
        of practice: PracticeID, at marketplace: MarketplacePracticeID
    ) async throws -> Published {
        try await read { db in
            let row = try db.row(
                "SELECT * FROM publication WHERE practice = ? AND marketplace_practice = ?",
                [practice.rawValue, marketplace.rawValue])
            guard let row else { return Published() }
            return try PublishedRows(number: try row.whole("number"))
                .read(fullAt: try row.optionalInstant("full_at"), in: db)
        }
    }

    /// Records a part of the configuration that the marketplace took. For `.books`, days of books
    /// that are gone are forgotten with them.
    ///
    /// - Throws: D0301 where the run no longer goes on, so that a process that was away too long
    ///   cannot overwrite what its successor recorded.
    public func recordSent(
        _ part: ConfigurationPart, digest: ContentDigest, listing: Listing, run: SyncRun,
        at marketplace: MarketplacePracticeID
    ) async throws {
        try await write { db in
            let rows = try PublishedRows.of(run, at: marketplace, in: db)
            switch part {
            case .liveHours: break
            case .books: try rows.replace(listing.books, in: db)
            case .reasons: try rows.replace(listing.reasons, in: db)
            }
            try db.run(
                """
                INSERT INTO published_part VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (publication, part) DO UPDATE SET digest = ?3, run = ?4
                """, [rows.number, part.rawValue, digest.description, run.number])
        }
    }

    /// Records days that the marketplace took.
    ///
    /// - Throws: D0301 where the run no longer goes on, D0303 for days of a book that was not sent.
    public func recordSent(
        _ days: [BookDay: SentDay], run: SyncRun, at marketplace: MarketplacePracticeID
    ) async throws {
        try await write { db in
            let rows = try PublishedRows.of(run, at: marketplace, in: db)
            for (day, sent) in days { try rows.record(day, sent, run: run.number, in: db) }
        }
    }

    /// Records that all days were sent, and forgets the days before `firstDay`.
    public func recordFull(
        at now: Instant, firstDay: CivilDate, of practice: PracticeID,
        at marketplace: MarketplacePracticeID
    ) async throws {
        try await write { db in
            try db.require(practice)
            let rows = try PublishedRows.of(practice, at: marketplace, in: db)
            try db.run(
                "UPDATE publication SET full_at = ? WHERE number = ?", [now.seconds, rows.number])
            try db.run(
                "DELETE FROM published_day WHERE publication = ? AND date < ?",
                [rows.number, firstDay.description])
        }
    }
}

/// The rows of one practice at one id of the marketplace.
private struct PublishedRows {
    let number: Int

    /// The rows that a run writes.
    ///
    /// - Throws: D0301 where the run no longer goes on.
    static func of(
        _ run: SyncRun, at marketplace: MarketplacePracticeID, in db: Database
    ) throws -> PublishedRows {
        let isOpen = try Int.fetchOne(
            try db.cachedStatement(
                sql: "SELECT 1 FROM run WHERE number = ? AND practice = ? AND outcome IS NULL"),
            arguments: [run.number, run.practice.rawValue])
        if isOpen == nil { throw Problem.runIsOver(run.number) }
        return try of(run.practice, at: marketplace, in: db)
    }

    static func of(
        _ practice: PracticeID, at marketplace: MarketplacePracticeID, in db: Database
    ) throws -> PublishedRows {
        let key: StatementArguments = [practice.rawValue, marketplace.rawValue]
        try db.run(
            """
            INSERT INTO publication (practice, marketplace_practice) VALUES (?, ?)
            ON CONFLICT DO NOTHING
            """, key)
        let number = try Int.fetchOne(
            try db.cachedStatement(
                sql:
                    "SELECT number FROM publication WHERE practice = ? AND marketplace_practice = ?"
            ), arguments: key)
        guard let number else { throw Problem.damaged("a publication is missing") }
        return PublishedRows(number: number)
    }

    func read(fullAt: Instant?, in db: Database) throws -> Published {
        var published = Published()
        published.fullAt = fullAt
        for row in try rows("published_part", in: db) {
            published.configuration[try row.word("part")] = try row.digest("digest")
        }
        published.books = try rows("published_book", order: "ORDER BY place", in: db).map {
            AppointmentBook(
                id: try $0.id("id"), practitioner: try $0.id("practitioner"),
                name: try $0.text("name"))
        }
        published.reasons = try rows("published_reason", order: "ORDER BY place", in: db).map {
            ListedReason(
                id: try $0.id("id"), reason: try $0.id("reason"), name: try $0.text("name"),
                length: Minutes(try $0.whole("minutes")), book: try $0.optionalID("book"))
        }
        let days = try Row.fetchCursor(
            try db.cachedStatement(sql: "SELECT * FROM published_day WHERE publication = ?"),
            arguments: [number])
        while let row = try days.next() {
            guard let date = CivilDate(try row.text("date")) else {
                throw Problem.damaged("a published day has no date")
            }
            published.days[BookDay(book: try row.id("book"), date: date)] = SentDay(
                digest: try row.digest("digest"), starts: try row.whole("starts"))
        }
        return published
    }

    private func rows(_ table: String, order: String = "", in db: Database) throws -> [Row] {
        try db.rows("SELECT * FROM \(table) WHERE publication = ? \(order)", [number])
    }

    /// Books that stay keep their days; those that are gone take theirs along.
    func replace(_ books: [AppointmentBook], in db: Database) throws {
        let kept = Set(books.map(\.id.rawValue))
        let known = try String.fetchAll(
            db, sql: "SELECT id FROM published_book WHERE publication = ?", arguments: [number])
        for id in known where !kept.contains(id) {
            try db.run("DELETE FROM published_book WHERE publication = ? AND id = ?", [number, id])
        }
        for (place, book) in books.enumerated() {
            try db.run(
                """
                INSERT INTO published_book VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (publication, id)
                DO UPDATE SET place = ?3, practitioner = ?4, name = ?5
                """,
                [number, book.id.rawValue, place, book.practitioner.rawValue, book.name])
        }
    }

    func replace(_ reasons: [ListedReason], in db: Database) throws {
        try db.run("DELETE FROM published_reason WHERE publication = ?", [number])
        for (place, reason) in reasons.enumerated() {
            try db.run(
                "INSERT INTO published_reason VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    number, reason.id.rawValue, place, reason.reason.rawValue, reason.name,
                    reason.length.count, reason.book?.rawValue,
                ])
        }
    }

    func record(_ day: BookDay, _ sent: SentDay, run: Int, in db: Database) throws {
        do {
            try db.run(
                """
                INSERT INTO published_day VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (publication, book, date)
                DO UPDATE SET digest = ?4, starts = ?5, run = ?6
                """,
                [
                    number, day.book.rawValue, day.date.description, sent.digest.description,
                    sent.starts, run,
                ])
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY
        {
            throw Problem(
                "D0303", "a day of book `\(day.book)` was sent before the book",
                hint: "tell an engineer: books are recorded before their days")
        }
    }
}
