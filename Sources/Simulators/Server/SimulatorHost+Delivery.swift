internal import Diary

extension SimulatorHost {
    /// Answers a call, with what goes wrong on the way.
    func deliver(
        _ route: Route?, _ call: SimulatorCall, _ api: API, _ practice: String?
    ) async -> Delivery {
        for case .latency(let milliseconds) in call.faults {
            try? await Task.sleep(for: .milliseconds(milliseconds.lowerBound))
        }
        for fault in call.faults {
            if fault == .lostRequest { return .nothing }
            if case .appliedLate(let seconds, let status) = fault {
                await postpone(route, call, api, by: seconds.lowerBound)
                let refused = status.map { Refusal("simulated failure", status: $0) }
                return refused.map { .whole(api.refusal($0)) } ?? .nothing
            }
            if let refused = SimulatorHost.refusal(before: fault, api) { return .whole(refused) }
        }
        await settle()
        var answer = await answer(route, call, api, practice)
        if call.faults.contains(.duplicated) {
            answer = await self.answer(route, call, api, practice)
        }
        for fault in call.faults {
            switch fault {
            case .lostAnswer: return .nothing
            case .failsAfter(let status):
                return .whole(api.refusal(Refusal("simulated failure", status: status)))
            case .truncated: return .cut(answer)
            default: continue
            }
        }
        return .whole(answer)
    }

    /// Lets the route apply and answer.
    private func answer(
        _ route: Route?, _ call: SimulatorCall, _ api: API, _ practice: String?
    ) async -> SimulatorAnswer {
        guard let route else {
            let message = "no endpoint `\(call.method) /\(call.segments.joined(separator: "/"))`"
            noteViolation(message, endpoint: "unknown", practice: practice)
            return api.refusal(Refusal(message, status: 404))
        }
        do throws(Refusal) {
            return try await route.answer(call)
        } catch {
            if error.isViolation {
                noteViolation(error.message, endpoint: route.name, practice: practice)
            }
            return api.refusal(error)
        }
    }

    /// Keeps a call until it is due; it is then taken as any other, and nobody hears the answer.
    private func postpone(
        _ route: Route?, _ call: SimulatorCall, _ api: API, by seconds: Int
    ) async {
        let due = Instant(seconds: clock.now.seconds + seconds)
        var call = call
        call.faults = []
        call.takesEffect = due
        await late.add(due: due) { [call] in
            _ = await self.answer(route, call, api, api.practice(call))
        }
    }

    private static func refusal(before fault: Fault, _ api: API) -> SimulatorAnswer? {
        switch fault {
        case .failsBefore(let status):
            return api.refusal(Refusal("simulated failure", status: status))
        case .offline(let status):
            return api.refusal(Refusal("the practice's server is away", status: status))
        case .consentRevoked:
            return api.refusal(Refusal("the practice's consent is revoked", status: 403))
        case .rateLimited(let seconds):
            var answer = api.refusal(Refusal("too many calls", status: 429))
            answer.headers.append(("Retry-After", "\(seconds)"))
            return answer
        default: return nil
        }
    }
}
