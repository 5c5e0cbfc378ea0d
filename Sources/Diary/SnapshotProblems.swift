public import Diagnostics

/// Why a file is no snapshot: everything that was found wrong in it, in the order of the file.
public struct SnapshotProblems: Error, Sendable, Equatable {
    /// The problems, at least one and at most 20; their codes are S0001 to S0008.
    public var problems: [Problem]

    /// Joins problems.
    public init(_ problems: [Problem]) { self.problems = problems }
}

extension ProblemCode {
    /// The file is not JSON.
    static let notJSON = ProblemCode("S0001")
    /// A required field is missing.
    static let missingField = ProblemCode("S0002")
    /// A value is of the wrong type, or not one of those that the field can have.
    static let wrongValue = ProblemCode("S0003")
    /// A value, or the number of rows, is out of range.
    static let outOfRange = ProblemCode("S0004")
    /// An id or a name stands twice.
    static let duplicate = ProblemCode("S0005")
    /// An id stands for nothing in this snapshot.
    static let unknownReference = ProblemCode("S0006")
    /// The file is of another format, or of a version that this program cannot read.
    static let unsupportedFormat = ProblemCode("S0007")
    /// A row holds patient data (invariant 8).
    static let patientData = ProblemCode("S0008")
    /// Warning: a field that no snapshot has.
    static let unknownField = ProblemCode("S0101")
    /// Warning: a word of the PMS that Gapbook does not know; it is kept and takes time (B02).
    static let unknownWord = ProblemCode("S0102")
    /// Warning: a field of the other PMS.
    static let foreignField = ProblemCode("S0103")
}

/// Collects what is wrong with a document, with the place of each.
struct SnapshotReport {
    private let document: JSONDocument
    private let file: String
    private var problems: [(offset: Int, problem: Problem)] = []
    private var warnings: [(problem: Problem, rows: Int)] = []
    private var warned: [String: Int] = [:]

    /// How many problems, and how many kinds of warning, are told at once.
    static let limit = 20

    init(document: JSONDocument, file: String) {
        self.document = document
        self.file = file
    }

    /// Whether nothing is wrong so far.
    var isClean: Bool { problems.isEmpty }

    /// How many problems there are so far.
    var count: Int { problems.count }

    /// Whether no further problem would be told.
    var isFull: Bool { problems.count >= SnapshotReport.limit }

    /// Notes a problem with a value, or with a field that is missing from it.
    mutating func add(
        _ code: ProblemCode, at node: JSONDocument.Node, missing field: StaticString? = nil,
        _ message: String, hint: String? = nil
    ) {
        guard !isFull else { return }
        let problem = Problem(
            code, message, hint: hint, at: location(of: node, missing: field))
        problems.append((document.range(of: node).lowerBound, problem))
    }

    /// Notes what somebody else found wrong with a value.
    mutating func add(_ problem: Problem, at node: JSONDocument.Node) {
        guard !isFull else { return }
        var problem = problem
        problem.location = location(of: node, missing: nil)
        problems.append((document.range(of: node).lowerBound, problem))
    }

    /// Notes that a row holds patient data. No line of such a file is shown, so that it does not
    /// spread.
    mutating func addPatientData(at name: JSONDocument.Node) {
        guard !isFull else { return }
        let field = document.text(of: name) ?? ""
        let problem = Problem(
            .patientData, "`\(shortened(field))` is patient data, and a snapshot holds none of it",
            hint: "remove the field from every row, and the file from where it should not be",
            at: location(of: name, missing: nil))
        problems.append((document.range(of: name).lowerBound, problem))
    }

    /// Notes a warning; the same one in many rows is told once, with their number.
    ///
    /// Nothing is worked out or counted any more once 20 kinds are noted, so that a file of nothing
    /// but unknown fields costs little.
    mutating func warn(
        _ code: ProblemCode, at node: JSONDocument.Node, _ message: @autoclosure () -> String,
        hint: @autoclosure () -> String?
    ) {
        guard warnings.count < SnapshotReport.limit else { return }
        let message = message()
        let key = "\(code) \(message)"
        if let place = warned[key] {
            warnings[place].rows += 1
        } else {
            warned[key] = warnings.count
            let location = location(of: node, missing: nil)
            warnings.append((Problem(code, message, hint: hint(), at: location), 1))
        }
    }

    /// The problems in the order of the file.
    func allProblems() -> [Problem] {
        let secret = document.holdsPatientData()
        return problems.sorted { $0.offset < $1.offset }.map { _, problem in
            var problem = problem
            if secret { problem.location?.excerpt = nil }
            return problem
        }
    }

    /// The warnings in the order in which they came up.
    func allWarnings() -> [Problem] {
        let more = warnings.count < SnapshotReport.limit ? "" : " or more"
        return warnings.map { warning, rows in
            var warning = warning
            if rows > 1 { warning.context.append(Problem.Fact("rows", "\(rows)\(more)")) }
            return warning
        }
    }

    func location(
        of node: JSONDocument.Node, missing field: StaticString? = nil
    ) -> Location {
        let offset = document.range(of: node).lowerBound
        var path = document.path(to: node)
        if let field { path += path.isEmpty ? "\(field)" : ".\(field)" }
        let isSmall = document.kind(of: node) != .object && document.kind(of: node) != .array
        return Location(
            file: file, line: document.source.position(of: offset).line, path: path,
            excerpt: document.source.excerpt(around: offset),
            token: isSmall ? String(document.token(of: node).prefix(60)) : nil)
    }
}

/// A text as it may stand in a message: cut, and without control characters.
func shortened(_ text: String) -> String {
    if text.utf8.count <= 60, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    let scalars = text.unicodeScalars.prefix(60).map {
        $0.properties.generalCategory == .control ? " " : $0
    }
    var view = String.UnicodeScalarView(scalars)
    if text.unicodeScalars.count > 60 { view.append("…") }
    return String(view)
}
