import CSimulatedDisk
import Foundation

/// A disk with the ledger's file, real SQLite on it, and a memory of what was not synced
/// (`Tests/CSimulatedDisk`). Each simulated process reaches the file by a path of its own.
final class SimulatedDisk: @unchecked Sendable {
    /// What a process's writes meet.
    enum Fault {
        case full, syncFails, processEnds

        fileprivate var code: simulated_fault {
            switch self {
            case .full: SIMULATED_FULL
            case .syncFails: SIMULATED_SYNC_FAILS
            case .processEnds: SIMULATED_ENDS
            }
        }
    }

    struct Failure: Error { let what: String }

    static let name = "ledger.sqlite"
    private let folder: URL
    private let pointer: OpaquePointer

    /// A disk with that file, all of it synced; an empty one without.
    init(_ ledger: Data?) throws {
        guard simulated_disk_install() == 0 else {
            throw Failure(what: "SQLite has no unix VFS")
        }
        folder = SimulatedDisk.place.appendingPathComponent("gapbook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        if let ledger { try ledger.write(to: folder.appendingPathComponent(SimulatedDisk.name)) }
        guard let pointer = simulated_disk_make(folder.path) else {
            throw Failure(what: "no memory")
        }
        self.pointer = pointer
    }

    deinit {
        simulated_disk_release(pointer)
        try? FileManager.default.removeItem(at: folder)
    }

    /// In memory where the system has such a folder.
    private static let place: URL = {
        let memory = URL(fileURLWithPath: "/dev/shm")
        return FileManager.default.isWritableFile(atPath: memory.path)
            ? memory : FileManager.default.temporaryDirectory
    }()

    /// The path by which a process opens the ledger.
    func path(of process: Int) throws -> String {
        let link = folder.appendingPathComponent("\(process)").path
        if !FileManager.default.fileExists(atPath: link) {
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: ".")
        }
        return "\(link)/\(SimulatedDisk.name)"
    }

    /// From that write or sync of the process on, beginning with 0, the fault holds; nil ends it.
    func set(_ fault: Fault?, for process: Int, at place: Int = 0) {
        simulated_disk_fail(
            pointer, Int32(process), fault?.code ?? SIMULATED_NOTHING, Int32(place))
    }

    /// The process was killed: what its connections still try has no effect.
    func end(_ process: Int) { simulated_disk_end(pointer, Int32(process)) }

    func hasEnded(_ process: Int) -> Bool {
        simulated_disk_has_ended(pointer, Int32(process)) != 0
    }

    /// How many bytes are not synced.
    var unsynced: Int { simulated_disk_unsynced(pointer) }

    /// What is left once no process lives any more.
    ///
    /// - Parameter loss: with the power, by a seed, some of what was not synced went.
    func after(loss seed: UInt64? = nil) throws -> SimulatedDisk {
        let next = try SimulatedDisk(nil)
        guard simulated_disk_copy(pointer, next.folder.path, seed == nil ? 1 : 0, seed ?? 0) == 0
        else { throw Failure(what: "the disk cannot be copied") }
        return next
    }
}
