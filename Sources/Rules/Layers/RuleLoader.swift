internal import Diagnostics
internal import LuaVM

/// Opens every rule file once and sorts out what can be used.
struct RuleLoader {
    let files: [RuleDirectory.File]
    /// Decision point or settings group -> what the layers say about it, lowest first.
    private(set) var definitions: [String: [RuleDefinition]] = [:]
    private(set) var declarations: [String: [ParameterDeclaration]] = [
        PublishingSettings.group: PublishingSettings.declarations
    ]
    private(set) var failures: [RuleFailure] = []

    init(files: [RuleDirectory.File]) { self.files = files }

    mutating func open(_ program: Program) {
        var machine: Machine?
        for (source, file) in files.enumerated() {
            let origin = RuleOrigin(layer: file.layer, file: file.path)
            guard file.isUTF8 else {
                failures.append(Self.failure(.syntax, origin, Self.notText(file)))
                continue
            }
            let opened = Result { () throws(LuaError) in
                let ready = if let machine { machine } else { try Machine(program) }
                machine = ready
                try ready.begin(SharedDocument.empty)
                return try ready.open(source)
            }
            // One that a file drove over a limit serves no more: the next file gets its own.
            if machine?.isRetired ?? false { machine = nil }
            switch opened {
            case .success(let table): add(table, source: source, origin: origin)
            case .failure(let error):
                failures.append(
                    Self.failure(error.failureKind, origin, error.problemOfOpening(file)))
            }
        }
        for group in definitions.keys.sorted() { checkParameters(of: group) }
    }

    private static func failure(
        _ kind: RuleFailure.Kind, _ origin: RuleOrigin, _ problem: Problem
    ) -> RuleFailure {
        RuleFailure(kind: kind, group: nil, origin: origin, problem: problem)
    }

    /// A name in another encoding would silently match nothing.
    private static func notText(_ file: RuleDirectory.File) -> Problem {
        Problem(
            "R0103", "the file is not UTF-8 text",
            hint: "save the file as UTF-8; until then the lower layer answers",
            at: Excerpt.location(of: "\u{FFFD}", in: file))
    }

    private mutating func add(_ table: Value, source: Int, origin: RuleOrigin) {
        do throws(ResultProblem) {
            let definition = try RuleDefinition(table, source: source, origin: origin)
            let rivals = definitions[definition.group, default: []]
            if let rival = rivals.last, rival.origin.layer == origin.layer {
                throw ResultProblem(
                    message: "speaks about `\(definition.group)`, as `\(rival.origin.file ?? "")` "
                        + "of the same layer does",
                    hint: "keep one file a decision in each layer")
            }
            definitions[definition.group] = rivals + [definition]
            // A rule replaces what lower layers declared; an override adds to it.
            if definition.form == .rule { declarations[definition.group] = [] }
            for declaration in definition.declarations {
                declarations[definition.group, default: []].removeAll {
                    $0.name == declaration.name
                }
                declarations[definition.group, default: []].append(declaration)
            }
        } catch {
            refuse(group: nil, origin: origin, error)
        }
    }

    private mutating func checkParameters(of group: String) {
        let known = declarations[group] ?? []
        for definition in definitions[group] ?? [] {
            for (name, value) in definition.values.sorted(by: { $0.key < $1.key }) {
                guard let declaration = known.first(where: { $0.name == name }) else {
                    refuse(
                        group: group, origin: definition.origin,
                        ResultProblem(
                            message: "sets `\(name)`, which `\(group)` does not have",
                            hint: Spelling.hint(for: name, among: known.map(\.name))))
                    continue
                }
                let read = ParameterReader.value(value)
                let objection = read.map(declaration.objection) ?? "\(value.shown) is no value"
                guard let objection else { continue }
                refuse(
                    group: group, origin: definition.origin,
                    ResultProblem(
                        message: "sets `\(name)` to a value that it refuses: \(objection)",
                        hint: "write \(declaration.expectation)"
                            + (read.flatMap(declaration.correction) ?? "")
                            + "; until then the lower layer's value counts"))
            }
        }
    }

    private mutating func refuse(group: String?, origin: RuleOrigin, _ problem: ResultProblem) {
        let file = files.first { $0.path == origin.file }
        let token = problem.message.split(separator: "`").dropFirst().first.map(String.init)
        failures.append(
            RuleFailure(
                kind: .conflict, group: group, origin: origin,
                problem: Problem(
                    "R0102", problem.message, hint: problem.hint,
                    at: file.map { Excerpt.location(of: token, in: $0) })))
    }
}

/// Finds the line of a rule file that a message is about.
enum Excerpt {
    /// The first line with that word, so that the reader sees it; the file alone otherwise.
    static func location(of token: String?, in file: RuleDirectory.File) -> Location {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let token, let index = lines.firstIndex(where: { $0.contains(token) }) else {
            return Location(file: file.path)
        }
        return Location(
            file: file.path, line: index + 1, excerpt: String(lines[index].prefix(120)),
            token: token)
    }

    /// A line that is known; of the words, the first that stands in it is underlined.
    static func location(
        line: Int?, among words: [String], in file: RuleDirectory.File
    ) -> Location {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let line, line >= 1, line <= lines.count else { return Location(file: file.path) }
        let excerpt = String(lines[line - 1].prefix(120))
        return Location(
            file: file.path, line: line, excerpt: excerpt,
            token: words.first { !$0.isEmpty && excerpt.contains($0) })
    }
}
