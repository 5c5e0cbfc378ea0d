internal import Diary
internal import Findings
internal import Slots

// T2: free time that is long enough for a type and is not offered, because the default reason is
// longer.
extension Audit {
    /// How many days from today are looked at: enough to see a pattern, few enough to stay quick.
    private static let gapDays = 14

    func gaps() -> [Finding] {
        let all = evaluation.practitioners.flatMap { evaluated in
            timetables[evaluated.practitioner.id].map { gaps(of: evaluated, in: $0) } ?? []
        }
        return all.filter(\.type.starts.isEmpty).map(neverOffered) + sometimesOffered(all)
    }

    private func gaps(of evaluated: PractitionerEvaluation, in timetable: Timetable) -> [Gaps] {
        evaluated.types.filter(\.isHeldBack).compactMap {
            Gaps(of: $0, with: evaluated, in: timetable, gapSettings)
        }
    }

    /// A type that is offered at no time at all is worse than one that misses some gaps.
    private func neverOffered(_ gaps: Gaps) -> Finding {
        finding(
            .gapShorterThanDefault,
            about: .init(practitioner: gaps.practitioner.id, type: gaps.type.type.id),
            "`\(gaps.type.type.name)` fits \(counted(gaps.count, "start")) of "
                + "`\(gaps.practitioner.name)`, but the longer default reason fits none",
            evidence: [gaps.fact], severity: .error)
    }

    private func sometimesOffered(_ all: [Gaps]) -> [Finding] {
        let gaps = all.filter { !$0.type.starts.isEmpty }
        guard !gaps.isEmpty else { return [] }
        return [
            finding(
                .gapShorterThanDefault, about: .init(reason: chosenReason?.id),
                "some gaps fit \(quoted(gaps.map(\.type).uniqueNames)), but not the longer "
                    + "default reason",
                evidence: gaps.map(\.fact))
        ]
    }

    private var lastGapDay: CivilDate {
        min(evaluation.lastDay, today.adding(days: Audit.gapDays - 1))
    }

    /// The settings of the evaluation, for the first days and without stacking, which comes last.
    private var gapSettings: SlotSettings {
        let settings = evaluation.slotSettings
        return SlotSettings(
            interval: settings.interval, grid: settings.grid, now: settings.now,
            lead: settings.lead, lastDay: lastGapDay, stacking: .all)
    }
}

extension TypeEvaluation {
    /// Whether more must be free than the type itself takes.
    fileprivate var isHeldBack: Bool {
        isOffered && demand.map { $0.need > $0.length } ?? false
    }
}

/// The starts of one type at which only the default reason does not fit.
private struct Gaps {
    let practitioner: Practitioner
    let type: TypeEvaluation
    let count: Int
    private let first: CivilDateTime
    /// How much must be free, and what stands in the way of it at the first start.
    private let need: Minutes
    private let inTheWay: String

    /// Nil where there is no such start.
    init?(
        of type: TypeEvaluation, with evaluated: PractitionerEvaluation, in timetable: Timetable,
        _ settings: SlotSettings
    ) {
        guard let demand = type.demand else { return nil }
        let free = timetable.starts(
            for: Demand(length: demand.length, need: demand.length), settings)
        // Both ascend, and what is offered is free as well.
        var offered = timetable.starts(for: demand, settings)[...]
        let held = free.filter { start in
            guard start == offered.first else { return true }
            offered.removeFirst()
            return false
        }
        guard let first = held.first else { return nil }
        practitioner = evaluated.practitioner
        self.type = type
        count = held.count
        self.first = first
        need = demand.need
        inTheWay =
            switch timetable.explain(demand, settings, at: first).blockers.first?.evidence {
            case .entry(let id, let from, _)?: "diary entry \(id) at \(from.timeText)"
            case .claim(let id, let from, _)?: "claim \(id) at \(from.timeText)"
            case .sessionEnd(let end)?: "the end of the session at \(end.timeText)"
            default: "something"
            }
    }

    var fact: Finding.Fact {
        .init(
            "`\(type.type.name)` with `\(practitioner.name)`",
            "\(counted(count, "start")), the first at \(first), where \(inTheWay) leaves less than "
                + "\(need)")
    }
}
