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
        if let proof = BlockerProof(evaluation, explanation, blocker).text {
            lines.append("    \(proof)")
        }
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
}
