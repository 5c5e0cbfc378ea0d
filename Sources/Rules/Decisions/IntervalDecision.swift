public import Diary
internal import LuaVM

/// The answer to: how far apart are candidate starts?
public struct IntervalAnswer: Sendable, Equatable {
    /// Where an interval comes from.
    public enum Basis: String, Sendable, CaseIterable {
        /// The practice's parameter.
        case parameter
        /// The PMS's own interval.
        case pms
        /// All lengths are equal.
        case equal
        /// The largest of 15, 10 and 5 that divides all lengths.
        case divides
        /// The greatest common divisor of the lengths.
        case divisor
        /// Nothing is linked.
        case none
    }

    /// The interval, 5...1440 minutes.
    public var interval: Minutes
    /// Where it comes from.
    public var basis: Basis
}

/// How far apart are candidate starts (S45, S46, T15)?
enum IntervalDecision: Decision {
    struct Input {
        var lengths: [Minutes]
        var practiceReference: Int
    }

    static let inputType = InputType<Input>(
        "interval_input", "What `interval` decides from.",
        [
            .init("practice", .record(PracticeInput.type.record), "The practice.") {
                $1.reference($0.practiceReference)
            },
            .init(
                "lengths", .list(.integer(1...1440)),
                "The different lengths of the linked types, ascending, in minutes.",
                fallback: .value(.array([]))
            ) {
                $1.beginArray(count: $0.lengths.count)
                for length in $0.lengths { $1.integer(Int64(length.count)) }
            },
        ])

    static let point = DecisionPoint(
        name: "interval", api: 1,
        summary: "How far apart are candidate starts?",
        input: inputType.record,
        result: RecordType(
            name: "interval_result", summary: "The interval.",
            fields: [
                Field(
                    name: "minutes", type: .integer(5...1440), isOptional: false,
                    fallback: .nothing, meaning: "The interval in minutes."),
                Field(
                    name: "basis", type: .choice(IntervalAnswer.Basis.allCases.map(\.rawValue)),
                    isOptional: false, fallback: .nothing, meaning: "Where it comes from."),
            ]),
        builtIn: "15 minutes")

    static func answer(
        _ result: CheckedResult, for input: Input
    ) throws(ResultProblem) -> IntervalAnswer {
        IntervalAnswer(
            interval: Minutes(result.integer("minutes") ?? 15),
            basis: result.text("basis").flatMap(IntervalAnswer.Basis.init) ?? .none)
    }

    static func builtIn(_ input: Input) -> IntervalAnswer {
        IntervalAnswer(interval: Minutes(15), basis: .none)
    }
}
