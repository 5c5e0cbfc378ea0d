public import Foundation

/// A folder on the disk that the build is on: a folder in memory would sync nothing.
public struct Folder: Sendable {
    /// Where it is.
    public let url: URL

    /// Makes an empty folder with that word in its name.
    public init(for name: String) throws {
        url = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
            .appendingPathComponent(".build-bench/\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// The path of a file in it.
    public func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// Removes it with all that is in it.
    public func remove() { try? FileManager.default.removeItem(at: url) }
}
