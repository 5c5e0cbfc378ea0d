import Diagnostics
import Ports
import Testing
import Wire

@Suite("Failures by status")
struct StatusFailureTests {
    private static let call = HTTPCall(
        .get, "/v1/Practices", query: [("token", "private")], body: Array("patient".utf8))

    @Test(
        "each status has one kind",
        arguments: [
            (200, nil), (204, nil), (400, .refused), (401, .unauthorised),
            (403, .consentMissing), (404, .notFound), (409, .conflict), (422, .refused),
            (429, .rateLimited(retryAfter: nil)), (500, .serverFailed), (502, .practiceOffline),
            (503, .serverFailed), (504, .practiceOffline),
        ] as [(Int, WireFailure.Kind?)])
    func kinds(_ status: Int, _ kind: WireFailure.Kind?) {
        let failure = WireSide.pms(product: "Exact").failure(
            of: HTTPAnswer(status: status), to: Self.call)
        #expect(failure?.kind == kind)
    }

    @Test("S50: Retry-After counts in seconds, five minutes at most, and nothing else counts")
    func retryAfter() {
        func wait(_ text: String) -> WireFailure.Kind? {
            WireSide.marketplace.failure(
                of: HTTPAnswer(status: 429, headers: ["retry-after": text]), to: Self.call)?.kind
        }
        #expect(wait("7") == .rateLimited(retryAfter: .seconds(7)))
        #expect(wait("300") == .rateLimited(retryAfter: .seconds(300)))
        #expect(wait("86400") == .rateLimited(retryAfter: .seconds(300)))
        #expect(wait("-1") == .rateLimited(retryAfter: nil))
        #expect(wait("Wed, 21 Oct 2026 07:28:00 GMT") == .rateLimited(retryAfter: nil))
    }

    @Test("a failure shows neither the query nor the body")
    func redaction() {
        let failure = WireSide.marketplace.failure(of: HTTPAnswer(status: 500), to: Self.call)
        let text = failure?.problem.text() ?? ""
        #expect(text.contains("GET /v1/Practices") && text.contains("H0500"))
        #expect(!text.contains("private") && !text.contains("patient"))
    }

    @Test("a secret never shows")
    func secret() {
        struct Owner { let secret = Secret("hush") }
        var dumped = ""
        dump(Owner(), to: &dumped)
        for text in ["\(Secret("hush"))", "\(Owner())", dumped, String(reflecting: Owner())] {
            #expect(!text.contains("hush"))
        }
    }
}
