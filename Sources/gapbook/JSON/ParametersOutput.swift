import Diary
import Rules

/// `gapbook parameter list --format json`: `docs/schemas/parameters-1.schema.json`.
struct ParametersOutput: Encodable {
    let format = "gapbook.parameters/1"
    let practice: String
    let parameters: [ParameterOutput]

    init(_ practice: PracticeID, _ parameters: [EffectiveParameter]) {
        self.practice = practice.rawValue
        self.parameters = parameters.map(ParameterOutput.init)
    }
}
