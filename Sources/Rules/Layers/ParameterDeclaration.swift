public import Diary
internal import LuaVM

/// A parameter that a rule or a settings group declares: its type, its bounds and its default.
struct ParameterDeclaration: Sendable, Equatable {
    let name: String
    let kind: Kind
    /// The value where no layer says one; nil where absence means something.
    let fallback: ParameterValue?
    let summary: String

    enum Kind: Sendable, Equatable {
        case boolean
        case integer(ClosedRange<Int>)
        case text(maximumLength: Int)
        case choice([String])
        /// The words that may stand in the list; nil for any.
        case list(allowed: [String]?, maximumCount: Int)
    }

    static let maximumListCount = 50
    static let maximumTextLength = 200

    /// What is wrong with a value, or nil.
    func objection(to value: ParameterValue) -> String? {
        switch (kind, value) {
        case (.boolean, .boolean): return nil
        case (.integer(let range), .integer(let number)) where range.contains(number): return nil
        case (.text(let length), .text(let text)) where text.count <= length: return nil
        case (.choice(let words), .text(let word)) where words.contains(word): return nil
        case (.list(let allowed, let count), .list(let words)) where words.count <= count:
            // Steps of which none is tried would leave every practice without an answer.
            if allowed != nil, words.isEmpty { return "an empty list is not \(expectation)" }
            guard let allowed, let stranger = words.first(where: { !allowed.contains($0) }) else {
                return nil
            }
            return "`\(stranger)` is not one of \(list(allowed))"
        default: return "\(shown(value)) is not \(expectation)"
        }
    }

    /// What the parameter accepts, in words.
    var expectation: String {
        switch kind {
        case .boolean: "true or false"
        case .integer(let range):
            "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .text(let length): "a string of at most \(length) characters"
        case .choice(let words): "one of \(list(words))"
        case .list(let allowed?, _): "a list of one or more words out of \(list(allowed))"
        case .list(nil, let count): "a list of at most \(count) strings"
        }
    }

    /// What to change about a value that is only written wrongly, for the end of a hint.
    func correction(of value: ParameterValue) -> String? {
        switch (kind, value) {
        case (.integer, .text(let text)) where Int(text) != nil: ", without quotes"
        case (.boolean, .text("true")), (.boolean, .text("false")): ", without quotes"
        case (.list, .text): ", in braces: `{ \(value) }`"
        default: nil
        }
    }

    private func list(_ words: [String]) -> String {
        words.prefix(Self.maximumListCount).map { "`\($0)`" }.joined(separator: ", ")
    }

    /// The value as far as a line has room for it.
    private func shown(_ value: ParameterValue) -> String {
        let text = "\(value)"
        return text.count <= 80 ? text : text.prefix(80) + "…"
    }
}

/// A parameter's value in force, and where it and the values under it come from.
public struct EffectiveParameter: Sendable, Equatable {
    /// The decision point or settings group.
    public var group: String
    /// The parameter's name.
    public var name: String
    /// The value in force; nil where no layer sets one.
    public var value: ParameterValue?
    /// Where that value comes from.
    public var origin: RuleOrigin
    /// The values that it hides, from the next lower layer down.
    public var hidden: [Layered]
    /// What it accepts, in words.
    public var expectation: String
    /// What it is for.
    public var summary: String

    /// A value and its layer.
    public struct Layered: Sendable, Equatable {
        /// The value.
        public var value: ParameterValue?
        /// Where it comes from.
        public var origin: RuleOrigin
    }
}
