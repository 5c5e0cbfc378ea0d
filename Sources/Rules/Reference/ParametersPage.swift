public import Diary

/// The reference page of all parameters, from the packs as they are.
public enum ParametersPage {
    /// The page, in Markdown.
    ///
    /// - Parameter rules: the packs of each PMS, without a practice's layer.
    public static func text(_ rules: [(system: PMSSystem, rules: RuleSet)]) -> String {
        var lines = [
            "# Parameters", "",
            "Generated from the rule packs by `scripts/generate`. Do not edit.", "",
            "Support staff change parameters: in a practice's layer, for example "
                + "`rules/practices/<practice>/publishing.lua`, or in the practice's set-up. "
                + "[Layers](../concepts/layers.md) says which value counts.",
        ]
        guard let first = rules.first?.rules else { return "" }
        for group in first.parameterGroups {
            lines += [
                "", "## `\(group)`", "",
                "| parameter | for | accepts |"
                    + rules.map { " \($0.system.productName) |" }.joined(),
                "| --- | --- | --- |" + rules.map { _ in " --- |" }.joined(),
            ]
            for parameter in first.parameters(of: group, setUp: [:]) {
                let values = rules.map { pair in
                    let values = pair.rules.parameters(of: group, setUp: [:])
                    let value = values.first { $0.name == parameter.name }?.value
                    return " \(value.map { "`\($0)`" } ?? "not set") |"
                }
                lines.append(
                    "| `\(parameter.name)` | \(parameter.summary) | \(parameter.expectation) |"
                        + values.joined())
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
