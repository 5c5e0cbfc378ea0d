/// The bytes of a file, and the lines that people count in it.
struct SourceText: Sendable {
    /// The file's bytes.
    let bytes: [UInt8]

    /// How much of a line is shown, in characters.
    static let excerptLimit = 120

    /// The line of a byte and its place in the line in characters, both counted from 1.
    func position(of offset: Int) -> (line: Int, column: Int) {
        let end = min(offset, bytes.count)
        let breaks = bytes[..<end].count { $0 == UInt8(ascii: "\n") }
        let characters = bytes[line(around: end).lowerBound..<end].count { !isContinuation($0) }
        return (breaks + 1, characters + 1)
    }

    /// The line that holds a byte, cut to 120 characters around that byte; control characters are
    /// shown as blanks.
    func excerpt(around offset: Int) -> String {
        let offset = min(offset, bytes.count)
        let range = line(around: offset)
        var start = range.lowerBound
        if position(of: offset).column > SourceText.excerptLimit {
            start = offset
            var characters = SourceText.excerptLimit / 2
            while characters > 0 {
                start -= 1
                if !isContinuation(bytes[start]) { characters -= 1 }
            }
        }
        let end = min(range.upperBound, start + SourceText.excerptLimit * 4)
        var excerpt = String.UnicodeScalarView()
        for scalar in String(decoding: bytes[start..<max(start, end)], as: UTF8.self).unicodeScalars
            .prefix(SourceText.excerptLimit)
        {
            excerpt.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return String(excerpt)
    }

    private func line(around offset: Int) -> Range<Int> {
        let isBreak = { (byte: UInt8) in byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
        let start = bytes[..<offset].lastIndex(where: isBreak).map { $0 + 1 } ?? 0
        let end = bytes[offset...].firstIndex(where: isBreak) ?? bytes.count
        return start..<max(start, end)
    }

    private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
