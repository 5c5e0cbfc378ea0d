import Diagnostics
import Diary
import Foundation

/// A snapshot as the user named it.
struct SnapshotFile {
    let path: String

    static let maximumBytes = 64 * 1024 * 1024

    var shownName: String { path == "-" ? "<standard input>" : path }

    /// Reads and decodes the file.
    ///
    /// - Throws: `ExitCode` after the problems were reported: 1 where the file cannot be read, 3
    ///   where it is no snapshot.
    func read(_ output: OutputOptions) throws -> (Snapshot, [Problem]) {
        let bytes: [UInt8]
        do { bytes = try load() } catch let problem as Problem {
            output.report([problem])
            throw ExitStatus.unfinished
        }
        do {
            let read = try Snapshot.read(bytes, file: shownName, zones: ZoneDatabase())
            return (read.snapshot, read.warnings)
        } catch {
            output.report(error.problems)
            throw ExitStatus.invalidInput
        }
    }

    private func load() throws -> [UInt8] {
        let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let handle else {
            throw Problem(
                "C0001", "cannot read `\(path)`",
                hint: "check the path; the shipped examples are in Fixtures/")
        }
        let data: Data
        do {
            // One byte more than allowed shows that the file is too large; nil is an empty file.
            data = try handle.read(upToCount: SnapshotFile.maximumBytes + 1) ?? Data()
        } catch {
            throw Problem(
                "C0001", "cannot read `\(path)`", hint: "name a file, not a directory")
        }
        guard data.count <= SnapshotFile.maximumBytes else {
            throw Problem(
                "C0003", "`\(path)` is larger than 64 MB",
                hint: "a snapshot holds one practice and at most 400 days")
        }
        return Array(data)
    }
}
