import Diagnostics
import Diary
import Ports
import Rules
import Server

/// The effect of edited rules, as a person weighs it.
struct RulesText {
    let report: RulesReport
    let style: Style

    /// More starts than this of one type are counted, and stand in the JSON.
    static let mostStarts = 8

    var lines: [String] { [heading, tests] + deciding + effect }

    private var heading: String {
        let files = Words.count(report.check.revision.files.count, "file")
        return "\(style.strong(report.record.id.rawValue)): revision "
            + "\(report.check.revision.id.short), \(files)"
    }

    private var tests: String {
        let failed = report.check.tests.count { $0.problem != nil }
        let passed = report.check.tests.count - failed
        let words = "  tests: \(passed) passed, \(failed) failed"
        return failed == 0 ? words : style.bad(words)
    }

    private var deciding: [String] {
        guard let active = report.active else {
            return ["  no revision was activated before; the directory's rules decide"]
        }
        if report.isInService {
            return ["  these files decide already, since \(active.since)"]
        }
        let age = Words.age(from: active.since, to: report.now)
        return ["  deciding now: revision \(active.id.short), for \(age)"]
    }

    private var effect: [String] {
        guard report.problems.isEmpty, !report.isInService else { return [] }
        guard let effect = report.effect else {
            return report.active == nil
                ? [] : ["  the practice has not been read yet, so the effect cannot be shown"]
        }
        let age = Words.age(from: effect.readAt, to: report.now)
        var lines = [style.strong("Effect on the latest reading (\(age) old)")]
        guard !effect.isNone else { return lines + ["  none"] }
        if let reason = effect.defaultReason {
            lines.append(
                "  default reason: \(reason.before?.rawValue ?? "none") -> "
                    + "\(reason.after?.rawValue ?? "none")")
        }
        if let interval = effect.interval {
            lines.append("  interval: \(interval.before) -> \(interval.after)")
        }
        for change in effect.starts { lines += starts(change) }
        lines += effect.appearing.map {
            style.warning("  appears: \($0.code)") + " \($0.message)"
        }
        lines += effect.ending.map { style.good("  ends: \($0.code)") + " \($0.message)" }
        return lines
    }

    private func starts(_ change: RuleEffect.StartChange) -> [String] {
        var lines = [
            "  \(change.names.practitioner), \(change.names.type): "
                + style.good("\(change.gained.count) gained") + ", "
                + style.bad("\(change.lost.count) lost")
        ]
        if !change.gained.isEmpty { lines.append("    + \(list(change.gained))") }
        if !change.lost.isEmpty { lines.append("    - \(list(change.lost))") }
        return lines
    }

    private func list(_ starts: [CivilDateTime]) -> String {
        let shown = starts.prefix(Self.mostStarts).map {
            "\(Words.shortDate($0.date)) \($0.timeText)"
        }
        let more = starts.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
