import Diary
import Evaluation
import Foundation
import Rules

/// The shipped snapshots with the shipped rules.
struct Fixture: Sendable, CustomStringConvertible {
    let name: String
    var snapshot: Snapshot
    let rules: RuleSet
    let zone: Zone

    var description: String { name }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All fixtures, by name; one that cannot be read is missing here and fails another test.
    static let all: [Fixture] = {
        let folder = root.appendingPathComponent("Fixtures")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { try? Fixture($0) }
    }()

    /// All but the one that is large on purpose.
    static let small = all.filter { $0.snapshot.pms.diary.count < 2_000 }

    init(_ name: String) throws {
        let file = Fixture.root.appendingPathComponent("Fixtures/\(name)")
        self.name = name
        snapshot = try Snapshot.read(Array(try Data(contentsOf: file)), file: name).snapshot
        zone = try ZoneDatabase().zone(named: snapshot.setUp.timeZone)
        let directory = RuleDirectory(root: Fixture.root.appendingPathComponent("rules").path)
        rules = try RuleSet(
            directory, system: snapshot.pms.system, practice: snapshot.pms.practice)
    }

    func evaluated(_ change: (inout Snapshot) -> Void = { _ in }) -> Evaluation {
        var snapshot = snapshot
        change(&snapshot)
        return Evaluator(rules: rules, zone: zone, zoneVersion: "test")
            .evaluate(snapshot, now: snapshot.pms.readAt)
    }
}

/// SplitMix64: the same seed gives the same numbers everywhere.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Everything of an evaluation that people or programs get to see, for comparing two of them.
struct Seen: Equatable {
    let publication: Publication?
    let findings: [Finding]
    let decisions: [DecisionRecord]
    let parameters: [EffectiveParameter]
    let blockers: [[Blocker]]
    let recognised: [[CivilDateTime]]

    init(_ evaluation: Evaluation) {
        publication = evaluation.publication
        findings = evaluation.findings
        decisions = evaluation.decisions
        parameters = evaluation.parameters
        blockers = evaluation.practitioners.flatMap { [$0.blockers] + $0.types.map(\.blockers) }
        recognised = evaluation.practitioners.map(\.recognised)
    }
}
