/// Reads a compiled zone file, TZif version 2 or later (RFC 9636). Bounded, and total: any bytes
/// give a zone or a reason why not.
enum ZoneFile {
    /// The most transitions that a file may list; the longest of tzdata has fewer than 250.
    static let mostTransitions = 2000
    /// The last year into which the rule at the end of a file is carried; `CivilDate` ends there.
    static let lastYear = 2200

    /// Why bytes are no zone, as the end of a sentence that starts with the file's name.
    struct Invalid: Error, Equatable {
        var why: String
    }

    /// The zone that the bytes describe.
    static func zone(named name: String, from bytes: [UInt8]) throws(Invalid) -> Zone {
        var reader = Reader(rest: bytes[...])
        let old = try reader.header()
        guard old.version >= 2 else { throw Invalid(why: "is older than TZif version 2") }
        // The first block is for readers of 32 bits; the second one repeats it with 64.
        _ = try reader.take(old.size(timeBytes: 4))
        let header = try reader.header()
        guard header.leapSeconds == 0 else { throw Invalid(why: "counts leap seconds") }
        guard header.transitions <= mostTransitions else {
            throw Invalid(why: "lists more than \(mostTransitions) transitions")
        }
        let table = try Table(reader: &reader, header: header)
        return table.zone(named: name, then: try reader.footer())
    }

    /// What the head of a block says of its size.
    struct Header {
        var version: Int
        var utcFlags: Int
        var standardFlags: Int
        var leapSeconds: Int
        var transitions: Int
        var types: Int
        var nameBytes: Int

        func size(timeBytes: Int) -> Int {
            transitions * (timeBytes + 1) + types * 6 + nameBytes + leapSeconds * (timeBytes + 4)
                + standardFlags + utcFlags
        }
    }

    /// The offsets that a file lists, in seconds.
    struct Table {
        var changes: [Int] = []
        var offsets: [Int]

        init(reader: inout Reader, header: Header) throws(Invalid) {
            let times = try reader.take(header.transitions * 8)
            let indices = try reader.take(header.transitions)
            let records = try reader.take(header.types * 6)
            _ = try reader.take(header.nameBytes + header.standardFlags + header.utcFlags)
            var types: [Int] = []
            for record in stride(from: records.startIndex, to: records.endIndex, by: 6) {
                let offset = Reader.integer(records[record..<record + 4])
                // The range that RFC 9636 recommends: less than 25 hours west, 26 hours east.
                guard (-89_999...93_599).contains(offset) else {
                    throw Invalid(why: "holds an offset of \(offset) seconds")
                }
                types.append(offset)
            }
            guard let first = types.first else { throw Invalid(why: "lists no offset") }
            offsets = [first]
            for (number, index) in indices.enumerated() {
                let place = times.startIndex + number * 8
                let time = Reader.integer(times[place..<place + 8])
                guard Int(index) < types.count else {
                    throw Invalid(why: "names an offset that it does not list")
                }
                try append(time, types[Int(index)])
            }
        }

        private mutating func append(_ time: Int, _ offset: Int) throws(Invalid) {
            // Some files start their table at the beginning of the universe.
            if time < -(1 << 40) {
                offsets = [offset]
                return
            }
            guard time < 1 << 40, time > changes.last ?? .min else {
                throw Invalid(why: "lists transitions that do not ascend")
            }
            changes.append(time)
            offsets.append(offset)
        }

        /// The zone, with the rule carried on after the last change of the table.
        func zone(named name: String, then rule: ZoneRule?) -> Zone {
            var changes: [Int] = []
            var offsets = [self.offsets[0]]
            func add(_ time: Int, _ offset: Int) {
                if changes.last == time {
                    changes.removeLast()
                    offsets.removeLast()
                }
                guard offset != offsets.last else { return }
                changes.append(time)
                offsets.append(offset)
            }
            for (time, offset) in zip(self.changes, self.offsets.dropFirst()) { add(time, offset) }
            let last = self.changes.last ?? Int.min
            let lastDay = (self.changes.last ?? 0).quotientAndRemainder(floorBy: 86_400).quotient
            let lastListed = CivilDate(dayNumber: lastDay).parts.year
            let from = self.changes.isEmpty ? 1900 : min(max(lastListed, 1900), ZoneFile.lastYear)
            for change in rule?.changes(years: from...ZoneFile.lastYear) ?? []
            where change.at > last {
                add(change.at, change.offset)
            }
            return Zone(identifier: name, changes: changes, offsets: offsets)
        }
    }

    /// Takes bytes from the front.
    struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func take(_ count: Int) throws(Invalid) -> ArraySlice<UInt8> {
            guard count <= rest.count else { throw Invalid(why: "ends too early") }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }

        mutating func header() throws(Invalid) -> Header {
            let bytes = try take(44)
            guard bytes.prefix(4).elementsEqual("TZif".utf8) else {
                throw Invalid(why: "is no TZif data")
            }
            let version = bytes[bytes.startIndex + 4]
            var counts: [Int] = []
            for place in stride(from: bytes.startIndex + 20, to: bytes.endIndex, by: 4) {
                // The file is smaller than that, so a larger count cannot be true.
                let count = Reader.integer(bytes[place..<place + 4])
                guard (0...ZoneDatabase.mostBytes).contains(count) else {
                    throw Invalid(why: "ends too early")
                }
                counts.append(count)
            }
            return Header(
                version: version >= 0x32 && version <= 0x39 ? Int(version - 0x30) : 1,
                utcFlags: counts[0], standardFlags: counts[1], leapSeconds: counts[2],
                transitions: counts[3], types: counts[4], nameBytes: counts[5])
        }

        /// The rule between two line ends; nil where the file gives none.
        mutating func footer() throws(Invalid) -> ZoneRule? {
            guard rest.first == 0x0A, let end = rest.dropFirst().firstIndex(of: 0x0A) else {
                throw Invalid(why: "lacks the rule at its end")
            }
            let text = rest[(rest.startIndex + 1)..<end]
            if text.isEmpty { return nil }
            guard let rule = ZoneRule(text) else {
                throw Invalid(why: "ends with a rule that cannot be read")
            }
            return rule
        }

        /// A signed number, its first byte the most significant (4 or 8 bytes).
        static func integer(_ bytes: ArraySlice<UInt8>) -> Int {
            let isNegative = (bytes.first ?? 0) >= 0x80
            return bytes.reduce(isNegative ? -1 : 0) { ($0 << 8) | Int($1) }
        }
    }
}
