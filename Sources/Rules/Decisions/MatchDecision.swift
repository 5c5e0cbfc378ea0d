public import Diary
internal import LuaVM

/// A proposed link; names only ever propose (T14).
public struct LinkProposal: Sendable, Equatable {
    /// How the names were found to match.
    public enum Match: String, Sendable, CaseIterable {
        /// The same name to the letter.
        case exact
        /// The same name but for case, spaces and punctuation.
        case normalised
        /// An alias of the practice.
        case alias
        /// Names that mean the same, by the words of the field.
        case fuzzy
        /// Several reasons match equally well: nothing is proposed.
        case ambiguous
        /// No reason matches.
        case none
    }

    /// The proposed reason; nil for `ambiguous` and `none`.
    public var reason: ReasonID?
    /// How the names match.
    public var match: Match
    /// How sure the rule is, 0...1.
    public var confidence: Double
    /// Why, in words for support staff.
    public var why: String?
}

/// Which booking reason should this unlinked appointment type be linked to?
enum MatchDecision: Decision {
    struct Input {
        var type: AppointmentType
        var candidates: [CandidateInput]
        var alias: String?
        var practiceReference: Int
        var practitionerReference: Int
    }

    static let inputType = InputType<Input>(
        "match_appointment_type_input", "What `match_appointment_type` decides from.",
        [
            .init("practice", .record(PracticeInput.type.record), "The practice.") {
                $1.reference($0.practiceReference)
            },
            .init("practitioner", .record(PractitionerInput.type.record), "Whose type.") {
                $1.reference($0.practitionerReference)
            },
            .init("type", .record(TypeInput.type.record), "The type that has no link.") {
                TypeInput.type.write(TypeInput(type: $0.type), to: &$1)
            },
            .init(
                "candidates", .list(.record(CandidateInput.type.record)),
                "Active reasons with this practitioner in them, in the PMS's order.",
                fallback: .value(.array([]))
            ) {
                $1.beginArray(count: $0.candidates.count)
                for candidate in $0.candidates { CandidateInput.type.write(candidate, to: &$1) }
            },
            .init(
                "alias", .text, "The folded reason name that the practice gave for this type.",
                optional: true
            ) { $1.write($0.alias) },
        ])

    static let point = DecisionPoint(
        name: "match_appointment_type", api: 1,
        summary: "Which booking reason should this unlinked appointment type be linked to?",
        input: inputType.record,
        result: RecordType(
            name: "match_appointment_type_result", summary: "The proposal.",
            fields: [
                Field(
                    name: "reason", type: .text, isOptional: true, fallback: .nothing,
                    meaning: "The id of the proposed reason."),
                Field(
                    name: "match", type: .choice(LinkProposal.Match.allCases.map(\.rawValue)),
                    isOptional: false, fallback: .nothing, meaning: "How the names match."),
                Field(
                    name: "confidence", type: .number(0...1), isOptional: true, fallback: .nothing,
                    meaning: "How sure, from 0 to 1."),
                Field(
                    name: "why", type: .text, isOptional: true, fallback: .nothing,
                    meaning: "Why, in words for support staff."),
            ]),
        builtIn: "nothing is proposed")

    static func answer(
        _ result: CheckedResult, for input: Input
    ) throws(ResultProblem) -> LinkProposal {
        let match = result.text("match").flatMap(LinkProposal.Match.init) ?? .none
        var proposal = LinkProposal(
            reason: nil, match: match, confidence: result.number("confidence") ?? 0,
            why: result.text("why"))
        if match == .ambiguous || match == .none {
            guard result.text("reason") == nil else {
                throw ResultProblem(
                    message: "returned a reason together with `\(match.rawValue)`",
                    hint: "ambiguity proposes nothing: leave `reason` out")
            }
            return proposal
        }
        guard let id = result.text("reason"),
            let candidate = input.candidates.first(where: { $0.reason.id.rawValue == id })
        else {
            throw ResultProblem(
                message: "returned `\(match.rawValue)` without one of the candidates",
                hint: "return the `id` of one of `input.candidates` as `reason`")
        }
        proposal.reason = candidate.reason.id
        return proposal
    }

    static func builtIn(_ input: Input) -> LinkProposal {
        LinkProposal(reason: nil, match: .none, confidence: 0)
    }
}
