/// Reads one JSON text (RFC 8259), strictly and within bounds.
struct JSONParser {
    private let bytes: [UInt8]
    private var at = 0

    /// Lists and objects inside each other, at most.
    static let deepest = 16

    /// Why a text is no JSON.
    struct Fault: Error, Equatable {
        /// In the form `no JSON at byte 12: expected a value`.
        var message: String
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads a whole body.
    static func parse(_ bytes: [UInt8]) throws(Fault) -> JSON {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Fault(message: "the body is not UTF-8")
        }
        var parser = JSONParser(bytes)
        parser.skipBlanks()
        let value = try parser.value(depth: 1)
        parser.skipBlanks()
        guard parser.at == bytes.count else { throw parser.fault("expected the end") }
        return value
    }

    private mutating func value(depth: Int) throws(Fault) -> JSON {
        guard depth <= JSONParser.deepest else { throw fault("nested too deeply") }
        switch peek {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(Fault) -> JSON {
        var members: [JSON.Member] = []
        var names: Set<String> = []
        at += 1
        while try another(before: UInt8(ascii: "}"), isFirst: members.isEmpty) {
            guard peek == UInt8(ascii: "\"") else { throw fault("expected a name") }
            let name = try string()
            guard names.insert(name).inserted else { throw fault("`\(name)` stands twice") }
            skipBlanks()
            guard peek == UInt8(ascii: ":") else { throw fault("expected `:`") }
            at += 1
            skipBlanks()
            members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
        }
        return .object(members)
    }

    private mutating func list(depth: Int) throws(Fault) -> JSON {
        var elements: [JSON] = []
        at += 1
        while try another(before: UInt8(ascii: "]"), isFirst: elements.isEmpty) {
            elements.append(try value(depth: depth + 1))
        }
        return .list(elements)
    }

    /// Moves to the next member or element; false at the closing bracket.
    private mutating func another(before bracket: UInt8, isFirst: Bool) throws(Fault) -> Bool {
        skipBlanks()
        if peek == bracket {
            at += 1
            return false
        }
        if isFirst { return true }
        guard peek == UInt8(ascii: ",") else { throw fault("expected `,`") }
        at += 1
        skipBlanks()
        return true
    }

    private mutating func word(_ word: String, _ value: JSON) throws(Fault) -> JSON {
        guard bytes[at...].starts(with: word.utf8) else { throw fault("expected a value") }
        at += word.utf8.count
        return value
    }

    private mutating func number() throws(Fault) -> JSON {
        let start = at
        if peek == UInt8(ascii: "-") { at += 1 }
        let isZero = peek == UInt8(ascii: "0")
        let first = at
        try digits()
        guard !isZero || at == first + 1 else { throw fault("a number starts with 0") }
        var isWhole = true
        if peek == UInt8(ascii: ".") {
            isWhole = false
            at += 1
            try digits()
        }
        if peek | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            at += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        guard isWhole, let number = Int(text) else { return .fraction(text) }
        return .integer(number)
    }

    private mutating func digits() throws(Fault) {
        guard (0x30...0x39).contains(peek) else { throw fault("expected a value") }
        while (0x30...0x39).contains(peek) { at += 1 }
    }
}

extension JSONParser {
    private mutating func string() throws(Fault) -> String {
        at += 1
        var content: [UInt8] = []
        while true {
            let byte = peek
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &content)
            case 0..<0x20: throw fault("a text does not end")
            default: content.append(byte)
            }
        }
    }

    private mutating func escape(into content: inout [UInt8]) throws(Fault) {
        let letter = peek
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            var code = try unit()
            if (0xD800...0xDBFF).contains(code), bytes[at...].starts(with: "\\u".utf8) {
                at += 2
                code = 0x10000 + (code - 0xD800) << 10 + (try unit()) &- 0xDC00
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("half a character") }
            content += String(Character(scalar)).utf8
        default: throw fault("unknown letter after `\\`")
        }
    }

    private mutating func unit() throws(Fault) -> UInt32 {
        let digits = bytes[at...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw fault("expected four digits after `\\u`") }
        at += 4
        return code
    }

    /// The byte to read next; 0, which no JSON text holds, at the end.
    private var peek: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private mutating func skipBlanks() {
        while peek == 0x20 || peek == 0x0A || peek == 0x0D || peek == 0x09 { at += 1 }
    }

    private func fault(_ why: String) -> Fault {
        Fault(message: "no JSON at byte \(at): \(why)")
    }
}
