internal import Diagnostics
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
public import ServiceLifecycle

/// The one listener: `GET /health`, `GET /metrics`, `POST /webhooks/<token>`, and nothing else.
public struct Listener: Service {
    /// The most connections at a time; a further one waits in the system's queue.
    static let mostConnections = 256
    /// A webhook that says it is larger is none.
    static let mostNoticeBytes = 64 << 10

    private let address: ListenAddress
    private let answers: any ListenerAnswers
    private let logger: Logger
    private let onBound: @Sendable (Int) async -> Void

    /// Makes a listener.
    ///
    /// - Parameter onBound: told the port as soon as it listens.
    public init(
        on address: ListenAddress, answers: any ListenerAnswers, logger: Logger,
        onBound: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.address = address
        self.answers = answers
        self.logger = logger
        self.onBound = onBound
    }

    /// Serves until the service is asked to stop.
    ///
    /// - Throws: C0211 where the address cannot be listened on.
    public func run() async throws {
        var quiet = logger
        // Below this level the framework logs paths, and a webhook's path holds its token.
        quiet.logLevel = .warning
        let application = Application(
            router: router(),
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: .init(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections)),
            onServerRunning: { channel in await onBound(channel.localAddress?.port ?? 0) },
            logger: quiet)
        do {
            try await application.run()
        } catch is CancellationError {
            return
        } catch {
            throw Problem(
                "C0211", "cannot listen on `\(address)`",
                hint: "stop the program that has the port, or write another `listen:` in the "
                    + "configuration",
                context: [Problem.Fact("system", String("\(error)".prefix(200)))])
        }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/health") { _, _ in
            let (isOK, json) = await answers.health()
            return Response(
                status: isOK ? .ok : .serviceUnavailable,
                headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(bytes: json)))
        }
        router.get("/metrics") { _, _ in
            guard let text = await answers.metrics() else {
                return Response(status: .serviceUnavailable)
            }
            return Response(
                status: .ok,
                headers: [.contentType: PrometheusText.contentType, .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(string: text)))
        }
        router.post("/webhooks/:token") { request, context in
            let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
            guard length <= Self.mostNoticeBytes else {
                return Response(status: .contentTooLarge)
            }
            // The body is not read: a ring is all that a webhook is, and the poll that follows asks
            // what waits. So the answer never waits for anything (G18).
            let token = context.parameters.get("token") ?? ""
            return Response(status: await answers.ring(token) ? .ok : .notFound)
        }
        return router
    }
}

/// What the listener answers with.
public protocol ListenerAnswers: Sendable {
    /// Whether the service works, and the JSON that says so.
    func health() async -> (isOK: Bool, json: [UInt8])
    /// The metrics; nil where the ledger cannot be read.
    func metrics() async -> String?
    /// Rings for the practice whose webhook has that token; false where none has.
    func ring(_ token: String) async -> Bool
}
