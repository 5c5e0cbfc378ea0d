import Diagnostics
import Diary
import Flows
import Ports

/// What a sync did, or would do: the answer first, then what it rests on.
struct SyncText {
    let report: SyncReport
    let record: PracticeRecord
    let style: Style

    /// More days than this are counted, and stand in the JSON.
    static let mostDays = 40

    var lines: [String] {
        var lines = [heading]
        if let problem = report.problem { lines.append(problem.text(style: style)) }
        if !report.parts.isEmpty {
            let verb = report.isDryRun ? "would send" : "sent"
            lines.append("  \(verb) \(Words.list(report.parts.map(\.words)))")
        }
        lines += days
        if let deletions = report.deletions { lines += held(deletions) }
        lines += FindingsText(findings: report.findings, style: style).lines
        return lines
    }

    private var heading: String {
        if report.isDryRun {
            let count = Words.count(report.changes.count, "day")
            return "\(record.id): would send \(count); nothing was sent"
        }
        let detail = report.detail.map { ": \($0)" } ?? ""
        switch report.outcome {
        case .published:
            return style.good("\(record.id): published")
                + ", \(Words.count(report.daysSent, "day")) sent"
        case .unchanged:
            return style.good("\(record.id): unchanged") + ", nothing to send"
        case .held: return style.warning("\(record.id): held") + detail
        case let outcome:
            let word = outcome?.words ?? "not run"
            return style.bad("\(record.id): \(word)") + detail
        }
    }

    private var days: [String] {
        guard report.isDryRun || report.deletions != nil else { return [] }
        var table = TextTable()
        for change in report.changes.prefix(Self.mostDays) {
            table.add(
                change.day.book.rawValue, Words.shortDate(change.day.date),
                change.before.map { "\($0)" } ?? "new", "->", Words.count(change.after, "start"))
        }
        let more = report.changes.count - Self.mostDays
        return table.lines() + (more > 0 ? ["  and \(Words.count(more, "more day"))"] : [])
    }

    private func held(_ deletions: Deletions) -> [String] {
        let counts = [
            ("appointment books", deletions.books), ("booking reasons", deletions.reasons),
            ("starts", deletions.starts),
        ].filter { $0.1.lost > 0 }.map { "\($0.1.lost) of \($0.1.before) \($0.0)" }
        return [
            "  would vanish: \(Words.list(counts))",
            "  if that is right: gapbook sync --practice \(record.id) --accept-deletions",
        ]
    }
}

extension ConfigurationPart {
    /// The part as people call it.
    var words: String {
        switch self {
        case .liveHours: "live hours"
        case .books: "appointment books"
        case .reasons: "booking reasons"
        }
    }
}
