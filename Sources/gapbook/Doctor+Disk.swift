import Diagnostics
import Foundation
import Ledger

// Whether the ledger's disk keeps what is written, and has room for more.
extension Doctor {
    /// Tries a write: only a commit that is synced shows a full disk, or one that fails.
    static func disk(of ledger: Ledger) async -> [DoctorCheck] {
        var checks: [DoctorCheck] = []
        do { try await ledger.testWrite() } catch {
            var problem = error as? Problem ?? Problem("D0009", "\(type(of: error))")
            problem.location = problem.location ?? Location(file: ledger.path)
            checks.append(unusable(problem))
        }
        checks += room(at: ledger.path)
        if checks.isEmpty {
            let room = ledger.freeBytes.map { ", and has \(Words.room($0)) left" } ?? ""
            checks.append(DoctorCheck("disk", .ok, "it keeps what is written\(room)"))
        }
        return checks
    }

    /// What keeps the ledger from being opened or written. A person who may not write there is told
    /// whose check counts.
    static func unusable(_ problem: Problem) -> DoctorCheck {
        var problem = problem
        if let path = problem.location?.file, FileManager.default.fileExists(atPath: path),
            !mayWrite(path)
        {
            problem.hint =
                "run `gapbook doctor` as the service's user; if this is that user, let it write "
                + "the file and its folder"
        }
        return DoctorCheck(problem: problem, "ledger", .error)
    }

    private static func mayWrite(_ path: String) -> Bool {
        let folder = (path as NSString).deletingLastPathComponent
        return [path, folder.isEmpty ? "." : folder].allSatisfy {
            FileManager.default.isWritableFile(atPath: $0)
        }
    }

    /// Asked also where the ledger cannot be opened: a full disk may be why.
    static func room(at path: String) -> [DoctorCheck] {
        Ledger.shortage(at: path).map { [DoctorCheck(problem: $0, "disk", .warning)] } ?? []
    }
}
