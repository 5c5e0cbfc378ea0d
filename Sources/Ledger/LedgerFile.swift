internal import Diagnostics
internal import Foundation

/// The file as the system sees it.
enum LedgerFile {
    /// Makes an empty file that only its owner can read, or sees that there is a file.
    ///
    /// `mknod` never opens it: closing a second descriptor of a file would drop SQLite's locks.
    static func prepare(_ path: String, creating: Bool) throws(Problem) {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
            if isDirectory.boolValue { throw .notALedger }
            return
        }
        guard creating else {
            throw Problem(
                "D0001", "there is no ledger at `\(path)`",
                hint: "check the path, or start the service once, which makes it")
        }
        guard mknod(path, S_IFREG | 0o600, 0) != 0, errno != EEXIST else { return }
        switch errno {
        case ENOENT, ENOTDIR:
            throw Problem(
                "D0001", "the ledger cannot be made at `\(path)`",
                hint: "make the folder first, and let this user write there")
        case ENOSPC, EDQUOT, EIO:
            throw Problem(
                "D0006", "the disk refuses to keep a ledger at `\(path)`",
                hint: "make room, and check the disk")
        default:
            throw Problem(
                "D0005", "the ledger cannot be made at `\(path)`",
                hint: "let the user of this process write the folder",
                context: [Problem.Fact("system", String(cString: strerror(errno)))])
        }
    }

    /// Which file it is, whatever its name.
    struct Identity: Equatable {
        private let device: UInt64
        private let inode: UInt64

        /// The file at a path.
        init(of path: String) throws(Problem) {
            var status = stat()
            guard stat(path, &status) == 0 else { throw .ledgerGone(from: path) }
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }

        /// Sees that this file stands at the path.
        func check(_ path: String) throws(Problem) {
            guard try Identity(of: path) == self else { throw .ledgerGone(from: path) }
        }
    }

    /// Waits until a file, or the names in a folder, are on the disk. Not for a file that SQLite
    /// has open: see `prepare`.
    static func sync(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}
