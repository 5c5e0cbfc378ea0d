public import Diary
internal import LuaVM

/// The answer to: is this practitioner published?
public struct PublishAnswer: Sendable, Equatable {
    /// Whether.
    public var isPublished: Bool
    /// The blocker that a practitioner who is not published shows.
    public var blocker: Blocker?
    /// The rule's own words, for people.
    public var why: String?
    /// The reason through which to recognise this practitioner's availability, where a parameter
    /// allows another than the default (T10).
    public var reason: ReasonID?
}

/// Is this practitioner published, and if not, why?
enum PublishDecision: Decision {
    struct Input {
        var practitioner: Practitioner
        var kind: PractitionerKind
        var reasons: [BookingReason]
        var defaultReason: BookingReason?
        var practiceReference: Int
        var practitionerReference: Int
        var reasonsReference: Int
        var defaultReasonReference: Int?

        var isInDefault: Bool { defaultReason?.includes(practitioner.id) ?? false }
    }

    /// What a rule may give as the cause; all concern the practitioner.
    static let blockers: [Blocker] = [
        .noDefaultReason, .practitionerInactive, .enableOnlineOff, .notInDefaultReason,
        .newPatientLengthBlank, .hiddenByRule,
    ]

    static let inputType = InputType<Input>(
        "publish_practitioner_input", "What `publish_practitioner` decides from.",
        [
            .init("practice", .record(PracticeInput.type.record), "The practice.") {
                $1.reference($0.practiceReference)
            },
            .init("practitioner", .record(PractitionerInput.type.record), "Who.") {
                $1.reference($0.practitionerReference)
            },
            .init(
                "kind", .choice(PractitionerKind.allCases.map(\.rawValue)), "Their kind.",
                fallback: .value(.string("dentist"))
            ) { $1.write($0.kind.rawValue) },
            .init(
                "reasons", .list(.record(ReasonInput.type.record)), "All booking reasons.",
                fallback: .value(.array([]))
            ) { $1.reference($0.reasonsReference) },
            .init(
                "default_reason", .record(ReasonInput.type.record), "The default reason.",
                optional: true
            ) {
                if let reference = $0.defaultReasonReference {
                    $1.reference(reference)
                } else {
                    $1.null()
                }
            },
            .init(
                "in_default", .boolean, "Whether they can be booked through the default reason.",
                fallback: .value(.boolean(true))
            ) { $1.boolean($0.isInDefault) },
        ])

    static let point = DecisionPoint(
        name: "publish_practitioner", api: 1,
        summary: "Is this practitioner published, and if not, why?",
        input: inputType.record,
        result: RecordType(
            name: "publish_practitioner_result", summary: "Whether, and why not.",
            fields: [
                Field(
                    name: "publish", type: .boolean, isOptional: false, fallback: .nothing,
                    meaning: "Whether the practitioner is published."),
                Field(
                    name: "blocker", type: .choice(blockers.map(\.rawValue)), isOptional: true,
                    fallback: .nothing, meaning: "Why not; `HIDDEN_BY_RULE` where absent."),
                Field(
                    name: "why", type: .text, isOptional: true, fallback: .nothing,
                    meaning: "Why not, in words for support staff."),
                Field(
                    name: "reason", type: .text, isOptional: true, fallback: .nothing,
                    meaning: "A reason to use for this practitioner instead of the default."),
            ]),
        builtIn: "yes for an active practitioner in the default reason; Oasis: also 'Enable Online'"
    )

    static func answer(
        _ result: CheckedResult, for input: Input
    ) throws(ResultProblem) -> PublishAnswer {
        let isPublished = result.boolean("publish") ?? false
        var answer = PublishAnswer(isPublished: isPublished, why: result.text("why"))
        if !isPublished {
            answer.blocker = result.text("blocker").flatMap(Blocker.init) ?? .hiddenByRule
        }
        if let id = result.text("reason") {
            guard
                let reason = input.reasons.first(where: { $0.id.rawValue == id && $0.isActive }),
                reason.includes(input.practitioner.id)
            else {
                throw ResultProblem(
                    message: "returned the reason `\(id)`, which is not an active reason with "
                        + "`\(input.practitioner.id)` in it",
                    hint: "return a reason whose `practitioners` has this practitioner")
            }
            answer.reason = reason.id
        }
        return answer
    }

    static func builtIn(_ input: Input) -> PublishAnswer {
        let practitioner = input.practitioner
        let token = practitioner.enableOnline?.trimmingSpaces.lowercased()
        let blocker: Blocker? =
            if !practitioner.isActive {
                .practitionerInactive
            } else if token != nil && token != "y" {
                .enableOnlineOff
            } else if input.defaultReason == nil {
                .noDefaultReason
            } else if !input.isInDefault {
                .notInDefaultReason
            } else {
                nil
            }
        return PublishAnswer(isPublished: blocker == nil, blocker: blocker)
    }
}

extension String {
    var trimmingSpaces: String {
        String(
            drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
