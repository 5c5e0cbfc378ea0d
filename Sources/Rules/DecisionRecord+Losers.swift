public import Diary

extension DecisionRecord {
    /// Every candidate that lost, with the reason that counted: the one at the step that decided,
    /// or the filter at which it fell. In the order of the candidates.
    public var losers: [TraceStep.Rejection] {
        var losers: [TraceStep.Rejection] = []
        for step in steps {
            switch step {
            case .filtered(_, _, let dropped): losers += dropped
            case .tried(let name, let matched, let rejected, let chosen?):
                losers += rejected
                losers += matched.filter { $0 != chosen }.map {
                    .init(id: $0, why: "`\(name)` fits too, but it comes later in the list")
                }
            case .scored(_, let scores, let chosen?):
                losers += scores.filter { $0.id != chosen }.map {
                    .init(id: $0.id, why: $0.why ?? $0.score.map { "scores \($0)" })
                }
            default: continue
            }
        }
        return losers
    }
}
