internal import Diagnostics
public import Diary
internal import Foundation

/// The rule files of one practice, as they stand in a directory.
///
/// `<root>/core`, `<root>/<pms>` and `<root>/practices/<practice>`; files that end in `_test.lua`
/// are tests and run only in `gapbook test`.
public struct RuleDirectory: Sendable {
    /// The directory, as the user named it.
    public let root: String

    /// Names the directory; it is read later.
    public init(root: String) { self.root = root }

    /// One rule file.
    struct File: Sendable, Equatable {
        let path: String
        let layer: RuleLayer
        let text: String
        /// False where the file's bytes are not UTF-8, so that `text` has lost some of them.
        var isUTF8 = true
        var isTest: Bool { path.hasSuffix("_test.lua") }
    }

    static let maximumFilesPerLayer = 200
    static let maximumFileBytes = 256 * 1024

    /// The files that count for a practice, lowest layer first, by name inside a layer.
    ///
    /// - Throws: R0101 where the directory or one of its files cannot be read.
    func files(system: PMSSystem, practice: PracticeID?) throws(Problem) -> [File] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root, isDirectory: &isDirectory),
            isDirectory.boolValue
        else {
            throw Problem(
                "R0101", "no rules at `\(root)`",
                hint: "name the directory with --rules, or run where `./rules` is")
        }
        var files = try self.files(in: "core", layer: .core)
        files += try self.files(in: system.rawValue, layer: .pms)
        if let practice, RuleDirectory.isSafe(practice.rawValue) {
            files += try self.files(in: "practices/\(practice.rawValue)", layer: .practice)
        }
        return files
    }

    /// The practices that have a folder of their own, by name.
    public func practices() -> [PracticeID] {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/practices")) ?? []
        return names.filter { RuleDirectory.isSafe($0) }.sorted().map { PracticeID($0) }
    }

    private func files(in folder: String, layer: RuleLayer) throws(Problem) -> [File] {
        let path = "\(root)/\(folder)"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw Problem("R0101", "cannot list `\(path)`", hint: "check that it can be read")
        }
        let rules = names.filter {
            $0.hasSuffix(".lua") && !$0.hasPrefix(".") && Self.isPlainFile("\(path)/\($0)")
        }.sorted()
        guard rules.count <= RuleDirectory.maximumFilesPerLayer else {
            throw Problem(
                "R0101", "`\(path)` holds \(rules.count) rule files",
                hint: "a layer may hold \(RuleDirectory.maximumFilesPerLayer): one a decision")
        }
        var files: [File] = []
        for name in rules {
            files.append(try read("\(path)/\(name)", layer: layer))
        }
        return files
    }

    private func read(_ path: String, layer: RuleLayer) throws(Problem) -> File {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Problem("R0101", "cannot read `\(path)`", hint: "check that it can be read")
        }
        defer { try? handle.close() }
        // One byte over the limit is enough to know; the machine refuses the file by its size.
        let data = (try? handle.read(upToCount: RuleDirectory.maximumFileBytes + 1)) ?? Data()
        // Editors on Windows put a byte order mark in front; Lua's own reader skips it as well.
        let bytes = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
        let isCut = bytes.count > RuleDirectory.maximumFileBytes
        let text = String(validating: bytes, as: UTF8.self)
        return File(
            path: path, layer: layer, text: text ?? String(decoding: bytes, as: UTF8.self),
            isUTF8: text != nil || isCut)
    }

    /// A pipe or a device that is called like a rule would be read for ever. What cannot be looked
    /// at counts as one, so that reading it tells why.
    private static func isPlainFile(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) != 0 || facts.st_mode & S_IFMT == S_IFREG
    }

    /// Practice ids come out of files; only names that stay inside the directory are folders.
    private static func isSafe(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 64
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                    || (0x61...0x7A).contains($0) || [0x2D, 0x2E, 0x5F].contains($0)
            }
    }
}
