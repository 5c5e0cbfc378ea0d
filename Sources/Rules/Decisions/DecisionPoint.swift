/// A typed question that the host asks and a rule answers.
///
/// Declared here once; see `DecisionPoint.all`.
struct DecisionPoint: Sendable {
    /// The name that a rule file gives as `decision`.
    let name: String
    /// The level of the host's interface; a rule that asks for another one is refused.
    let api: Int
    /// What is asked, in one sentence.
    let summary: String
    /// What the rule reads.
    let input: RecordType
    /// What the rule returns.
    let result: RecordType
    /// What Gapbook answers where every layer's rule failed.
    let builtIn: String

    /// All decision points, in the order in which an evaluation asks them, then those of a
    /// booking.
    static let all: [DecisionPoint] = [
        KindDecision.point, DefaultReasonDecision.point, PublishDecision.point,
        MatchDecision.point, IntervalDecision.point, AcceptDecision.point, PatientDecision.point,
    ]

    static func named(_ name: String) -> DecisionPoint? { all.first { $0.name == name } }
}

/// The shapes that rules meet, in the order in which a machine knows them.
enum InputShapes {
    static let all: [RecordType] = [
        PracticeInput.type.record, PractitionerInput.type.record, ReasonInput.type.record,
        CandidateInput.type.record, TypeInput.type.record,
        KindDecision.inputType.record, DefaultReasonDecision.inputType.record,
        PublishDecision.inputType.record, MatchDecision.inputType.record,
        IntervalDecision.inputType.record, PatientCandidate.type.record,
        AcceptDecision.inputType.record, PatientDecision.inputType.record,
    ]

    static func index(of name: String) -> Int { places[name] ?? 0 }

    private static let places = Dictionary(
        uniqueKeysWithValues: zip(all.map(\.name), 0...))
}

/// One question to a rule: how its input is written and its answer read.
protocol Decision: Sendable {
    associatedtype Input
    associatedtype Answer: Sendable

    static var point: DecisionPoint { get }
    static var inputType: InputType<Input> { get }

    /// Reads a rule's answer; its shape has been checked against `point.result`.
    static func answer(_ result: CheckedResult, for input: Input) throws(ResultProblem) -> Answer

    /// The built-in answer, for when no rule gives one.
    static func builtIn(_ input: Input) -> Answer
}
