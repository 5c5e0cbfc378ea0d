/// A length of time in whole minutes; a type of its own so that it cannot pass for seconds (T17).
public struct Minutes: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// How many minutes.
    public let count: Int

    /// Takes a number of minutes.
    public init(_ count: Int) { self.count = count }

    /// For people: `30 min`.
    public var description: String { "\(count) min" }

    /// Orders by length.
    public static func < (left: Minutes, right: Minutes) -> Bool { left.count < right.count }
}
