/// Writes values for the machine: the document that all calls of an evaluation read, or the
/// argument of one call.
///
/// Arrays, records and tables are numbered from 0 in the order in which they begin; later bytes can
/// point at those of the document by `reference`.
public struct InputWriter: Sendable {
    /// What was written.
    public private(set) var bytes: [UInt8] = []
    /// The number that the next array, record or table gets.
    public private(set) var nextReference = 0

    /// Starts with nothing.
    public init() { bytes.reserveCapacity(512) }

    /// Writes nil.
    public mutating func null() { bytes.append(Wire.null) }

    /// Writes a boolean.
    public mutating func boolean(_ flag: Bool) { bytes.append(flag ? Wire.yes : Wire.no) }

    /// Writes a whole number.
    public mutating func integer(_ number: Int64) {
        bytes.append(Wire.integer)
        count(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    /// Writes a number.
    public mutating func number(_ number: Double) {
        bytes.append(Wire.double)
        withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Writes a string.
    public mutating func string(_ text: String) {
        bytes.append(Wire.string)
        plain(text)
    }

    /// Begins a list; exactly that many values follow, none of them nil.
    public mutating func beginArray(count: Int) {
        begin(Wire.array)
        self.count(UInt64(count))
    }

    /// Begins a record of a shape of the program; one value for each of its fields follows.
    public mutating func beginRecord(_ shape: Int) {
        begin(Wire.record)
        count(UInt64(shape))
    }

    /// Begins a table; exactly that many pairs of `key` and a value follow.
    public mutating func beginTable(count: Int) {
        begin(Wire.table)
        self.count(UInt64(count))
    }

    /// Writes the name of a table's next value.
    public mutating func key(_ name: String) { plain(name) }

    /// Points at an array, record or table of the document.
    public mutating func reference(_ number: Int) {
        bytes.append(Wire.reference)
        count(UInt64(number))
    }

    /// Writes any value but a function, which counts as nil.
    public mutating func write(_ value: Value) {
        switch value {
        case .null, .function: null()
        case .boolean(let flag): boolean(flag)
        case .integer(let number): integer(number)
        case .number(let number): self.number(number)
        case .string(let text): string(text)
        case .array(let items):
            beginArray(count: items.count)
            for item in items { write(item) }
        case .table(let record):
            beginTable(count: record.entries.count)
            for entry in record.entries {
                key(entry.key)
                write(entry.value)
            }
        }
    }

    private mutating func begin(_ tag: UInt8) {
        bytes.append(tag)
        nextReference += 1
    }

    private mutating func plain(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            count(UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    private mutating func count(_ number: UInt64) {
        var number = number
        while number >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: number) | 0x80)
            number >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: number))
    }
}
