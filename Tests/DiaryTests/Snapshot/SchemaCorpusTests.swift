import Diagnostics
import Foundation
import Testing

@testable import Diary

/// Thousands of documents with the decoder's verdict, for `Tests/Judges/check_schema.py`.
///
/// They are the fixtures, and the examples of the format's page with each field left out and each
/// value replaced by each of a list of probes. `GAPBOOK_CORPUS` names the folder for
/// `corpus.jsonl`; the test is skipped without it.
@Suite(
    "The corpus that holds schema and decoder together",
    .enabled(if: ProcessInfo.processInfo.environment["GAPBOOK_CORPUS"] != nil))
struct SchemaCorpusTests {
    /// One line of the corpus.
    struct Line: Encodable {
        var name: String
        var isAccepted: Bool
        /// Whether all that the decoder refuses is beyond what a schema can say.
        var isDecoderOnly: Bool
        var document: String
    }

    @Test("the decoder judges every document of the corpus")
    func corpus() throws {
        let fixtures = try Fixture.names.filter { $0 != "large.json" }.map {
            (name: $0, document: String(decoding: try Fixture.bytes(of: $0), as: UTF8.self))
        }
        let documents =
            try fixtures + Self.mutations("exact", Example.exact)
            + Self.mutations("oasis", Example.oasis) + Self.special
        let lines = try documents.map { try Self.judged(name: $0.name, document: $0.document) }
        #expect(lines.count > 3000)
        #expect(lines.count(where: \.isAccepted) > 300)
        #expect(lines.count(where: \.isDecoderOnly) > 20)
        for name in Set(lines.map(\.name)).intersection(Self.mustPass) {
            #expect(lines.first { $0.name == name }?.isAccepted == true, "\(name)")
        }
        let folder = try #require(ProcessInfo.processInfo.environment["GAPBOOK_CORPUS"])
        let encoder = JSONEncoder()
        let text = try lines.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        let file = URL(filePath: folder).appending(path: "corpus.jsonl")
        try Data(text.joined().utf8).write(to: file)
    }

    private static func judged(name: String, document: String) throws -> Line {
        let verdict = Verdict(document)
        let problems = verdict.problems
        return Line(
            name: name, isAccepted: verdict.snapshot != nil,
            isDecoderOnly: !problems.isEmpty && problems.allSatisfy(isDecoderOnly),
            document: document)
    }

    /// A schema cannot compare values, nor say which bytes a number or a text is written with.
    private static func isDecoderOnly(_ problem: Problem) -> Bool {
        switch problem.code {
        case "S0005", "S0006": return true
        case "S0008":
            // The schema knows the plain spelling of a name.
            return problem.message.prefix { $0 != " " }.contains { $0.isUppercase || $0 == "-" }
        default:
            return [
                "is not after the start", "is not inside its session", "is not one of the days",
                "is before the first", "`days` spans", "takes more than 400 days",
                "not the number `30.0`", "not the text `2026-02-29`", "nested deeper",
                "is longer than 10000 bytes",
            ].contains { problem.message.contains($0) }
        }
    }

    private static func mutations(
        _ name: String, _ text: String
    ) throws -> [(name: String, document: String)] {
        let tree = try #require(JSONTree(foundation: Array(text.utf8)))
        var result = [(name, text)]
        let probes = try probes.map { (value: $0, text: try $0.written().prefix(40)) }
        for way in tree.ways {
            let place = name + way.map(\.description).joined()
            result.append(
                ("\(place) left out", try tree.replacing(way[...], with: nil).written()))
            for probe in probes {
                let document = try tree.replacing(way[...], with: probe.value).written()
                result.append(("\(place) = \(probe.text)", document))
            }
        }
        return result
    }

    private static let probes: [JSONTree] = [
        .null, .flag(true), .integer(0), .integer(1), .integer(-1), .integer(1440), .integer(1441),
        .integer(1_000_000_001), .fraction(1.5), .text(""), .text("x"), .text("P1"), .text("a\nb"),
        .text("a\n"), .text("a\u{85}"), .text(" "), .text("A b."),
        .text(String(repeating: "ä", count: 40)), .text(String(repeating: "x", count: 41)),
        .text(String(repeating: "x", count: 64)), .text(String(repeating: "x", count: 65)),
        .text(String(repeating: "x", count: 100)), .text(String(repeating: "x", count: 101)),
        .text(String(repeating: "😀", count: 200)), .text(String(repeating: "x", count: 201)),
        .text(String(repeating: "x", count: 2001)), .text("2026-03-03"), .text("2026-02-30"),
        .text("2026-3-03"), .text("2201-01-01"), .text("2026-03-03T09:00"),
        .text("2026-03-03T09:00\n"), .text("2026-03-03T24:00"), .text("2026-03-03T09:00:00Z"),
        .text("2026-03-03T09:00+11:00"), .text("2026-03-03T09:00:60Z"),
        .text("2026-03-03T09:00:00+16:00"), .text("00:00"), .text("09:00"), .text("9:00"),
        .text("24:00"), .text("24:01"), .text("exact"), .array([]), .array([.text("x")]),
        .array([.integer(1)]), .object([:]), .object(["x": .text("y")]), .object(["x": .null]),
        .object(["x": .object(["y": .integer(1)])]),
    ]

    /// Documents that a single replaced value does not give.
    private static var special: [(name: String, document: String)] {
        let many = { (count: Int, row: (Int) -> String) in
            (1...count).map(row).joined(separator: ", ")
        }
        let edits: [(String, String, String)] = [
            ("an unknown field", "\"stacking\"", "\"rooms\": [1, {\"a\": null}], \"stacking\""),
            ("a field of the other PMS", "\"default_minutes\": 30", "\"enable_online\": \"Y\""),
            ("a practitioner's name", "\"role\": \"Dentist\"", "\"phone\": \"02 5550 0100\""),
            ("a fraction that is whole", "\"minutes\": 45}", "\"minutes\": 30.0}"),
            ("a day that the year has not", "\"2026-04-01\"", "\"2026-02-29\""),
            ("a field twice", "\"complete\"", "\"stacking\": true, \"complete\""),
            ("a deep unknown field", "\"stacking\"", "\"a\": \(nested(20)), \"stacking\""),
            (
                "a long unknown text", "\"stacking\"",
                "\"a\": \"\(String(repeating: "x", count: 10_001))\", \"stacking\""
            ),
            (
                "too many parameters", "\"skip_short\"",
                many(101) { "\"p\($0)\": 1" } + ", \"skip_short\""
            ),
            (
                "many parameters", "\"skip_short\"",
                many(97) { "\"p\($0)\": 1" } + ", \"skip_short\""
            ),
            ("a long list", "[\"HE booking\"]", "[\(many(1001) { "\"n\($0)\"" })]"),
            (
                "too many breaks", "\"breaks\": [",
                "\"breaks\": [" + many(50) { _ in breakRow } + ", "
            ),
            ("many breaks", "\"breaks\": [", "\"breaks\": [" + many(49) { _ in breakRow } + ", "),
        ]
        let patients = ["patient", "patient_name", "dob", "notes", "email", "Patient-Id", "DOB"].map
        {
            ("patient data as \($0)", "\"kind\"", "\"\($0)\": \"x\", \"kind\"")
        }
        return (edits + patients).compactMap { name, piece, replacement in
            Example.text(Example.exact, piece, replacement).map { (name, $0) }
        }
    }

    private static let breakRow = #"{"start": "12:30", "end": "13:30"}"#

    private static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    private static let mustPass: Set = [
        "exact", "oasis", "an unknown field", "a field of the other PMS", "a practitioner's name",
        "many parameters", "many breaks",
    ]
}
