import Diary
import Evaluation
import Rules

/// What an answer rests on: how old the snapshot is, which rules and zone tables decided.
struct Provenance {
    private let evaluation: Evaluation

    init(_ evaluation: Evaluation) { self.evaluation = evaluation }

    var text: String {
        let readAt = evaluation.snapshot.pms.readAt
        let age = Words.age(from: readAt, to: evaluation.now)
        let rules = evaluation.revisions.map { "\($0.layer.rawValue) \($0.digest)" }
        return "snapshot read \(readAt) (\(age) old); rules \(Words.list(rules)); "
            + "zones \(evaluation.zoneVersion)"
    }
}
