import Diagnostics
import Foundation
import Ports
import Testing
import Wire

@Suite("Connections")
struct ConnectionTests {
    @Test("a redirection is an answer like any other: our headers go nowhere else")
    func redirection() async throws {
        let elsewhere = try Listener(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let redirecting = try Listener(
            answering: "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:\(elsewhere.port)/\r\n"
                + "Content-Length: 0\r\n\r\n")
        let connection = Connection(
            to: "http://127.0.0.1:\(redirecting.port)", side: .marketplace,
            headers: [("api-key", "hush")])
        #expect(try await connection.answer(to: HTTPCall(.get, "/")).status == 302)
    }

    @Test(
        "a connection that is refused is known at once, as a call that did not leave",
        arguments: ["127.0.0.1", "localhost"])
    func refused(_ host: String) async throws {
        let call = HTTPCall(.get, "/", timeout: .seconds(600))
        let listener = try Listener(answering: nil)
        let failure = await #expect(throws: WireFailure.self) {
            try await Connection(
                to: "http://\(host):\(listener.port)", side: .marketplace
            ).answer(to: call)
        }
        #expect(failure?.kind == .unreachable, "\(failure?.problem.context ?? [])")
    }

    @Test("calls that wait for an answer hold up no other call")
    func manyAtOnce() async throws {
        let listener = try Listener(
            answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", calls: 64)
        let connection = Connection(to: "http://127.0.0.1:\(listener.port)", side: .marketplace)
        // The first is answered once the last has come.
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...64 {
                group.addTask {
                    try await connection.answer(
                        to: HTTPCall(.get, "/", timeout: .seconds(60))
                    ).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 64))
    }

    @Test("an address that is none leads nowhere", arguments: ["nonsense", "http://"])
    func nonsense(_ address: String) async {
        let failure = await #expect(throws: WireFailure.self) {
            try await Connection(to: address, side: .marketplace).answer(to: HTTPCall(.get, "/"))
        }
        #expect(failure?.kind == .unreachable)
    }

    /// A port of this machine at which so many calls get one answer each, once all have come; or
    /// nobody listens.
    private struct Listener {
        let port: Int

        init(answering answer: String?, calls count: Int = 1) throws {
            let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket, $0, size) == 0 && getsockname(socket, $0, &size) == 0
                }
            }
            try #require(isBound)
            port = Int(UInt16(bigEndian: address.sin_port))
            guard let answer else {
                close(socket)
                return
            }
            try #require(listen(socket, Int32(count)) == 0)
            Thread.detachNewThread {
                let callers = (1...count).map { _ in
                    let caller = accept(socket, nil, nil)
                    var call = [UInt8](repeating: 0, count: 65_536)
                    _ = read(caller, &call, call.count)
                    return caller
                }
                for caller in callers {
                    _ = write(caller, answer, answer.utf8.count)
                    close(caller)
                }
                close(socket)
            }
        }
    }
}
