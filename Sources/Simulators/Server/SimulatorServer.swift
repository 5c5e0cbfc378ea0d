internal import Diagnostics
internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// An HTTP server on 127.0.0.1 that can also break off: it closes a connection without an answer,
/// or in the middle of one. It speaks below Hummingbird's application, which always answers whole.
final class SimulatorServer: Sendable {
    private let running = Mutex<Running?>(nil)

    /// The most bytes of a call's body.
    static let mostBytes = 16 << 20

    private struct Running: Sendable {
        var server: Server<HTTP1Channel>
        var task: Task<Void, any Error>
        var connections: Connections
    }

    /// Listens and returns the port.
    ///
    /// - Parameter port: 0 takes any free one.
    /// - Throws: C0302 where the port cannot be taken.
    func start(
        port: Int, _ respond: @escaping @Sendable (SimulatorCall) async -> Delivery
    ) async throws(Problem) -> Int {
        let connections = Connections()
        let (ports, found) = AsyncStream<Int>.makeStream()
        let server = Server(
            childChannelSetup: HTTP1Channel { request, writer, channel in
                connections.add(channel)
                try await SimulatorServer.answer(request, writer, respond)
            },
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in found.yield(channel.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() })
        let task = Task {
            defer { found.finish() }
            try await server.run()
        }
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else {
            throw Problem(
                "C0302", "the simulator cannot listen on 127.0.0.1 port \(port)",
                hint: "choose another port, or 0 for any free one")
        }
        running.withLock {
            $0 = Running(server: server, task: task, connections: connections)
        }
        return port
    }

    /// Closes every connection and gives the port free; returns when nothing runs any more.
    func stop() async {
        let stopping = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let stopping else { return }
        stopping.connections.closeAll()
        try? await stopping.server.shutdownGracefully()
        // What still waits inside a call, for example for its latency, ends now.
        stopping.task.cancel()
        _ = await stopping.task.result
    }

    private struct BrokenOff: Error {}

    private static func answer(
        _ request: Request, _ writer: consuming ResponseWriter,
        _ respond: @Sendable (SimulatorCall) async -> Delivery
    ) async throws {
        let body = try await request.body.collect(upTo: mostBytes)
        var headers: [String: String] = [:]
        for field in request.headers {
            let name = field.name.canonicalName
            if headers[name] == nil { headers[name] = field.value }
        }
        let call = SimulatorCall(
            method: request.method.rawValue, target: request.uri.string, headers: headers,
            body: Array(body.readableBytesView))
        let delivery = if let call { await respond(call) } else { Delivery.whole(.empty(400)) }
        switch delivery {
        case .whole(let answer):
            let body: ResponseBody =
                answer.body.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(bytes: answer.body))
            try await writer.write(response: head(of: answer), body: body)
        case .cut(let answer):
            var body: any ResponseBodyWriter = try await writer.writeHead(head(of: answer))
            try await body.write(ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2)))
            throw BrokenOff()
        case .nothing:
            throw BrokenOff()
        }
    }

    private static func head(of answer: SimulatorAnswer) -> HTTPResponse {
        var head = HTTPResponse(status: .init(code: answer.status))
        for header in answer.headers {
            if let name = HTTPField.Name(header.name) { head.headerFields[name] = header.value }
        }
        if answer.status != 204 { head.headerFields[.contentLength] = "\(answer.body.count)" }
        return head
    }
}

/// The open connections, so that stopping does not wait for callers that keep theirs alive.
private final class Connections: Sendable {
    private let state = Mutex<(open: [ObjectIdentifier: any Channel], isClosing: Bool)>(
        ([:], false))

    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        let isNew = state.withLock { state in
            if state.isClosing { channel.close(promise: nil) }
            return state.open.updateValue(channel, forKey: id) == nil
        }
        guard isNew else { return }
        channel.closeFuture.whenComplete { _ in
            _ = self.state.withLock { $0.open.removeValue(forKey: id) }
        }
    }

    func closeAll() {
        let open = state.withLock { state in
            state.isClosing = true
            return Array(state.open.values)
        }
        for channel in open { channel.close(promise: nil) }
    }
}
