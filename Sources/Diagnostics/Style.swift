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

    /// The text without what a terminal would obey: of all control characters only line breaks and,
    /// where the style has colours, colours remain. Names and messages come from files.
    public func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: Self.isObeyed) else { return text }
        var shown = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            let isKept = !Self.isObeyed(scalar) || isColoured && Self.startsColour(scalar, rest)
            shown.append(isKept ? scalar : "\u{FFFD}")
        }
        return String(shown)
    }

    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
    }

    /// Whether that begins what `paint` writes: an escape, a bracket, a number, `m`.
    private static func startsColour(
        _ scalar: Unicode.Scalar, _ rest: Substring.UnicodeScalarView
    ) -> Bool {
        let number = rest.dropFirst().prefix { ("0"..."9").contains($0) }
        let end = rest.dropFirst(1 + number.count).first
        return scalar == "\u{1B}" && rest.first == "[" && end == "m"
    }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
