internal import Diagnostics
internal import Diary
internal import LuaVM

/// Why a rule gave no usable answer, and which source is to blame.
struct AnswerFailure: Error {
    let kind: RuleFailure.Kind
    let source: Int?
    let problem: Problem
}

extension Outcome {
    /// The value, or why there is none.
    ///
    /// - Parameter asked: the source that is to blame where the error does not know.
    func usable(
        in files: [RuleDirectory.File], asked: Int?
    ) throws(AnswerFailure) -> Value {
        switch result {
        case .success(let value): return value
        case .failure(let error):
            let source = error.source ?? asked
            throw AnswerFailure(
                kind: error.failureKind, source: source,
                problem: error.problem(in: source.map { files[$0] }))
        }
    }

    /// The trace in the diary's words.
    func steps(in files: [RuleDirectory.File]) -> [TraceStep] {
        trace.events.map { event in
            switch event {
            case .filtered(let label, let kept, let dropped):
                .filtered(label: label, kept: kept, dropped: dropped.map(TraceStep.Rejection.init))
            case .step(let name, let matched, let rejected, let chosen):
                .tried(
                    step: name, matched: matched, rejected: rejected.map(TraceStep.Rejection.init),
                    chosen: chosen)
            case .scored(let label, let scores, let chosen):
                .scored(
                    label: label,
                    scores: scores.map { .init(id: $0.id, score: $0.score, why: $0.why) },
                    chosen: chosen)
            case .note(let text): .note(text)
            case .base(let source): .askedBase(file: files[source].path)
            }
        }
    }
}

extension TraceStep.Rejection {
    fileprivate init(_ rejection: TraceEvent.Rejection) {
        self.init(id: rejection.id, why: rejection.why)
    }
}

extension LuaError {
    /// Which group of findings the error belongs to.
    var failureKind: RuleFailure.Kind {
        switch kind {
        case .syntax: .syntax
        case .trip: .limit
        case .badResult: .answer
        default: .runtime
        }
    }

    /// The error with its line of source, for people.
    func problem(in file: RuleDirectory.File?) -> Problem {
        let code: ProblemCode =
            switch failureKind {
            case .syntax: "R0103"
            case .limit: "R0202"
            case .answer: "R0203"
            case .runtime, .conflict: "R0201"
            }
        // The innermost frame is the place itself.
        let frames = traceback.dropFirst().map { frame in
            Problem.Fact(
                "called from",
                "\(frame.file):\(frame.line)" + (frame.function.map { ", `\($0)`" } ?? ""))
        }
        return Problem(
            code, message, hint: hint(in: file),
            at: file.map { Excerpt.location(line: line, among: quotedWords, in: $0) },
            context: frames)
    }

    /// The error of a file that was opened: it has not been asked anything yet.
    func problemOfOpening(_ file: RuleDirectory.File) -> Problem {
        var problem = problem(in: file)
        guard kind == .badResult else { return problem }
        problem.hint =
            message.hasPrefix("the file returns")
            ? "end the file with `return rule { ... }` or `return override { ... }`"
            : "write plain values: numbers, texts, true, false, and lists of texts"
        return problem
    }

    private func hint(in file: RuleDirectory.File?) -> String? {
        switch failureKind {
        case .syntax: "\(correction(in: file)); until then the lower layer answers"
        case .limit: "make the rule do less; see docs/reference/limits.md"
        case .answer: "return what the decision declares; see docs/reference/decisions.md"
        case .runtime, .conflict: runtimeHint
        }
    }

    /// What most likely makes Lua of the line: Lua itself names only where it gave up.
    private func correction(in file: RuleDirectory.File?) -> String {
        let excerpt = file.flatMap { Excerpt.location(line: line, among: [], in: $0).excerpt } ?? ""
        if excerpt.contains(where: { "“”„‘’".contains($0) }) {
            return "write straight quotes, as in \"publishing\""
        }
        if message.hasSuffix("near <eof>") {
            return "close what is open: a quote, `{`, `(`, `function` or `if`"
        }
        if message.hasPrefix("'}' expected"), let next = quotedWords.first {
            return "put a comma between `\(next)` and the entry before it"
        }
        return "mend the line"
    }

    private var runtimeHint: String {
        if let nearest = message.firstRange(of: "the nearest is `") {
            return "use `\(message[nearest.upperBound...].prefix { $0 != "`" })`"
        }
        if message.contains(" a nil value"), let name = quotedWords.first {
            return "make sure that `\(name)` has a value; until then the lower layer answers"
        }
        return "mend the line; until then the lower layer answers"
    }

    /// The words that the message quotes, the likeliest to be what went wrong first. The parser
    /// names last what it stands at.
    private var quotedWords: [String] {
        let parts = message.split(omittingEmptySubsequences: false) { $0 == "'" || $0 == "`" }
        let words = parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
        return kind == .syntax ? words.reversed() : words
    }
}

extension Value {
    /// The fields of an answer as text, in the order of their names.
    var answerFields: [DecisionRecord.Field] {
        guard case .table(let record) = self else { return [] }
        return record.entries.map { entry in
            let text = entry.value.stringValue ?? entry.value.shown
            return DecisionRecord.Field(name: entry.key, value: text)
        }
    }
}
