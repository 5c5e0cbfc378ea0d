/// Reads JSON (RFC 8259), strictly and within bounds.
///
/// It is our own because Foundation reports neither where a value stands nor that a name stands
/// twice, and both decide whether a person can mend a file. It reads bytes, because `String` is
/// several times slower, and it refuses what Foundation lets pass: lone surrogates and numbers that
/// lose digits.
struct JSONReader {
    private let bytes: [UInt8]
    private var at = 0
    private var rows: [JSONDocument.Row] = []
    private var repeatedNames: [JSONDocument.Node] = []

    /// Why a text cannot be read, and where.
    struct Fault: Error, Equatable {
        /// The byte at which reading stopped.
        var offset: Int
        /// What is wrong, in the form of a problem's message.
        var message: String
        /// Whether it is good JSON beyond a limit, and not bad JSON.
        var isBeyondLimit = false
    }

    /// The bounds of any text; those of single lists are the decoder's.
    enum Limit {
        /// Bytes in a file.
        static let bytes = 64 << 20
        /// Lists and objects inside each other.
        static let depth = 16
        /// Names in one object: those of the largest, the aliases.
        static let names = 1_000
        /// Bytes between the quotes of a string.
        static let stringBytes = 10_000
        /// Values and names together: enough for every list of a snapshot at its limit.
        static let values = 16_000_000
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads a whole file.
    static func read(_ source: SourceText) throws(Fault) -> JSONDocument {
        let bytes = source.bytes
        guard bytes.count <= Limit.bytes else {
            throw Fault(
                offset: 0, message: "the file is \(bytes.count) bytes long, more than 64 MB",
                isBeyondLimit: true)
        }
        try checkUTF8(bytes)
        var reader = JSONReader(bytes: bytes)
        reader.rows.reserveCapacity(bytes.count / 16)
        reader.skipBlanks()
        try reader.value(depth: 1)
        reader.skipBlanks()
        guard reader.at == bytes.count else {
            throw reader.fault("expected the end of the file after the first value")
        }
        return JSONDocument(
            source: source, rows: reader.rows, repeatedNames: reader.repeatedNames)
    }

    private static func checkUTF8(_ bytes: [UInt8]) throws(Fault) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw Fault(
                offset: error.byteOffsets.lowerBound, message: "the file is not UTF-8 text")
        }
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
            throw Fault(offset: 0, message: "the file starts with a byte order mark")
        }
    }

    private mutating func value(depth: Int) throws(Fault) {
        switch peek {
        case UInt8(ascii: "{"): try object(depth: depth)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true", .true)
        case UInt8(ascii: "f"): try word("false", .false)
        case UInt8(ascii: "n"): try word("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: try number()
        default: throw fault("expected a value")
        }
    }

    private mutating func object(depth: Int) throws(Fault) {
        let node = try open(.object, depth: depth)
        var count = 0
        while try another(before: UInt8(ascii: "}"), isFirst: count == 0) {
            count += 1
            guard count <= Limit.names else {
                throw fault("an object has more than \(Limit.names) fields", isBeyondLimit: true)
            }
            guard peek == UInt8(ascii: "\"") else { throw fault("expected a name in quotes") }
            try string()
            skipBlanks()
            guard peek == UInt8(ascii: ":") else { throw fault("expected `:` after a name") }
            at += 1
            skipBlanks()
            try value(depth: depth + 1)
        }
        close(node)
        noteRepeatedNames(of: node)
    }

    private mutating func array(depth: Int) throws(Fault) {
        let node = try open(.array, depth: depth)
        var isFirst = true
        while try another(before: UInt8(ascii: "]"), isFirst: isFirst) {
            try value(depth: depth + 1)
            isFirst = false
        }
        close(node)
    }

    /// Moves to the next member or element; false at the closing bracket.
    private mutating func another(before bracket: UInt8, isFirst: Bool) throws(Fault) -> Bool {
        skipBlanks()
        if peek == bracket {
            at += 1
            return false
        }
        if isFirst { return true }
        let closing = Character(Unicode.Scalar(bracket))
        guard peek == UInt8(ascii: ",") else { throw fault("expected `,` or `\(closing)`") }
        at += 1
        skipBlanks()
        guard peek != bracket else { throw fault("expected a value after `,`") }
        return true
    }

    private mutating func open(
        _ kind: JSONDocument.Kind, depth: Int
    ) throws(Fault) -> JSONDocument.Node {
        guard depth <= Limit.depth else {
            throw fault("values are nested deeper than \(Limit.depth)", isBeyondLimit: true)
        }
        let start = at
        at += 1
        try append(kind, from: start)
        return rows.count - 1
    }

    private mutating func close(_ node: JSONDocument.Node) {
        rows[node].end = UInt32(at)
        rows[node].next = UInt32(rows.count)
    }

    private mutating func append(_ kind: JSONDocument.Kind, from start: Int) throws(Fault) {
        guard rows.count < Limit.values else {
            throw fault("the file holds more than \(Limit.values) values", isBeyondLimit: true)
        }
        rows.append(
            JSONDocument.Row(
                kind: kind, start: UInt32(start), end: UInt32(at), next: UInt32(rows.count + 1)))
    }

    private mutating func word(_ word: StaticString, _ kind: JSONDocument.Kind) throws(Fault) {
        let end = at + word.utf8CodeUnitCount
        let matches = word.withUTF8Buffer { expected in
            end <= bytes.count && bytes[at..<end].elementsEqual(expected)
        }
        guard matches else { throw fault("expected a value") }
        let start = at
        at = end
        try append(kind, from: start)
    }
}

extension JSONReader {
    private mutating func string() throws(Fault) {
        let start = at
        var kind = JSONDocument.Kind.string
        at += 1
        while peek != UInt8(ascii: "\"") {
            switch peek {
            case UInt8(ascii: "\\"):
                kind = .escapedString
                try escape()
            case 0x00...0x1F:
                throw fault(
                    at == bytes.count
                        ? "a text in quotes does not end"
                        : "a line break, a tab or "
                            + "another control character stands in a text in quotes")
            default: at += 1
            }
        }
        at += 1
        guard at - start - 2 <= Limit.stringBytes else {
            at = start
            throw fault("a text is longer than \(Limit.stringBytes) bytes", isBeyondLimit: true)
        }
        try append(kind, from: start)
    }

    private mutating func escape() throws(Fault) {
        let letter = at + 1 < bytes.count ? bytes[at + 1] : 0
        if JSONString.plainEscapes[letter] != nil {
            at += 2
        } else if letter == UInt8(ascii: "u") {
            let (scalar, length) = JSONString.scalar(bytes[...], at: at)
            guard scalar != nil else { throw fault("`\\u` needs four digits, or a pair of them") }
            at += length
        } else {
            throw fault("nothing is written with this letter after `\\`")
        }
    }

    private mutating func number() throws(Fault) {
        let start = at
        var kind = JSONDocument.Kind.integer
        if peek == UInt8(ascii: "-") { at += 1 }
        if peek == UInt8(ascii: "0") {
            at += 1
            guard !(0x30...0x39).contains(peek) else { throw fault("a number starts with `0`") }
        } else {
            try digits()
        }
        if peek == UInt8(ascii: ".") {
            kind = .fraction
            at += 1
            try digits()
        }
        if peek | 0x20 == UInt8(ascii: "e") {
            kind = .fraction
            at += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        try append(kind, from: start)
    }

    private mutating func digits() throws(Fault) {
        guard (0x30...0x39).contains(peek) else { throw fault("expected a digit") }
        while (0x30...0x39).contains(peek) { at += 1 }
    }

    /// The byte to read next; 0, which no JSON text holds, at the end.
    private var peek: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private mutating func skipBlanks() {
        while true {
            switch peek {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    private func fault(_ message: String, isBeyondLimit: Bool = false) -> Fault {
        let isAtEnd = at >= bytes.count && !isBeyondLimit
        return Fault(
            offset: at, message: isAtEnd ? "\(message), found the end of the file" : message,
            isBeyondLimit: isBeyondLimit)
    }

    private mutating func noteRepeatedNames(of object: JSONDocument.Node) {
        // Nearly every object has a few short names, so comparing all pairs beats a set.
        var keys: [JSONDocument.Node] = []
        var key = object + 1
        while key < rows.count {
            keys.append(key)
            key = Int(rows[key + 1].next)
        }
        guard keys.count <= 16, !keys.contains(where: { rows[$0].kind == .escapedString }) else {
            var seen: Set<[UInt8]> = []
            repeatedNames += keys.filter { !seen.insert(name($0)).inserted }
            return
        }
        for (place, key) in keys.enumerated() {
            if keys[..<place].contains(where: { isSame($0, key) }) { repeatedNames.append(key) }
        }
    }

    private func isSame(_ left: JSONDocument.Node, _ right: JSONDocument.Node) -> Bool {
        let (first, second) = (rows[left], rows[right])
        guard first.end - first.start == second.end - second.start else { return false }
        return bytes[Int(first.start)..<Int(first.end)]
            .elementsEqual(bytes[Int(second.start)..<Int(second.end)])
    }

    private func name(_ key: JSONDocument.Node) -> [UInt8] {
        let inside = bytes[(Int(rows[key].start) + 1)..<(Int(rows[key].end) - 1)]
        return Array(JSONString.unescaped(inside).utf8)
    }
}
