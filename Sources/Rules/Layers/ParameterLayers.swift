internal import Diagnostics
internal import Diary
internal import LuaVM

/// Merges one group's parameters key by key, lowest layer first, with where each came from.
struct ParameterLayers {
    let group: String
    let declarations: [ParameterDeclaration]
    let definitions: [RuleDefinition]
    let setUp: [String: ParameterValue]

    var effective: [EffectiveParameter] {
        declarations.sorted { $0.name < $1.name }.map { declaration in
            let layered = values(of: declaration)
            let top = layered[0]
            return EffectiveParameter(
                group: group, name: declaration.name, value: top.value, origin: top.origin,
                hidden: Array(layered.dropFirst()), expectation: declaration.expectation,
                summary: declaration.summary)
        }
    }

    /// The parameters of the set-up that this group does not have or that it refuses.
    var refusedSetUp: [(name: String, objection: String)] {
        setUp.sorted { $0.key < $1.key }.compactMap { name, value in
            guard !declarations.isEmpty else {
                return (name, "nothing is called `\(group)`, or it has no parameters")
            }
            guard let declaration = declarations.first(where: { $0.name == name }) else {
                let hint = Spelling.hint(for: name, among: declarations.map(\.name))
                return (name, "`\(group)` does not have it; \(hint)")
            }
            return declaration.objection(to: value).map { (name, $0) }
        }
    }

    /// All values of a parameter, from the one in force down to the default.
    private func values(
        of declaration: ParameterDeclaration
    ) -> [EffectiveParameter.Layered] {
        var layered = [
            EffectiveParameter.Layered(
                value: declaration.fallback, origin: origin(of: declaration))
        ]
        for definition in definitions where definition.origin.layer < .setUp {
            layered += value(declaration, in: definition)
        }
        if let value = setUp[declaration.name], declaration.objection(to: value) == nil {
            layered.append(.init(value: value, origin: RuleOrigin(layer: .setUp)))
        }
        for definition in definitions where definition.origin.layer > .setUp {
            layered += value(declaration, in: definition)
        }
        return layered.reversed()
    }

    private func value(
        _ declaration: ParameterDeclaration, in definition: RuleDefinition
    ) -> [EffectiveParameter.Layered] {
        guard let value = definition.values[declaration.name].flatMap(ParameterReader.value),
            declaration.objection(to: value) == nil
        else { return [] }
        return [.init(value: value, origin: definition.origin)]
    }

    private func origin(of declaration: ParameterDeclaration) -> RuleOrigin {
        definitions.last { $0.declarations.contains(declaration) }?.origin ?? .builtIn
    }
}
