/// The inside of JSON strings: escapes, both ways.
enum JSONString {
    /// What a string stands for whose escapes are known to be well formed.
    static func unescaped(_ inside: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(inside.count)
        var at = inside.startIndex
        while at < inside.endIndex {
            guard inside[at] == UInt8(ascii: "\\") else {
                result.append(inside[at])
                at += 1
                continue
            }
            if inside[at + 1] == UInt8(ascii: "u") {
                let (scalar, length) = JSONString.scalar(inside, at: at)
                result.append(contentsOf: String(scalar ?? "\u{FFFD}").utf8)
                at += length
            } else {
                result.append(plainEscapes[inside[at + 1]] ?? inside[at + 1])
                at += 2
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The character of the `\u` escape at a place and the length of its text; the character is nil
    /// where digits are missing or half of a surrogate pair stands alone.
    static func scalar(
        _ text: ArraySlice<UInt8>, at place: Int
    ) -> (scalar: Unicode.Scalar?, length: Int) {
        guard let unit = codeUnit(text, at: place) else { return (nil, 6) }
        guard (0xD800...0xDBFF).contains(unit) else { return (Unicode.Scalar(unit), 6) }
        guard let low = codeUnit(text, at: place + 6), (0xDC00...0xDFFF).contains(low) else {
            return (nil, 6)
        }
        return (Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)), 12)
    }

    /// Appends a string in quotes to a JSON text; only what must be is escaped.
    static func write(_ text: String, to output: inout String) {
        output.append("\"")
        defer { output.append("\"") }
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else {
            output.append(text)
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output.append("\\\"")
            case "\\": output.append("\\\\")
            case "\n": output.append("\\n")
            case "\r": output.append("\\r")
            case "\t": output.append("\\t")
            case "\u{00}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                output.append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            default: output.unicodeScalars.append(scalar)
            }
        }
    }

    /// The letters that may follow a backslash, and the byte each stands for.
    static let plainEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]

    private static func codeUnit(_ text: ArraySlice<UInt8>, at place: Int) -> UInt32? {
        guard place + 6 <= text.endIndex, text[place] == UInt8(ascii: "\\"),
            text[place + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt32 = 0
        for byte in text[(place + 2)..<(place + 6)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                return nil
            }
            unit = unit << 4 + UInt32(digit)
        }
        return unit
    }
}
