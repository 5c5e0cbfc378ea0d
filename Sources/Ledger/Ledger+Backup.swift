internal import Diagnostics
internal import Foundation
internal import GRDB

extension Ledger {
    /// Writes a whole, consistent copy to a new file while everything else goes on, and reads it
    /// back. The copy is one file without company, only its owner can read it, and it is a ledger:
    /// to restore, stop the service and put it where the ledger was (`docs/reference/ledger.md`).
    ///
    /// Where it cannot be finished, no file is left at `path`.
    ///
    /// - Throws: D0501 where something is at `path` already, D0502 where it cannot be written,
    ///   D0503 where the copy is not sound.
    public func backup(to path: String) async throws {
        guard !FileManager.default.fileExists(atPath: path) else { throw Problem.exists(path) }
        let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).part"
        unlink(temporary)  // A crash may have left one.
        guard mknod(temporary, S_IFREG | 0o600, 0) == 0 else { throw Problem.unwritable(path) }
        defer { unlink(temporary) }
        do {
            try await copy(to: temporary)
        } catch {
            throw Problem.unwritable(path, because: Problem(ledger: error))
        }
        let problems = try await Ledger.inspect(temporary)
        guard problems.isEmpty else {
            throw Problem(
                "D0503", "the copy is not sound, and was removed",
                hint: "run `gapbook ledger verify`", causes: problems)
        }
        guard LedgerFile.sync(temporary) else { throw Problem.unwritable(path) }
        // Unlike a rename, a link never takes the place of another file; some disks have no links.
        guard link(temporary, path) == 0 || (errno != EEXIST && rename(temporary, path) == 0)
        else { throw errno == EEXIST ? Problem.exists(path) : Problem.unwritable(path) }
        let folder = (path as NSString).deletingLastPathComponent
        guard LedgerFile.sync(folder.isEmpty ? "." : folder) else {
            unlink(path)
            throw Problem.unwritable(path)
        }
    }

    /// Copies page by page into a fresh file, on a connection that only reads.
    private func copy(to path: String) async throws {
        try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Void, any Error>) in
            pool.asyncUnsafeRead { db in
                continuation.resume(
                    with: Result {
                        try db.get().execute(sql: "VACUUM INTO ?", arguments: [path])
                    })
            }
        }
    }

    private static func inspect(_ path: String) async throws -> [Problem] {
        var configuration = Configuration()
        configuration.readonly = true
        let copy = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? copy.close() }
        return try await copy.read { try Inspection.problems(in: $0) }
    }
}

extension Problem {
    fileprivate static func exists(_ path: String) -> Problem {
        Problem(
            "D0501", "there is a file at `\(path)` already",
            hint: "choose another name: a backup never takes the place of a file")
    }

    fileprivate static func unwritable(_ path: String, because cause: Problem? = nil) -> Problem {
        Problem(
            "D0502", "the backup cannot be written to `\(path)`",
            hint: "check that the folder exists, can be written, and has room",
            causes: cause.map { [$0] } ?? [])
    }
}
