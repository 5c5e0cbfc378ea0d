internal import Diagnostics
public import Diary
internal import Foundation
public import Ports

/// A practice whose PMS is exported to files: the `pms` part of a snapshot in format 1, written by
/// whatever exports it, and read anew at each call.
///
/// A program that writes the file had better write another and rename it; one that does not is met
/// by a retryable failure while the file is half written.
public struct ExportedPMS: PMSPort {
    private let path: String
    private let practice: PracticeID
    private let system: PMSSystem
    private let zone: Zone

    /// The file's name in a folder.
    public static let fileName = "pms.json"

    /// Reads from that file, or from `pms.json` in that folder.
    ///
    /// - Parameters:
    ///   - practice: Gapbook's id; the file must bear it, so that no practice is taken for another.
    ///   - system: the PMS; the file must be of the same.
    ///   - zone: the practice's zone.
    public init(path: String, practice: PracticeID, system: PMSSystem, zone: Zone) {
        self.path = path
        self.practice = practice
        self.system = system
        self.zone = zone
    }

    /// Nothing can be written to a file that somebody exports.
    public var capabilities: PMSCapabilities {
        PMSCapabilities(
            cancels: false, reference: .absent, rejectsOverlaps: false,
            reportsStacking: system == .exact, longestDelay: .zero)
    }

    /// Reads the file; the reading has those of the days that the file has, and the age that the
    /// file says. See `PMSPort`.
    public func read(_ days: ClosedRange<CivilDate>) async throws(PMSFailure) -> PMSReading {
        var reading = try exported()
        let first = max(days.lowerBound, reading.days.lowerBound)
        let last = min(days.upperBound, reading.days.upperBound)
        guard first <= last else {
            throw failure(
                .practiceOffline, "P0102",
                "has none of the days \(days.lowerBound) to "
                    + "\(days.upperBound)", hint: "export the practice again")
        }
        let window = PMSWindow(first...last, in: zone)
        reading.days = window.days
        reading.sessions.removeAll { !window.days.contains($0.date) }
        reading.diary = window.touching(reading.diary)
        return reading
    }

    /// Looks the row up in the file; see `PMSPort`.
    public func entry(_ id: DiaryEntryID) async throws(PMSFailure) -> DiaryEntry? {
        try exported().diary.first { $0.id == id }
    }

    private func exported() throws(PMSFailure) -> PMSReading {
        let (bytes, file) = try contents()
        let reading: PMSReading
        do throws(SnapshotProblems) {
            reading = try PMSReading.read(bytes, file: file).reading
        } catch {
            // What is no JSON may be half written; what is JSON was written so.
            let isHalf = error.problems.first?.code == "S0001"
            var failure = failure(
                isHalf ? .noAnswer : .malformed, "P0101", "cannot be read",
                hint: isHalf
                    ? "it is tried again; let the export write another file and rename it"
                    : "correct what writes the file")
            failure.problem.causes = error.problems
            throw failure
        }
        guard reading.isComplete else {
            throw failure(
                .noAnswer, "P0103", "says that it is not complete", hint: "export it again")
        }
        guard reading.practice == practice, reading.system == system else {
            throw failure(
                .malformed, "P0104",
                "is of \(reading.system.productName) practice `\(reading.practice)`, not of "
                    + "\(system.productName) practice `\(practice)`",
                hint: "correct the path, or what writes the file")
        }
        return reading
    }

    private func contents() throws(PMSFailure) -> (bytes: [UInt8], file: String) {
        var file = path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
        {
            file += "/\(Self.fileName)"
        }
        let facts = try? FileManager.default.attributesOfItem(atPath: file)
        guard facts?[.type] as? FileAttributeType == .typeRegular,
            let size = facts?[.size] as? Int
        else {
            throw failure(
                .unreachable, "P0100", "is not there", hint: "check the path, and the export")
        }
        guard size <= PMSLimits.exportBytes else {
            throw failure(
                .malformed, "P0101", "has more than \(PMSLimits.exportBytes) bytes",
                hint: "check what writes the file")
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw failure(
                .unreachable, "P0100", "cannot be opened",
                hint: "let the service's user read the file")
        }
        return (Array(data), file)
    }

    private func failure(
        _ kind: PMSFailure.Kind, _ code: ProblemCode, _ what: String, hint: String
    ) -> PMSFailure {
        PMSFailure(
            kind, Problem(code, "the exported practice at `\(path)` \(what)", hint: hint))
    }
}
