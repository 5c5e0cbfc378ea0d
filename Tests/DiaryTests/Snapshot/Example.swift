import Diagnostics
import Diary
import Foundation

/// The complete snapshots that stand on the format's page, one for each PMS.
enum Example {
    static let exact = block(0)
    static let oasis = block(1)

    /// By the name of its PMS, so that a test's name stays short.
    static func of(_ system: String) -> String { system == "exact" ? exact : oasis }

    /// The example with a piece of its text replaced; nil where it has no such piece.
    static func text(_ example: String, _ piece: String, _ replacement: String) -> String? {
        guard let range = example.firstRange(of: piece) else { return nil }
        return example[..<range.lowerBound] + replacement + example[range.upperBound...]
    }

    private static func block(_ number: Int) -> String {
        let page = Fixture.root.appending(path: "docs/reference/snapshot-format.md")
        let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
        let blocks = text.components(separatedBy: "```json\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        return number < blocks.count ? blocks[number] : ""
    }
}

/// What reading a text gave.
enum Verdict {
    case accepted(Snapshot, warnings: [Problem])
    case refused([Problem])

    init(_ text: String) { self.init(bytes: Array(text.utf8)) }

    init(bytes: [UInt8]) {
        do throws(SnapshotProblems) {
            let (snapshot, warnings) = try Snapshot.read(bytes, file: "practice.json")
            self = .accepted(snapshot, warnings: warnings)
        } catch {
            self = .refused(error.problems)
        }
    }

    var snapshot: Snapshot? {
        if case .accepted(let snapshot, _) = self { snapshot } else { nil }
    }
    var warnings: [Problem] {
        if case .accepted(_, let warnings) = self { warnings } else { [] }
    }
    var problems: [Problem] {
        if case .refused(let problems) = self { problems } else { [] }
    }
}

/// A random number generator whose seed replays a run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }
    mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }
    mutating func pick<Element>(_ options: [Element]) -> Element {
        options[int(0...(options.count - 1))]
    }
}
