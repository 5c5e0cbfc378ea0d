public import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
public import Ports

/// A real connection to one address, over the process's shared pool of sockets.
public struct Connection: Transport {
    /// The address that paths are appended to, without a slash at its end.
    public let address: String
    /// Which side it leads to.
    public let side: WireSide
    /// Headers of every call.
    public let headers: [(name: String, value: String)]
    private let client: HTTPClient

    /// The most bytes of an answer.
    public static let mostBytes = 64 << 20

    /// How many calls to one address may wait for their answers at once.
    ///
    /// All practices of a vendor share its address. Who waits for a turn is the pacer's to say: it
    /// lets bookings come first (T21). A second line here would know nothing of that, and a call
    /// would fail in it after the ten seconds for which a connection is awaited. So the limit is
    /// far above what waits at the usual pace (10 calls a second) of a PMS that answers slowly.
    public static let mostCalls = 256

    /// The pool of sockets that the whole process shares, for as long as it runs.
    ///
    /// An address at which nothing answers is told at once, and not looked for until the call's
    /// time is up. Redirects are not followed: they would carry secrets to another address.
    public static let pool: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = mostCalls
        return HTTPClient(configuration: configuration)
    }()

    /// Makes a connection; nothing is sent yet.
    public init(
        to address: String, side: WireSide, headers: [(name: String, value: String)] = [],
        client: HTTPClient = Connection.pool
    ) {
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.side = side
        self.headers = headers
        self.client = client
    }

    /// Sends a call and returns the whole answer.
    public func answer(to call: HTTPCall) async throws(WireFailure) -> HTTPAnswer {
        var request = HTTPClientRequest(url: address + call.target)
        request.method = HTTPMethod(rawValue: call.method.rawValue)
        for header in headers + call.headers {
            request.headers.replaceOrAdd(name: header.name, value: header.value)
        }
        if let body = call.body { request.body = .bytes(body) }
        do {
            let response = try await client.execute(
                request, timeout: TimeAmount(call.timeout))
            let body = try await response.body.collect(upTo: Connection.mostBytes)
            return HTTPAnswer(
                status: Int(response.status.code),
                headers: Dictionary(
                    response.headers.map { ($0.name.lowercased(), $0.value) },
                    uniquingKeysWith: { first, _ in first }),
                body: Array(body.readableBytesView))
        } catch {
            throw side.failure(Connection.kind(of: error), call, detail: Connection.words(error))
        }
    }

    /// Only what certainly kept the call from leaving counts as unreachable; in all other cases
    /// the other side may have acted.
    private static func kind(of error: any Error) -> WireFailure.Kind {
        if let error = error as? HTTPClientError {
            switch error {
            case .connectTimeout, .invalidURL, .emptyHost, .emptyScheme, .tlsHandshakeTimeout,
                .getConnectionFromPoolTimeout:
                return .unreachable
            default: return .noAnswer
            }
        }
        // A connection that was refused comes in either form: by name, or by a numeric address.
        if let error = error as? IOError { return isRefusal(error) ? .unreachable : .noAnswer }
        return error is NIOConnectionError ? .unreachable : .noAnswer
    }

    private static func isRefusal(_ error: IOError) -> Bool { error.errnoCode == ECONNREFUSED }

    private static func words(_ error: any Error) -> String {
        // Descriptions of connection errors name hosts and ports, nothing secret.
        String(String(describing: error).prefix(200))
    }
}
