internal import Diary

/// Calls that were answered, or dropped, before they had their effect.
///
/// Nothing runs by itself: whatever looks at the simulator's state settles first, so that a call
/// that was due before has had its effect, at the time at which it was due.
actor LateCalls {
    private var waiting: [Late] = []
    private var last: Task<Void, Never>?

    private struct Late {
        var due: Instant
        var apply: @Sendable () async -> Void
    }

    /// How many have not had their effect yet.
    var count: Int { waiting.count }

    /// Keeps one until it is due.
    func add(due: Instant, _ apply: @escaping @Sendable () async -> Void) {
        waiting.append(Late(due: due, apply: apply))
    }

    /// Lets every call that is due have its effect, the earliest first and one after the other;
    /// returns when all have had theirs.
    func settle(at now: Instant) async {
        // A sort that keeps the order of equal ones, which is that in which they came.
        let due = waiting.filter { $0.due <= now }.sorted { $0.due < $1.due }
        if !due.isEmpty {
            waiting.removeAll { $0.due <= now }
            last = Task { [last] in
                await last?.value
                for call in due { await call.apply() }
            }
        }
        await last?.value
    }
}
