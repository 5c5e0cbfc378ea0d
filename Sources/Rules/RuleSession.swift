internal import Diagnostics
public import Diary
internal import LuaVM

/// One evaluation's conversation with the rules: all decisions of one snapshot, in order.
///
/// Not to be shared between threads. A rule that goes over a limit is not asked again in the same
/// session, so that a hostile rule costs one limit and not one for each practitioner.
public final class RuleSession {
    private let rules: RuleSet
    private let document: SharedDocument
    private let snapshot: Snapshot
    private let parameters: [String: [UInt8]]
    private var lease: MachineLease
    private var silenced: Set<Int> = []

    /// Starts an evaluation of a snapshot under a set of rules.
    public init(_ rules: RuleSet, snapshot: Snapshot) {
        self.rules = rules
        self.snapshot = snapshot
        document = SharedDocument(snapshot)
        parameters = Dictionary(
            uniqueKeysWithValues: DecisionPoint.all.map { point in
                let group = rules.groupParameters(
                    of: point.name, setUp: snapshot.setUp.parameters[point.name] ?? [:])
                return (point.name, group.encoded)
            })
        lease = MachineLease(pool: rules.pool, document: document.bytes)
    }

    /// Which kind of practitioner is this (S9)?
    public func kind(of practitioner: Practitioner) -> (PractitionerKind, DecisionRecord) {
        decide(
            KindDecision.self,
            KindDecision.Input(
                practitioner: practitioner, practiceReference: document.practice,
                practitionerReference: document.reference(to: practitioner.id)),
            about: practitioner.id.rawValue)
    }

    /// Which booking reason is the default (S7, S20)?
    public func defaultReason() -> (DefaultReason, DecisionRecord) {
        let aliases = snapshot.setUp.aliases.healthengine.map { NameKey($0).text }
        return decide(
            DefaultReasonDecision.self,
            DefaultReasonDecision.Input(
                system: snapshot.pms.system, reasons: snapshot.pms.reasons,
                assigned: snapshot.setUp.assigned,
                healthengineNames: [DefaultReasonDecision.healthengineKey]
                    + aliases.filter { !$0.isEmpty },
                practiceReference: document.practice, reasonsReference: document.reasons))
    }

    /// Is this practitioner published, and if not, why?
    public func publishes(
        _ practitioner: Practitioner, kind: PractitionerKind, defaultReason: BookingReason?
    ) -> (PublishAnswer, DecisionRecord) {
        decide(
            PublishDecision.self,
            PublishDecision.Input(
                practitioner: practitioner, kind: kind, reasons: snapshot.pms.reasons,
                defaultReason: defaultReason, practiceReference: document.practice,
                practitionerReference: document.reference(to: practitioner.id),
                reasonsReference: document.reasons,
                defaultReasonReference: defaultReason.flatMap { document.reference(to: $0.id) }),
            about: practitioner.id.rawValue)
    }

    /// Which reason should this unlinked appointment type be linked to (T14)?
    ///
    /// - Parameter candidates: active reasons with the type's practitioner in them, each with its
    ///   length for that practitioner.
    public func proposal(
        for type: AppointmentType, among candidates: [(reason: BookingReason, minutes: Minutes?)]
    ) -> (LinkProposal, DecisionRecord) {
        decide(
            MatchDecision.self,
            MatchDecision.Input(
                type: type,
                candidates: candidates.map {
                    CandidateInput(reason: $0.reason, minutes: $0.minutes)
                },
                alias: snapshot.setUp.aliases.reasonKey(for: type),
                practiceReference: document.practice,
                practitionerReference: document.reference(to: type.practitioner)),
            about: "\(type.id) with \(type.practitioner)")
    }

    /// How far apart are candidate starts (T15)?
    ///
    /// - Parameter lengths: the different lengths of the linked types, ascending.
    public func interval(lengths: [Minutes]) -> (IntervalAnswer, DecisionRecord) {
        decide(
            IntervalDecision.self,
            IntervalDecision.Input(lengths: lengths, practiceReference: document.practice))
    }

    /// Does the practice take this booking, which is offered and fits?
    public func accepts(_ booking: BookingFacts) -> (AcceptAnswer, DecisionRecord) {
        decide(
            AcceptDecision.self,
            AcceptDecision.Input(
                facts: booking, practiceReference: document.practice,
                practitionerReference: document.reference(to: booking.practitioner)),
            about: booking.practitioner.rawValue)
    }

    /// Which patient file is the booking's (S57)? The candidates have no names.
    public func patient(
        among candidates: [PatientCandidate], isNewPatient: Bool
    ) -> (PatientAnswer, DecisionRecord) {
        decide(
            PatientDecision.self,
            PatientDecision.Input(
                isNewPatient: isNewPatient, candidates: candidates,
                practiceReference: document.practice))
    }

    /// Asks the highest layer that answers; the built-in answer stands under all of them.
    private func decide<D: Decision>(
        _ decision: D.Type, _ input: D.Input, about subject: String? = nil
    ) -> (D.Answer, DecisionRecord) {
        var chain = (rules.definitions[D.point.name] ?? []).filter { definition in
            definition.decides && !silenced.contains(definition.source)
        }
        var failures: [RuleFailure] = []
        while let definition = chain.popLast() {
            let sources = [definition.source] + chain.reversed().map(\.source)
            let outcome = ask(D.self, input, sources: sources)
            do throws(AnswerFailure) {
                let value = try outcome.usable(in: rules.files, asked: definition.source)
                let answer = try read(D.self, value, for: input, from: definition)
                let record = DecisionRecord(
                    decision: D.point.name, subject: subject, answeredBy: definition.origin,
                    answer: value.answerFields, steps: outcome.steps(in: rules.files),
                    instructions: outcome.cost.instructions, failures: failures)
                return (answer, record)
            } catch {
                let source = error.source ?? definition.source
                if error.kind == .limit { silenced.insert(source) }
                failures.append(
                    RuleFailure(
                        kind: error.kind, group: D.point.name,
                        origin: RuleOrigin(
                            layer: rules.files[source].layer, file: rules.files[source].path),
                        problem: error.problem))
            }
        }
        let record = DecisionRecord(
            decision: D.point.name, subject: subject, answeredBy: .builtIn, answer: [], steps: [],
            instructions: 0, failures: failures)
        return (D.builtIn(input), record)
    }

    private func ask<D: Decision>(_: D.Type, _ input: D.Input, sources: [Int]) -> Outcome {
        var writer = InputWriter()
        D.inputType.write(input, to: &writer)
        return lease.call(
            Call(
                chain: sources, function: "decide", argument: writer.bytes,
                parameters: parameters[D.point.name] ?? []))
    }

    private func read<D: Decision>(
        _: D.Type, _ value: Value, for input: D.Input, from definition: RuleDefinition
    ) throws(AnswerFailure) -> D.Answer {
        do throws(ResultProblem) {
            return try D.answer(CheckedResult(value, as: D.point.result), for: input)
        } catch {
            let file = rules.files[definition.source]
            throw AnswerFailure(
                kind: .answer, source: definition.source,
                problem: Problem(
                    "R0203", "`\(D.point.name)` \(error.message)", hint: error.hint,
                    at: Excerpt.location(of: "decide", in: file)))
        }
    }
}

extension Aliases {
    /// The folded reason name that the practice gave for a type, where it gave one.
    fileprivate func reasonKey(for type: AppointmentType) -> String? {
        if let name = types[type.name] { return NameKey(name).text }
        let key = NameKey(type.name)
        let match = types.sorted { $0.key < $1.key }.first { NameKey($0.key) == key }
        return match.map { NameKey($0.value).text }
    }
}
