public import Diary
internal import GRDB

/// How long the ledger keeps what nothing needs any more.
public enum Retention {
    /// How many readings of a practice stay beside its latest one: those of its newest runs.
    public static let runsWithReadings = 8
    /// Days that a run stays after it began; the last good one of a practice stays for ever.
    public static let runDays = 30
    /// Days that a finding stays after it ended.
    public static let findingDays = 90
    /// Days that a revision of rules stays that was never active; others stay for ever.
    public static let revisionDays = 30
    /// Days in the past that a published day stays; more than any zone is away from UTC.
    public static let publishedDays = 2
    /// Days that a booking stays after its time, once it is final, told and without its patient;
    /// its id and its reference stay for ever.
    public static let bookingDays = 400
    /// How many rows of each kind one call takes away at most.
    public static let mostRows = 2_000
}

/// What one call of `prune` took away.
public struct Pruned: Sendable, Equatable {
    /// Rows by what they are, for example `readings`.
    public var rows: [String: Int]

    /// Whether a kind reached `Retention.mostRows`, so that the next call finds more.
    public var isPartial: Bool { rows.values.contains { $0 >= Retention.mostRows } }
}

extension Ledger {
    /// Takes away what nothing needs any more, at most `Retention.mostRows` rows of each kind, each
    /// kind in a transaction of its own so that others come in between. Audited changes and
    /// activations stay for ever.
    @discardableResult
    public func prune(now: Instant) async throws -> Pruned {
        var pruned = Pruned(rows: [:])
        for step in PruneStep.all(now: now) {
            pruned.rows[step.name, default: 0] += try await write { db in
                try db.execute(
                    sql: step.sql, arguments: StatementArguments(step.arguments))
                return db.changesCount
            }
        }
        return pruned
    }
}

/// One kind of row that goes.
private struct PruneStep: Sendable {
    let name: String
    let sql: String
    let arguments: [String: Int]

    static func all(now: Instant) -> [PruneStep] {
        let day = 86_400
        // A day in the past by the clock of UTC, which is not to say by that of the practice.
        let firstDay = now.seconds - Retention.publishedDays * day
        return [
            PruneStep(name: "runs", sql: runs, before: now.seconds - Retention.runDays * day),
            PruneStep(
                name: "readings", sql: readings,
                more: ["newest": Retention.runsWithReadings]),
            PruneStep(
                name: "findings", sql: findings, before: now.seconds - Retention.findingDays * day),
            PruneStep(name: "days", sql: days, before: firstDay),
            PruneStep(name: "publications", sql: publications),
            PruneStep(
                name: "revisions", sql: revisions,
                before: now.seconds - Retention.revisionDays * day),
            PruneStep(name: "rule files", sql: texts),
            PruneStep(name: "claims", sql: claims, before: firstDay),
            PruneStep(
                name: "bookings", sql: bookings, before: now.seconds - Retention.bookingDays * day),
        ]
    }

    private init(name: String, sql: String, before: Int? = nil, more: [String: Int] = [:]) {
        self.name = name
        self.sql = sql
        var arguments = more
        arguments["most"] = Retention.mostRows
        if let before { arguments["before"] = before }
        self.arguments = arguments
    }

    private static let runs = """
        DELETE FROM run WHERE number IN (
          SELECT number FROM run WHERE started_at < :before AND outcome IS NOT NULL
            AND number IS NOT (
              SELECT max(good.number) FROM run AS good WHERE good.practice = run.practice
                AND good.outcome IN ('published', 'unchanged'))
          LIMIT :most)
        """

    private static let readings = """
        DELETE FROM reading WHERE digest IN (
          SELECT digest FROM reading
          WHERE digest NOT IN (SELECT reading FROM latest_reading)
            AND digest NOT IN (
              SELECT newest.reading FROM run AS newest
              WHERE newest.practice = reading.practice AND newest.reading IS NOT NULL
                AND newest.number IN (
                  SELECT number FROM run WHERE run.practice = reading.practice
                  ORDER BY number DESC LIMIT :newest))
          LIMIT :most)
        """

    private static let findings = """
        DELETE FROM finding WHERE number IN (
          SELECT number FROM finding WHERE ended_at < :before LIMIT :most)
        """

    private static let days = """
        DELETE FROM published_day WHERE (publication, book, date) IN (
          SELECT publication, book, date FROM published_day
          WHERE date < date(:before, 'unixepoch') LIMIT :most)
        """

    /// Those at an id that the practice no longer has, once all their days are past.
    private static let publications = """
        DELETE FROM publication WHERE number IN (
          SELECT number FROM publication
          WHERE NOT EXISTS (
            SELECT 1 FROM practice WHERE practice.id = publication.practice
              AND practice.marketplace_practice = publication.marketplace_practice)
            AND NOT EXISTS (
              SELECT 1 FROM published_day WHERE published_day.publication = publication.number)
          LIMIT :most)
        """

    private static let revisions = """
        DELETE FROM rule_revision WHERE id IN (
          SELECT id FROM rule_revision WHERE kept_at < :before
            AND id NOT IN (SELECT revision FROM activation)
          LIMIT :most)
        """

    private static let texts = """
        DELETE FROM rule_text WHERE digest IN (
          SELECT digest FROM rule_text WHERE digest NOT IN (SELECT text FROM rule_file)
          LIMIT :most)
        """

    /// A confirmed booking claims nothing any more once its time is past.
    private static let claims = """
        DELETE FROM claim WHERE booking IN (
          SELECT booking FROM claim JOIN booking ON booking.number = claim.booking
          WHERE until < :before AND state = 'confirmed' LIMIT :most)
        """

    /// Looks at the oldest ones only, so that a call stays short however many there are.
    private static let bookings = """
        DELETE FROM booking WHERE number IN (
          SELECT number FROM (SELECT * FROM booking ORDER BY number LIMIT 5 * :most)
          WHERE state IN ('confirmed', 'rejected', 'ended') AND since < :before
            AND ifnull(start, since) < :before
            AND number NOT IN (SELECT booking FROM patient_record)
            AND number NOT IN (SELECT booking FROM booking_message)
          LIMIT :most)
        """
}
