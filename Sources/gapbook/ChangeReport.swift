import Diagnostics
import Diary
import Ledger
import Ports

/// What a command changed, and what happens next.
struct ChangeReport {
    let record: PracticeRecord
    /// What holds now, a sentence a line.
    let done: [String]
    let entries: [AuditEntry]
    /// What was asked for with it.
    let due: [Wish]
    let warnings: [Problem]
    /// What the service does next, where it is not the usual.
    var after: String?

    /// Reads the practice as it stands after the change.
    init(
        _ practice: PracticeID, in opened: OpenLedger, done: [String], _ work: AuditedWork,
        warnings: [Problem] = []
    ) async throws {
        record = try await opened.record(practice.rawValue)
        self.done = done
        entries = work.entries
        due = work.due
        self.warnings = warnings
    }

    /// Writes it in the format that was asked for.
    func write(_ output: OutputOptions) {
        switch output.format {
        case .json: output.console.write(JSONText.of(ChangeOutput(self)))
        case .text:
            for warning in warnings { output.console.report(warning, .warning) }
            output.console.write(
                ChangeText(report: self, style: output.console.style).lines
                    .joined(separator: "\n"))
        }
    }

    /// What happens next, in a sentence.
    var next: String {
        if !record.isEnabled {
            return "nothing is read or sent while the practice is disabled; "
                + "`gapbook practice enable \(record.id)` lets it go on"
        }
        if let stop = record.stopped {
            return "nothing is read or sent: the \(stop.side.words) refuses (\(stop.why)); "
                + "`gapbook practice enable \(record.id)` lets it go on when that is mended"
        }
        if let after { return after }
        let without = "without a running service, run `gapbook sync --practice \(record.id)`"
        if record.marketplace == nil {
            return "the service reads the PMS, and sends nothing: the practice has no id at the "
                + "marketplace; \(without)"
        }
        if entries.isEmpty && due.isEmpty { return "nothing is due" }
        return "the service does the rest within seconds; \(without)"
    }
}

extension PracticeRecord.Stop.Side {
    /// The side as people call it.
    var words: String {
        switch self {
        case .pms: "PMS"
        case .marketplace: "marketplace"
        }
    }
}

extension Wish.Kind {
    /// What will be done.
    var words: String {
        switch self {
        case .configuration: "send live hours, appointment books and booking reasons"
        case .availability: "send every day of the horizon"
        case .requests: "look for outstanding requests"
        case .reading: "read the PMS again"
        case .acceptDeletions: "publish in spite of the deletions that are held"
        }
    }
}
