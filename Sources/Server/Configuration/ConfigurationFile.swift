public import Diagnostics
public import Diary
internal import Foundation
internal import Yams

/// A configuration file, strictly decoded.
public struct ConfigurationFile: Sendable {
    /// What it says.
    public let configuration: Configuration
    /// What works and is probably not meant.
    public let warnings: [Problem]

    /// The most bytes that a configuration file may have: 10,000 practices fit.
    static let mostBytes = 8 << 20

    /// Reads and decodes a file; relative paths in it count from its folder.
    ///
    /// - Throws: every problem of the file at once, C0101 to C0110 and Z0001.
    public init(
        reading path: String, zones: ZoneDatabase = ZoneDatabase()
    ) throws(ConfigurationProblems) {
        let text = try Self.text(of: path)
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ""
        try self.init(decoding: text, file: path, folder: folder)
        let unknown = Set(configuration.practices.map(\.timeZone)).sorted().compactMap { name in
            Result { () throws(Problem) in try zones.zone(named: name) }.failure
        }
        if !unknown.isEmpty { throw ConfigurationProblems(unknown) }
    }

    /// Decodes a text.
    init(
        decoding text: String, file: String, folder: String = ""
    ) throws(ConfigurationProblems) {
        let report = ConfigurationReport(file: file, text: text)
        let node: Node?
        do { node = try compose(yaml: text) } catch {
            throw ConfigurationProblems([Self.problem(error, in: file)])
        }
        let section = node.flatMap { ConfigurationSection($0, path: "", report: report) }
        if node == nil {
            report.add(
                .missingKey, "the file is empty", hint: "write at least `ledger: gapbook.sqlite`",
                at: .init(path: ""))
        }
        let configuration = section.flatMap {
            ConfigurationReader($0, folder: folder).configuration()
        }
        guard let configuration, report.problems.isEmpty else {
            throw ConfigurationProblems(
                report.problems.sorted { $0.line < $1.line }.map(\.problem))
        }
        self.configuration = configuration
        warnings = report.warnings
    }

    private static func text(of path: String) throws(ConfigurationProblems) -> String {
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: mostBytes + 1) ?? Data()
        else {
            throw ConfigurationProblems([
                Problem(
                    .noConfiguration, "cannot read the configuration `\(path)`",
                    hint: "name the file with --config; docs/operate.md shows one")
            ])
        }
        guard data.count <= mostBytes, let text = String(data: data, encoding: .utf8) else {
            throw ConfigurationProblems([
                Problem(
                    .noConfiguration, "`\(path)` is not a text of at most 8 MB",
                    hint: "save the file as UTF-8")
            ])
        }
        return text
    }

    /// Only the place is shown: the line may hold a secret.
    private static func problem(_ error: any Error, in file: String) -> Problem {
        let (words, line): (String, Int?) =
            switch error as? YamlError {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                (problem, mark.line)
            case .duplicatedKeysInMapping(let keys, let context):
                (
                    "the key `\(shown(keys.sorted().first ?? ""))` stands twice",
                    context.mark.line
                )
            case .reader(let problem, _, _, _): (problem, nil)
            default: ("it cannot be read", nil)
            }
        return Problem(
            .notYAML, "the file is not YAML: \(words)",
            hint: "mend the file at or before that line; indent with spaces, and put texts with "
                + "`: ` or ` #` in quotes", at: Location(file: file, line: line))
    }
}

extension Result {
    /// The error; nil for a success.
    fileprivate var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
