import Ports
import Testing
import Wire

@Suite("Connections")
struct ConnectionTests {
    @Test(
        "an address at which nothing answers is unreachable, and told at once",
        arguments: ["http://127.0.0.1:1", "http://localhost:1", "nonsense", "http://"])
    func unreachable(_ address: String) async {
        let connection = Connection(to: address, side: .pms(product: "Exact"))
        let failure = await #expect(throws: WireFailure.self) {
            _ = try await connection.answer(to: HTTPCall(.get, "/v1", timeout: .seconds(300)))
        }
        #expect(failure?.kind == .unreachable, "\(String(describing: failure))")
    }
}
