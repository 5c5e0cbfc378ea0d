import Diary
import Evaluation
import Rules
import Slots

/// What proves that a blocker applies, in words: the facts that staff would look up.
struct BlockerProof {
    let evaluation: Evaluation
    let explanation: Explanation
    let blocker: ExplainedBlocker

    init(_ evaluation: Evaluation, _ explanation: Explanation, _ blocker: ExplainedBlocker) {
        self.evaluation = evaluation
        self.explanation = explanation
        self.blocker = blocker
    }

    /// The proof, or nil where the blocker says it all.
    var text: String? {
        switch blocker.evidence {
        case .none: standing
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
        case .entry(let id, let from, let to): "diary entry \(id)\(word(of: id)), \(span(from, to))"
        case .claim(let id, let from, let to): "booking \(id) on its way, \(span(from, to))"
        case .shownInstead(let start): "\(start.timeText) is shown instead\(unreported)"
        }
    }

    /// What is so at any time: a fact of the practice, the practitioner or the link.
    private var standing: String? {
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
        case .linkStale, .notInLinkedReason, .typeLengthUnknown:
            return type.link.map { link in
                let name = type.reason.map { "\($0.name) (\($0.id))" } ?? "reason \(link.reason)"
                return "the link points to \(name)"
            }
        case .typeNotLinked:
            guard let proposal = type.proposal, let id = proposal.reason else { return nil }
            return "proposal: \(evaluation.reason(id)?.name ?? "") (\(id))"
        case .hiddenByRule:
            return practitioner.answer.why
        default: return nil
        }
    }

    private func work(_ endsAt: CivilDateTime?, _ startsAt: CivilDateTime?) -> String {
        switch (endsAt?.timeText, startsAt?.timeText) {
        case (let end?, let start?): "work ends at \(end) and starts again at \(start)"
        case (let end?, nil): "work ends at \(end)"
        case (nil, let start?): "work starts at \(start)"
        case (nil, nil): "no session on this day"
        }
    }

    private func neighbours(_ before: CivilDateTime?, _ after: CivilDateTime?) -> String {
        let times = [before, after].compactMap { $0?.timeText }
        guard !times.isEmpty else { return "the session has no start of the grid" }
        return "starts are \(evaluation.interval.interval) apart; the nearest "
            + "\(times.count == 1 ? "is" : "are") \(Words.list(times))"
    }

    /// The word of the PMS that Gapbook does not know, which an engineer would have to map.
    private func word(of id: DiaryEntryID) -> String {
        guard let entry = evaluation.snapshot.pms.diary.first(where: { $0.id == id }) else {
            return ""
        }
        if case .unknown(let kind) = entry.kind { return " of the unknown kind `\(kind)`" }
        if case .unknown(let status)? = entry.status {
            return " with the unknown status `\(status)`"
        }
        return ""
    }

    private var unreported: String {
        evaluation.snapshot.pms.stacking == nil
            ? "; the PMS does not report the stacking tick box" : ""
    }

    private func span(_ from: CivilDateTime, _ to: CivilDateTime) -> String {
        from.date == to.date
            ? "\(from.timeText)-\(to.timeText)" : "\(Words.dateTime(from)) - \(Words.dateTime(to))"
    }
}
