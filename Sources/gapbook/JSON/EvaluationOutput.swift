import Diary
import Evaluation
import Rules

/// `gapbook eval --format json`: `docs/schemas/eval-1.schema.json`.
struct EvaluationOutput: Encodable {
    let format = "gapbook.eval/1"
    let practice: PracticeOutput
    let provenance: ProvenanceOutput
    let defaultReason: DefaultReasonOutput
    let interval: IntervalOutput
    let stacking: String
    let parameters: [ParameterOutput]
    let practitioners: [PractitionerOutput]
    /// Null where the snapshot is incomplete: then nothing is published.
    let publication: [OfferOutput]?
    let findings: [FindingOutput]
    let decisions: [DecisionOutput]

    init(_ evaluation: Evaluation) {
        practice = PracticeOutput(evaluation.snapshot)
        provenance = ProvenanceOutput(evaluation)
        defaultReason = DefaultReasonOutput(evaluation)
        interval = IntervalOutput(
            minutes: evaluation.interval.interval.count,
            basis: evaluation.interval.basis.rawValue)
        stacking =
            switch evaluation.stacking {
            case .all: "all"
            case .firstOfSession: "first_of_session"
            case .firstOfGap: "first_of_gap"
            }
        parameters = evaluation.parameters.map(ParameterOutput.init)
        practitioners = evaluation.practitioners.map(PractitionerOutput.init)
        publication = evaluation.publication?.offers.map(OfferOutput.init)
        findings = evaluation.findings.map(FindingOutput.init)
        decisions = evaluation.decisions.map(DecisionOutput.init)
    }
}

struct PracticeOutput: Encodable {
    let id: String
    let name: String
    let system: String
    let timeZone: String

    init(_ snapshot: Snapshot) {
        id = snapshot.pms.practice.rawValue
        name = snapshot.pms.practiceName
        system = snapshot.pms.system.rawValue
        timeZone = snapshot.setUp.timeZone
    }
}

struct ProvenanceOutput: Encodable {
    let now: String
    let snapshotReadAt: String
    let snapshotAgeMinutes: Int
    let zoneTables: String
    let rules: [RevisionOutput]

    struct RevisionOutput: Encodable {
        let layer: String
        let files: Int
        let revision: String
    }

    init(_ evaluation: Evaluation) {
        let readAt = evaluation.snapshot.pms.readAt
        now = evaluation.now.description
        snapshotReadAt = readAt.description
        snapshotAgeMinutes = (evaluation.now.seconds - readAt.seconds) / 60
        zoneTables = evaluation.zoneVersion
        rules = evaluation.revisions.map {
            RevisionOutput(layer: $0.layer.rawValue, files: $0.files, revision: $0.digest)
        }
    }
}

struct DefaultReasonOutput: Encodable {
    let id: String?
    let name: String?
    let step: String?
    let lost: [RejectionOutput]

    init(_ evaluation: Evaluation) {
        id = evaluation.defaultReason.reason?.rawValue
        name = evaluation.reason(evaluation.defaultReason.reason)?.name
        step = evaluation.defaultReason.step
        let record = evaluation.decisions.first { $0.decision == "default_reason" }
        lost = (record?.losers ?? []).map(RejectionOutput.init)
    }
}

struct IntervalOutput: Encodable {
    let minutes: Int
    let basis: String
}

struct ParameterOutput: Encodable {
    let group: String
    let name: String
    let value: ValueOutput?
    let layer: String
    let file: String?
    let hidden: [HiddenOutput]

    struct HiddenOutput: Encodable {
        let value: ValueOutput?
        let layer: String
        let file: String?
    }

    init(_ parameter: EffectiveParameter) {
        group = parameter.group
        name = parameter.name
        value = parameter.value.map(ValueOutput.init)
        layer = parameter.origin.layer.rawValue
        file = parameter.origin.file
        hidden = parameter.hidden.map {
            HiddenOutput(
                value: $0.value.map(ValueOutput.init), layer: $0.origin.layer.rawValue,
                file: $0.origin.file)
        }
    }
}

/// A parameter's value as plain JSON.
struct ValueOutput: Encodable {
    let value: ParameterValue

    init(_ value: ParameterValue) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .boolean(let flag): try container.encode(flag)
        case .integer(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let words): try container.encode(words)
        }
    }
}

struct PractitionerOutput: Encodable {
    let id: String
    let name: String
    let kind: String
    let published: Bool
    let blockers: [String]
    let why: String?
    let recognisedBy: String?
    let defaultMinutes: Int?
    /// The starts at which the default reason's own length is free (T2).
    let recognised: [String]
    let types: [TypeOutput]

    init(_ evaluation: PractitionerEvaluation) {
        id = evaluation.practitioner.id.rawValue
        name = evaluation.practitioner.name
        kind = evaluation.kind.rawValue
        published = evaluation.blockers.isEmpty
        blockers = evaluation.blockers.map(\.rawValue)
        why = evaluation.answer.why
        recognisedBy = evaluation.recognisedBy?.id.rawValue
        defaultMinutes = evaluation.defaultLength?.count
        recognised = evaluation.recognised.map(\.description)
        types = evaluation.types.map(TypeOutput.init)
    }
}

struct TypeOutput: Encodable {
    let id: String
    let name: String
    let minutes: Int
    let reason: String?
    let pmsMinutes: Int?
    let blockers: [String]
    let starts: Int
    let proposal: ProposalOutput?

    struct ProposalOutput: Encodable {
        let reason: String?
        let match: String
        let confidence: Double
        let why: String?
    }

    init(_ evaluation: TypeEvaluation) {
        id = evaluation.type.id.rawValue
        name = evaluation.type.name
        minutes = evaluation.type.length.count
        reason = evaluation.link?.reason.rawValue
        pmsMinutes = evaluation.length?.count
        blockers = evaluation.blockers.map(\.rawValue)
        starts = evaluation.starts.count
        proposal = evaluation.proposal.map {
            ProposalOutput(
                reason: $0.reason?.rawValue, match: $0.match.rawValue, confidence: $0.confidence,
                why: $0.why)
        }
    }
}

struct OfferOutput: Encodable {
    let practitioner: String
    let type: String
    let reason: String
    let minutes: Int
    let starts: [String]

    init(_ offer: Publication.Offer) {
        practitioner = offer.practitioner.rawValue
        type = offer.type.rawValue
        reason = offer.reason.rawValue
        minutes = offer.length.count
        starts = offer.starts.map(\.description)
    }
}

struct FindingOutput: Encodable {
    let code: String
    let severity: String
    let message: String
    let fix: String
    let fixer: String
    let practitioner: String?
    let type: String?
    let reason: String?
    let rule: String?
    let evidence: [FactOutput]

    struct FactOutput: Encodable {
        let name: String
        let value: String
    }

    init(_ finding: Finding) {
        code = finding.code
        severity = finding.severity.rawValue
        message = finding.message
        fix = finding.fix
        fixer = finding.fixer.rawValue
        practitioner = finding.subject.practitioner?.rawValue
        type = finding.subject.type?.rawValue
        reason = finding.subject.reason?.rawValue
        rule = finding.subject.rule
        evidence = finding.evidence.map { FactOutput(name: $0.name, value: $0.value) }
    }
}
