import Diary
import Foundation

@testable import Rules

/// Rule files as tests write them, without a directory.
enum Layered {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func file(
        _ layer: RuleLayer, _ text: String, name: String? = nil
    ) -> RuleDirectory.File {
        RuleDirectory.File(path: name ?? "rules/\(layer.rawValue).lua", layer: layer, text: text)
    }

    static func rules(_ files: RuleDirectory.File...) -> RuleSet { RuleSet(files: files) }

    /// A rule that answers `interval`; its body stands on line 3.
    static func interval(_ layer: RuleLayer, answers body: String) -> RuleDirectory.File {
        let head =
            layer == .core
            ? "return rule { api = 1, summary = \"test\"," : "return override { why = \"test\","
        return file(
            layer,
            """
            \(head) decision = "interval",
              decide = function(input, params, base)
                \(body)
              end,
            }
            """)
    }

    static func minutes(_ count: Int) -> String {
        "return { minutes = \(count), basis = \"parameter\" }"
    }

    /// An Exact practice with three practitioners and one reason.
    static var snapshot: Snapshot {
        let day = CivilDate(dayNumber: 20_515)
        var pms = PMSReading(
            system: .exact, practice: PracticeID("test-dental"), practiceName: "Test Dental",
            readAt: Instant(seconds: 1_772_481_600), days: day...day)
        pms.practitioners = ["P1", "P2", "P3"].map {
            Practitioner(id: PractitionerID($0), name: "Dr \($0)")
        }
        pms.reasons = [BookingReason(id: ReasonID("R1"), name: "Exam")]
        return Snapshot(pms: pms, setUp: SetUp(timeZone: "Australia/Sydney"))
    }

    /// What the layers answer to `interval`, and how.
    static func interval(
        _ rules: RuleSet, setUp: [String: ParameterValue] = [:]
    ) -> (answer: IntervalAnswer, record: DecisionRecord) {
        var snapshot = snapshot
        snapshot.setUp.parameters["interval"] = setUp
        return RuleSession(rules, snapshot: snapshot).interval(lengths: [Minutes(30)])
    }
}

/// A directory of rules of its own for one test, removed with it.
final class RuleFolder {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("gapbook-rules-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        try write(Data(text.utf8), to: name)
    }

    func write(_ bytes: Data, to name: String) throws {
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }
}
