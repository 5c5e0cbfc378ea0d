/// What the combinators and `trace.note` of one call left, in order.
///
/// Kept as the machine's bytes and decoded when somebody reads `events`.
public struct Trace: Sendable, Equatable {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether nothing was left.
    public var isEmpty: Bool { bytes.isEmpty }

    /// The events, decoded anew at each call.
    public var events: [TraceEvent] {
        bytes.withUnsafeBytes { raw in
            var decoder = TraceDecoder(raw)
            return decoder.events()
        }
    }
}

/// One thing that a rule did.
public enum TraceEvent: Sendable, Equatable {
    /// `list.filter` narrowed a list.
    case filtered(label: String, kept: [String], dropped: [Rejection])
    /// `first_match` tried one step on every item.
    case step(name: String, matched: [String], rejected: [Rejection], chosen: String?)
    /// `list.best` scored a list.
    case scored(label: String, scores: [Score], chosen: String?)
    /// `trace.note` left a remark.
    case note(String)
    /// `base` asked the next lower layer: the index of its source.
    case base(source: Int)

    /// An item that fell, and why.
    public struct Rejection: Sendable, Equatable {
        /// The item's `id`, or its place as `#3`.
        public let id: String
        /// Why, in the rule's words.
        public let why: String?
    }

    /// An item's score.
    public struct Score: Sendable, Equatable {
        /// The item's `id`, or its place as `#3`.
        public let id: String
        /// The score; nil where the rule gave none.
        public let score: Double?
        /// Why, in the rule's words.
        public let why: String?
    }
}

/// Reads the trace's bytes; wire.h describes them.
private struct TraceDecoder {
    private let bytes: UnsafeRawBufferPointer
    private var reader: WireReader

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        reader = WireReader(bytes)
    }

    mutating func events() -> [TraceEvent] {
        var events: [TraceEvent] = []
        while !reader.isAtEnd {
            switch reader.byte() {
            case 1: events.append(filtered())
            case 2: _ = ids(&reader)
            case 3: events.append(step())
            case 4: events.append(scored())
            case 5: events.append(.note(reader.text()))
            case 6: events.append(.base(source: Int(truncatingIfNeeded: reader.number())))
            default: return events
            }
        }
        return events
    }

    private mutating func filtered() -> TraceEvent {
        let label = reader.text()
        var kept: [String] = []
        var dropped: [TraceEvent.Rejection] = []
        while case let verdict = reader.byte(), verdict != 0 {
            let id = reader.text()
            if verdict == 1 {
                kept.append(id)
            } else {
                dropped.append(.init(id: id, why: verdict == 3 ? reader.text() : nil))
            }
        }
        return .filtered(label: label, kept: kept, dropped: dropped)
    }

    private mutating func step() -> TraceEvent {
        let name = reader.text()
        let offset = Int(truncatingIfNeeded: reader.number())
        let ids = ids(at: offset)
        var matched: [String] = []
        var rejected: [TraceEvent.Rejection] = []
        while case let verdict = reader.byte(), verdict != 0 {
            let place = Int(truncatingIfNeeded: reader.number())
            let id = ids.indices.contains(place) ? ids[place] : "#\(place + 1)"
            if verdict == 1 {
                matched.append(id)
            } else {
                rejected.append(.init(id: id, why: verdict == 3 ? reader.text() : nil))
            }
        }
        return .step(name: name, matched: matched, rejected: rejected, chosen: matched.first)
    }

    private mutating func scored() -> TraceEvent {
        let label = reader.text()
        var scores: [TraceEvent.Score] = []
        while case let tag = reader.byte(), tag != 0 {
            let id = reader.text()
            let score = tag == 4 || tag == 5 ? reader.double() : nil
            let why = tag == 5 || tag == 7 ? reader.text() : nil
            scores.append(.init(id: id, score: score, why: why))
        }
        let chosen = Int(truncatingIfNeeded: reader.number()) - 1
        return .scored(
            label: label, scores: scores,
            chosen: scores.indices.contains(chosen) ? scores[chosen].id : nil)
    }

    private func ids(at offset: Int) -> [String] {
        guard bytes.indices.contains(offset), bytes[offset] == 2 else { return [] }
        var reader = WireReader(UnsafeRawBufferPointer(rebasing: bytes[(offset + 1)...]))
        return ids(&reader)
    }

    private func ids(_ reader: inout WireReader) -> [String] {
        var ids: [String] = []
        while reader.byte() == 1 { ids.append(reader.text()) }
        return ids
    }
}
