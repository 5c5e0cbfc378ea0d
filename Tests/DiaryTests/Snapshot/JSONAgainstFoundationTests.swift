import Testing

@testable import Diary

@Suite("Our JSON reader against Foundation's")
struct JSONAgainstFoundationTests {
    @Test("random values are read alike", arguments: 0..<500)
    func random(seed: Int) throws {
        var random = Seeded(seed: seed)
        let bytes = Array(RandomJSON.text(depth: random.int(0...5), &random).utf8)
        let document = try JSONReader.read(SourceText(bytes: bytes))
        #expect(JSONTree(document, document.root) == JSONTree(foundation: bytes), "seed \(seed)")
    }

    @Test("fixtures are read alike", arguments: Fixture.names.filter { $0 != "large.json" })
    func fixtures(name: String) throws {
        let bytes = try Fixture.bytes(of: name)
        let document = try JSONReader.read(SourceText(bytes: bytes))
        #expect(JSONTree(document, document.root) == JSONTree(foundation: bytes))
    }

    @Test("whatever we read in damaged values, Foundation reads too", arguments: 0..<500)
    func damaged(seed: Int) {
        var random = Seeded(seed: ~seed)
        let bytes = Array(RandomJSON.text(depth: 3, &random).utf8)
        for _ in 0..<20 {
            let damaged = Damage.random(to: bytes, &random)
            guard let document = try? JSONReader.read(SourceText(bytes: damaged)) else { continue }
            // Foundation reads no number that a `Double` cannot hold.
            let isHuge = (0..<document.next(after: document.root)).contains {
                document.kind(of: $0) == .fraction
                    && Double(String(decoding: document.written($0), as: UTF8.self))?.isFinite
                        != true
            }
            #expect(
                isHuge || JSONTree(foundation: damaged) != nil,
                "seed \(seed): \(String(decoding: damaged, as: UTF8.self))")
        }
    }
}

/// Random JSON with all ways to write a thing: blanks, escapes, exponents.
enum RandomJSON {
    static func text(depth: Int, _ random: inout Seeded) -> String {
        let blank = random.pick(["", "", "", " ", "\n", "\t\r "])
        return blank + value(depth: depth, &random) + blank
    }

    private static func value(depth: Int, _ random: inout Seeded) -> String {
        switch random.int(0...(depth > 0 ? 9 : 5)) {
        case 0: return random.pick(["null", "true", "false"])
        case 1: return "\(Int.random(in: .min ... .max, using: &random))"
        case 2: return "\(random.int(-99...99))"
        case 3: return random.pick(["1.5", "-0.25", "1e3", "2E-2", "12.5e+1", "0.1", "-0"])
        case 4, 5: return string(&random)
        case 6, 7:
            let elements = (0..<random.int(0...4)).map { _ in text(depth: depth - 1, &random) }
            return "[\(elements.joined(separator: ","))]"
        default:
            let fields = (0..<random.int(0...5)).map { number in
                let name = string(&random).dropLast() + "\(number)\""
                return "\(name):\(text(depth: depth - 1, &random))"
            }
            return "{\(fields.joined(separator: ","))}"
        }
    }

    private static func string(_ random: inout Seeded) -> String {
        let pieces = [
            "a", "Z", "9", " ", "ä", "漢", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\t", "\\u00e4",
            "\\ud83d\\ude00", "\\u0000", "\u{7F}", "e\u{301}", "{", "]", ":",
        ]
        return "\"" + (0..<random.int(0...8)).map { _ in random.pick(pieces) }.joined() + "\""
    }
}

/// Damage to the bytes of a file.
enum Damage {
    static func random(to bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<random.pick([1, 1, 1, 2, 5]) {
            guard !bytes.isEmpty else { return bytes }
            let at = random.int(0...(bytes.count - 1))
            let end = min(bytes.count, at + random.pick([1, 1, 2, 10, 100]))
            switch random.int(0...6) {
            case 0: bytes[at] ^= 1 << UInt8(random.int(0...7))
            case 1: bytes.removeSubrange(at..<end)
            case 2: bytes.removeSubrange(at...)
            case 3: bytes.insert(contentsOf: bytes[at..<end], at: random.int(0...bytes.count))
            case 4: bytes.insert(contentsOf: random.pick(pieces).utf8, at: at)
            case 5: bytes.replaceSubrange(at..<end, with: random.pick(pieces).utf8)
            default:
                let depth = random.pick([1, 5, 20, 1000])
                bytes.insert(
                    contentsOf: repeatElement(random.pick([0x5B, 0x7B]), count: depth), at: at)
            }
        }
        return bytes
    }

    private static let pieces = [
        "\"", "{", "}", "[", "]", ",", ":", "null", "true", "0", "-1", "1e999", "1.5", "\\u0000",
        "\\ud800", "99999999999999999999999999", "\u{0}", "\u{FEFF}", "\"id\":\"P1\",", "24:00",
        "9999-12-31", "2026-02-30", "T23:59", "+15:59", "\"minutes\":1", "\"patient\":\"x\",",
    ]
}
