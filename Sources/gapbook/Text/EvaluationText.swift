import Diagnostics
import Diary
import Evaluation
import Findings
import Rules

/// An evaluation as support staff read it: what was decided and why, then what is wrong.
struct EvaluationText {
    let evaluation: Evaluation
    let style: Style
    /// How many days of slots are shown for each type.
    var days = 2

    var text: String {
        let sections = [
            heading, defaultReason, spacing, parameters, practitioners, types, slots, findings,
        ]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n")
    }

    private var heading: [String] {
        let pms = evaluation.snapshot.pms
        let local = evaluation.zone.local(at: evaluation.now)
        return [
            style.strong("\(pms.practiceName) (\(pms.system.productName), \(pms.practice))"),
            "at \(Words.dateTime(local)) \(evaluation.zone.identifier)",
            style.faint(Provenance(evaluation).text),
        ]
    }

    private var defaultReason: [String] {
        let record = evaluation.decisions.first { $0.decision == "default_reason" }
        guard let reason = evaluation.reason(evaluation.defaultReason.reason) else {
            return [
                style.strong("Default reason: none"), "  no booking reason can be the default",
            ]
        }
        let step = evaluation.defaultReason.step ?? "built-in"
        var lines = [style.strong("Default reason: \(reason.name) (\(reason.id))")]
        lines.append("  chosen by the step `\(step)` of \(record?.answeredBy.text ?? "built-in")")
        let losers = record?.losers ?? []
        if !losers.isEmpty { lines.append("  lost:") }
        var table = TextTable()
        for loser in losers {
            let name = evaluation.reason(ReasonID(loser.id))?.name ?? loser.id
            table.add("\(name) (\(loser.id))", loser.why ?? "did not fit")
        }
        return lines + table.lines(indent: 4)
    }

    private var spacing: [String] {
        let lengths = evaluation.linkedLengths
        let basis =
            switch evaluation.interval.basis {
            case .parameter: "the practice's parameter"
            case .pms: "the PMS's own interval"
            case .equal: "all linked types take \(Words.lengths(lengths))"
            case .divides: "the largest of the usual steps that divides \(Words.lengths(lengths))"
            case .divisor: "what divides \(Words.lengths(lengths)), at least 5"
            case .none: "no type is linked"
            }
        let stacking =
            switch evaluation.stacking {
            case .all: "on: every free slot shows"
            case .firstOfSession: "off: only the first free slot of each session shows"
            case .firstOfGap: "off: only the first free slot of each gap shows"
            }
        let reported = evaluation.snapshot.pms.stacking == nil ? " (the PMS does not say)" : ""
        return [
            "\(style.strong("Interval:")) \(evaluation.interval.interval), \(basis)",
            "\(style.strong("Stacking:")) \(stacking)\(reported)",
        ]
    }

    private var parameters: [String] {
        let changed = evaluation.parameters.filter { $0.origin.layer > .core }
        guard !changed.isEmpty else { return [] }
        var table = TextTable()
        for parameter in changed {
            let below = parameter.hidden.first?.value.map { "instead of \($0)" } ?? ""
            table.add(
                "\(parameter.group).\(parameter.name)",
                "= \(parameter.value.map { "\($0)" } ?? "nil")", parameter.origin.text, below)
        }
        return [style.strong("Parameters that differ from the core pack")] + table.lines()
    }

    private var practitioners: [String] {
        var table = TextTable()
        for practitioner in evaluation.practitioners {
            let length = practitioner.defaultLength.map { "default \($0)" } ?? "no default length"
            table.add(
                practitioner.practitioner.id.rawValue, practitioner.practitioner.name,
                practitioner.kind.rawValue, length, state(of: practitioner))
        }
        return [style.strong("Practitioners")] + table.lines()
    }

    private func state(of practitioner: PractitionerEvaluation) -> String {
        if let blocker = practitioner.blockers.first {
            let words = blocker.text.title
            return style.bad("not published: \(practitioner.answer.why ?? words)")
        }
        return style.good("published") + ", recognised at "
            + Words.count(practitioner.recognised.count, "start")
    }

    private var types: [String] {
        var table = TextTable()
        for practitioner in evaluation.practitioners {
            for type in practitioner.types {
                table.add(
                    practitioner.practitioner.id.rawValue, type.type.id.rawValue, type.type.name,
                    "\(type.type.length)", linkText(type), state(of: type))
            }
        }
        return [style.strong("Appointment types and links")] + table.lines()
    }

    private func linkText(_ type: TypeEvaluation) -> String {
        guard let link = type.link else { return "no link" }
        let name = type.reason?.name ?? "unknown reason"
        return "-> \(name) (\(link.reason)), \(type.length.map { "\($0)" } ?? "no length")"
    }

    private func state(of type: TypeEvaluation) -> String {
        if let proposal = type.proposal { return proposalText(proposal) }
        if let blocker = type.blockers.first {
            return style.bad("not offered: \(blocker.text.title)")
        }
        return style.good(Words.count(type.starts.count, "start"))
    }

    private func proposalText(_ proposal: LinkProposal) -> String {
        let percent = Int((proposal.confidence * 100).rounded())
        if let id = proposal.reason, let reason = evaluation.reason(id) {
            return style.warning(
                "proposal: \(reason.name) (\(id)), \(proposal.match.rawValue), \(percent) %")
        }
        return style.warning("no proposal: \(proposal.why ?? proposal.match.rawValue)")
    }

    private var slots: [String] {
        guard evaluation.publication != nil else {
            return [
                style.strong("Published slots: none"),
                "  an incomplete snapshot is never published",
            ]
        }
        let text = SlotsText(evaluation: evaluation, style: style, days: days)
        return [style.strong("Published slots (first \(Words.count(days, "day")) of each type)")]
            + text.lines
    }

    private var findings: [String] {
        FindingsText(findings: evaluation.findings, style: style).lines
    }
}

extension Evaluation {
    /// The different lengths of the linked types, ascending.
    var linkedLengths: [Minutes] {
        let lengths = practitioners.flatMap { practitioner in
            practitioner.types.compactMap { $0.link == nil ? nil : $0.length }
        }
        return Set(lengths).sorted()
    }
}

extension RuleOrigin {
    /// The file, or the layer where there is none.
    var text: String { file ?? layer.rawValue }
}
