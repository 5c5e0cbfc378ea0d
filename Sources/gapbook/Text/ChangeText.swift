import Diagnostics
import Ports

/// A change as people read it: what holds now, what the audit says, what happens next.
struct ChangeText {
    let report: ChangeReport
    let style: Style

    var lines: [String] {
        var lines = report.done
        if report.entries.isEmpty {
            lines.append(style.faint("nothing changed: it was so already"))
        }
        for entry in report.entries { lines.append("  " + AuditText(entry).change) }
        if !report.due.isEmpty, report.record.isEnabled {
            lines.append("due: \(Words.list(report.due.map(\.kind.words)))")
        }
        lines.append("next: \(report.next)")
        return lines
    }
}

/// An audited change in one line.
struct AuditText {
    private let entry: AuditEntry

    init(_ entry: AuditEntry) { self.entry = entry }

    /// `link T1 with P1: none -> R1`.
    var change: String {
        // `aliases` are changed, and a practice is put: no word comes twice.
        var action = entry.action.split(separator: " ")
        if action.last == entry.subject.prefix(while: { $0 != " " }) { action.removeLast() }
        let what = (action + [entry.subject[...]]).joined(separator: " ")
        if entry.before == nil && entry.after == nil { return what }
        return "\(what): \(entry.before ?? "none") -> \(entry.after ?? "none")"
    }
}
