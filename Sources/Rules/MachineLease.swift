internal import LuaVM

/// A machine for one evaluation; replaced where a limit retired it.
struct MachineLease: ~Copyable {
    private let pool: MachinePool
    private let document: [UInt8]
    private var machine: Machine?

    init(pool: MachinePool, document: [UInt8]) {
        self.pool = pool
        self.document = document
    }

    mutating func call(_ call: Call) -> Outcome {
        do throws(LuaError) {
            let machine = try ready()
            let outcome = machine.call(call)
            if machine.isRetired { self.machine = nil }
            return outcome
        } catch {
            if machine?.isRetired ?? false { machine = nil }
            return Outcome(failure: error)
        }
    }

    private mutating func ready() throws(LuaError) -> Machine {
        if let machine { return machine }
        let machine = try pool.take()
        self.machine = machine
        try machine.begin(document)
        return machine
    }

    deinit {
        if let machine { pool.give(machine) }
    }
}
