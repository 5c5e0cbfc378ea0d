import Diagnostics
import Diary
import Ports
import Server

/// How practices stand, a line each or one in full.
struct StatusText {
    let style: Style

    /// A line for each practice.
    func table(_ rows: [PracticeHealth]) -> [String] {
        var table = TextTable()
        for row in rows {
            let status = row.status
            table.add(
                status.record.id.rawValue, word(row), "read \(age(status.readAt, of: status))",
                "polled \(age(status.lastPoll, of: status))",
                status.lastRun.map(word) ?? "no run",
                Words.list([findings(status.findings)] + bookings(status)))
        }
        return table.lines(indent: 0)
    }

    /// One practice in full.
    func details(_ row: PracticeHealth) -> [String] {
        let status = row.status
        var table = TextTable()
        table.add("state", state(row))
        table.add("read", age(status.readAt, of: status) + words(status.readAt))
        if status.record.marketplace != nil {
            table.add("polled", age(status.lastPoll, of: status) + words(status.lastPoll))
            table.add("health", health(row))
        }
        table.add("last run", run(status.lastRun, of: status))
        if let good = status.lastGoodRun, good != status.lastRun {
            table.add("last good run", run(good, of: status))
        }
        if let published = status.published {
            let starts = published.days.values.reduce(0) { $0 + $1.starts }
            table.add(
                "published",
                Words.list([
                    Words.count(published.books.count, "book"),
                    Words.count(published.reasons.count, "reason"),
                    Words.count(starts, "start"),
                ]) + (published.fullAt.map { ", in full at \($0)" } ?? ""))
        }
        table.add("rules", rules(status))
        if !status.wishes.isEmpty {
            table.add("due", Words.list(status.wishes.map(\.kind.words)))
        }
        let open = bookings(status)
        if !open.isEmpty { table.add("bookings", Words.list(open)) }
        return [style.strong(status.record.id.rawValue)] + table.lines() + seen(status)
    }

    /// Open bookings in words; nothing where there is none.
    private func bookings(_ status: PracticeStatus) -> [String] {
        let waiting = status.bookingsNeedingPerson.count
        let working = status.openBookings.count - waiting
        var words: [String] = []
        if waiting > 0 {
            words.append(
                style.bad("\(Words.count(waiting, "booking")) waiting for a person"))
        }
        if working > 0 { words.append("\(Words.count(working, "booking")) under way") }
        return words
    }

    private func seen(_ status: PracticeStatus) -> [String] {
        var lines = FindingsText(findings: status.findings.map(\.finding), style: style).lines
        if let oldest = status.findings.map(\.firstSeen).min() {
            lines.append(
                style.faint(
                    "  the oldest finding is \(Words.age(from: oldest, to: status.now)) old"))
        }
        return lines
    }

    private func state(_ row: PracticeHealth) -> String {
        let record = row.status.record
        guard let stop = record.stopped, record.isEnabled else { return word(row) }
        return style.bad(
            "stopped by the \(stop.side.words) since \(stop.since): \(stop.why); "
                + "`gapbook practice enable \(record.id)` lets it go on")
    }

    private func word(_ row: PracticeHealth) -> String {
        switch row.status.record.state {
        case .published: row.ailment == nil ? style.good("healthy") : style.bad("unhealthy")
        case .unpublished: "not published"
        case .disabled: style.faint("disabled")
        case .stopped: style.bad("stopped")
        }
    }

    private func health(_ row: PracticeHealth) -> String {
        if let ailment = row.ailment {
            return style.bad("the marketplace hides the slots: \(ailment)")
        }
        return row.status.record.state == .published
            ? style.good("as the marketplace wants it") : "nothing is sent"
    }

    private func rules(_ status: PracticeStatus) -> String {
        guard let active = status.rules else {
            return "the directory's; activate them with `gapbook rules activate`"
        }
        let why = active.why.map { ": \($0)" } ?? ""
        return "revision \(active.id.short), for \(Words.age(from: active.since, to: status.now))"
            + " (\(active.actor)\(why))"
    }

    private func run(_ run: SyncRun?, of status: PracticeStatus) -> String {
        guard let run else { return "none" }
        let detail = run.detail.map { ": \($0)" } ?? ""
        return "\(word(run)), "
            + "\(Words.age(from: run.startedAt, to: status.now)) ago"
            + (run.daysSent > 0 ? ", \(Words.count(run.daysSent, "day")) sent" : "") + detail
    }

    private func word(_ run: SyncRun) -> String { run.outcome?.words ?? "going on" }

    private func age(_ instant: Instant?, of status: PracticeStatus) -> String {
        instant.map { "\(Words.age(from: $0, to: status.now)) ago" } ?? "never"
    }

    private func words(_ instant: Instant?) -> String { instant.map { " (\($0))" } ?? "" }

    private func findings(_ findings: [SeenFinding]) -> String {
        let counts = Finding.Severity.allCases.compactMap { severity -> String? in
            let number = findings.count { $0.finding.severity == severity }
            guard number > 0 else { return nil }
            let words =
                severity == .advice ? "\(number) advice" : Words.count(number, severity.rawValue)
            return severity == .error ? style.bad(words) : words
        }
        return counts.isEmpty ? "no findings" : Words.list(counts)
    }
}

extension SyncRun.Outcome {
    /// The outcome as people call it.
    var words: String { rawValue.replacing("_", with: " ") }
}
