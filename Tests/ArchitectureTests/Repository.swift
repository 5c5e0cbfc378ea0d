import Foundation

/// The repository that the tests were built from.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file of the repository with its text.
    struct File {
        let path: String
        let text: String
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    }

    /// All files below some folders that end in one of the endings, by path.
    static func files(in folders: [String], endings: [String]) -> [File] {
        folders.flatMap { folder -> [File] in
            let base = root.appendingPathComponent(folder)
            let paths = FileManager.default.enumerator(atPath: base.path)?.allObjects ?? []
            return paths.compactMap { entry -> File? in
                guard let path = entry as? String, endings.contains(where: path.hasSuffix),
                    let data = FileManager.default.contents(atPath: "\(base.path)/\(path)")
                else { return nil }
                return File(path: "\(folder)/\(path)", text: String(decoding: data, as: UTF8.self))
            }
        }.sorted { $0.path < $1.path }
    }
}
