extension Problem {
    /// How bad a problem is, for its first line.
    public enum Severity: String, Sendable {
        /// The work could not be done.
        case error
        /// The work was done.
        case warning
    }

    /// The problem as a person reads it: what, where with the line of source, and what to do.
    public func text(_ severity: Severity = .error, style: Style = .plain) -> String {
        let label = "\(severity.rawValue)[\(code)]"
        let painted = severity == .error ? style.bad(label) : style.warning(label)
        var lines = ["\(painted): \(message)"]
        if let location { lines += location.lines(style) }
        lines += context.map { "  = \($0.name): \($0.value)" }
        if let hint { lines.append("  = \(style.strong("help")): \(hint)") }
        for cause in causes {
            lines += cause.text(style: style).split(separator: "\n").map { "  \($0)" }
        }
        return lines.joined(separator: "\n")
    }
}

extension Location {
    /// `file:line`, and the path in the document where there is one.
    public var text: String {
        var text = file
        if let line { text += ":\(line)" }
        if let path, !path.isEmpty { text += " (\(path))" }
        return text
    }

    fileprivate func lines(_ style: Style) -> [String] {
        var lines = ["  --> \(text)"]
        guard let line, let excerpt else { return lines }
        // A tab would move the underline away from what it marks.
        let shown = excerpt.map { $0 == "\t" ? " " : String($0) }.joined()
        let margin = String(repeating: " ", count: "\(line)".count)
        lines.append("\(margin) |")
        lines.append("\(line) | \(shown)")
        if let token, !token.isEmpty, let range = Self.range(of: token, in: shown) {
            let before = shown.distance(from: shown.startIndex, to: range.lowerBound)
            let underline =
                String(repeating: " ", count: before)
                + String(repeating: "^", count: token.count)
            lines.append("\(margin) | \(style.bad(underline))")
        }
        return lines
    }

    /// Where the token stands as a word of its own, else where its letters stand first.
    private static func range(of token: String, in line: String) -> Range<String.Index>? {
        func isInWord(_ neighbour: Character?) -> Bool {
            neighbour.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
        }
        let all = line.ranges(of: token)
        return all.first {
            !isInWord(line[..<$0.lowerBound].last) && !isInWord(line[$0.upperBound...].first)
        } ?? all.first
    }
}
