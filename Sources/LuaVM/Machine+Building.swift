internal import CLuaVM

extension Machine {
    /// Builds a machine; sources that went over a limit before are left out.
    static func build(
        _ program: Program, _ host: HostContext, _ allocations: Int64
    ) throws(LuaError) -> OpaquePointer {
        while true {
            let machine = try empty(program, host, allocations)
            guard let tripped = compile(program, in: machine) else { return machine }
            let isStarved = gvm_is_starved(machine) != 0
            gvm_close(machine)
            // The source is not to blame where the process itself has no memory.
            if isStarved { throw tripped.error }
            program.broken.note(tripped.error, of: tripped.source)
        }
    }

    private static func empty(
        _ program: Program, _ host: HostContext, _ allocations: Int64
    ) throws(LuaError) -> OpaquePointer {
        var limits = gvm_limits(program.limits)
        let context = Unmanaged.passUnretained(host).toOpaque()
        guard let machine = gvm_new(&limits, answer, context, allocations) else {
            throw LuaError(.trip(.memory), "there is no memory for a machine")
        }
        var statuses: [gvm_status] = []
        for shape in program.shapes {
            statuses.append(name(shape.name) { gvm_add_shape(machine, $0, $1) })
            for field in shape.fields {
                statuses.append(name(field) { gvm_add_field(machine, $0, $1) })
            }
        }
        for constructor in program.constructors {
            statuses.append(name(constructor) { gvm_add_constructor(machine, $0, $1) })
        }
        for function in program.functions {
            statuses.append(name(function.name) { gvm_add_function(machine, $0, $1) })
        }
        statuses.append(gvm_build(machine))
        if let failed = statuses.first(where: { $0 != GVM_OK }) {
            let error = LuaError(failed, of: machine, running: program)
            gvm_close(machine)
            throw error
        }
        return machine
    }

    /// Compiles all sources; gives the one that hit a limit, which retires the machine.
    private static func compile(
        _ program: Program, in machine: OpaquePointer
    ) -> (source: Int, error: LuaError)? {
        for (index, source) in program.sources.enumerated() {
            let isKnown = program.broken.error(of: index) != nil
            // Indices must hold, so a source that is left out still takes its place.
            let text = isKnown ? "return {}" : source.text
            let status = name(source.name) { name, count in
                Self.name(text) { gvm_compile(machine, name, count, $0, $1) }
            }
            guard status != GVM_OK else { continue }
            let error = LuaError(status, of: machine, running: program)
            if gvm_is_retired(machine) != 0 { return (index, error) }
            program.broken.note(error, of: index)
        }
        return nil
    }

    private static func name(
        _ text: String, _ body: (UnsafePointer<CChar>, Int) -> gvm_status
    ) -> gvm_status {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { bytes in
                guard let start = bytes.baseAddress else { return withEmpty(body) }
                return body(start, bytes.count)
            }
        }
    }

    private static func withEmpty(
        _ body: (UnsafePointer<CChar>, Int) -> gvm_status
    ) -> gvm_status {
        var nothing: CChar = 0
        return body(&nothing, 0)
    }
}

/// What the machine's calls of host functions reach.
final class HostContext: Sendable {
    let functions: [HostFunction]

    init(_ functions: [HostFunction]) { self.functions = functions }
}

/// Answers a call of a host function. C raises what has to be raised, after this has returned.
private func answer(
    context: UnsafeMutableRawPointer?, machine: OpaquePointer?, function: Int32,
    arguments: UnsafePointer<UInt8>?, count: Int
) -> Int32 {
    guard let context, let machine else { return 1 }
    let host = Unmanaged<HostContext>.fromOpaque(context).takeUnretainedValue()
    var reader = WireReader(UnsafeRawBufferPointer(start: arguments, count: count))
    var values: [Value] = []
    while !reader.isAtEnd { values.append(reader.value()) }
    let reply: [UInt8]
    let status: Int32
    do throws(HostFailure) {
        var writer = InputWriter()
        writer.write(try host.functions[Int(function)].body(values))
        reply = writer.bytes
        status = 0
    } catch {
        reply = Array(error.message.utf8)
        status = 1
    }
    let kept = reply.withUnsafeBufferPointer { gvm_reply(machine, $0.baseAddress, $0.count) }
    return kept == GVM_OK ? status : 1
}

extension gvm_limits {
    fileprivate init(_ limits: Limits) {
        self.init(
            memory: Int64(limits.memoryBytes), block: Int64(limits.blockBytes),
            allocated: Int64(limits.allocatedBytes), instructions: Int64(limits.instructions),
            cpu_nanoseconds: Int64(limits.cpuNanoseconds),
            pattern_steps: Int64(limits.patternSteps), host_calls: Int64(limits.hostCalls),
            source_bytes: Int64(limits.sourceBytes), string_bytes: Int64(limits.stringBytes),
            trace_notes: Int64(limits.traceNotes), note_bytes: Int64(limits.noteBytes),
            trace_bytes: Int64(limits.traceBytes), result_depth: Int64(limits.resultDepth),
            result_nodes: Int64(limits.resultNodes), result_bytes: Int64(limits.resultBytes))
    }
}
