internal import CLuaVM

/// One question to the rules.
public struct Call: Sendable {
    /// Indices of the sources, the highest layer first.
    public var chain: [Int]
    /// The function's name in the table that each source returns.
    public var function: String
    /// The input, as `InputWriter` wrote it; it may point into the document.
    public var argument: [UInt8]
    /// The parameters: a table that `InputWriter` wrote.
    public var parameters: [UInt8]

    /// Makes a call.
    public init(chain: [Int], function: String, argument: [UInt8], parameters: [UInt8]) {
        self.chain = chain
        self.function = function
        self.argument = argument
        self.parameters = parameters
    }
}

/// What a call used.
public struct Cost: Sendable, Equatable {
    /// Instructions in hundreds, and the work that library functions charged; the same for the
    /// same input.
    public var instructions = 0
    /// The most bytes that were live at once above what was there before the call.
    public var peakBytes = 0
    /// Steps of the pattern matcher; the same for the same input.
    public var patternSteps = 0
    /// Calls of host functions; the same for the same input.
    public var hostCalls = 0
    /// CPU time; 0 where the call was too short for the clock to be read.
    public var cpuNanoseconds = 0
}

extension Cost {
    init(_ cost: gvm_cost) {
        instructions = Int(cost.instructions)
        peakBytes = Int(cost.peak_bytes)
        patternSteps = Int(cost.pattern_steps)
        hostCalls = Int(cost.host_calls)
        cpuNanoseconds = Int(cost.cpu_nanoseconds)
    }
}

/// The answer to a call. The trace is there also when the call failed, up to the failure.
public struct Outcome: Sendable {
    /// The value that the rule returned, or why there is none.
    public var result: Result<Value, LuaError>
    /// What the rule did.
    public var trace: Trace
    /// What it used.
    public var cost: Cost

    /// Makes an outcome.
    public init(result: Result<Value, LuaError>, trace: Trace, cost: Cost) {
        self.result = result
        self.trace = trace
        self.cost = cost
    }

    /// The outcome of a call that could not begin.
    public init(failure: LuaError) {
        self.init(result: .failure(failure), trace: Trace([]), cost: Cost())
    }
}
