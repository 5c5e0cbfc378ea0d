internal import Crypto
public import Diagnostics
public import Diary

/// A rule file apart from any directory, as a kept revision of a practice's rules holds it.
///
/// The path decides the layer: `core/`, `exact/` or `oasis/`, `practices/<practice>/`.
public struct RuleFile: Sendable, Hashable {
    /// The path relative to the rules' root, for example `core/interval.lua`.
    public let path: String
    /// The content.
    public let text: String

    /// Makes a file.
    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// The SHA-256 over the paths and contents in the order of the paths, as lower-case
    /// hexadecimal digits: equal files have an equal digest whatever their order.
    public static func digest(of files: [RuleFile]) -> String {
        var hash = SHA256()
        for file in files.sorted(by: { $0.path < $1.path }) {
            hash.update(data: Array("\(file.path)\u{0}\(file.text.utf8.count)\u{0}".utf8))
            hash.update(data: Array(file.text.utf8))
        }
        return hash.finalize().map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// The file in its layer; nil where the path belongs to none.
    fileprivate var layered: RuleDirectory.File? {
        let folder = path.prefix { $0 != "/" }
        let layer: RuleLayer
        switch folder {
        case "core": layer = .core
        case "practices": layer = .practice
        default:
            guard PMSSystem(rawValue: String(folder)) != nil else { return nil }
            layer = .pms
        }
        return RuleDirectory.File(path: path, layer: layer, text: text)
    }
}

extension RuleDirectory {
    /// The files that count for a practice, tests included, by path relative to the root.
    ///
    /// - Throws: R0101 where the directory or one of its files cannot be read.
    public func kept(
        system: PMSSystem, practice: PracticeID
    ) throws(Problem) -> [RuleFile] {
        try files(system: system, practice: practice).map { file in
            RuleFile(path: String(file.path.dropFirst(root.count + 1)), text: file.text)
        }
    }
}

extension RuleSet {
    /// Compiles kept files; those that are tests, or belong to no layer, are left out.
    public init(_ files: [RuleFile]) {
        self.init(files: files.inLayers.filter { !$0.isTest })
    }
}

extension RuleTests {
    /// Takes the tests of all layers out of one practice's kept files; whatever PMS a test names,
    /// it meets the rules of the practice's own.
    public init(_ files: [RuleFile]) {
        let all = files.inLayers
        self.init(
            files: Dictionary(uniqueKeysWithValues: PMSSystem.allCases.map { ($0, all) }),
            layers: [.exact: [.core, .pms, .practice]])
    }
}

extension [RuleFile] {
    /// Lowest layer first, by path inside a layer, as the loader wants them.
    fileprivate var inLayers: [RuleDirectory.File] {
        compactMap(\.layered).sorted { ($0.layer, $0.path) < ($1.layer, $1.path) }
    }
}
