public import Diagnostics

/// How every call says who is calling: `VENDOR (EMAIL) ENVIRONMENT`, as the marketplace asks for.
public struct UserAgent: Sendable, Hashable, CustomStringConvertible {
    /// The header's value.
    public let description: String

    /// Joins the parts.
    ///
    /// - Parameters:
    ///   - vendor: The product and its company, 1 to 100 characters.
    ///   - email: Whom the marketplace can write to about technical matters.
    ///   - environment: For example `DEV`, `UAT` or `PROD`.
    /// - Throws: H1004 for a part that cannot stand in a header.
    public init(vendor: String, email: String, environment: String) throws(Problem) {
        for (name, part) in [
            ("vendor", vendor), ("email", email), ("environment", environment),
        ] {
            let isFit = part.count <= 100 && !part.contains("(") && !part.contains(")")
            guard isFit, HeaderValue.isFit(part) else {
                throw HeaderValue.problem("the \(name) of the user agent")
            }
        }
        description = "\(vendor) (\(email)) \(environment)"
    }
}

/// What may stand as the value of a header.
enum HeaderValue {
    /// Visible ASCII with spaces inside, 1 to 4,096 characters: a line break would start another
    /// header.
    static func isFit(_ value: String) -> Bool {
        (1...4_096).contains(value.utf8.count)
            && value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && value.first != " " && value.last != " "
    }

    /// The problem of a value that may not. The value may be a secret, so only its name is told.
    static func problem(_ name: String) -> Problem {
        Problem(
            "H1004", "\(name) cannot stand in a header",
            hint: "use letters, digits and punctuation of ASCII on one line, without brackets")
    }
}
