public import Diary
public import Rules
public import Slots

/// Why one start of one appointment type is offered or not, and what the answer rests on.
public struct Explanation: Sendable {
    /// Who.
    public var practitioner: PractitionerEvaluation
    /// Which type.
    public var type: TypeEvaluation
    /// The start that was asked about, by the practice's wall clock.
    public var start: CivilDateTime
    /// All that blocks it, by precedence: the first one decides. Empty for an offered start.
    public var blockers: [ExplainedBlocker]

    /// Whether patients see the start.
    public var isOffered: Bool { blockers.isEmpty }
}

/// One blocker of a start.
public struct ExplainedBlocker: Sendable {
    /// Why the start is not offered.
    public var blocker: Blocker
    /// What proves it, where the time itself is blocked.
    public var evidence: Evidence
    /// The parameter that would change it, where there is one.
    public var parameter: EffectiveParameter?
}

extension Evaluation {
    /// Explains any minute for one appointment type of one practitioner.
    ///
    /// The answer comes from the computation that publishes: offered here is published there.
    public func explain(
        _ type: TypeEvaluation, of practitioner: PractitionerEvaluation, at start: CivilDateTime
    ) -> Explanation {
        let timetable = Timetable(
            practitioner: practitioner.practitioner.id, sessions: snapshot.pms.sessions,
            diary: snapshot.pms.diary, claims: snapshot.claims, days: snapshot.pms.days, zone: zone)
        // Without a linked length the type's own says what would have to be free.
        let demand = type.demand ?? Demand(length: type.type.length, need: type.type.length)
        var blockers = type.blockers.map {
            ExplainedBlocker(
                blocker: $0, evidence: .none, parameter: parameter(for: $0))
        }
        let timed = timetable.explain(demand, slotSettings, at: start).blockers
        blockers += timed.map {
            ExplainedBlocker(
                blocker: $0.blocker, evidence: $0.evidence, parameter: parameter(for: $0.blocker))
        }
        return Explanation(
            practitioner: practitioner, type: type, start: start, blockers: blockers)
    }

    /// What the slot computation of this evaluation was told.
    public var slotSettings: SlotSettings {
        SlotSettings(
            interval: interval.interval, grid: settings.grid, now: now, lead: settings.lead,
            lastDay: lastDay, stacking: stacking)
    }

    private func parameter(for blocker: Blocker) -> EffectiveParameter? {
        switch blocker {
        case .leadTime: parameter("lead_minutes", of: "publishing")
        case .beyondHorizon: parameter("horizon_days", of: "publishing")
        case .defaultDoesNotFit: parameter("publish_basis", of: "publishing")
        case .stackingOff:
            // T9: where the tick box is not reported, a parameter stands in for it.
            parameter(
                snapshot.pms.stacking == nil ? "stacking_unreported" : "stacking_scope",
                of: "publishing")
        case .lengthMismatch: parameter("length_mismatch", of: "publishing")
        case .offGrid: parameter("minutes", of: "interval")
        case .notInDefaultReason: parameter("fallback", of: "publish_practitioner")
        case .noDefaultReason: parameter("order", of: "default_reason")
        default: nil
        }
    }
}
