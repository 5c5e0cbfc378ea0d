import ArgumentParser
import Diagnostics
import Diary
import Foundation

struct SnapshotRedactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact",
        abstract: "Write a snapshot without names of people and places, to be sent around.",
        discussion: """
            Every field that the format does not have is left out, patient data above all.
            The practice and its practitioners get neutral names, the phone number and the
            ids of diary rows go. Names of reasons and types stay, for rules go by them; a
            practitioner's name inside them is replaced.

            Examples:
              gapbook snapshot redact harbour-dental.json > redacted.json
            """)

    @Argument(help: "The snapshot: a JSON file, or - for standard input.")
    var snapshot: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let bytes = try output.reporting { try SnapshotFile(path: snapshot).bytes() }
        do {
            let read = try Redaction.read(bytes, file: SnapshotFile(path: snapshot).shownName)
            FileHandle.standardOutput.write(Data(Redaction.redacted(read).json().utf8))
        } catch let problems as SnapshotProblems {
            output.report(problems.problems)
            throw ExitStatus.invalidInput
        }
    }
}

/// Takes what names people and places out of a snapshot.
enum Redaction {
    /// How many different fields with patient data are taken out of a file.
    static let mostFields = 100

    /// Reads a file that may hold patient data: those fields are taken out of every row first.
    static func read(_ bytes: [UInt8], file: String) throws -> Snapshot {
        var bytes = bytes
        for _ in 0..<mostFields {
            do { return try Snapshot.read(bytes, file: file).snapshot } catch {
                let names = Set(
                    error.problems.filter { $0.code == "S0008" }.compactMap {
                        $0.location?.path?.split(separator: ".").last.map(String.init)
                    })
                guard !names.isEmpty, let cleaned = removing(names, from: bytes) else {
                    throw error
                }
                bytes = cleaned
            }
        }
        return try Snapshot.read(bytes, file: file).snapshot
    }

    private static func removing(_ names: Set<String>, from bytes: [UInt8]) -> [UInt8]? {
        guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)),
            let data = try? JSONSerialization.data(withJSONObject: cleaned(object, of: names))
        else { return nil }
        return Array(data)
    }

    private static func cleaned(_ value: Any, of names: Set<String>) -> Any {
        if let object = value as? [String: Any] {
            return object.filter { !names.contains($0.key) }.mapValues { cleaned($0, of: names) }
        }
        if let list = value as? [Any] { return list.map { cleaned($0, of: names) } }
        return value
    }

    /// The snapshot with neutral names. Ids of practitioners, reasons and types stay: they hold
    /// the parts together, and links and findings name them.
    static func redacted(_ snapshot: Snapshot) -> Snapshot {
        var snapshot = snapshot
        var names: [(old: String, new: String)] = []
        snapshot.pms.practiceName = "Practice"
        for place in snapshot.pms.practitioners.indices {
            let new = "Practitioner \(place + 1)"
            names.append((snapshot.pms.practitioners[place].name, new))
            snapshot.pms.practitioners[place].name = new
        }
        // Longest first, so that a name inside another one leaves nothing behind.
        names.sort { $0.old.count > $1.old.count }
        func neutral(_ text: String) -> String {
            names.reduce(text) { text, name in
                name.old.isEmpty ? text : text.replacing(name.old, with: name.new)
            }
        }
        for place in snapshot.pms.reasons.indices {
            snapshot.pms.reasons[place].name = neutral(snapshot.pms.reasons[place].name)
        }
        for place in snapshot.setUp.appointmentTypes.indices {
            snapshot.setUp.appointmentTypes[place].name = neutral(
                snapshot.setUp.appointmentTypes[place].name)
        }
        for place in snapshot.pms.diary.indices {
            snapshot.pms.diary[place].id = DiaryEntryID("D\(place + 1)")
        }
        snapshot.setUp.phone = nil
        snapshot.setUp.aliases.types = Dictionary(
            snapshot.setUp.aliases.types.map { (neutral($0.key), neutral($0.value)) },
            uniquingKeysWith: { first, _ in first })
        return snapshot
    }
}
