import Diagnostics
import Diary
import Foundation

/// A snapshot as the user named it.
struct SnapshotFile {
    let path: String

    static let maximumBytes = 64 * 1024 * 1024

    var shownName: String { path == "-" ? "<standard input>" : path }

    /// What a snapshot file holds.
    struct Contents {
        let snapshot: Snapshot
        let zone: Zone
        let warnings: [Problem]
    }

    /// Reads and decodes the file, and looks its zone up.
    ///
    /// - Throws: `ExitCode` after the problems were reported: 1 where the file cannot be read, 3
    ///   where it is no snapshot.
    func read(_ output: OutputOptions, zones: ZoneDatabase) throws -> Contents {
        let content: [UInt8]
        do { content = try bytes() } catch let problem as Problem {
            output.report([problem])
            throw ExitStatus.unfinished
        }
        do {
            let read = try Snapshot.read(content, file: shownName, zones: zones)
            let zone = try zones.zone(named: read.snapshot.setUp.timeZone)
            return Contents(snapshot: read.snapshot, zone: zone, warnings: read.warnings)
        } catch let invalid as SnapshotProblems {
            output.report(invalid.problems)
            throw ExitStatus.invalidInput
        }
    }

    /// Reads the file.
    ///
    /// - Throws: C0001 where it cannot be read, C0003 where it is too large.
    func bytes() throws -> [UInt8] {
        let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let handle else {
            throw Problem(
                "C0001", "cannot read `\(path)`",
                hint: "check the path; the shipped examples are in Fixtures/")
        }
        let data: Data
        do {
            // One byte more than allowed shows that the file is too large; an empty one gives nil.
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
