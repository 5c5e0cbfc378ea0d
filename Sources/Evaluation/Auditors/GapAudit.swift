internal import Diary
internal import Findings
internal import Rules
internal import Slots

// T2: free time that is long enough for a type and is not offered, because the default reason is
// longer.
extension Audit {
    /// How many days from today are looked at: enough to see a pattern, few enough to stay quick.
    private static let gapDays = 14

    func gaps() -> [Finding] {
        let isConcerned = evaluation.practitioners.contains {
            $0.types.contains(where: \.isHeldBack)
        }
        guard isConcerned else { return [] }
        let timetables = Timetable.all(of: firstDays, zone: evaluation.zone)
        return evaluation.practitioners.flatMap { evaluated in
            timetables[evaluated.practitioner.id].map { gaps(of: evaluated, in: $0) } ?? []
        }
    }

    private func gaps(of evaluated: PractitionerEvaluation, in timetable: Timetable) -> [Finding] {
        let held = evaluated.types.filter(\.isHeldBack).compactMap { type in
            HeldBack(type, in: timetable, gapSettings).map { (type: type, gap: $0) }
        }
        // A type that is offered at no time at all is worse than one that misses some gaps.
        let never = held.filter(\.type.starts.isEmpty).map { type, gap in
            finding(
                .gapShorterThanDefault,
                about: .init(practitioner: evaluated.practitioner.id, type: type.type.id),
                "`\(type.type.name)` fits \(counted(gap.count, "start")) of "
                    + "`\(evaluated.practitioner.name)`, but the longer default reason fits none",
                evidence: [gapFact(type, gap), lengthFact(evaluated)], severity: .error)
        }
        let sometimes = held.filter { !$0.type.starts.isEmpty }
        guard !sometimes.isEmpty else { return never }
        return never + [
            finding(
                .gapShorterThanDefault, about: .init(practitioner: evaluated.practitioner.id),
                "gaps of `\(evaluated.practitioner.name)` fit "
                    + quoted(sometimes.map(\.type.type.name))
                    + ", but not the longer default reason",
                evidence: sometimes.map(gapFact) + [lengthFact(evaluated)])
        ]
    }

    private func gapFact(_ type: TypeEvaluation, _ gap: HeldBack) -> Finding.Fact {
        .init(
            "`\(type.type.name)` (\(type.length ?? type.type.length))",
            "\(counted(gap.count, "start")), the first at \(gap.first)\(gap.inTheWay)")
    }

    private func lengthFact(_ evaluated: PractitionerEvaluation) -> Finding.Fact {
        .init("length of the default reason", evaluated.defaultLength?.description ?? "unknown")
    }

    private var lastGapDay: CivilDate {
        min(evaluation.lastDay, today.adding(days: Audit.gapDays - 1))
    }

    /// The snapshot without the rows of later days, which nobody asks for here.
    private var firstDays: Snapshot {
        var snapshot = evaluation.snapshot
        let end = CivilDateTime(clockMinute: (lastGapDay.dayNumber + 1) * 1440)
        let endInstant = evaluation.zone.instant(of: end)
        snapshot.pms.sessions.removeAll { $0.date > lastGapDay }
        snapshot.pms.diary.removeAll { entry in
            switch entry.start {
            case .civil(let start): start >= end
            case .exact(let start): start >= endInstant
            }
        }
        return snapshot
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
private struct HeldBack {
    let count: Int
    let first: CivilDateTime
    /// What the default reason runs into at the first one, as part of a sentence.
    let inTheWay: String

    /// Nil where there is no such start.
    init?(_ type: TypeEvaluation, in timetable: Timetable, _ settings: SlotSettings) {
        guard let demand = type.demand else { return nil }
        let free = timetable.starts(
            for: Demand(length: demand.length, need: demand.length), settings)
        let offered = Set(timetable.starts(for: demand, settings))
        let held = free.filter { !offered.contains($0) }
        guard let first = held.first else { return nil }
        let deciding = timetable.explain(demand, settings, at: first).blockers.first
        guard let deciding, deciding.blocker == .defaultDoesNotFit else { return nil }
        count = held.count
        self.first = first
        inTheWay =
            switch deciding.evidence {
            case .entry(let id, let from, _): ", before diary entry \(id) at \(from.timeText)"
            case .claim(let id, let from, _): ", before claim \(id) at \(from.timeText)"
            case .sessionEnd(let end): ", before the session ends at \(end.timeText)"
            default: ""
            }
    }
}
