internal import Diagnostics
public import Diary
public import Evaluation
internal import Ports
public import Rules

/// Compiled rules, each revision once: practices with the same files share them. What was not
/// asked for longest is dropped first.
actor RuleShelf {
    /// The most revisions that stay compiled.
    static let capacity = 256

    private var rules: [String: (rules: RuleSet, used: Int)] = [:]
    private var count = 0

    /// The rules under a name, compiled by the closure where they are not there.
    func rules(
        _ name: String, or compile: () async throws -> RuleSet
    ) async throws -> RuleSet {
        count += 1
        if let known = rules[name] {
            rules[name]?.used = count
            return known.rules
        }
        let compiled = try await compile()
        if rules.count >= Self.capacity,
            let oldest = rules.min(by: { $0.value.used < $1.value.used })
        {
            rules[oldest.key] = nil
        }
        rules[name] = (compiled, count)
        return compiled
    }
}
