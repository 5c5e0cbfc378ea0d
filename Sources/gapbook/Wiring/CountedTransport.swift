import Ports
import Server
import Wire

/// Counts the calls of a connection by how they ended, for the metrics.
struct CountedTransport: Transport {
    let connection: Connection
    let side: ServiceMonitor.Side
    let monitor: ServiceMonitor

    func answer(to call: HTTPCall) async throws(WireFailure) -> HTTPAnswer {
        do {
            let answer = try await connection.answer(to: call)
            monitor.called(side, failure: connection.side.failure(of: answer, to: call)?.kind)
            return answer
        } catch {
            monitor.called(side, failure: error.kind)
            throw error
        }
    }
}
