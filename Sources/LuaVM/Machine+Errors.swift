internal import CLuaVM

extension LuaError {
    /// Reads what the machine's last entry left.
    init(_ status: gvm_status, of machine: OpaquePointer, running program: Program) {
        guard let error = gvm_last_error(machine)?.pointee else {
            self.init(.runtime, "unknown error")
            return
        }
        self.init(Kind(status, error.trip), Self.text(error))
        if case .trip(let trip) = kind { message = trip.message(program.limits) }
        if status == GVM_RETIRED { message = "the machine went over a limit before" }
        if error.source >= 0, Int(error.source) < program.sources.count {
            source = Int(error.source)
            file = program.sources[Int(error.source)].name
        }
        line = error.line > 0 ? Int(error.line) : nil
        traceback = Self.frames(error, program)
    }

    private static func text(_ error: gvm_error) -> String {
        withUnsafeBytes(of: error.message) { raw in
            String(decoding: raw.prefix(error.message_bytes), as: UTF8.self)
        }
    }

    private static func frames(_ error: gvm_error, _ program: Program) -> [Frame] {
        withUnsafeBytes(of: error.frames) { raw in
            raw.withMemoryRebound(to: gvm_frame.self) { frames in
                frames.prefix(error.frame_count).map { frame in
                    let name = withUnsafeBytes(of: frame.function) { bytes in
                        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                    }
                    return Frame(
                        file: program.sources[Int(frame.source)].name, line: Int(frame.line),
                        function: name.isEmpty ? nil : name)
                }
            }
        }
    }
}

extension LuaError.Kind {
    fileprivate init(_ status: gvm_status, _ trip: gvm_trip) {
        switch status {
        case GVM_SYNTAX: self = .syntax
        case GVM_TRIP: self = .trip(LuaError.Trip(trip))
        case GVM_BAD_RESULT: self = .badResult
        case GVM_BAD_INPUT: self = .badInput
        case GVM_RETIRED: self = .retired
        default: self = .runtime
        }
    }
}

extension LuaError.Trip {
    fileprivate init(_ trip: gvm_trip) {
        switch trip {
        case GVM_TRIP_CPU_TIME: self = .cpuTime
        case GVM_TRIP_MEMORY: self = .memory
        case GVM_TRIP_ALLOCATED_BYTES: self = .allocatedBytes
        case GVM_TRIP_PATTERN_STEPS: self = .patternSteps
        case GVM_TRIP_HOST_CALLS: self = .hostCalls
        case GVM_TRIP_SOURCE_BYTES: self = .sourceBytes
        case GVM_TRIP_STRING_BYTES: self = .stringBytes
        case GVM_TRIP_TRACE_NOTES: self = .traceNotes
        case GVM_TRIP_TRACE_BYTES: self = .traceBytes
        case GVM_TRIP_DEPTH: self = .depth
        case GVM_TRIP_RESULT_SIZE: self = .resultSize
        default: self = .instructions
        }
    }
}
