/// What one entry into the machine (compiling, opening a source, one call) may use.
///
/// No evaluation runs without limits (invariant 2). Instructions decide, because they are the same
/// on every machine; CPU time stands behind them for what a single instruction can cost.
public struct Limits: Sendable, Equatable {
    /// Live bytes above the machine's own and the decoded input: 1 MB, because one rehash of a
    /// table that large already takes 0.1 s (T09 of the attacks).
    public var memoryBytes = 1 << 20
    /// Bytes of the largest single block.
    public var blockBytes = 1 << 20
    /// Bytes allocated in all, freed or not: bounds loops that allocate and drop.
    public var allocatedBytes = 64 << 20
    /// Instructions of the virtual machine, and the work that library functions charge.
    public var instructions = 1_000_000
    /// CPU time of the thread in nanoseconds, so that a busy machine does not change answers.
    public var cpuNanoseconds = 50_000_000
    /// Steps of the pattern matcher.
    public var patternSteps = 200_000
    /// Calls of functions of the host.
    public var hostCalls = 1_000
    /// Bytes of one source; the parser runs no hook.
    public var sourceBytes = 256 << 10
    /// Bytes of a string that a library function builds.
    public var stringBytes = 64 << 10
    /// Remarks in the trace.
    public var traceNotes = 64
    /// Bytes of one text in the trace; longer ones are cut.
    public var noteBytes = 200
    /// Bytes of the whole trace.
    public var traceBytes = 256 << 10
    /// How deep a result may be nested.
    public var resultDepth = 8
    /// How many values a result may hold.
    public var resultNodes = 1_000
    /// Bytes of a result.
    public var resultBytes = 256 << 10

    /// The limits that hold unless somebody says otherwise.
    public static let standard = Limits()

    /// Makes the standard limits, to be changed.
    public init() {}
}
