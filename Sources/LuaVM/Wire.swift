/// The tags of wire.h, which values and traces cross with.
enum Wire {
    static let null: UInt8 = 0
    static let no: UInt8 = 1
    static let yes: UInt8 = 2
    static let integer: UInt8 = 3
    static let double: UInt8 = 4
    static let string: UInt8 = 5
    static let array: UInt8 = 6
    static let record: UInt8 = 7
    static let table: UInt8 = 8
    static let reference: UInt8 = 9
    static let function: UInt8 = 10
    static let mixed: UInt8 = 11
}

/// Reads what the machine wrote. The bytes come from our own C; damaged ones read as nulls and
/// empty texts, never out of bounds.
struct WireReader {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { place >= bytes.count }

    mutating func byte() -> UInt8 {
        guard place < bytes.count else { return 0 }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func number() -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while place < bytes.count, shift < 64 {
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return number
    }

    mutating func count() -> Int { min(Int(truncatingIfNeeded: number()), bytes.count - place) }

    mutating func text() -> String {
        let count = max(0, self.count())
        defer { place += count }
        return String(decoding: bytes[place..<place + count], as: UTF8.self)
    }

    mutating func double() -> Double {
        guard bytes.count - place >= 8 else { return 0 }
        defer { place += 8 }
        let bits = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        return Double(bitPattern: UInt64(littleEndian: bits))
    }

    mutating func value() -> Value {
        switch byte() {
        case Wire.no: .boolean(false)
        case Wire.yes: .boolean(true)
        case Wire.integer: .integer(zigzag())
        case Wire.double: .number(double())
        case Wire.string: .string(text())
        case Wire.array: .array(values())
        case Wire.table: .table(Record(ordered: entries(), items: []))
        case Wire.mixed: mixed()
        case Wire.function: .function
        default: .null
        }
    }

    private mutating func mixed() -> Value {
        let items = values()
        return .table(Record(ordered: entries(), items: items))
    }

    private mutating func zigzag() -> Int64 {
        let bits = number()
        return Int64(bitPattern: (bits >> 1) ^ (0 &- (bits & 1)))
    }

    private mutating func values() -> [Value] {
        let count = self.count()
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(value()) }
        return values
    }

    private mutating func entries() -> [Record.Entry] {
        let count = self.count()
        var entries: [Record.Entry] = []
        entries.reserveCapacity(count)
        for _ in 0..<count {
            let key = text()
            entries.append(Record.Entry(key, value()))
        }
        return entries
    }
}
