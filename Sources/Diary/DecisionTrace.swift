/// What one decision did, step by step, so that every answer can be explained.
public enum TraceStep: Sendable, Equatable {
    /// A list was narrowed: who stayed, who fell, and why.
    case filtered(label: String, kept: [String], dropped: [Rejection])
    /// One step of an order was tried on every item that was left.
    case tried(step: String, matched: [String], rejected: [Rejection], chosen: String?)
    /// Items were scored; the best one won.
    case scored(label: String, scores: [Score], chosen: String?)
    /// A remark of the rule.
    case note(String)
    /// The rule asked the layer below it.
    case askedBase(file: String)

    /// An item that fell, and why.
    public struct Rejection: Sendable, Equatable {
        /// The item's id.
        public var id: String
        /// Why it fell, in the rule's words.
        public var why: String?

        /// Makes a rejection.
        public init(id: String, why: String?) {
            self.id = id
            self.why = why
        }
    }

    /// An item's score.
    public struct Score: Sendable, Equatable {
        /// The item's id.
        public var id: String
        /// The score; nil where the rule gave none.
        public var score: Double?
        /// Why, in the rule's words.
        public var why: String?

        /// Makes a score.
        public init(id: String, score: Double?, why: String?) {
            self.id = id
            self.score = score
            self.why = why
        }
    }
}
