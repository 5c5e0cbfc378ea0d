import Diagnostics
import Diary
import Flows
import Ports

/// `gapbook sync --format json`: `docs/schemas/sync-1.schema.json`.
struct SyncOutput: Encodable {
    let format = "gapbook.sync/1"
    let practice: String
    let dryRun: Bool
    /// How it ended; null for a dry run or where it could not run.
    let outcome: String?
    let detail: String?
    let problem: Problem?
    let parts: [String]
    let daysSent: Int
    let daysRefused: Int
    let changes: [Change]
    let deletions: Held?
    let findings: [FindingOutput]

    struct Change: Encodable {
        let book: String
        let date: String
        /// Null where the marketplace has nothing of that day.
        let before: Int?
        let after: Int
    }

    struct Held: Encodable {
        let books: Count
        let reasons: Count
        let starts: Count

        struct Count: Encodable {
            let before: Int
            let lost: Int

            init(_ count: Deletions.Count) {
                before = count.before
                lost = count.lost
            }
        }
    }

    init(_ report: SyncReport, of record: PracticeRecord) {
        practice = record.id.rawValue
        dryRun = report.isDryRun
        outcome = report.outcome?.rawValue
        detail = report.detail
        problem = report.problem
        parts = report.parts.map(\.rawValue)
        daysSent = report.daysSent
        daysRefused = report.daysFailed
        changes = report.changes.map {
            Change(
                book: $0.day.book.rawValue, date: $0.day.date.description, before: $0.before,
                after: $0.after)
        }
        deletions = report.deletions.map {
            Held(
                books: .init($0.books), reasons: .init($0.reasons), starts: .init($0.starts))
        }
        findings = report.findings.map(FindingOutput.init)
    }
}
