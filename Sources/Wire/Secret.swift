public import Diagnostics
internal import Foundation
public import Ports

/// A secret's value. It never shows in text: what prints it prints `<secret>`.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The value, for the header or the body that needs it.
    public let exposed: String

    /// Takes the value.
    public init(_ exposed: String) { self.exposed = exposed }

    /// Always `<secret>`.
    public var description: String { "<secret>" }
    /// Always `<secret>`.
    public var debugDescription: String { "<secret>" }
    /// Empty, so that `dump` and interpolation of an owner show nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension SecretSource {
    /// Reads the secret: a file's first line, or the environment variable of the process.
    ///
    /// - Throws: C0103 where there is none, naming the source and never the value.
    public func secret(environment: [String: String]? = nil) throws(Problem) -> Secret {
        let text: String?
        switch self {
        case .environment(let name):
            text = (environment ?? ProcessInfo.processInfo.environment)[name]
        case .file(let path):
            text = try? String(contentsOfFile: path, encoding: .utf8)
                .split(separator: "\n", maxSplits: 1).first.map(String.init)
        }
        guard let text, !text.isEmpty else {
            throw Problem(
                "C0103", "no secret at `\(self)`",
                hint: "set the environment variable, or write the secret into the file")
        }
        return Secret(text)
    }
}
