import Diagnostics
import Foundation
import Testing

@testable import Diary

/// Damaged snapshots: each gives a snapshot or problems with a place, and never a crash.
///
/// `GAPBOOK_FUZZ` says how many (20,000 unless set), `GAPBOOK_SEED` where their seeds start. A
/// failure names its seed: set it and `GAPBOOK_FUZZ=1` to replay.
@Suite("Damaged snapshots")
struct SnapshotFuzzTests {
    private static let shards = 8
    private static let count = number("GAPBOOK_FUZZ") ?? 20_000
    private static let firstSeed = number("GAPBOOK_SEED") ?? 1
    private static let documents: [[UInt8]] = [Example.exact, Example.oasis].map { Array($0.utf8) }

    @Test("damage gives a snapshot that can be written, or problems", arguments: 0..<shards)
    func damaged(shard: Int) throws {
        if shard == 0 { print("damaged snapshots: \(Self.count), seeds from \(Self.firstSeed)") }
        for number in stride(from: shard, to: Self.count, by: Self.shards) {
            let seed = Self.firstSeed + number
            var random = Seeded(seed: seed)
            var bytes = random.pick(Self.documents)
            if random.chance(10) {
                // One file runs on as the other.
                let other = random.pick(Self.documents)
                bytes.removeSubrange(random.int(0...bytes.count)...)
                bytes += other[random.int(0...other.count)...]
            }
            bytes = Damage.random(to: bytes, &random)
            try Self.judge(bytes, "seed \(seed)")
        }
    }

    @Test("a file can be cut anywhere", arguments: ["exact", "oasis"])
    func cut(system: String) throws {
        let bytes = Array(Example.of(system).utf8)
        let whole = bytes.count - 1
        for length in 0..<whole {
            #expect(Verdict(bytes: Array(bytes[..<length])).problems.map(\.code) == ["S0001"])
        }
        #expect(Verdict(bytes: Array(bytes[..<whole])).snapshot != nil)
    }

    private static func judge(_ bytes: [UInt8], _ comment: Comment) throws {
        let verdict = Verdict(bytes: bytes)
        if let snapshot = verdict.snapshot {
            let written = snapshot.json()
            let again = Verdict(written)
            #expect(again.snapshot == snapshot, comment)
            #expect(again.snapshot?.json() == written, comment)
        } else {
            #expect((1...20).contains(verdict.problems.count), comment)
        }
        let lines = bytes.count { $0 == 0x0A } + 1
        for problem in verdict.problems + verdict.warnings {
            #expect(problem.code.rawValue.hasPrefix("S0"), comment)
            #expect((1...lines).contains(problem.location?.line ?? 0), comment)
            #expect((problem.location?.excerpt?.unicodeScalars.count ?? 0) <= 120, comment)
            #expect(problem.message.unicodeScalars.count <= 400, comment)
        }
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }
}
