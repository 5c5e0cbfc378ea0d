internal import Crypto
public import Diagnostics
public import Diary
internal import LuaVM

/// The rules that count for one practice: all layers, compiled once, immutable.
public struct RuleSet: Sendable {
    /// The SHA-256 of every layer's files: which rules exactly decided.
    public let revisions: [Revision]
    /// Files and parameters that could not be used; a lower layer stands in for each.
    public let failures: [RuleFailure]

    let files: [RuleDirectory.File]
    let definitions: [String: [RuleDefinition]]
    let declarations: [String: [ParameterDeclaration]]
    let program: Program
    let pool: MachinePool
    /// The parameters of each group where the set-up says nothing about it.
    private let untouched: [String: GroupParameters]

    /// The revision of one layer.
    public struct Revision: Sendable, Equatable {
        /// The layer.
        public var layer: RuleLayer
        /// How many rule files it has.
        public var files: Int
        /// The first 12 hexadecimal digits of the SHA-256 over names and contents.
        public var digest: String
    }

    /// Reads and compiles the rules that count for a practice.
    ///
    /// A file that cannot be used is no error: it is left out, and `failures` says why.
    ///
    /// - Throws: R0101 where the directory cannot be read.
    public init(
        _ directory: RuleDirectory, system: PMSSystem, practice: PracticeID?
    ) throws(Problem) {
        let files = try directory.files(system: system, practice: practice)
        self.init(files: files.filter { !$0.isTest })
    }

    /// No rule at all: the built-in answers to everything.
    public static let builtIn = RuleSet(files: [])

    init(files: [RuleDirectory.File], highest: RuleLayer = .practice) {
        let files = files.filter { $0.layer <= highest }
        self.files = files
        program = Program(
            sources: files.map { Source(name: $0.path, text: $0.text) },
            shapes: InputShapes.all.map(\.shape), constructors: Self.constructors,
            functions: [Self.fold])
        pool = MachinePool(program: program, capacity: 4)
        revisions = Self.revisions(of: files)
        var loader = RuleLoader(files: files)
        loader.open(program)
        definitions = loader.definitions
        declarations = loader.declarations
        failures = loader.failures
        untouched = Dictionary(
            uniqueKeysWithValues: Set(definitions.keys).union(declarations.keys).map { group in
                let layers = ParameterLayers(
                    group: group, declarations: loader.declarations[group] ?? [],
                    definitions: loader.definitions[group] ?? [], setUp: [:])
                return (group, GroupParameters(layers))
            })
    }

    /// The parameters of a group with their values in force, in the order of their names.
    ///
    /// - Parameter setUp: the parameters of the practice's set-up, between pack and practice.
    public func parameters(
        of group: String, setUp: [String: ParameterValue]
    ) -> [EffectiveParameter] {
        groupParameters(of: group, setUp: setUp).effective
    }

    /// Most set-ups say nothing about most groups, so those values are worked out once.
    func groupParameters(
        of group: String, setUp: [String: ParameterValue]
    ) -> GroupParameters {
        if setUp.isEmpty, let known = untouched[group] { return known }
        return GroupParameters(layers(of: group, setUp: setUp))
    }

    private func layers(
        of group: String, setUp: [String: ParameterValue]
    ) -> ParameterLayers {
        ParameterLayers(
            group: group, declarations: declarations[group] ?? [],
            definitions: definitions[group] ?? [], setUp: setUp)
    }

    /// What is published of the free time of a practice with that set-up.
    public func publishingSettings(of setUp: SetUp) -> PublishingSettings {
        let group = PublishingSettings.group
        return PublishingSettings(parameters(of: group, setUp: setUp.parameters[group] ?? [:]))
    }

    /// Every group that has parameters, settings first.
    public var parameterGroups: [String] {
        [PublishingSettings.group]
            + DecisionPoint.all.map(\.name).filter { declarations[$0]?.isEmpty == false }
    }

    /// Parameters of a practice's set-up that cannot be used; the lower layer's value counts.
    public func failures(of setUp: SetUp) -> [RuleFailure] {
        setUp.parameters.sorted { $0.key < $1.key }.flatMap { group, values -> [RuleFailure] in
            layers(of: group, setUp: values).refusedSetUp.map { name, objection in
                RuleFailure(
                    kind: .conflict, group: group, origin: RuleOrigin(layer: .setUp),
                    problem: Problem(
                        "R0102",
                        "the set-up's parameter `\(group).\(name)` cannot be used: "
                            + objection,
                        hint: "change it in the set-up; until then the lower layer's value counts"))
            }
        }
    }

    static let constructors = [
        "rule", "override", "tests", "param.boolean", "param.integer", "param.text",
        "param.choice", "param.list",
    ]

    static let fold = HostFunction("text.fold") { arguments throws(HostFailure) in
        guard case .string(let text)? = arguments.first else {
            throw HostFailure("text.fold wants a string")
        }
        return .string(NameKey(text).text)
    }

    private static func revisions(of files: [RuleDirectory.File]) -> [Revision] {
        RuleLayer.allCases.compactMap { layer in
            let own = files.filter { $0.layer == layer }
            guard !own.isEmpty else { return nil }
            var hash = SHA256()
            for file in own {
                let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
                hash.update(data: Array("\(name)\u{0}\(file.text.utf8.count)\u{0}".utf8))
                hash.update(data: Array(file.text.utf8))
            }
            let digits = hash.finalize().prefix(6).map { byte in
                let text = String(byte, radix: 16)
                return text.count == 1 ? "0\(text)" : text
            }
            return Revision(layer: layer, files: own.count, digest: digits.joined())
        }
    }
}
