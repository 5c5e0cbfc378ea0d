internal import Diary
internal import LuaVM

/// The kinds of practitioner that are published (S9).
public enum PractitionerKind: String, Sendable, CaseIterable {
    case dentist
    /// An oral health therapist; Exact's API has no such kind (T16).
    case oht
    case hygienist
    /// None of the three, or not known.
    case other
}

/// Which kind of practitioner is this?
enum KindDecision: Decision {
    struct Input {
        var practitioner: Practitioner
        var practiceReference: Int
        var practitionerReference: Int
    }

    static let inputType = InputType<Input>(
        "practitioner_kind_input", "What `practitioner_kind` decides from.",
        [
            .init("practice", .record(PracticeInput.type.record), "The practice.") {
                $1.reference($0.practiceReference)
            },
            .init("practitioner", .record(PractitionerInput.type.record), "Who.") {
                $1.reference($0.practitionerReference)
            },
        ])

    static let point = DecisionPoint(
        name: "practitioner_kind", api: 1,
        summary: "Which kind of practitioner is this?",
        input: inputType.record,
        result: RecordType(
            name: "practitioner_kind_result", summary: "The kind.",
            fields: [
                Field(
                    name: "kind", type: .choice(PractitionerKind.allCases.map(\.rawValue)),
                    isOptional: false, fallback: .nothing, meaning: "The kind.")
            ]),
        builtIn: "Exact's provider type where it is Dentist or Hygienist, else `other`")

    static func answer(
        _ result: CheckedResult, for input: Input
    ) throws(ResultProblem) -> PractitionerKind {
        result.text("kind").flatMap(PractitionerKind.init) ?? .other
    }

    static func builtIn(_ input: Input) -> PractitionerKind {
        switch input.practitioner.providerType?.lowercased() {
        case "dentist": .dentist
        case "hygienist": .hygienist
        default: .other
        }
    }
}
