public import Diagnostics
internal import Synchronization

/// A server that takes webhooks, keeps their bodies, and acknowledges them or not as it is told.
public final class CallbackReceiver: Sendable {
    private let server = SimulatorServer()
    private let state = Mutex<(statuses: [Int], bodies: [String])>(([], []))
    private let delay: Duration

    /// Makes a receiver that answers so late.
    public init(delay: Duration = .zero) { self.delay = delay }

    /// Listens; returns the address that takes webhooks under any path.
    ///
    /// - Throws: C0302 where no port can be taken.
    public func start() async throws(Problem) -> String {
        let port = try await server.start(port: 0) { call in
            if self.delay > .zero { try? await Task.sleep(for: self.delay) }
            let status = self.state.withLock { state in
                state.bodies.append(String(decoding: call.body, as: UTF8.self))
                return state.statuses.isEmpty ? 200 : state.statuses.removeFirst()
            }
            return status == 0 ? .nothing : .whole(.empty(status))
        }
        return "http://127.0.0.1:\(port)"
    }

    /// What the next webhooks are answered with, one after the other; 200 when they are used up,
    /// and 0 closes the connection without an answer.
    public func answer(with statuses: [Int]) { state.withLock { $0.statuses = statuses } }

    /// The bodies that came, oldest first.
    public var bodies: [String] { state.withLock { $0.bodies } }

    /// Closes everything.
    public func stop() async { await server.stop() }
}
