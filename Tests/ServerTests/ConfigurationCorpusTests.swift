import Diagnostics
import Foundation
import Testing

@testable import Server

/// Documents with the decoder's verdict, for `Tests/Judges/check_configuration.py`: JSON is YAML, so
/// the schema's judge and the decoder read the same text.
///
/// `GAPBOOK_CORPUS` names the folder for `configuration.jsonl`.
@Suite("The corpus that holds the configuration's schema and decoder together")
struct ConfigurationCorpusTests {
    struct Line: Encodable {
        var name: String
        var isAccepted: Bool
        /// Whether all that the decoder refuses is beyond what a schema can say.
        var isDecoderOnly: Bool
        var document: String
    }

    @Test("the decoder judges every document of the corpus")
    func corpus() throws {
        let documents = try Self.documents()
        let lines = try documents.map { name, document -> Line in
            let data = try JSONSerialization.data(
                withJSONObject: document, options: [.sortedKeys, .withoutEscapingSlashes])
            let text = String(decoding: data, as: UTF8.self)
            let problems = ConfigurationExample.problems(text)
            return Line(
                name: name, isAccepted: problems.isEmpty,
                isDecoderOnly: !problems.isEmpty && problems.allSatisfy(Self.isDecoderOnly),
                document: text)
        }
        #expect(lines.first?.isAccepted == true)
        #expect(lines.count > 1500)
        #expect(lines.count(where: \.isAccepted) > 100)
        guard let folder = ProcessInfo.processInfo.environment["GAPBOOK_CORPUS"] else { return }
        let encoder = JSONEncoder()
        let text = try lines.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        try Data(text.joined().utf8).write(
            to: URL(fileURLWithPath: "\(folder)/configuration.jsonl"))
    }

    /// A schema cannot compare values with each other.
    private static func isDecoderOnly(_ problem: Problem) -> Bool {
        switch problem.code {
        case .nameTwice, .unknownConnection: true
        case .missingKey:
            problem.message == "`marketplace` is missing of the configuration"
                || problem.location?.path?.hasSuffix("].system") == true
                    && problem.location?.path?.hasPrefix("practices") == true
        case .wrongSetting:
            problem.message.hasSuffix("are not in order and apart")
                || problem.message.contains("is not that of the connection")
        default: false
        }
    }

    private static var full: [String: Any] {
        [
            "ledger": "a.sqlite", "rules": "rules", "listen": "127.0.0.1:8077",
            "public_url": "https://a.example/b",
            "connections": [
                [
                    "name": "a", "system": "exact", "url": "https://a.example",
                    "sign_in_url": "http://[::1]:80/t", "client_id": "g", "secret": "env:A",
                    "calls_per_minute": 5,
                    "insertion": [
                        "reference": "carried", "rejects_overlaps": true,
                        "longest_delay_seconds": 60,
                    ],
                ], ["name": "b", "system": "files", "path": "x"],
                ["name": "o", "system": "oasis", "url": "http://o.example", "api_key": "env:O"],
            ],
            "marketplace": [
                "url": "https://m.example/pms/", "api_key": "file:k", "calls_per_minute": 7,
                "user_agent": "Gapbook (a@b.example) TEST",
            ],
            "sync": ["seconds": 60, "full_hours": 22], "poll": ["seconds": 5],
            "live_hours": [
                "monday": ["08:00-12:00", "13:00-24:00"], "tuesday": [], "wednesday": [],
                "thursday": [], "friday": [], "saturday": [], "sunday": [],
                "public_holidays": ["09:00-10:00"],
            ],
            "patient_keys": [["id": "k", "key": "env:A"], ["id": "j", "key": "file:b"]],
            "patient_days": 30,
            "practices": [
                [
                    "id": "p", "connection": "b", "system": "oasis", "pms_practice": "1",
                    "time_zone": "Australia/Perth", "phone": "1",
                    "marketplace": ["practice": "1", "key": "env:K"],
                ]
            ],
        ]
    }

    private static var probes: [(String, Any)] {
        [
            ("null", NSNull()), ("true", true), ("0", 0), ("1", 1), ("5", 5), ("24", 24),
            ("25", 25), ("-1", -1), ("600", 600), ("601", 601), ("60000", 60_000),
            ("60001", 60_001), ("400", 400), ("401", 401), ("86400", 86_400), ("86401", 86_401),
            ("1.5", 1.5), ("100", 100),
            ("101", 101),
            ("22", 22), ("port 00080", "a:00080"), ("empty", ""), ("x", "x"), ("b", "b"),
            ("space", " "), ("line", "a\nb"),
            ("end", "a\n"), ("env", "env:A"), ("env only", "env:"),
            ("file", "file:/a b"), ("url", "https://a.example"), ("url/", "https://a.example/"),
            ("ftp", "ftp://a.example"), ("user", "https://u:p@a.example"),
            ("query", "https://a.example/?a=b"), ("host", "0.0.0.0:1"), ("port 0", "a:0"),
            ("port 65535", "a:65535"), ("port 65536", "a:65536"), ("port 007", "a:007"),
            ("ipv6", "[::1]:1"), ("bare ipv6", "::1:1"), ("brackets", "[a]:1"), ("exact", "exact"),
            ("absent", "absent"), ("false", false), ("3600", 3_600), ("3601", 3_601),
            ("files", "files"), ("oasis", "oasis"), ("agent", "A B (c@d) E"),
            ("agent 2", "A (c) E"),
            ("agent 3", "A (c@d)"), ("39", String(repeating: "x", count: 39)),
            ("40", String(repeating: "x", count: 40)), ("41", String(repeating: "x", count: 41)),
            ("64", String(repeating: "x", count: 64)), ("65", String(repeating: "x", count: 65)),
            ("500", String(repeating: "x", count: 500)),
            ("501", String(repeating: "x", count: 501)),
            ("dot", ".a"), ("a.b", "a.b"), ("slash", "a/b"), ("ä", "ä"), ("list", [] as [Any]),
            ("texts", ["x"]), ("stretch", ["00:00-24:00"]), ("stretch 2", ["08:00-09:60"]),
            ("stretch 3", ["8:00-09:00"]), ("stretch 4", ["24:00-24:00"]), ("number list", [1]),
            ("11", Array(repeating: "00:00-00:01", count: 11)), ("object", [:] as [String: Any]),
            ("other", ["x": 1]),
        ]
    }

    private static func documents() throws -> [(String, Any)] {
        var documents: [(String, Any)] = [("full", full)]
        for way in ways(full) {
            let place = way.map { "\($0)" }.joined(separator: ".")
            documents.append(("\(place) left out", replacing(full, way[...], nil) ?? [:]))
            documents.append(("\(place) more", adding(full, way[...])))
            for (name, probe) in probes {
                documents.append(("\(place) = \(name)", replacing(full, way[...], probe) ?? [:]))
            }
        }
        return documents
    }

    private static func ways(_ value: Any) -> [[AnyHashable]] {
        if let object = value as? [String: Any] {
            return object.sorted { $0.key < $1.key }.flatMap { key, value in
                [[AnyHashable(key)]] + ways(value).map { [AnyHashable(key)] + $0 }
            }
        }
        guard let list = value as? [Any] else { return [] }
        return list.enumerated().flatMap { index, value in
            [[AnyHashable(index)]] + ways(value).map { [AnyHashable(index)] + $0 }
        }
    }

    private static func replacing(
        _ value: Any, _ way: ArraySlice<AnyHashable>, _ replacement: Any?
    ) -> Any? {
        guard let step = way.first else { return replacement }
        if var object = value as? [String: Any], let key = step.base as? String {
            object[key] = replacing(object[key] ?? NSNull(), way.dropFirst(), replacement)
            return object
        }
        guard var list = value as? [Any], let index = step.base as? Int else { return value }
        if let new = replacing(list[index], way.dropFirst(), replacement) {
            list[index] = new
        } else {
            list.remove(at: index)
        }
        return list
    }

    /// The document with an unknown key beside the place.
    private static func adding(_ value: Any, _ way: ArraySlice<AnyHashable>) -> Any {
        guard way.count > 1, let step = way.first else {
            guard var object = value as? [String: Any] else { return value }
            object["unknown"] = 1
            return object
        }
        if var object = value as? [String: Any], let key = step.base as? String {
            object[key] = adding(object[key] ?? NSNull(), way.dropFirst())
            return object
        }
        guard var list = value as? [Any], let index = step.base as? Int else { return value }
        list[index] = adding(list[index], way.dropFirst())
        return list
    }
}
