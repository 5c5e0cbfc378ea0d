/// A JSON text that was read: its bytes, and its values in the order in which they stand.
///
/// Values are rows of one flat list, not a tree of objects, so that half a million diary entries
/// cost one allocation. A member's name is a row of its own, right before its value.
struct JSONDocument: Sendable {
    /// The place of a value in the list.
    typealias Node = Int

    /// What was read.
    let source: SourceText
    /// The values; the first is the whole document.
    private let rows: [Row]
    /// The names that stand twice in one object, at their second place.
    let repeatedNames: [Node]

    /// One value: what it is, where its text starts and ends, and which row follows all inside it.
    struct Row: Sendable {
        var kind: Kind
        var start: UInt32
        var end: UInt32
        var next: UInt32
    }

    /// What a value is.
    enum Kind: UInt8, Sendable {
        case null, `false`, `true`, integer, fraction, string, escapedString, array, object
    }

    init(source: SourceText, rows: [Row], repeatedNames: [Node]) {
        self.source = source
        self.rows = rows
        self.repeatedNames = repeatedNames
    }

    /// The whole document.
    var root: Node { 0 }

    /// What a value is.
    func kind(of node: Node) -> Kind { rows[node].kind }

    /// Where a value's text stands in the source.
    func range(of node: Node) -> Range<Int> { Int(rows[node].start)..<Int(rows[node].end) }

    /// The value that follows a value and all that is inside it.
    func next(after node: Node) -> Node { Int(rows[node].next) }

    /// The member of that name, or nil.
    func member(_ name: StaticString, of object: Node) -> Node? {
        var key = object + 1
        let end = next(after: object)
        while key < end {
            if self.name(key, is: name) { return key + 1 }
            key = next(after: key + 1)
        }
        return nil
    }

    /// The names of an object's members, in order; each value stands one row further.
    func names(of object: Node) -> some Sequence<Node> {
        sequence(first: object + 1) { next(after: $0 + 1) }
            .prefix { [end = next(after: object)] in $0 < end }
    }

    /// The elements of an array, in order.
    func elements(of array: Node) -> some Sequence<Node> {
        sequence(first: array + 1) { next(after: $0) }
            .prefix { [end = next(after: array)] in $0 < end }
    }

    /// Whether a name is that one; escapes count as what they stand for.
    func name(_ key: Node, is name: StaticString) -> Bool {
        let row = rows[key]
        if row.kind == .escapedString { return text(of: key) == name.description }
        let start = Int(row.start) + 1
        guard Int(row.end) - 1 - start == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { expected in
            for offset in expected.indices where source.bytes[start + offset] != expected[offset] {
                return false
            }
            return true
        }
    }

    /// The text of a string, or nil where the value is no string.
    func text(of node: Node) -> String? {
        let inside = range(of: node).dropFirst().dropLast()
        switch kind(of: node) {
        case .string: return String(decoding: source.bytes[inside], as: UTF8.self)
        case .escapedString: return JSONString.unescaped(source.bytes[inside])
        default: return nil
        }
    }

    /// The number, or nil where the value is no whole number or does not fit 64 bits.
    func integer(of node: Node) -> Int? {
        guard kind(of: node) == .integer else { return nil }
        return Int(String(decoding: source.bytes[range(of: node)], as: UTF8.self))
    }

    /// A value's text exactly as it was written.
    func written(_ node: Node) -> ArraySlice<UInt8> { source.bytes[range(of: node)] }

    /// A value's text as it was written, with its name where it has one.
    func token(of node: Node) -> String {
        var start = range(of: node).lowerBound
        if node > root {
            let before = range(of: node - 1)
            let isNamed = source.bytes[before.upperBound..<max(before.upperBound, start)]
                .contains(UInt8(ascii: ":"))
            if isNamed, next(after: node - 1) == node { start = before.lowerBound }
        }
        return String(decoding: source.bytes[start..<range(of: node).upperBound], as: UTF8.self)
    }
}

extension JSONDocument {
    /// Where a value stands, for people: `pms.reasons[2].minutes`.
    ///
    /// It is worked out on demand, from the top down, so that reading keeps no account of it.
    func path(to target: Node) -> String {
        var path = ""
        var node = root
        while node < target {
            if kind(of: node) == .array {
                let place = elements(of: node).enumerated().first { next(after: $1) > target }
                guard let place else { break }
                path += "[\(place.offset)]"
                node = place.element
            } else {
                // A name's own path is the path of its value.
                guard let key = names(of: node).first(where: { next(after: $0 + 1) > target })
                else { break }
                path += (path.isEmpty ? "" : ".") + (text(of: key) ?? "")
                if key == target { break }
                node = key + 1
            }
        }
        return path
    }
}
