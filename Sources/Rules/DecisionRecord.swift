public import Diary

/// How one decision came about: who answered, with which parameters, and step by step why.
public struct DecisionRecord: Sendable, Equatable {
    /// The decision point.
    public var decision: String
    /// Whom or what it was about, where it was not the whole practice: an id.
    public var subject: String?
    /// The layer and file that answered.
    public var answeredBy: RuleOrigin
    /// The answer, field by field, as the rule gave it.
    public var answer: [Field]
    /// What the rule did.
    public var steps: [TraceStep]
    /// Lua instructions that it took; the same for the same input and rules.
    public var instructions: Int
    /// Rules of higher layers that failed before this answer was found.
    public var failures: [RuleFailure]

    /// One field of an answer.
    public struct Field: Sendable, Equatable {
        /// The field's name.
        public var name: String
        /// Its value, as text.
        public var value: String
    }
}
