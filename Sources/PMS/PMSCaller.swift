package import Diary
package import Ports
package import Wire

/// Sends the calls of one task, one after the other: in the vendor's pace, again where that can
/// help, and never past the task's deadline.
package struct PMSCaller: Sendable {
    /// The connection.
    package let connection: PMSConnection
    private let time: Duration
    private let deadline: Instant
    private var backoff: Backoff
    /// Whether its calls overtake others: those of a booking (T21).
    private let isFirst: Bool

    /// Starts a task that may take so long, in whole seconds: the whole of a reading, unless said
    /// otherwise. The seed spreads the waits of practices that failed together.
    package init(
        _ connection: PMSConnection, seed: UInt64, time: Duration = PMSLimits.readingTime,
        first isFirst: Bool = false
    ) {
        self.init(
            connection, seed: seed,
            deadline: connection.clock.now().adding(seconds: Int(time.components.seconds)),
            first: isFirst)
    }

    /// Starts a task that must be done before then.
    package init(
        _ connection: PMSConnection, seed: UInt64, deadline: Instant, first isFirst: Bool
    ) {
        self.connection = connection
        self.isFirst = isFirst
        self.deadline = deadline
        time = .seconds(max(deadline.seconds - connection.clock.now().seconds, 0))
        backoff = Backoff(first: .seconds(1), longest: .seconds(30), seed: seed)
    }

    /// Which side it leads to.
    package var side: WireSide { connection.side }

    /// Sends a call until there is an answer with a status of 2xx that `read` understands.
    ///
    /// A retryable failure and an answer that cannot be read are tried again, four times in all. A
    /// 401 renews the token once. A 429 pauses everybody on this connection.
    package mutating func answer<Value: Sendable>(
        to call: HTTPCall, _ read: (HTTPAnswer) throws(FieldFault) -> Value
    ) async throws(PMSFailure) -> Value {
        var attempt = 1
        var hasRenewed = false
        while true {
            do throws(PMSFailure) {
                let ready = try await ready(call)
                let answer = try await exchange(
                    ready, timeout: min(PMSLimits.answerTime, remaining))
                if let failure = side.failure(of: answer, to: call) {
                    if failure.kind == .unauthorised, !hasRenewed, await ready.discardToken() {
                        hasRenewed = true
                        continue
                    }
                    throw failure
                }
                do throws(FieldFault) {
                    return try read(answer)
                } catch {
                    throw side.failure(.malformed, call, detail: error.words)
                }
            } catch {
                guard attempt < PMSLimits.attempts, error.isRetryable || error.kind == .malformed
                else { throw error }
                try await wait(after: error, attempt: attempt, call)
                attempt += 1
            }
        }
    }

    /// A call with its credentials, whose turn has come: nothing of it was sent yet.
    struct ReadyCall {
        fileprivate var call: HTTPCall
        fileprivate var used: (keeper: TokenKeeper, token: TokenKeeper.Token)?

        /// Forgets the token that it bears; false where it bears none.
        func discardToken() async -> Bool {
            guard let used else { return false }
            await used.keeper.discard(used.token)
            return true
        }
    }

    /// Gets a call ready to leave before the deadline.
    func ready(_ call: HTTPCall) async throws(PMSFailure) -> ReadyCall {
        var ready = ReadyCall(call: call)
        switch connection.credentials {
        case .key(let header, let key): ready.call.headers.append((header, key.exposed))
        case .token(let keeper):
            let token = try await keeper.token()
            ready.call.headers.append(("Authorization", "Bearer \(token.secret.exposed)"))
            ready.used = (keeper, token)
        }
        ready.call.headers += connection.headers
        try await takeTurn(call)
        return ready
    }

    /// Sends a call, once, and takes its answer.
    func exchange(_ ready: ReadyCall, timeout: Duration) async throws(PMSFailure) -> HTTPAnswer {
        var call = ready.call
        call.timeout = timeout
        let sent = connection.clock.now()
        let answer = try await connection.transport.answer(to: call)
        if let date = answer.headers["date"] {
            await connection.skew.note(date, sent: sent, answered: connection.clock.now())
        }
        return answer
    }

    private func takeTurn(_ call: HTTPCall) async throws(PMSFailure) {
        guard remaining > .zero else { throw side.tooSlow(call, time) }
        let isMine: Bool
        do {
            isMine = try await connection.pacer.turn(within: remaining, first: isFirst)
        } catch {
            throw side.failure(.noAnswer, call, detail: "stopped before it was sent")
        }
        guard isMine else {
            throw side.failure(
                .rateLimited(retryAfter: await connection.pacer.wait), call,
                detail: "the vendor's pace leaves no turn in time")
        }
        guard remaining > .zero else { throw side.tooSlow(call, time) }
    }

    private mutating func wait(
        after failure: PMSFailure, attempt: Int, _ call: HTTPCall
    ) async throws(PMSFailure) {
        let wait = backoff.wait(afterFailures: attempt)
        if case .rateLimited(let retryAfter) = failure.kind {
            let pause = max(retryAfter ?? .zero, wait)
            await connection.pacer.pause(for: pause)
            // The next turn comes after the pause by itself.
            if pause > remaining { throw failure }
            return
        }
        guard wait < remaining else { throw failure }
        do {
            try await connection.clock.sleep(for: wait)
        } catch {
            throw failure
        }
    }

    private var remaining: Duration {
        .seconds(deadline.seconds - connection.clock.now().seconds)
    }
}
