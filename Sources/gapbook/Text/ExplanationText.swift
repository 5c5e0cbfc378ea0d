import Diagnostics
import Diary
import Evaluation
import Findings
import Rules
import Slots

/// Why one start is offered or not: the answer first, then all blockers, each with its fix.
struct ExplanationText {
    let evaluation: Evaluation
    let explanation: Explanation
    let style: Style

    var text: String {
        var lines = [heading]
        if explanation.isOffered { return (lines + offered).joined(separator: "\n") }
        for (index, blocker) in explanation.blockers.enumerated() {
            lines += text(of: blocker, number: index + 1)
        }
        return lines.joined(separator: "\n")
    }

    private var heading: String {
        let answer = explanation.isOffered ? style.good("offered") : style.bad("not offered")
        let type = explanation.type.type
        let practitioner = explanation.practitioner.practitioner
        return "\(answer): \(practitioner.name), \(type.name) (\(type.length)), "
            + "\(Words.dateTime(explanation.start)) \(evaluation.zone.identifier)"
    }

    private var offered: [String] {
        guard let demand = explanation.type.demand, let reason = explanation.type.reason else {
            return []
        }
        let through = explanation.practitioner.recognisedBy.map {
            ", recognised through \($0.name) (\($0.id))"
        }
        let interval = evaluation.interval.interval
        return [
            "  free for \(demand.need), on the grid of \(interval)\(through ?? "")",
            "  a booking goes into the diary as \(reason.name) (\(reason.id)), \(demand.length)",
        ]
    }

    private func text(of blocker: ExplainedBlocker, number: Int) -> [String] {
        let words = blocker.blocker.text
        let code = blocker.blocker.rawValue
        let label = number == 1 ? style.bad(code) : code
        var lines = ["", "  \(number) \(label)  \(words.title)"]
        if let proof = proof(of: blocker) { lines.append("    \(proof)") }
        lines.append(
            "    fix: \(words.fix.text(for: evaluation.snapshot.pms.system))")
        if let parameter = blocker.parameter { lines.append("    \(setting(parameter))") }
        return lines
    }

    /// The parameter with its value and where that comes from, so that staff know what to edit.
    private func setting(_ parameter: EffectiveParameter) -> String {
        let value = parameter.value.map { "\($0)" } ?? "not set"
        let hidden = parameter.hidden.first.map { below in
            " (\(below.origin.text): \(below.value.map { "\($0)" } ?? "not set"))"
        }
        return "setting: \(parameter.group).\(parameter.name) = \(value), from "
            + "\(parameter.origin.text)\(hidden ?? "")"
    }

    private func proof(of blocker: ExplainedBlocker) -> String? {
        if let proof = EvidenceText(evidence: blocker.evidence).text { return proof }
        let practitioner = explanation.practitioner
        let type = explanation.type
        switch blocker.blocker {
        case .lengthMismatch:
            guard let reason = type.reason, let length = type.length else { return nil }
            return "\(type.type.name) takes \(type.type.length) at the marketplace, "
                + "\(reason.name) (\(reason.id)) \(length) in the PMS"
        case .notInDefaultReason:
            return practitioner.recognisedBy.map {
                "the default reason is \($0.name) (\($0.id)); \(practitioner.practitioner.name) "
                    + "is not in it"
            }
        case .enableOnlineOff:
            let token = practitioner.practitioner.enableOnline
            return "'Enable Online' is \(token.map { "`\($0)`" } ?? "blank")"
        case .linkStale:
            return type.link.map { "the link points to reason \($0.reason)" }
        case .typeNotLinked:
            guard let proposal = type.proposal, let id = proposal.reason else { return nil }
            return "proposal: \(evaluation.reason(id)?.name ?? "") (\(id))"
        case .hiddenByRule:
            return practitioner.answer.why
        default: return nil
        }
    }
}

/// What proves a blocker of the time itself, in words.
struct EvidenceText {
    let evidence: Evidence

    var text: String? {
        switch evidence {
        case .none: nil
        case .clockJump(let from, let to):
            "the clock goes from \(from.timeText) straight to \(to.timeText)"
        case .now(let now): "now is \(Words.dateTime(now))"
        case .firstPossible(let first): "the first possible start is \(Words.dateTime(first))"
        case .lastDay(let day): "the last published day is \(Words.date(day))"
        case .daysRead(let days):
            "the snapshot covers \(Words.date(days.lowerBound)) to \(Words.date(days.upperBound))"
        case .workAround(let endsAt, let startsAt): work(endsAt, startsAt)
        case .pause(let from, let to): "break \(span(from, to))"
        case .gridNeighbours(let before, let after): neighbours(before, after)
        case .sessionEnd(let end): "the session ends, or breaks, at \(end.timeText)"
        case .entry(let id, let from, let to): "diary entry \(id), \(span(from, to))"
        case .claim(let id, let from, let to): "booking \(id) on its way, \(span(from, to))"
        case .shownInstead(let start): "\(start.timeText) is shown instead"
        }
    }

    private func work(_ endsAt: CivilDateTime?, _ startsAt: CivilDateTime?) -> String {
        let parts = [
            endsAt.map { "work ends at \($0.timeText)" },
            startsAt.map { "work starts at \($0.timeText)" },
        ].compactMap { $0 }
        return parts.isEmpty ? "no session on this day" : Words.list(parts)
    }

    private func neighbours(_ before: CivilDateTime?, _ after: CivilDateTime?) -> String {
        let times = [before, after].compactMap { $0?.timeText }
        return times.isEmpty
            ? "the session has no start of the grid"
            : "the nearest starts of the grid: \(Words.list(times))"
    }

    private func span(_ from: CivilDateTime, _ to: CivilDateTime) -> String {
        from.date == to.date
            ? "\(from.timeText)-\(to.timeText)" : "\(Words.dateTime(from)) - \(Words.dateTime(to))"
    }
}
