public import Diary
public import Rules
public import Slots

/// The answer to one snapshot under one set of rules at one time, with all that explains it.
public struct Evaluation: Sendable {
    /// What was evaluated.
    public var snapshot: Snapshot
    /// The time that counted as now.
    public var now: Instant
    /// The practice's zone.
    public var zone: Zone
    /// The release of the zone tables.
    public var zoneVersion: String
    /// Which rules decided.
    public var revisions: [RuleSet.Revision]
    /// The parameters in force, group by group.
    public var parameters: [EffectiveParameter]
    /// What is published of the free time.
    public var settings: PublishingSettings
    /// Whether every free slot shows, or only the first one of each session or gap.
    public var stacking: Stacking
    /// Which booking reason is the default.
    public var defaultReason: DefaultReason
    /// How far apart candidate starts are.
    public var interval: IntervalAnswer
    /// The practitioners, in the PMS's order.
    public var practitioners: [PractitionerEvaluation]
    /// How every decision came about, in the order in which they were asked.
    public var decisions: [DecisionRecord]
    /// Rules and parameters that could not be used, from loading and from running.
    public var ruleFailures: [RuleFailure]
    /// What is wrong, and what to do about it; worst first.
    public var findings: [Finding]

    /// What is published; nil where the snapshot is incomplete (invariant 6).
    public var publication: Publication? {
        guard snapshot.pms.isComplete else { return nil }
        let offers = practitioners.flatMap { practitioner in
            practitioner.types.compactMap { type -> Publication.Offer? in
                guard let reason = type.reason, let length = type.length, type.isOffered else {
                    return nil
                }
                return Publication.Offer(
                    practitioner: practitioner.practitioner.id, type: type.type.id,
                    reason: reason.id, length: length, starts: type.starts)
            }
        }
        return Publication(practice: snapshot.pms.practice, offers: offers)
    }

    /// The last day that is published: today and so many days (S49).
    public var lastDay: CivilDate {
        zone.local(at: now).date.adding(days: settings.horizonDays)
    }

    /// The value in force of a parameter, with its origin.
    public func parameter(_ name: String, of group: String) -> EffectiveParameter? {
        parameters.first { $0.group == group && $0.name == name }
    }

    /// The length of an appointment booked through a reason with a practitioner, as the PMS would
    /// put it into the diary (T6); nil where nothing says one.
    public func bookedLength(of reason: BookingReason, with practitioner: Practitioner) -> Minutes?
    {
        Lengths(system: snapshot.pms.system).booked(reason, with: practitioner)
    }

    /// The booking reason with that id, as the snapshot has it.
    public func reason(_ id: ReasonID?) -> BookingReason? {
        snapshot.pms.reasons.first { $0.id == id }
    }
}

/// What an evaluation says about one practitioner.
public struct PractitionerEvaluation: Sendable {
    /// Who.
    public var practitioner: Practitioner
    /// Their kind.
    public var kind: PractitionerKind
    /// Whether the rules publish them.
    public var answer: PublishAnswer
    /// The reason through which their availability is recognised: the default, or what a rule put
    /// in its place.
    public var recognisedBy: BookingReason?
    /// That reason's length for this practitioner (T6); Oasis: the New Patient column.
    public var defaultLength: Minutes?
    /// What blocks every start of this practitioner, by precedence.
    public var blockers: [Blocker]
    /// Their appointment types, in the set-up's order.
    public var types: [TypeEvaluation]
    /// The starts at which the default reason's own length is free: what the PMS itself shows
    /// (T2). Nothing of it is published unless a type is linked.
    public var recognised: [CivilDateTime]
}

/// What an evaluation says about one appointment type of one practitioner.
public struct TypeEvaluation: Sendable {
    /// The type.
    public var type: AppointmentType
    /// The link, where there is one.
    public var link: Link?
    /// The linked reason, where the PMS has it.
    public var reason: BookingReason?
    /// The length that the PMS would put into the diary (T6).
    public var length: Minutes?
    /// What must be free at a start, and the length in the diary.
    public var demand: Demand?
    /// What blocks every start of this type, by precedence, the practitioner's own included.
    public var blockers: [Blocker]
    /// The starts that are offered.
    public var starts: [CivilDateTime]
    /// What a rule proposes to link it to, where it has no link.
    public var proposal: LinkProposal?

    /// Whether any start of this type could be offered.
    public var isOffered: Bool { blockers.isEmpty }
}
