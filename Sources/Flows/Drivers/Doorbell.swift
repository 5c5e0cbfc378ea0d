internal import Ports

/// Wakes one loop before its time: a ring is kept until somebody waits for it.
actor Doorbell {
    private var isRung = false
    private var waiter: (number: Int, continuation: CheckedContinuation<Void, Never>)?
    private var numbers = 0

    /// Wakes the loop, now or when it next waits.
    func ring() {
        isRung = true
        waiter?.continuation.resume()
        waiter = nil
    }

    /// Returns after that long, or when somebody has rung; true for a ring.
    ///
    /// - Throws: `CancellationError` where the task is cancelled first.
    func wait(atMost duration: Duration, by time: any TimeSource) async throws -> Bool {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await time.sleep(for: duration) }
            group.addTask { await self.rung() }
            try await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
        defer { isRung = false }
        return isRung
    }

    private func rung() async {
        guard !isRung else { return }
        numbers += 1
        let number = numbers
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if isRung || Task.isCancelled {
                    continuation.resume()
                } else {
                    waiter = (number, continuation)
                }
            }
        } onCancel: {
            Task { await self.leave(number) }
        }
    }

    private func leave(_ number: Int) {
        guard let waiter, waiter.number == number else { return }
        self.waiter = nil
        waiter.continuation.resume()
    }
}

/// Lets only so many work at a time, in the order of asking.
actor Gate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Lets that many in, at least one.
    init(_ places: Int) { free = max(places, 1) }

    /// Works when there is a place.
    func pass<Result: Sendable>(_ work: @Sendable () async -> Result) async -> Result {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
        let result = await work()
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
        return result
    }
}
