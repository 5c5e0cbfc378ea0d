internal import Synchronization

/// Machines of one program, kept for the next evaluation.
///
/// A machine is not kept after a limit was hit, after 1,024 evaluations, or where more than 1 MB
/// stayed behind, so that nothing can pile up in it.
public final class MachinePool: Sendable {
    private struct Idle {
        // A machine serves one thread at a time; being idle, it serves none.
        nonisolated(unsafe) var machines: [Machine] = []
    }

    private let program: Program
    private let capacity: Int
    private let idle = Mutex(Idle())

    static let mostEvaluations = 1_024
    static let mostKeptBytes = 1 << 20

    /// Makes an empty pool.
    ///
    /// - Parameter capacity: how many idle machines are kept.
    public init(program: Program, capacity: Int) {
        self.program = program
        self.capacity = capacity
    }

    /// Takes an idle machine, or builds one.
    ///
    /// - Throws: `LuaError` where there is no memory for one.
    public func take() throws(LuaError) -> Machine {
        let machine = idle.withLock { idle in
            UncheckedMachine(machine: idle.machines.popLast())
        }
        if let machine = machine.machine { return machine }
        return try Machine(program)
    }

    /// Gives a machine back; one that should not be used again is dropped.
    public func give(_ machine: Machine) {
        let isWorn =
            machine.evaluations >= Self.mostEvaluations
            || machine.keptBytes > Self.mostKeptBytes
        guard !machine.isRetired, !isWorn else { return }
        let kept = UncheckedMachine(machine: machine)
        idle.withLock { idle in
            guard idle.machines.count < capacity, let machine = kept.machine else { return }
            idle.machines.append(machine)
        }
    }

    /// Carries a machine over the lock; whoever takes it out is its only user.
    private struct UncheckedMachine: @unchecked Sendable {
        let machine: Machine?
    }
}
