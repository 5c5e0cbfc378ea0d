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
        for wish in report.due { lines.append("due: \(wish.kind.words)") }
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
        let what = "\(entry.action) \(entry.subject)"
        if entry.before == nil && entry.after == nil { return what }
        return "\(what): \(entry.before ?? "none") -> \(entry.after ?? "none")"
    }
}
