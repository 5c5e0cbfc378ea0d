public import Diagnostics

extension Snapshot {
    /// Reads a snapshot file in format 1 (`docs/reference/snapshot-format.md`).
    ///
    /// `file` is its name as problems show it. Throws all that is wrong, up to 20 problems with the
    /// codes S0001 to S0008, and where `zones` are given with those of a zone. Warnings (S0101 to
    /// S0103) tell of unknown fields, of words that Gapbook does not know and of fields of the
    /// other PMS; the snapshot is good.
    public static func read(
        _ bytes: [UInt8], file: String, zones: ZoneDatabase? = nil
    ) throws(SnapshotProblems) -> (snapshot: Snapshot, warnings: [Problem]) {
        let source = SourceText(bytes: bytes)
        let document: JSONDocument
        do {
            document = try JSONReader.read(source)
        } catch {
            throw SnapshotProblems([error.problem(in: source, file: file)])
        }
        var reader = SnapshotReader(document: document, file: file)
        reader.zones = zones
        let snapshot = reader.snapshot()
        guard let snapshot, reader.report.isClean else {
            throw SnapshotProblems(reader.report.allProblems())
        }
        return (snapshot, reader.report.allWarnings())
    }
}

/// Turns a JSON document into a snapshot, noting everything that is wrong on the way.
///
/// A function that returns nil has noted why; reading goes on, so that one run tells all.
struct SnapshotReader {
    let document: JSONDocument
    var report: SnapshotReport
    /// The zones that a practice may name; nil where nobody asks whether its zone exists.
    var zones: ZoneDatabase?
    /// Whose snapshot it is, as soon as it is known.
    var system: PMSSystem?
    /// The days that were read, as soon as they are known.
    var days: ClosedRange<CivilDate>?
    /// The practitioners that rows may name; nil until their list has been read, so that
    /// one wrong practitioner is not told again for each of its rows.
    var practitioners: Set<PractitionerID>?

    /// The `format` of the files that this program reads.
    static let format = "gapbook.snapshot/1"

    init(document: JSONDocument, file: String) {
        self.document = document
        report = SnapshotReport(document: document, file: file)
    }

    mutating func snapshot() -> Snapshot? {
        let root = document.root
        guard isSnapshot(root) else { return nil }
        let pms = required("pms", of: root) { $0.reading($1) }
        let setUp = required("setup", of: root) { $0.setUp($1) }
        let claims = claims(of: root)
        guard let pms, let setUp else { return nil }
        return Snapshot(pms: pms, setUp: setUp, claims: claims)
    }

    /// The half that was read from the PMS, whatever else is there.
    mutating func readingAlone() -> PMSReading? {
        let root = document.root
        guard isSnapshot(root) else { return nil }
        return required("pms", of: root) { $0.reading($1) }
    }

    private mutating func isSnapshot(_ root: JSONDocument.Node) -> Bool {
        for name in document.repeatedNames {
            let text = shortened(document.text(of: name) ?? "")
            report.add(
                .duplicate, at: name, "the field `\(text)` stands twice in one object",
                hint: "remove one of the two")
        }
        guard isObject(root), hasFormat(root) else { return false }
        warnOfUnknownFields(in: root, known: ["format", "pms", "setup", "claims"])
        return true
    }

    private mutating func hasFormat(_ root: JSONDocument.Node) -> Bool {
        guard let format = required("format", of: root, SnapshotFields.name) else { return false }
        guard format != SnapshotReader.format else { return true }
        let isVersion = format.hasPrefix("gapbook.snapshot/")
        report.add(
            .unsupportedFormat, at: document.member("format", of: root) ?? root,
            "the format `\(shortened(format))` is \(isVersion ? "a version" : "one") that this "
                + "program cannot read",
            hint: isVersion
                ? "use the release of gapbook that wrote the file"
                : "write `\(SnapshotReader.format)`, or choose another file")
        return false
    }
}

// Fields.
extension SnapshotReader {
    /// The value of a field that must be there.
    mutating func required<Value>(
        _ name: StaticString, of row: JSONDocument.Node, _ field: SnapshotField<Value>
    ) -> Value? {
        guard let node = document.member(name, of: row) else {
            reportMissing(name, of: row, hint: "add `\(name)`: \(field.expected)")
            return nil
        }
        return value(name, at: node, field)
    }

    /// The value of a field that may be left out or null.
    mutating func optional<Value>(
        _ name: StaticString, of row: JSONDocument.Node, _ field: SnapshotField<Value>
    ) -> Value? {
        present(name, of: row).flatMap { value(name, at: $0, field) }
    }

    /// What a function makes of a field that must be there.
    mutating func required<Value>(
        _ name: StaticString, of row: JSONDocument.Node,
        _ read: (inout SnapshotReader, JSONDocument.Node) -> Value?
    ) -> Value? {
        guard let node = document.member(name, of: row) else {
            reportMissing(name, of: row, hint: "add `\(name)`, as the format's page shows it")
            return nil
        }
        return read(&self, node)
    }

    /// A field's value, or nil where it is left out or null.
    func present(_ name: StaticString, of row: JSONDocument.Node) -> JSONDocument.Node? {
        document.member(name, of: row).flatMap { document.kind(of: $0) == .null ? nil : $0 }
    }

    /// The rows of a list; those with a problem are left out.
    mutating func rows<Row>(
        _ name: StaticString, of parent: JSONDocument.Node, isRequired: Bool = true,
        atMost limit: Int,
        _ read: (inout SnapshotReader, JSONDocument.Node) -> Row?
    ) -> [Row] {
        guard let list = isRequired ? document.member(name, of: parent) : present(name, of: parent)
        else {
            if isRequired { reportMissing(name, of: parent, hint: "add `\(name)`, a list") }
            return []
        }
        guard document.kind(of: list) == .array else {
            reportWrong(name, at: list, expected: "a list")
            return []
        }
        var result: [Row] = []
        var count = 0
        for element in document.elements(of: list) {
            count += 1
            if count > limit || report.isFull { break }
            if let row = read(&self, element) { result.append(row) }
        }
        if count > limit {
            report.add(
                .outOfRange, at: list, "`\(name)` has more than \(limit) rows",
                hint: "write at most \(limit) rows, or split the practice")
        }
        return result
    }

    /// Notes a value of the wrong type.
    mutating func reportWrong(_ name: StaticString, at node: JSONDocument.Node, expected: String) {
        report.add(
            .wrongValue, at: node,
            "`\(name)` must be \(expected), not \(found(node))", hint: hint(forWrong: node))
    }

    /// Whether a value is an object; a problem is noted where it is not.
    mutating func isObject(_ node: JSONDocument.Node) -> Bool {
        if document.kind(of: node) == .object { return true }
        let expected = node == document.root ? "a snapshot is an object" : "expected an object"
        report.add(.wrongValue, at: node, "\(expected), found \(found(node))")
        return false
    }

    /// Whether a key is new in a list; a problem is noted where it is not.
    mutating func isNew<Key: Hashable>(
        _ key: Key, in seen: inout Set<Key>, at node: JSONDocument.Node, _ what: String
    ) -> Bool {
        if seen.insert(key).inserted { return true }
        report.add(
            .duplicate, at: node, "\(what) stands twice",
            hint: "give each row its own, or remove one")
        return false
    }

    /// Warns of fields that no snapshot has; they are not read.
    mutating func warnOfUnknownFields(in row: JSONDocument.Node, known: [StaticString]) {
        for key in document.names(of: row)
        where !known.contains(where: { document.name(key, is: $0) }) {
            let document = document
            let name = { document.text(of: key) ?? "" }
            report.warn(
                .unknownField, at: key, "no field is called `\(shortened(name()))`; it is not read",
                hint: Self.suggestion(for: name(), among: known.map { "\($0)" }))
        }
    }

    /// Reads a value that is there.
    mutating func value<Value>(
        _ name: StaticString, at node: JSONDocument.Node, _ field: SnapshotField<Value>
    ) -> Value? {
        switch field.read(document, node) {
        case .value(let value): return value
        case .wrong: reportWrong(name, at: node, expected: field.expected)
        case .outOfRange:
            report.add(
                .outOfRange, at: node, "`\(name)` must be \(field.expected), not \(found(node))")
        }
        return nil
    }

    /// An instruction that names the nearest known word, or nil where none is near.
    static func suggestion(for word: String, among known: [String]) -> String? {
        Spelling.nearest(to: word, among: known).map { "write `\($0)` if that is what it means" }
    }

    private mutating func reportMissing(
        _ name: StaticString, of row: JSONDocument.Node, hint: String
    ) {
        report.add(.missingField, at: row, missing: name, "`\(name)` is missing", hint: hint)
    }

    private func found(_ node: JSONDocument.Node) -> String {
        let written = shortened(String(decoding: document.written(node).prefix(241), as: UTF8.self))
        return switch document.kind(of: node) {
        case .null: "null"
        case .true, .false: written
        case .integer, .fraction: "the number `\(written)`"
        case .string, .escapedString: "the text `\(shortened(document.text(of: node) ?? ""))`"
        case .array: "a list"
        case .object: "an object"
        }
    }

    private func hint(forWrong node: JSONDocument.Node) -> String? {
        guard let text = document.text(of: node), !text.isEmpty else { return nil }
        let isWord = text == "true" || text == "false" || text == "null"
        return isWord || Int(text) != nil ? "remove the quotes" : nil
    }
}

extension JSONReader.Fault {
    /// The fault as a problem: S0001, or S0004 beyond a limit.
    func problem(in source: SourceText, file: String) -> Problem {
        let (line, column) = source.position(of: offset)
        let excerpt = source.excerpt(around: offset)
        let isSecret = PatientData.isNear(offset, in: source, excerpt: excerpt)
        return Problem(
            isBeyondLimit ? .outOfRange : .notJSON, message,
            hint: isBeyondLimit
                ? nil : "write the file as JSON, with a program rather than by hand",
            at: Location(
                file: file, line: line,
                excerpt: isSecret ? nil : excerpt),
            context: [Problem.Fact("column", "\(column)")])
    }
}
