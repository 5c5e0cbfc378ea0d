import Diagnostics
import Diary
import Ports

/// What a command that changes the ledger prints: `docs/schemas/change-1.schema.json`.
struct ChangeOutput: Encodable {
    let format = "gapbook.change/1"
    let practice: String
    /// What holds now, a sentence each.
    let done: [String]
    /// Empty where it was so already.
    let changes: [AuditOutput.EntryOutput]
    /// What was asked for with it.
    let due: [String]
    let next: String
    let warnings: [Problem]

    init(_ report: ChangeReport) {
        practice = report.record.id.rawValue
        done = report.done
        changes = report.entries.map(AuditOutput.EntryOutput.init)
        due = report.due.map(\.kind.rawValue)
        next = report.next
        warnings = report.warnings
    }
}

/// `gapbook audit --format json`: `docs/schemas/audit-1.schema.json`.
struct AuditOutput: Encodable {
    let format = "gapbook.audit/1"
    /// Newest first.
    let entries: [EntryOutput]

    struct EntryOutput: Encodable {
        let number: Int
        let at: String
        let actor: String
        let practice: String
        let action: String
        let subject: String
        let before: String?
        let after: String?
        let why: String?

        init(_ entry: AuditEntry) {
            number = entry.number
            at = entry.at.description
            actor = entry.actor.description
            practice = entry.practice.rawValue
            action = entry.action
            subject = entry.subject
            before = entry.before
            after = entry.after
            why = entry.why
        }
    }

    init(_ entries: [AuditEntry]) { self.entries = entries.map(EntryOutput.init) }
}
