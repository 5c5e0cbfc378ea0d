public import Diary
internal import LuaVM

/// The answer to: which booking reason is the default?
public struct DefaultReason: Sendable, Equatable {
    /// The reason; nil where none can be.
    public var reason: ReasonID?
    /// The step that found it, for example `healthengine`.
    public var step: String?
}

/// Through which booking reason is availability recognised (S7, S20)?
enum DefaultReasonDecision: Decision {
    struct Input {
        var system: PMSSystem
        var reasons: [BookingReason]
        var assigned: Assignment?
        var healthengineNames: [String]
        var practiceReference: Int
        var reasonsReference: Int
    }

    static let inputType = InputType<Input>(
        "default_reason_input", "What `default_reason` decides from.",
        [
            .init("practice", .record(PracticeInput.type.record), "The practice.") {
                $1.reference($0.practiceReference)
            },
            .init(
                "reasons", .list(.record(ReasonInput.type.record)),
                "All booking reasons, in the PMS's own order.", fallback: .value(.array([]))
            ) { $1.reference($0.reasonsReference) },
            .init("assigned", .text, "The id of the reason assigned by hand.", optional: true) {
                $1.write($0.assigned?.reason.rawValue)
            },
            .init(
                "pinned", .boolean, "Whether the assignment comes before every other step.",
                fallback: .value(.boolean(false))
            ) { $1.boolean($0.assigned?.isPinned ?? false) },
            .init(
                "healthengine_names", .list(.text),
                "Folded names that a Healthengine reason equals or starts with.",
                fallback: .value(.array([.string(healthengineKey)]))
            ) { $1.write($0.healthengineNames) },
        ])

    static let point = DecisionPoint(
        name: "default_reason", api: 1,
        summary: "Through which booking reason is availability recognised?",
        input: inputType.record,
        result: RecordType(
            name: "default_reason_result", summary: "The default reason.",
            fields: [
                Field(
                    name: "reason", type: .text, isOptional: true, fallback: .nothing,
                    meaning: "The id of the reason; absent where none can be the default."),
                Field(
                    name: "step", type: .text, isOptional: true, fallback: .nothing,
                    meaning: "The step that found it."),
            ]),
        builtIn:
            "the first that is found: a pinned assignment, in Exact Healthengine's own reason, "
            + "the assigned one, the first")

    /// The folded name that marks the marketplace's own reason (T4).
    static let healthengineKey = "healthengine"

    static func answer(
        _ result: CheckedResult, for input: Input
    ) throws(ResultProblem) -> DefaultReason {
        guard let id = result.text("reason") else { return DefaultReason() }
        guard let reason = input.reasons.first(where: { $0.id.rawValue == id }) else {
            throw ResultProblem(
                message: "returned the reason `\(id)`, which the PMS does not have",
                hint: "return the `id` of one of `input.reasons`")
        }
        // T19: only an inactive or unknown reason is disqualified, whoever chose it.
        guard reason.isActive else {
            throw ResultProblem(
                message: "returned the reason `\(id)`, which is switched off in the PMS",
                hint: "leave out reasons that are not `active`")
        }
        return DefaultReason(reason: reason.id, step: result.text("step"))
    }

    /// T3 and T12 without parameters; marketing reasons need the pack's rule (S35).
    static func builtIn(_ input: Input) -> DefaultReason {
        let active = input.reasons.filter(\.isActive)
        let assigned = active.first { $0.id == input.assigned?.reason }
        if let assigned, input.assigned?.isPinned ?? false {
            return DefaultReason(reason: assigned.id, step: "pinned")
        }
        let own = active.first { reason in
            let key = NameKey(reason.name).text
            return input.healthengineNames.contains { key.hasPrefix($0) }
        }
        if let own, input.system == .exact {
            return DefaultReason(reason: own.id, step: "healthengine")
        }
        if let assigned { return DefaultReason(reason: assigned.id, step: "assigned") }
        let first = active.first { !$0.isMarketing }
        return DefaultReason(reason: first?.id, step: first == nil ? nil : "first")
    }
}
