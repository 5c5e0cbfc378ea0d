package import Diary
package import Ports
package import Wire

// Calls that make something. What their answers mean is told in `docs/pms/exact.md`.
extension PMSCaller {
    /// Starts a writing call, which must have left before `leaveBy`, its token and its turn in the
    /// vendor's pace included.
    package static func writing(
        _ connection: PMSConnection, seed: UInt64, leaveBy: Instant
    ) -> PMSCaller {
        PMSCaller(connection, seed: seed, deadline: leaveBy, first: true)
    }

    /// Sends a call that makes something, once: whether it is sent again is the booking flow's
    /// decision (invariant 7).
    ///
    /// A 401 alone is followed by the same call with a new token, once. Whoever checks the token
    /// turns the call away before anything is done, so no more than one of the two has an effect.
    ///
    /// - Throws: a kind that leaves the outcome unknown (`isOutcomeUnknown`) only where the call
    ///   may have had an effect: what fails before the call leaves is `.unreachable`, or what
    ///   refuses us.
    package func write<Value: Sendable>(
        _ call: HTTPCall, _ read: (HTTPAnswer) throws(FieldFault) -> Value
    ) async throws(PMSFailure) -> Value {
        var hasRenewed = false
        while true {
            let ready = try await leaving(call)
            let answer = try await exchange(ready, timeout: PMSLimits.answerTime)
            if let failure = side.failure(ofWriting: answer, call) {
                if failure.kind == .unauthorised, !hasRenewed, await ready.discardToken() {
                    hasRenewed = true
                    continue
                }
                if case .rateLimited(let retryAfter) = failure.kind {
                    await connection.pacer.pause(for: max(retryAfter ?? .zero, .seconds(1)))
                }
                throw failure
            }
            do throws(FieldFault) {
                return try read(answer)
            } catch {
                throw side.failure(.malformed, call, detail: error.words)
            }
        }
    }

    private func leaving(_ call: HTTPCall) async throws(PMSFailure) -> ReadyCall {
        do throws(PMSFailure) {
            return try await ready(call)
        } catch {
            switch error.kind {
            case .unauthorised, .consentMissing, .rateLimited, .unreachable: throw error
            default: throw side.notSent(call, because: error)
            }
        }
    }
}

extension WireSide {
    /// The failure that the status of a writing call's answer says. 408 comes from what stands
    /// between, which may have passed the call on.
    fileprivate func failure(ofWriting answer: HTTPAnswer, _ call: HTTPCall) -> PMSFailure? {
        guard answer.status == 408 else { return failure(of: answer, to: call) }
        return failure(.noAnswer, call, status: answer.status)
    }
}
