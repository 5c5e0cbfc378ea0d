// A step as a line of text.
extension TraceStep {
    /// What the step did, in words; without the reasons of the rule.
    public var text: String {
        switch self {
        case .filtered(let label, let kept, let dropped):
            "\(label): kept \(Self.ids(kept)); dropped \(Self.ids(dropped.map(\.id)))"
        case .tried(let step, let matched, _, let chosen):
            "step \(step): "
                + (chosen.map { "chose \($0) of \(Self.ids(matched))" } ?? "nothing fits")
        case .scored(let label, let scores, let chosen):
            "\(label): "
                + scores.map { "\($0.id) \($0.score.map { "\($0)" } ?? "-")" }
                .joined(separator: ", ") + (chosen.map { "; best \($0)" } ?? "")
        case .note(let text): "note: \(text)"
        case .askedBase(let file): "asked \(file)"
        }
    }

    private static func ids(_ ids: [String]) -> String {
        ids.isEmpty ? "nothing" : ids.joined(separator: ", ")
    }
}
