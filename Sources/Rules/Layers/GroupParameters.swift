internal import Diary
internal import LuaVM

/// The parameters of one group with their values in force, in the two forms that are asked for.
struct GroupParameters: Sendable {
    /// With all that people want to know, in the order of their names.
    let effective: [EffectiveParameter]
    /// As rules get them: one table, nil where no layer sets a value.
    let encoded: [UInt8]

    init(_ layers: ParameterLayers) { self.init(layers.effective) }

    init(_ effective: [EffectiveParameter]) {
        self.effective = effective
        var writer = InputWriter()
        writer.beginTable(count: effective.count)
        for parameter in effective {
            writer.key(parameter.name)
            switch parameter.value {
            case .boolean(let flag): writer.boolean(flag)
            case .integer(let number): writer.integer(Int64(number))
            case .text(let text): writer.string(text)
            case .list(let words): writer.write(words)
            case nil: writer.null()
            }
        }
        encoded = writer.bytes
    }
}
