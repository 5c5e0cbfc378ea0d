import CGzip
import Diagnostics
import Diary
import Foundation
import Marketplace
import Ports
import Synchronization
import Wire

/// A transport that answers from a script, and remembers what it was called with.
final class ScriptedMarketplace: Transport {
    /// What comes back for one call.
    enum Reply: Sendable {
        case answer(Int, String, [String: String] = [:])
        case failure(WireFailure.Kind)
    }

    private struct State {
        var replies: [Reply]
        var calls: [HTTPCall] = []
    }

    private let state: Mutex<State>

    /// Answers in that order, and 500 when nothing is left.
    init(_ replies: [Reply]) { state = Mutex(State(replies: replies)) }

    convenience init(_ bodies: String...) { self.init(bodies.map { .answer(200, $0) }) }

    var calls: [HTTPCall] { state.withLock { $0.calls } }

    func answer(to call: HTTPCall) async throws(WireFailure) -> HTTPAnswer {
        let reply = state.withLock {
            $0.calls.append(call)
            return $0.replies.isEmpty ? .answer(500, "") : $0.replies.removeFirst()
        }
        switch reply {
        case .answer(let status, let body, let headers):
            return HTTPAnswer(status: status, headers: headers, body: Array(body.utf8))
        case .failure(let kind):
            throw WireSide.marketplace.failure(kind, call)
        }
    }
}

/// A clock that never waits and remembers how long it should have.
final class ImpatientClock: TimeSource {
    private let slept = Mutex<[Duration]>([])

    var waits: [Duration] { slept.withLock { $0 } }

    func now() -> Instant { Instant(seconds: 1_800_000_000) }

    func sleep(for duration: Duration) async throws { slept.withLock { $0.append(duration) } }
}

/// A client with keys that would be noticed wherever they showed.
func client(
    _ transport: any Transport, clock: any TimeSource = ImpatientClock()
) throws(Problem) -> HealthengineMarketplace {
    try HealthengineMarketplace(
        practice: MarketplacePracticeID("1234567"), practiceKey: Secret("practice-hush"),
        apiKey: Secret("api-hush"),
        agent: try UserAgent(
            vendor: "Gapbook", email: "wire@gapbook.example", environment: "TEST"),
        transport: transport, pacer: Pacer(callsAMinute: 60_000), clock: clock, seed: 1)
}

/// The failure of an operation; nil where it succeeds.
func failure<Value>(
    of operation: () async throws(MarketplaceFailure) -> Value
) async -> MarketplaceFailure? {
    do throws(MarketplaceFailure) {
        _ = try await operation()
        return nil
    } catch {
        return error
    }
}

extension HTTPCall {
    /// The body as text, expanded where it went out compressed.
    var bodyText: String? {
        guard let body else { return nil }
        guard header("content-encoding") == "gzip" else {
            return String(decoding: body, as: UTF8.self)
        }
        let capacity = 64 << 20
        let expanded = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let written = gapbook_gunzip(body, body.count, buffer.baseAddress, capacity)
            count = written == Int.max || written > capacity ? 0 : written
        }
        return String(decoding: expanded, as: UTF8.self)
    }

    /// The value of a header that was sent once.
    func header(_ name: String) -> String? {
        let values = headers.filter { $0.name.lowercased() == name }
        return values.count == 1 ? values[0].value : nil
    }
}
