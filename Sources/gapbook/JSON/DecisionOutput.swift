import Diagnostics
import Diary
import Rules

/// How one decision came about.
struct DecisionOutput: Encodable {
    let decision: String
    let subject: String?
    let layer: String
    let file: String?
    let answer: [String: String]
    let steps: [StepOutput]
    let instructions: Int
    let failures: [FailureOutput]

    struct FailureOutput: Encodable {
        let kind: String
        let layer: String
        let file: String?
        let problem: Problem
    }

    init(_ record: DecisionRecord) {
        decision = record.decision
        subject = record.subject
        layer = record.answeredBy.layer.rawValue
        file = record.answeredBy.file
        answer = Dictionary(
            record.answer.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        steps = record.steps.map(StepOutput.init)
        instructions = record.instructions
        failures = record.failures.map {
            FailureOutput(
                kind: $0.kind.rawValue, layer: $0.origin.layer.rawValue, file: $0.origin.file,
                problem: $0.problem)
        }
    }
}

struct RejectionOutput: Encodable {
    let id: String
    let why: String?

    init(_ rejection: TraceStep.Rejection) {
        id = rejection.id
        why = rejection.why
    }
}

/// One step of a trace; `kind` says which of the other fields it has.
struct StepOutput: Encodable {
    let kind: String
    var label: String?
    var kept: [String]?
    var matched: [String]?
    var rejected: [RejectionOutput]?
    var scores: [ScoreOutput]?
    var chosen: String?
    var text: String?

    struct ScoreOutput: Encodable {
        let id: String
        let score: Double?
        let why: String?
    }

    init(_ step: TraceStep) {
        switch step {
        case .filtered(let label, let kept, let dropped):
            kind = "filtered"
            self.label = label
            self.kept = kept
            rejected = dropped.map(RejectionOutput.init)
        case .tried(let step, let matched, let rejected, let chosen):
            kind = "tried"
            label = step
            self.matched = matched
            self.rejected = rejected.map(RejectionOutput.init)
            self.chosen = chosen
        case .scored(let label, let scores, let chosen):
            kind = "scored"
            self.label = label
            self.scores = scores.map { ScoreOutput(id: $0.id, score: $0.score, why: $0.why) }
            self.chosen = chosen
        case .note(let text):
            kind = "note"
            self.text = text
        case .askedBase(let file):
            kind = "asked_base"
            text = file
        }
    }
}
