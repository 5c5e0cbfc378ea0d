import Diary

/// What a rule did, one line a step.
struct TraceText {
    let steps: [TraceStep]

    var lines: [String] { steps.map(line) }

    private func line(_ step: TraceStep) -> String {
        switch step {
        case .filtered(let label, let kept, let dropped):
            "\(label): kept \(ids(kept)); dropped \(ids(dropped.map(\.id)))"
        case .tried(let step, let matched, _, let chosen):
            "step \(step): " + (chosen.map { "chose \($0) of \(ids(matched))" } ?? "nothing fits")
        case .scored(let label, let scores, let chosen):
            "\(label): "
                + scores.map { "\($0.id) \($0.score.map { "\($0)" } ?? "-")" }
                .joined(separator: ", ") + (chosen.map { "; best \($0)" } ?? "")
        case .note(let text): "note: \(text)"
        case .askedBase(let file): "asked \(file)"
        }
    }

    private func ids(_ ids: [String]) -> String {
        ids.isEmpty ? "nothing" : ids.joined(separator: ", ")
    }
}
