import Diary
import Evaluation
import Findings

/// `gapbook why --format json`: `docs/schemas/why-1.schema.json`.
struct WhyOutput: Encodable {
    let format = "gapbook.why/1"
    let practice: PracticeOutput
    let provenance: ProvenanceOutput
    let answers: [AnswerOutput]

    struct AnswerOutput: Encodable {
        let practitioner: String
        let type: String
        let start: String
        let offered: Bool
        /// By precedence; the first one decides.
        let blockers: [BlockerOutput]
    }

    struct BlockerOutput: Encodable {
        let code: String
        let title: String
        let evidence: String?
        let fix: String
        let parameter: ParameterOutput?
    }

    init(_ evaluation: Evaluation, _ explanations: [Explanation]) {
        practice = PracticeOutput(evaluation.snapshot)
        provenance = ProvenanceOutput(evaluation)
        let system = evaluation.snapshot.pms.system
        answers = explanations.map { explanation in
            AnswerOutput(
                practitioner: explanation.practitioner.practitioner.id.rawValue,
                type: explanation.type.type.id.rawValue, start: explanation.start.description,
                offered: explanation.isOffered,
                blockers: explanation.blockers.map { blocker in
                    let words = blocker.blocker.text
                    return BlockerOutput(
                        code: blocker.blocker.rawValue, title: words.title,
                        evidence: BlockerProof(evaluation, explanation, blocker).text,
                        fix: words.fix.text(for: system),
                        parameter: blocker.parameter.map(ParameterOutput.init))
                })
        }
    }
}
