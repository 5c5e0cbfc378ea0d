internal import Synchronization

/// One file of Lua.
public struct Source: Sendable, Equatable {
    /// What errors call it, for example `rules/core/interval.lua`.
    public let name: String
    /// The text.
    public let text: String

    /// Makes a source.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// The fields of a kind of record that the host writes; reading any other one is an error.
public struct Shape: Sendable, Equatable {
    /// What errors call such a record.
    public let name: String
    /// The fields, in the order in which they are written.
    public let fields: [String]

    /// Makes a shape.
    public init(name: String, fields: [String]) {
        self.name = name
        self.fields = fields
    }
}

/// Why a function of the host refuses its arguments; the rule gets it as an error.
public struct HostFailure: Error, Sendable {
    /// The message, without a position.
    public let message: String

    /// Makes a failure.
    public init(_ message: String) { self.message = message }
}

/// A function of the host that rules can call.
public struct HostFunction: Sendable {
    /// The name that rules use, for example `text.fold`.
    public let name: String
    let body: @Sendable ([Value]) throws(HostFailure) -> Value

    /// Makes a function; it must give the same answer to the same arguments.
    public init(
        _ name: String, _ body: @escaping @Sendable ([Value]) throws(HostFailure) -> Value
    ) {
        self.name = name
        self.body = body
    }
}

/// What machines are made from: sources and the world that these see. Immutable and shared.
public struct Program: Sendable {
    /// The sources; their indices are what calls and errors use.
    public let sources: [Source]
    let shapes: [Shape]
    let constructors: [String]
    let functions: [HostFunction]
    let limits: Limits
    let broken = BrokenSources()

    /// Makes a program; nothing is compiled yet.
    ///
    /// - Parameter constructors: names of functions that take a table and return it with the field
    ///   `__kind` set to their name; `a.b` puts `b` into a read-only table `a`.
    public init(
        sources: [Source], shapes: [Shape], constructors: [String], functions: [HostFunction],
        limits: Limits = .standard
    ) {
        self.sources = sources
        self.shapes = shapes
        self.constructors = constructors
        self.functions = functions
        self.limits = limits
    }
}

/// The sources of a program that do not compile, found by its first machine. Those that hit a
/// limit are not tried again, because each try costs a machine.
final class BrokenSources: Sendable {
    private let errors = Mutex<[Int: LuaError]>([:])

    func error(of source: Int) -> LuaError? { errors.withLock { $0[source] } }

    func note(_ error: LuaError, of source: Int) { errors.withLock { $0[source] = error } }
}
