/// Why the machine could not do what it was asked.
public struct LuaError: Error, Sendable, Equatable {
    /// What kind of error it is.
    public enum Kind: Sendable, Equatable {
        /// The source does not compile.
        case syntax
        /// The rule stopped with an error.
        case runtime
        /// The rule went over a limit; the machine is retired.
        case trip(Trip)
        /// What the rule returned cannot leave the machine.
        case badResult
        /// The host's own input is wrong: a mistake of the caller.
        case badInput
        /// The machine went over a limit before and serves no more.
        case retired
    }

    /// Which limit was hit.
    public enum Trip: String, Sendable, CaseIterable {
        case instructions
        case cpuTime = "cpu_time"
        case memory
        case allocatedBytes = "allocated_bytes"
        case patternSteps = "pattern_steps"
        case hostCalls = "host_calls"
        case sourceBytes = "source_bytes"
        case stringBytes = "string_bytes"
        case traceNotes = "trace_notes"
        case traceBytes = "trace_bytes"
        case depth
        case resultSize = "result_size"
    }

    /// One place in the rules that was being executed.
    public struct Frame: Sendable, Equatable {
        /// The source's name.
        public let file: String
        /// The line, from 1.
        public let line: Int
        /// The function's name, where Lua knows one.
        public let function: String?
    }

    /// What kind of error it is.
    public var kind: Kind
    /// What went wrong, without the position.
    public var message: String
    /// The index of the source in the program, where it is known.
    public var source: Int?
    /// The source's name.
    public var file: String?
    /// The line, from 1.
    public var line: Int?
    /// Where the rules were, innermost first; frames of the host are left out.
    public var traceback: [Frame]

    /// Makes an error without a place.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
        traceback = []
    }
}

extension LuaError.Trip {
    /// The limit in words, for a message.
    func message(_ limits: Limits) -> String {
        switch self {
        case .instructions: "more than \(limits.instructions) instructions (`instructions`)"
        case .cpuTime: "more than \(limits.cpuNanoseconds / 1_000_000) ms of CPU time (`cpu_time`)"
        case .memory: "more than \(limits.memoryBytes >> 10) KB of memory (`memory`)"
        case .allocatedBytes:
            "more than \(limits.allocatedBytes >> 20) MB allocated in all (`allocated_bytes`)"
        case .patternSteps:
            "more than \(limits.patternSteps) steps of pattern matching (`pattern_steps`)"
        case .hostCalls: "more than \(limits.hostCalls) calls of host functions (`host_calls`)"
        case .sourceBytes: "more than \(limits.sourceBytes >> 10) KB of source (`source_bytes`)"
        case .stringBytes: "a string of more than \(limits.stringBytes >> 10) KB (`string_bytes`)"
        case .traceNotes: "more than \(limits.traceNotes) remarks in the trace (`trace_notes`)"
        case .traceBytes: "more than \(limits.traceBytes >> 10) KB of trace (`trace_bytes`)"
        case .depth: "calls or a result nested too deep (`depth`)"
        case .resultSize: "a result with too many values or bytes (`result_size`)"
        }
    }
}
