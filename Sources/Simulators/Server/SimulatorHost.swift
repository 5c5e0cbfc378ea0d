internal import Diagnostics
internal import Diary
internal import Synchronization

/// What every simulator is built on: the server, the clock, the faults, and the log of calls.
///
/// A call runs through it in this order: find the route, draw its faults, wait, break off or
/// refuse, let the route apply and answer, break off or spoil the answer, note the call.
final class SimulatorHost: Sendable {
    let clock: SimulatorClock
    let faults: FaultBoard
    let log = CallLog()
    let late = LateCalls()
    private let server = SimulatorServer()
    private let port = Mutex<Int?>(nil)

    /// What the host asks of the API that it serves.
    struct API: Sendable {
        /// The endpoints.
        var routes: [Route]
        /// The path in front of them that a caller may leave out.
        var prefix: [String]
        /// Which practice a call is about.
        var practice: @Sendable (SimulatorCall) -> String?
        /// An answer that refuses.
        var refusal: @Sendable (Refusal) -> SimulatorAnswer
    }

    init(clock: SimulatorClock, faults: FaultPlan) {
        self.clock = clock
        self.faults = FaultBoard(faults)
    }

    /// Listens; returns the address, `http://127.0.0.1:PORT`.
    func start(port: Int, api: API, control: [Route]) async throws(Problem) -> String {
        let taken = try await server.start(port: port) { call in
            call.segments.first == "_simulator"
                ? await self.answer(control, call) : await self.serve(api, call)
        }
        self.port.withLock { $0 = taken }
        return "http://127.0.0.1:\(taken)"
    }

    /// Where it listens; nil before `start`.
    var address: String? { port.withLock { $0 }.map { "http://127.0.0.1:\($0)" } }

    /// Closes everything.
    func stop() async { await server.stop() }

    /// Lets calls that are due by now have their effect.
    func settle() async { await late.settle(at: clock.now) }

    /// Draws and notes what goes wrong with a call that the marketplace itself makes.
    func drawFaults(ofWebhook kind: String, practice: String) -> [Fault] {
        let faults = self.faults.draw(
            endpoint: "\(FaultPlan.webhook) \(kind)", practice: practice)
        log.note(faults)
        return faults
    }

    /// Notes what a caller did and the contract forbids.
    func noteViolation(_ message: String, endpoint: String, practice: String?) {
        log.note(
            Violation(at: clock.now, endpoint: endpoint, practice: practice, message: message))
    }
}

extension SimulatorHost {
    private func answer(_ control: [Route], _ call: SimulatorCall) async -> Delivery {
        guard let (route, call) = SimulatorHost.find(control, call) else {
            let known = JSON.list(control.map { .text($0.name) })
            return .whole(.json(["error": "no such control", "known": known], status: 404))
        }
        await settle()
        do throws(Refusal) {
            return .whole(try await route.answer(call))
        } catch {
            return .whole(.json(["error": .text(error.message)], status: error.status))
        }
    }

    private func serve(_ api: API, _ received: SimulatorCall) async -> Delivery {
        var call = received
        if call.segments.starts(with: api.prefix) { call.segments.removeFirst(api.prefix.count) }
        let found = SimulatorHost.find(api.routes, call)
        call = found?.call ?? call
        let endpoint = found?.route.name ?? "unknown"
        let practice = api.practice(call)
        let faults = self.faults.draw(endpoint: endpoint, practice: practice)
        call.faults = faults
        let delivery = await deliver(found?.route, call, api, practice)
        let status =
            switch delivery {
            case .whole(let answer), .cut(let answer): answer.status
            case .nothing: 0
            }
        log.note(
            CallRecord(
                at: clock.now, endpoint: endpoint, practice: practice, status: status,
                faults: faults.map(\.kind)))
        return dated(delivery, faults)
    }

    private func dated(_ delivery: Delivery, _ faults: [Fault]) -> Delivery {
        var skew = 0
        for case .clockSkew(let seconds) in faults { skew += seconds }
        let date = SimulatorHost.httpDate(Instant(seconds: clock.now.seconds + skew))
        switch delivery {
        case .whole(var answer):
            answer.headers.append(("Date", date))
            return .whole(answer)
        case .cut(var answer):
            answer.headers.append(("Date", date))
            return .cut(answer)
        case .nothing: return .nothing
        }
    }

    private static func find(
        _ routes: [Route], _ call: SimulatorCall
    ) -> (route: Route, call: SimulatorCall)? {
        for route in routes where route.method == call.method {
            if let parameters = route.parameters(in: call.segments) {
                var found = call
                found.parameters = parameters
                return (route, found)
            }
        }
        return nil
    }

    /// An instant as HTTP writes it (RFC 9110, section 5.6.7).
    static func httpDate(_ instant: Instant) -> String {
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let text = instant.description
        guard let date = CivilDate(text.prefix(10)) else { return text }
        let (year, month, day) = date.parts
        let time = text.dropFirst(11).prefix(8)
        return "\(days[date.weekday - 1]), \(day < 10 ? "0" : "")\(day) \(months[month - 1]) "
            + "\(year) \(time) GMT"
    }
}
