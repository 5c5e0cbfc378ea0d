public import Diagnostics
public import Diary
internal import LuaVM

/// The result of one case of a rule test.
public struct RuleTestResult: Sendable, Equatable {
    /// The test file.
    public var file: String
    /// The layer that the file belongs to; the rules up to that layer answered.
    public var layer: RuleLayer
    /// The decision point; nil where the file could not be read.
    public var decision: String?
    /// The case's name.
    public var name: String
    /// Why it failed; nil where it passed.
    public var problem: Problem?
    /// What the rule did, for a case that failed.
    public var steps: [TraceStep]
}

/// Runs the tests that stand beside rules, in the sandbox that the rules run in.
///
/// A test meets the rules of its own layer and of those below it, so that a practice's layer
/// cannot break the tests of the packs.
public struct RuleTests: Sendable {
    private let files: [PMSSystem: [RuleDirectory.File]]
    private let layers: [PMSSystem: [RuleLayer]]

    /// Reads the packs' rules and tests; with a practice, that practice's tests only.
    ///
    /// - Throws: R0101 where the directory cannot be read.
    public init(_ directory: RuleDirectory, practice: PracticeID?) throws(Problem) {
        var files: [PMSSystem: [RuleDirectory.File]] = [:]
        for system in PMSSystem.allCases {
            files[system] = try directory.files(system: system, practice: practice)
        }
        self.files = files
        layers = practice == nil ? [.exact: [.core, .pms], .oasis: [.pms]] : [.exact: [.practice]]
    }

    init(files: [PMSSystem: [RuleDirectory.File]], layers: [PMSSystem: [RuleLayer]]) {
        self.files = files
        self.layers = layers
    }

    /// Runs the tests, in the order of the layers and of the files' names.
    public func run() -> [RuleTestResult] {
        PMSSystem.allCases.flatMap { system in
            (layers[system] ?? []).flatMap { run($0, of: system) }
        }
    }

    private func run(_ layer: RuleLayer, of system: PMSSystem) -> [RuleTestResult] {
        let tests = (files[system] ?? []).filter { $0.isTest && $0.layer == layer }
        guard !tests.isEmpty else { return [] }
        return tests.flatMap { test in
            RuleTestRun(file: test) { pms in
                RuleSet(
                    files: (files[pms ?? system] ?? []).filter { !$0.isTest }, highest: layer)
            }.results()
        }
    }
}

/// One test file against the rules of its layer.
private struct RuleTestRun {
    let file: RuleDirectory.File
    /// The rules for the PMS that the test names, or for its own.
    let rulesFor: (PMSSystem?) -> RuleSet

    func results() -> [RuleTestResult] {
        let program = Program(
            sources: [Source(name: file.path, text: file.text)],
            shapes: InputShapes.all.map(\.shape), constructors: RuleSet.constructors,
            functions: [RuleSet.fold])
        let table: Value
        do throws(LuaError) {
            let machine = try Machine(program)
            try machine.begin(SharedDocument.empty)
            table = try machine.open(0)
        } catch {
            return [result("open the file", problem: error.problem(in: file))]
        }
        do throws(ResultProblem) {
            let (point, cases) = try RuleTestCase.cases(from: table)
            // A practice's tests name their PMS; without a name it is Exact.
            let rules = rulesFor(table["pms"]?.stringValue.flatMap(PMSSystem.init))
            return cases.map { run($0, of: point, by: rules) }
        } catch {
            return [result("read the file", problem: problem(error, about: nil))]
        }
    }

    private func run(
        _ test: RuleTestCase, of point: DecisionPoint, by rules: RuleSet
    ) -> RuleTestResult {
        do throws(ResultProblem) {
            let layers = ParameterLayers(
                group: point.name, declarations: rules.declarations[point.name] ?? [],
                definitions: rules.definitions[point.name] ?? [], setUp: [:])
            let (outcome, trace) = ask(
                point, of: rules, input: try TestInput.bytes(test.input, as: point.input),
                parameters: try layers.overridden(by: test.parameters))
            let objection = judge(test, outcome, as: point)
            return result(
                test.name, decision: point.name,
                problem: objection.map { problem($0, about: test.name) },
                steps: objection == nil ? [] : trace)
        } catch {
            return result(
                test.name, decision: point.name, problem: problem(error, about: test.name))
        }
    }

    private func ask(
        _ point: DecisionPoint, of rules: RuleSet, input: [UInt8],
        parameters: [EffectiveParameter]
    ) -> (Result<Value, AnswerFailure>, [TraceStep]) {
        let chain = (rules.definitions[point.name] ?? []).filter(\.decides).reversed()
        var lease = MachineLease(pool: rules.pool, document: SharedDocument.empty)
        let outcome = lease.call(
            Call(
                chain: chain.map(\.source), function: "decide", argument: input,
                parameters: GroupParameters(parameters).encoded))
        let usable = Result { () throws(AnswerFailure) in
            try outcome.usable(in: rules.files, asked: chain.first?.source)
        }
        return (usable, outcome.steps(in: rules.files))
    }

    private func judge(
        _ test: RuleTestCase, _ outcome: Result<Value, AnswerFailure>, as point: DecisionPoint
    ) -> ResultProblem? {
        switch outcome {
        case .failure(let failure):
            let message = failure.problem.message
            if let wanted = test.failure, message.contains(wanted) { return nil }
            return ResultProblem(
                message: "the rule failed: \(message)", hint: failure.problem.hint)
        case .success(let value):
            if let wanted = test.failure {
                return ResultProblem(
                    message: "the rule answered, expected it to fail with `\(wanted)`", hint: nil)
            }
            do throws(ResultProblem) { _ = try CheckedResult(value, as: point.result) } catch {
                return error
            }
            return test.objection(to: value).map { ResultProblem(message: $0, hint: nil) }
        }
    }

    private func problem(_ problem: ResultProblem, about name: String?) -> Problem {
        Problem(
            "R0301", problem.message, hint: problem.hint,
            at: Excerpt.location(of: name, in: file))
    }

    private func result(
        _ name: String, decision: String? = nil, problem: Problem?, steps: [TraceStep] = []
    ) -> RuleTestResult {
        RuleTestResult(
            file: file.path, layer: file.layer, decision: decision, name: name, problem: problem,
            steps: steps)
    }
}

extension ParameterLayers {
    /// The values in force with a test's own on top.
    fileprivate func overridden(
        by values: [String: ParameterValue]
    ) throws(ResultProblem) -> [EffectiveParameter] {
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let declaration = declarations.first(where: { $0.name == name }) else {
                throw ResultProblem(
                    message: "sets `\(name)`, which `\(group)` does not have",
                    hint: Spelling.hint(for: name, among: declarations.map(\.name)))
            }
            if let objection = declaration.objection(to: value) {
                throw ResultProblem(message: "sets `\(name)`: \(objection)", hint: nil)
            }
        }
        return effective.map { parameter in
            var parameter = parameter
            if let value = values[parameter.name] { parameter.value = value }
            return parameter
        }
    }
}
