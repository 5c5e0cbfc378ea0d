public import Diary
public import Rules
internal import Slots

/// Evaluates snapshots: the one computation that the command, the service and every test call.
///
/// Pure: no clock, network, disk, locale or chance. The same snapshot, rules, zone tables and time
/// give the same evaluation.
public struct Evaluator: Sendable {
    /// The rules that count for the practice.
    public let rules: RuleSet
    /// The practice's zone.
    public let zone: Zone
    /// The release of the zone tables.
    public let zoneVersion: String

    /// Joins the rules and the zone of one practice.
    public init(rules: RuleSet, zone: Zone, zoneVersion: String) {
        self.rules = rules
        self.zone = zone
        self.zoneVersion = zoneVersion
    }

    /// Evaluates a snapshot at a time.
    public func evaluate(_ snapshot: Snapshot, now: Instant) -> Evaluation {
        var run = EvaluationRun(snapshot: snapshot, rules: rules, zone: zone, now: now)
        return run.evaluation(zoneVersion: zoneVersion)
    }
}

/// The steps of one evaluation, in their order.
struct EvaluationRun {
    let snapshot: Snapshot
    let rules: RuleSet
    let zone: Zone
    let now: Instant
    let lengths: Lengths
    let settings: PublishingSettings
    let parameters: [EffectiveParameter]
    private let session: RuleSession
    private let types: [PractitionerID: [AppointmentType]]
    private let links: [LinkKey: Link]
    private let reasons: [ReasonID: BookingReason]
    private var decisions: [DecisionRecord] = []

    init(snapshot: Snapshot, rules: RuleSet, zone: Zone, now: Instant) {
        self.snapshot = snapshot
        self.rules = rules
        self.zone = zone
        self.now = now
        lengths = Lengths(system: snapshot.pms.system)
        parameters = rules.parameterGroups.flatMap { group in
            rules.parameters(of: group, setUp: snapshot.setUp.parameters[group] ?? [:])
        }
        settings = PublishingSettings(parameters)
        session = RuleSession(rules, snapshot: snapshot)
        types = Dictionary(grouping: snapshot.setUp.appointmentTypes, by: \.practitioner)
        // Where an id comes twice, the first one counts.
        links = Dictionary(
            snapshot.setUp.links.map { (LinkKey($0.type, $0.practitioner), $0) },
            uniquingKeysWith: { first, _ in first })
        reasons = Dictionary(
            snapshot.pms.reasons.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func evaluation(zoneVersion: String) -> Evaluation {
        let defaultReason = keep(session.defaultReason())
        let practitioners = snapshot.pms.practitioners.map { practitioner in
            evaluate(practitioner, defaultReason: reason(defaultReason.reason))
        }
        let interval = keep(session.interval(lengths: linkedLengths(of: practitioners)))
        var evaluation = Evaluation(
            snapshot: snapshot, now: now, zone: zone, zoneVersion: zoneVersion,
            revisions: rules.revisions, parameters: parameters, settings: settings,
            stacking: stacking, defaultReason: defaultReason, interval: interval,
            practitioners: practitioners, decisions: decisions,
            ruleFailures: rules.failures + rules.failures(of: snapshot.setUp)
                + decisions.flatMap(\.failures),
            findings: [])
        let timetables = Timetable.all(of: snapshot, zone: zone)
        fillSlots(of: &evaluation, from: timetables)
        evaluation.findings = Auditors.findings(of: evaluation, in: timetables)
        return evaluation
    }

    /// T9: a tick box that the PMS does not report counts as off unless a parameter says it is on.
    var stacking: Stacking {
        if snapshot.pms.stacking ?? settings.stackingUnreported ?? false { return .all }
        return settings.stackingScope == .gap ? .firstOfGap : .firstOfSession
    }

    private mutating func evaluate(
        _ practitioner: Practitioner, defaultReason: BookingReason?
    ) -> PractitionerEvaluation {
        let kind = keep(session.kind(of: practitioner))
        let answer = keep(
            session.publishes(practitioner, kind: kind, defaultReason: defaultReason))
        let recognisedBy = answer.reason.flatMap { reason($0) } ?? defaultReason
        let defaultLength = recognisedBy.flatMap { lengths.recognised(by: $0, with: practitioner) }
        var blockers: [Blocker] = snapshot.pms.isComplete ? [] : [.snapshotIncomplete]
        if let blocker = answer.blocker { blockers.append(blocker) }
        // Without the default's length nothing says how much must be free.
        if answer.isPublished && defaultLength == nil && settings.basis != .type {
            blockers.append(.defaultLengthUnknown)
        }
        blockers.sort()
        let types = (types[practitioner.id] ?? []).map {
            evaluate($0, with: practitioner, defaultLength: defaultLength, blockers)
        }
        return PractitionerEvaluation(
            practitioner: practitioner, kind: kind, answer: answer, recognisedBy: recognisedBy,
            defaultLength: defaultLength, blockers: blockers, types: types, recognised: [])
    }

    private mutating func evaluate(
        _ type: AppointmentType, with practitioner: Practitioner, defaultLength: Minutes?,
        _ practitionerBlockers: [Blocker]
    ) -> TypeEvaluation {
        let link = links[LinkKey(type.id, practitioner.id)]
        var evaluation = TypeEvaluation(
            type: type, link: link, reason: reason(link?.reason), blockers: practitionerBlockers,
            starts: [])
        if let reason = evaluation.reason {
            evaluation.length = lengths.booked(reason, with: practitioner)
        }
        evaluation.blockers += linkBlockers(of: evaluation, with: practitioner)
        evaluation.blockers.sort()
        if link == nil { evaluation.proposal = proposal(for: type, with: practitioner) }
        if let length = evaluation.length {
            evaluation.demand = demand(length: length, defaultLength: defaultLength)
        }
        return evaluation
    }

    private func linkBlockers(
        of type: TypeEvaluation, with practitioner: Practitioner
    ) -> [Blocker] {
        guard type.link != nil else { return [.typeNotLinked] }
        guard let reason = type.reason, reason.isActive else { return [.linkStale] }
        var blockers: [Blocker] = []
        if !reason.includes(practitioner.id) { blockers.append(.notInLinkedReason) }
        guard let length = type.length else { return blockers + [.typeLengthUnknown] }
        if length != type.type.length && !settings.allowsLengthMismatch {
            blockers.append(.lengthMismatch)
        }
        return blockers
    }

    /// T2: what must be free at a start.
    private func demand(length: Minutes, defaultLength: Minutes?) -> Demand {
        let need =
            switch settings.basis {
            case .both: max(length, defaultLength ?? length)
            case .type: length
            case .default: defaultLength ?? length
            }
        return Demand(length: settings.basis == .default ? need : length, need: need)
    }

    private mutating func proposal(
        for type: AppointmentType, with practitioner: Practitioner
    ) -> LinkProposal {
        let candidates = snapshot.pms.reasons
            .filter { $0.isActive && $0.includes(practitioner.id) }
            .map { (reason: $0, minutes: lengths.booked($0, with: practitioner)) }
        return keep(session.proposal(for: type, among: candidates))
    }

    /// The different lengths of the linked types, ascending (T15).
    private func linkedLengths(of practitioners: [PractitionerEvaluation]) -> [Minutes] {
        let lengths = practitioners.flatMap { practitioner in
            practitioner.types.compactMap { $0.link == nil ? nil : $0.length }
        }
        return Set(lengths).sorted()
    }

    private func fillSlots(
        of evaluation: inout Evaluation, from timetables: [PractitionerID: Timetable]
    ) {
        let slots = evaluation.slotSettings
        for index in evaluation.practitioners.indices {
            let practitioner = evaluation.practitioners[index]
            guard practitioner.blockers.isEmpty,
                let timetable = timetables[practitioner.practitioner.id]
            else { continue }
            if let length = practitioner.defaultLength {
                evaluation.practitioners[index].recognised = timetable.starts(
                    for: Demand(length: length, need: length), slots)
            }
            for (place, type) in practitioner.types.enumerated() where type.isOffered {
                guard let demand = type.demand else { continue }
                evaluation.practitioners[index].types[place].starts = timetable.starts(
                    for: demand, slots)
            }
        }
    }

    private func reason(_ id: ReasonID?) -> BookingReason? { id.flatMap { reasons[$0] } }

    private mutating func keep<Answer>(_ pair: (Answer, DecisionRecord)) -> Answer {
        decisions.append(pair.1)
        return pair.0
    }
}

/// What finds a link: a type of one practitioner.
struct LinkKey: Hashable {
    let type: AppointmentTypeID
    let practitioner: PractitionerID

    init(_ type: AppointmentTypeID, _ practitioner: PractitionerID) {
        self.type = type
        self.practitioner = practitioner
    }
}
