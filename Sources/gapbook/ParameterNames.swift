import Diagnostics
import Diary
import Rules

// What the parameter commands ask the rules.
extension RuleSet {
    /// All parameters of a practice with that set-up, with the values in force.
    func parameters(of setUp: SetUp) -> [EffectiveParameter] {
        parameterGroups.flatMap { parameters(of: $0, setUp: setUp.parameters[$0] ?? [:]) }
    }

    /// The parameter of that `group.name`.
    ///
    /// - Throws: C0412 where there is none.
    func parameter(named name: String, of setUp: SetUp) throws(Problem) -> EffectiveParameter {
        let all = parameters(of: setUp)
        if let found = all.first(where: { "\($0.group).\($0.name)" == name }) { return found }
        let near = Spelling.nearest(to: name, among: all.map { "\($0.group).\($0.name)" })
        throw Problem(
            "C0412", "no parameter `\(name)`",
            hint: near.map { "use `\($0)`" } ?? "list them with `gapbook parameter list`")
    }

    /// The first way to read the words that the parameter accepts.
    ///
    /// - Throws: C0413 where there is none.
    func value(
        _ words: String, of parameter: EffectiveParameter
    ) throws(Problem) -> ParameterValue {
        var readings: [ParameterValue] = []
        if words == "true" || words == "false" { readings.append(.boolean(words == "true")) }
        if let number = Int(words) { readings.append(.integer(number)) }
        readings.append(.text(words))
        let items = words.split(separator: ",").map { item in
            String(item.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        readings.append(.list(items.filter { !$0.isEmpty }))
        for value in readings {
            var setUp = SetUp(timeZone: "UTC")
            setUp.parameters[parameter.group] = [parameter.name: value]
            if failures(of: setUp).isEmpty { return value }
        }
        throw Problem(
            "C0413", "`\(parameter.group).\(parameter.name)` does not take `\(words)`",
            hint: "give \(parameter.expectation)")
    }
}

extension EffectiveParameter {
    /// What finds it.
    var place: (group: String, name: String) { (group, name) }

    /// What counts now, and why: `publishing.horizon_days is 60, from set-up`.
    var inForce: String {
        let value = value?.description ?? "without a value"
        let line = "\(group).\(name) is \(value), from \(origin.text)"
        guard origin.layer > .setUp else { return line }
        return line + ": the practice's rule files come after the set-up"
    }
}
