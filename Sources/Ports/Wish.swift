/// Work on a practice that somebody asked for, kept until it is done.
public struct Wish: Sendable, Hashable {
    /// Ascending in the order in which they were asked for.
    public var number: Int
    /// What.
    public var kind: Kind

    /// What can be asked for.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Send liveness, appointment books and linkable reasons, changed or not (G9).
        case configuration
        /// Send every day of the horizon, changed or not (G13).
        case availability
        /// Look for outstanding requests at once (G17, G21).
        case requests
        /// Read the PMS again at once (S31).
        case reading
        /// Publish in spite of the threshold against mass deletion, once.
        case acceptDeletions = "accept_deletions"
    }

    /// Makes a wish.
    public init(number: Int, kind: Kind) {
        self.number = number
        self.kind = kind
    }
}
