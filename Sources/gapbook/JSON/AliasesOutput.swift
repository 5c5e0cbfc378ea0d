import Diary

/// `gapbook alias list --format json`: `docs/schemas/aliases-1.schema.json`.
struct AliasesOutput: Encodable {
    let format = "gapbook.aliases/1"
    let practice: String
    /// Names that also count as the Healthengine reason.
    let healthengine: [String]
    let types: [TypeOutput]

    struct TypeOutput: Encodable {
        let type: String
        let reason: String
    }

    init(_ practice: PracticeID, _ aliases: Aliases) {
        self.practice = practice.rawValue
        healthengine = aliases.healthengine
        types = aliases.types.sorted { $0.key < $1.key }
            .map { TypeOutput(type: $0.key, reason: $0.value) }
    }
}
