internal import Diagnostics
internal import Diary
public import Findings
public import Rules

// Rules that failed, and parameters that are set in two places.
extension Audit {
    func rules() -> [Finding] { failures() + hiddenParameters() }

    /// Invariant 4: every failure is reported, once for each place however often it happened.
    private func failures() -> [Finding] {
        var order: [RulePlace] = []
        var counts: [RulePlace: (first: RuleFailure, times: Int)] = [:]
        for failure in evaluation.ruleFailures {
            let place = RulePlace(failure)
            if counts[place] == nil { order.append(place) }
            counts[place] = (counts[place]?.first ?? failure, (counts[place]?.times ?? 0) + 1)
        }
        return order.compactMap { place in
            counts[place].map { finding(of: $0.first, at: place, times: $0.times) }
        }
    }

    private func finding(of failure: RuleFailure, at place: RulePlace, times: Int) -> Finding {
        var evidence = [Finding.Fact("where", place.text)]
        if let group = failure.group { evidence.append(.init("decision", group)) }
        if let excerpt = failure.problem.location?.excerpt {
            evidence.append(.init("line", excerpt.trimmingLeadingSpaces))
        }
        evidence += failure.problem.context.prefix(3).map { .init($0.name, $0.value) }
        if let hint = failure.problem.hint { evidence.append(.init("hint", hint)) }
        if times > 1 { evidence.append(.init("times", "\(times)")) }
        return finding(
            failure.kind.code, about: .init(rule: place.text),
            "\(failure.problem.message), in \(place.text)", evidence: evidence)
    }

    private func hiddenParameters() -> [Finding] {
        evaluation.parameters.compactMap { parameter in
            guard let hidden = parameter.hidden.first(where: { $0.origin.layer == .setUp }) else {
                return nil
            }
            let name = "\(parameter.group).\(parameter.name)"
            let file = parameter.origin.file ?? parameter.origin.layer.rawValue
            return finding(
                .ruleConflict, about: .init(rule: parameter.origin.file),
                "`\(name)` is set in the set-up and in `\(file)`; the file wins",
                evidence: [
                    .init("in the set-up", hidden.value?.description ?? "none"),
                    .init("in the file", parameter.value?.description ?? "none"),
                ], severity: .advice)
        }
    }
}

/// Where a rule failed, and how: failures with the same place are one finding.
private struct RulePlace: Hashable {
    let kind: RuleFailure.Kind
    let text: String
    /// Distinguishes failures that name no line.
    let message: String?

    init(_ failure: RuleFailure) {
        kind = failure.kind
        text = failure.place
        message = failure.problem.location?.line == nil ? failure.problem.message : nil
    }
}

extension RuleFailure {
    /// The rule's file, with the line where one is known.
    public var place: String {
        let file = problem.location?.file ?? origin.file
        return (file ?? "the set-up") + (problem.location?.line.map { ":\($0)" } ?? "")
    }
}

extension RuleFailure.Kind {
    /// The finding that tells of it: G01 to G05.
    public var code: FindingCode {
        switch self {
        case .syntax: .ruleSyntax
        case .runtime: .ruleRuntime
        case .limit: .ruleBudget
        case .answer: .ruleBadReturn
        case .conflict: .ruleConflict
        }
    }
}

extension String {
    fileprivate var trimmingLeadingSpaces: String { String(drop(while: \.isWhitespace)) }
}
