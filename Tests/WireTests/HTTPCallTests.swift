import Testing
import Wire

@Suite("Calls")
struct HTTPCallTests {
    @Test("a query is escaped, a path is not")
    func target() {
        let call = HTTPCall(
            .get, "/a%2Fb", query: [("from", "2026-03-01T00:00:00+11:00"), ("n", "é")])
        #expect(call.target == "/a%2Fb?from=2026-03-01T00%3A00%3A00%2B11%3A00&n=%C3%A9")
        #expect(HTTPCall(.get, "/a").target == "/a")
    }
}
