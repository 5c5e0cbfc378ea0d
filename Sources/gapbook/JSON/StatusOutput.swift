import Diary
import Ports
import Server

/// `gapbook status --format json`: `docs/schemas/status-1.schema.json`.
struct StatusOutput: Encodable {
    let format = "gapbook.status/1"
    let now: String
    /// Free room on the ledger's disk; null where that cannot be said.
    let ledgerFreeBytes: Int?
    let practices: [Row]

    struct Row: Encodable {
        let practice: String
        let state: String
        let stopped: Stopped?
        /// Null where the marketplace would hide nothing.
        let unhealthy: String?
        let readAt: String?
        let readAgeSeconds: Int?
        let lastPoll: String?
        let pollAgeSeconds: Int?
        let lastRun: Run?
        let lastGoodRun: Run?
        let published: Counts?
        let rules: Rules?
        let due: [String]
        let bookings: Bookings
        let findings: [Seen]
    }

    /// Bookings whose end is not known yet.
    struct Bookings: Encodable {
        let open: Int
        let needPerson: Int
        /// Those whose state should have ended before now.
        let overdue: Int
    }

    struct Stopped: Encodable {
        let side: String
        let why: String
        let since: String
    }

    struct Run: Encodable {
        let startedAt: String
        let endedAt: String?
        let outcome: String?
        let detail: String?
        let rules: String?
        let daysSent: Int
        let daysRefused: Int
    }

    struct Counts: Encodable {
        let books: Int
        let reasons: Int
        let days: Int
        let starts: Int
        let fullAt: String?
    }

    struct Rules: Encodable {
        let revision: String
        let since: String
    }

    struct Seen: Encodable {
        let finding: FindingOutput
        let firstSeen: String
        let lastSeen: String
    }

    init(_ rows: [PracticeHealth], freeBytes: Int?, now: Instant) {
        self.now = now.description
        ledgerFreeBytes = freeBytes
        practices = rows.map(Row.init)
    }
}

extension StatusOutput.Row {
    init(_ health: PracticeHealth) {
        let status = health.status
        func age(_ instant: Instant?) -> Int? {
            instant.map { max(0, status.now.seconds - $0.seconds) }
        }
        practice = status.record.id.rawValue
        state = status.record.state.rawValue
        stopped = status.record.stopped.map {
            .init(side: $0.side.rawValue, why: $0.why, since: $0.since.description)
        }
        unhealthy = health.ailment
        readAt = status.readAt?.description
        readAgeSeconds = age(status.readAt)
        lastPoll = status.lastPoll?.description
        pollAgeSeconds = age(status.lastPoll)
        lastRun = status.lastRun.map(StatusOutput.Run.init)
        lastGoodRun = status.lastGoodRun.map(StatusOutput.Run.init)
        published = status.published.map(StatusOutput.Counts.init)
        rules = status.rules.map {
            .init(revision: $0.id.rawValue, since: $0.since.description)
        }
        due = status.wishes.map(\.kind.rawValue)
        bookings = .init(
            open: status.openBookings.count, needPerson: status.bookingsNeedingPerson.count,
            overdue: status.overdueBookings.count)
        findings = status.findings.map {
            .init(
                finding: FindingOutput($0.finding), firstSeen: $0.firstSeen.description,
                lastSeen: $0.lastSeen.description)
        }
    }
}

extension StatusOutput.Run {
    init(_ run: SyncRun) {
        startedAt = run.startedAt.description
        endedAt = run.endedAt?.description
        outcome = run.outcome?.rawValue
        detail = run.detail
        rules = run.rules
        daysSent = run.daysSent
        daysRefused = run.daysFailed
    }
}

extension StatusOutput.Counts {
    init(_ published: Published) {
        books = published.books.count
        reasons = published.reasons.count
        days = published.days.count
        starts = published.days.values.reduce(0) { $0 + $1.starts }
        fullAt = published.fullAt?.description
    }
}
