internal import CLuaVM

/// A guarded Lua machine: it serves one evaluation at a time, and one thread at a time.
///
/// `begin` starts an evaluation, `open` runs a source, `call` asks a function. Nothing that a rule
/// does outlives the evaluation. After a limit was hit, the machine is retired.
public final class Machine {
    private let program: Program
    private let host: HostContext
    private let machine: OpaquePointer
    private var views: [Value?] = []
    private var isOpen: [Bool] = []
    /// How many evaluations it has begun.
    private(set) var evaluations = 0

    /// Builds a machine and compiles the program's sources.
    ///
    /// A source that does not compile is no error here; `open` reports it.
    ///
    /// - Throws: `LuaError` of the kind `trip(.memory)` where there is no memory for a machine.
    public convenience init(_ program: Program) throws(LuaError) {
        try self.init(program, failingAfter: -1)
    }

    /// For tests: every allocation after that many fails.
    init(_ program: Program, failingAfter allocations: Int64) throws(LuaError) {
        self.program = program
        host = HostContext(program.functions)
        machine = try Machine.build(program, host, allocations)
        reset()
    }

    deinit { gvm_close(machine) }

    /// Whether a limit was hit: then the machine serves no more.
    public var isRetired: Bool { gvm_is_retired(machine) != 0 }

    /// Bytes that the evaluation before the current one left behind in the machine.
    public var keptBytes: Int { Int(gvm_kept_bytes(machine)) }

    /// Starts an evaluation over a document; what the last one left is gone.
    ///
    /// - Throws: `LuaError` where the machine is retired, or the document cannot be decoded.
    public func begin(_ document: [UInt8]) throws(LuaError) {
        reset()
        evaluations += 1
        let status = document.withUnsafeBufferPointer {
            gvm_begin(machine, $0.baseAddress, $0.count)
        }
        try check(status)
    }

    /// Runs a source once in this evaluation, and gives a view of the table that it returns.
    ///
    /// - Throws: `LuaError` where it does not compile, fails, or returns no table.
    public func open(_ source: Int) throws(LuaError) -> Value {
        if let view = views[source] { return view }
        try run(source, viewed: true)
        let view = bytes(gvm_result(machine)) { raw in
            var reader = WireReader(raw)
            return reader.value()
        }
        views[source] = view
        return view
    }

    /// Calls a function of the highest source of a chain; `base` in it calls the next lower one.
    ///
    /// The sources are opened first where they are not yet.
    public func call(_ call: Call) -> Outcome {
        do throws(LuaError) {
            for source in call.chain where !isOpen[source] { try run(source, viewed: false) }
        } catch {
            return Outcome(failure: error)
        }
        let status = start(call)
        let trace = Trace(bytes(gvm_trace(machine)) { Array($0) })
        let cost = Cost(gvm_last_cost(machine))
        guard status == GVM_OK else {
            return Outcome(result: .failure(error(status)), trace: trace, cost: cost)
        }
        let value = bytes(gvm_result(machine)) { raw in
            var reader = WireReader(raw)
            return reader.value()
        }
        return Outcome(result: .success(value), trace: trace, cost: cost)
    }

    /// For tests: the names of all functions that a rule can reach.
    var reachableNames: [String] {
        guard gvm_list_reachable(machine) == GVM_OK else { return [] }
        let text = bytes(gvm_result(machine)) { String(decoding: $0, as: UTF8.self) }
        return text.split(separator: "\n").map(String.init).sorted()
    }

    /// For tests: the bytes that the machine holds now.
    var liveBytes: Int { Int(gvm_live_bytes(machine)) }

    /// For tests: every allocation after that many fails; -1 for none.
    func failAllocations(after count: Int64) { gvm_fail_after(machine, count) }

    private func run(_ source: Int, viewed: Bool) throws(LuaError) {
        if let error = program.broken.error(of: source) { throw error }
        try check(gvm_open(machine, Int32(source), viewed ? 1 : 0))
        isOpen[source] = true
    }

    private func start(_ call: Call) -> gvm_status {
        var function = call.function
        return call.chain.withUnsafeBufferPointer { chain in
            call.argument.withUnsafeBufferPointer { argument in
                call.parameters.withUnsafeBufferPointer { parameters in
                    function.withUTF8 { name in
                        var input = gvm_call_input(
                            chain: chain.baseAddress, chain_count: chain.count,
                            function: gvm_bytes(start: name.baseAddress, count: name.count),
                            argument: gvm_bytes(
                                start: argument.baseAddress, count: argument.count),
                            parameters: gvm_bytes(
                                start: parameters.baseAddress, count: parameters.count))
                        return gvm_call(machine, &input)
                    }
                }
            }
        }
    }

    private func reset() {
        views = Array(repeating: nil, count: program.sources.count)
        isOpen = Array(repeating: false, count: program.sources.count)
    }

    private func bytes<R>(_ bytes: gvm_bytes, _ read: (UnsafeRawBufferPointer) -> R) -> R {
        read(UnsafeRawBufferPointer(start: bytes.start, count: bytes.count))
    }

    private func check(_ status: gvm_status) throws(LuaError) {
        if status != GVM_OK { throw error(status) }
    }

    private func error(_ status: gvm_status) -> LuaError {
        LuaError(status, of: machine, running: program)
    }
}
