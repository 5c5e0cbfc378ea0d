import Diary
import Foundation
import Ports
import Synchronization
import Wire

/// A PMS as a script: it answers by the calls' paths and fails where it is told to.
final class Script: Transport {
    typealias Answer = @Sendable (HTTPCall) -> HTTPAnswer
    /// Sees each call by its number, counted from 0, with its answer, and may put another in its
    /// place or fail.
    typealias Tamper = @Sendable (Int, HTTPCall, HTTPAnswer) throws(WireFailure) -> HTTPAnswer

    private let seen = Mutex<[HTTPCall]>([])
    private let respond: Answer
    private let tamper: Tamper

    init(
        _ respond: @escaping Answer,
        tamper: @escaping Tamper = { _, _, answer throws(WireFailure) in answer }
    ) {
        self.respond = respond
        self.tamper = tamper
    }

    /// The calls so far.
    var calls: [HTTPCall] { seen.withLock { $0 } }

    /// The calls so far, by the last part of their path.
    var names: [String] { calls.map { String($0.path.split(separator: "/").last ?? "") } }

    func answer(to call: HTTPCall) async throws(WireFailure) -> HTTPAnswer {
        let number = seen.withLock {
            $0.append(call)
            return $0.count - 1
        }
        return try tamper(number, call, respond(call))
    }
}

extension HTTPAnswer {
    /// An answer of JSON.
    static func json(_ value: Any, headers: [String: String] = [:]) -> HTTPAnswer {
        let data = try? JSONSerialization.data(
            withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
        return HTTPAnswer(status: 200, headers: headers, body: Array(data ?? Data()))
    }

    static let notFound = HTTPAnswer(status: 404, body: Array("\"Not Found\"".utf8))
}

extension HTTPCall {
    /// The value of a query item.
    func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The value of a header.
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Null where there is nothing, as `JSONSerialization` wants it.
func null(_ value: Any?) -> Any { value ?? NSNull() }
