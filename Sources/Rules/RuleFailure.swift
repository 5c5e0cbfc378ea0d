public import Diagnostics

/// A rule that could not be used, or that failed while it ran; a lower layer answered instead.
public struct RuleFailure: Sendable, Equatable {
    /// What kind of failure it is; each has a finding of the catalogue's group G.
    public enum Kind: String, Sendable {
        /// The file is not Lua (G01).
        case syntax
        /// It stopped with an error (G02).
        case runtime
        /// It went over a limit (G03).
        case limit
        /// Its answer does not have the declared shape (G04).
        case answer
        /// The file says something that its layer cannot: an unknown decision, a parameter out of
        /// range, two files for one decision (G05).
        case conflict
    }

    /// What kind of failure it is.
    public var kind: Kind
    /// The decision point or settings group, where it is known.
    public var group: String?
    /// The rule.
    public var origin: RuleOrigin
    /// What went wrong, with file and line.
    public var problem: Problem
}
