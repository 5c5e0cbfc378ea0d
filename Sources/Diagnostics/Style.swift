/// Colours for a terminal, or none.
public struct Style: Sendable {
    /// Whether colours are written.
    public let isColoured: Bool

    /// Plain text without any escape.
    public static let plain = Style(isColoured: false)

    /// Makes a style.
    public init(isColoured: Bool) { self.isColoured = isColoured }

    /// Something bad.
    public func bad(_ text: String) -> String { paint(text, "31") }
    /// Something to look at.
    public func warning(_ text: String) -> String { paint(text, "33") }
    /// Something good.
    public func good(_ text: String) -> String { paint(text, "32") }
    /// A heading or a name.
    public func strong(_ text: String) -> String { paint(text, "1") }
    /// Something that matters less.
    public func faint(_ text: String) -> String { paint(text, "2") }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
