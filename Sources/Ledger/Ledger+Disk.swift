public import Diagnostics
internal import Foundation
internal import GRDB
internal import Synchronization

// Whether the disk keeps what is written.
extension Ledger {
    /// Below so many free bytes somebody should make room: a reading of the largest size, 64 MB,
    /// stands in the write-ahead log and in the file before the log is used again, and as much
    /// once more leaves the time to act.
    public static let leastFreeBytes = 256 << 20

    /// Why the newest write was not kept, where the disk refused it (D0006); nil where it was kept.
    ///
    /// Only a change that was synced ends a refusal. A read never does, nor a poll's time, which a
    /// disk that cannot sync seems to take; and what another program writes is not seen.
    public var refusal: Problem? { newestRefusal.withLock { $0 } }

    /// Writes what stands in the file's header once more, and waits until it is on the disk: no
    /// value changes, and `refusal` says what came of it.
    ///
    /// A transaction that is rolled back would prove nothing: SQLite holds the pages in memory
    /// until the commit. A full disk shows only there, and one that fails only in the sync.
    ///
    /// - Throws: D0006 where the disk refuses, D0005 where this user may not write, D0004 while the
    ///   file is locked, D0010 where it is gone from its path.
    public func testWrite() async throws {
        try await write { db in
            // The header counts as no row. Its page is written also where nothing in it changes,
            // unlike a row that is set to what it holds.
            try Mark.write(try Mark.read(db).version, to: db)
            db.afterNextTransaction { _ in self.noteKept() }
        }
    }

    /// How many bytes this user can still write to the disk of that file, or of the folder that it
    /// would be in; nil where neither is there. A quota is not seen.
    public static func freeBytes(at path: String) -> Int? {
        var status = statvfs()
        let folder = (path as NSString).deletingLastPathComponent
        guard statvfs(path, &status) == 0 || statvfs(folder.isEmpty ? "." : folder, &status) == 0
        else { return nil }
        return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    /// How many bytes are free on the ledger's disk, as of its path.
    public var freeBytes: Int? { Ledger.freeBytes(at: path) }

    /// That the disk of that file has little room left (D0011); nil where it has enough.
    public static func shortage(at path: String) -> Problem? {
        guard let free = freeBytes(at: path), free < leastFreeBytes else { return nil }
        return Problem(
            "D0011", "the ledger's disk has \(free >> 20) MB left",
            hint: "make room: below \(leastFreeBytes >> 20) MB one large reading can fill it, and "
                + "on a full disk every booking is rejected",
            at: Location(file: path))
    }

    func noteKept() { newestRefusal.withLock { $0 = nil } }

    /// The problem, remembered where it is the disk's.
    func noting(_ problem: Problem) -> Problem {
        if problem.code == "D0006" { newestRefusal.withLock { $0 = problem } }
        return problem
    }
}
