import Testing

@testable import Diary

@Suite("Reading JSON")
struct JSONReaderTests {
    private static func fault(_ text: String) -> JSONReader.Fault? {
        fault(bytes: Array(text.utf8))
    }

    private static func fault(bytes: [UInt8]) -> JSONReader.Fault? {
        do throws(JSONReader.Fault) {
            _ = try JSONReader.read(SourceText(bytes: bytes))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "what JSON allows is read",
        arguments: [
            "0", "-0", "12.5e-3", "1E+9", "\"\"", "null", " [ ] ", "{}", "[1,[2,{\"a\":[]}]]",
            #""\"\\\/\b\f\n\r\t\u0041\ud83d\ude00""#, "\"\u{7F}ä漢😀\"", "\r\n\t true ",
        ])
    func accepts(text: String) { #expect(Self.fault(text) == nil) }

    @Test(
        "what JSON does not allow is refused, at the byte where it goes wrong",
        arguments: [
            ("", 0, "expected a value, found the end of the file"),
            ("[1,]", 3, "expected a value after `,`"),
            ("{\"a\":1,}", 7, "expected a value after `,`"),
            ("[1 2]", 3, "expected `,` or `]`"),
            ("[", 1, "expected a value, found the end of the file"),
            ("{1:2}", 1, "expected a name in quotes"),
            ("{\"a\" 1}", 5, "expected `:` after a name"),
            ("{'a':1}", 1, "expected a name in quotes"), ("// a", 0, "expected a value"),
            ("01", 1, "a number starts with `0`"),
            ("-", 1, "expected a digit, found the end of the file"),
            ("-x", 1, "expected a digit"), ("+1", 0, "expected a value"),
            (".5", 0, "expected a value"), ("1. ", 2, "expected a digit"),
            ("[1e]", 3, "expected a digit"), ("NaN", 0, "expected a value"),
            ("-Infinity", 1, "expected a digit"), ("tru", 0, "expected a value"),
            ("nulL", 0, "expected a value"),
            ("1 2", 2, "expected the end of the file after the first value"),
            ("\"a", 2, "a text in quotes does not end, found the end of the file"),
            (
                "\"\n\"", 1,
                "a line break, a tab or another control character stands in a text in quotes"
            ),
            ("\"\\x\"", 1, "nothing is written with this letter after `\\`"),
            ("\"\\u12g4\"", 1, "`\\u` needs four digits, or a pair of them"),
            ("\"\\ud800\"", 1, "`\\u` needs four digits, or a pair of them"),
            ("\"\\udc00\"", 1, "`\\u` needs four digits, or a pair of them"),
            ("\"\\ud800\\u0041\"", 1, "`\\u` needs four digits, or a pair of them"),
            ("\u{FEFF}1", 0, "the file starts with a byte order mark"),
        ])
    func refuses(text: String, offset: Int, message: String) {
        #expect(Self.fault(text) == JSONReader.Fault(offset: offset, message: message))
    }

    @Test(
        "text that is not UTF-8 is refused",
        arguments: [
            ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC0, 0x80, 0x22], 1), ([0x22, 0xE4, 0xB8, 0x22], 1),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 1), ([0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], 1),
        ] as [([UInt8], Int)])
    func notUTF8(bytes: [UInt8], offset: Int) {
        #expect(
            Self.fault(bytes: bytes)
                == JSONReader.Fault(offset: offset, message: "the file is not UTF-8 text"))
    }

    @Test("limits are told as limits, and the last value inside passes")
    func limits() {
        let deep = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
        #expect(Self.fault(deep(16)) == nil)
        #expect(
            Self.fault(deep(17))
                == JSONReader.Fault(
                    offset: 16, message: "values are nested deeper than 16", isBeyondLimit: true))
        #expect(Self.fault(String(repeating: "[", count: 1_000_000))?.isBeyondLimit == true)
        let long = { "\"" + String(repeating: "a", count: $0) + "\"" }
        #expect(Self.fault(long(10_000)) == nil)
        #expect(
            Self.fault(long(10_001))
                == JSONReader.Fault(
                    offset: 0, message: "a text is longer than 10000 bytes", isBeyondLimit: true))
        let blank = [UInt8](repeating: 0x20, count: 64 << 20)
        #expect(Self.fault(bytes: blank)?.isBeyondLimit == false)
        #expect(Self.fault(bytes: blank + [0x31])?.isBeyondLimit == true)
    }

    @Test("integers are exact to 64 bits, and nothing beyond is an integer")
    func integers() throws {
        for (text, value) in [
            ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
            ("9223372036854775808", nil), ("9007199254740993", 9_007_199_254_740_993),
            ("1.0", nil), ("1e2", nil), ("-0", 0),
        ] {
            let document = try JSONReader.read(SourceText(bytes: Array(text.utf8)))
            #expect(document.integer(of: document.root) == value)
        }
    }

    @Test("a fault's line and column count characters from 1")
    func position() {
        let source = SourceText(bytes: Array("{\n  \"ä漢\": x\n}".utf8))
        let fault = Self.fault("{\n  \"ä漢\": x\n}")
        #expect(fault.map { source.position(of: $0.offset) == (2, 9) } == true)
    }

    @Test("every value's path leads to it")
    func paths() throws {
        let text = #"{"a": [1, {"b\n": [[], {"c": null}]}], "d": "e"}"#
        let document = try JSONReader.read(SourceText(bytes: Array(text.utf8)))
        var paths: [String] = []
        var texts: [String] = []
        for node in 0..<document.next(after: document.root) {
            paths.append(document.path(to: node))
            texts.append(String(decoding: document.written(node), as: UTF8.self))
        }
        let leaf = try #require(texts.firstIndex(of: "null"))
        #expect(paths[leaf] == "a[1].b\n[1].c")
        #expect(paths[leaf - 1] == "a[1].b\n[1].c")
        #expect(paths.first == "" && paths.last == "d")
        #expect(texts[leaf - 2] == #"{"c": null}"# && paths[leaf - 2] == "a[1].b\n[1]")
        #expect(document.token(of: leaf) == #""c": null"#)
    }

    @Test("a name that stands twice is found, also among many and behind an escape")
    func repeatedNames() throws {
        let many = (0..<40).map { "\"n\($0)\":0" }
        for (text, count) in [
            (#"{"a":1,"b":2}"#, 0), (#"{"a":1,"b":2,"a":3,"a":4}"#, 2),
            (#"{"a":1,"\u0061":2}"#, 1), (#"{"a":{"a":1},"b":[{"a":1},{"a":1}]}"#, 0),
            ("{\(many.joined(separator: ","))}", 0),
            ("{\(many.joined(separator: ",")),\"n7\":0}", 1),
        ] {
            let document = try JSONReader.read(SourceText(bytes: Array(text.utf8)))
            #expect(document.repeatedNames.count == count, "\(text)")
        }
    }
}
