import Diagnostics
import Diary
import Marketplace
import Ports
import Testing
import Wire

@Suite("Everything has a bound")
struct BoundTests {
    private static func kind(
        _ body: String,
        _ operation: (HealthengineMarketplace) async throws(MarketplaceFailure) -> Void
    ) async throws -> WireFailure.Kind? {
        let marketplace = try client(ScriptedMarketplace(body))
        return await failure { () throws(MarketplaceFailure) in try await operation(marketplace) }?
            .kind
    }

    @Test(
        "so many kinds of request and no more",
        arguments: [(100, nil), (101, .malformed)]
            as [(Int, WireFailure.Kind?)])
    func kinds(_ count: Int, _ expected: WireFailure.Kind?) async throws {
        let body = "[" + (0..<count).map { "\"kind\($0)\"" }.joined(separator: ",") + "]"
        let kind = try await Self.kind(body) { (it) async throws(MarketplaceFailure) in
            _ = try await it.outstanding()
        }
        #expect(kind == expected)
    }

    @Test(
        "so many rows of a list that is read back",
        arguments: [(5_000, nil), (5_001, .malformed)] as [(Int, WireFailure.Kind?)])
    func listed(_ count: Int, _ expected: WireFailure.Kind?) async throws {
        let rows = (0..<count).map { #"{"id": "\#($0)"}"# }.joined(separator: ",")
        let kind = try await Self.kind("[\(rows)]") { (it) async throws(MarketplaceFailure) in
            _ = try await it.enabledFeatures()
        }
        #expect(kind == expected)
    }

    @Test(
        "so many requests of one list",
        arguments: [(10_000, nil), (10_001, .malformed)] as [(Int, WireFailure.Kind?)])
    func requests(_ count: Int, _ expected: WireFailure.Kind?) async throws {
        let rows = (0..<count).map { #"{"bookingId": \#($0)}"# }.joined(separator: ",")
        let kind = try await Self.kind(#"{"data": [\#(rows)]}"#) {
            (it) async throws(MarketplaceFailure) in
            _ = try await it.changeRequests()
        }
        #expect(kind == expected)
    }

    @Test(
        "so many bytes of an answer",
        arguments: [(8 << 20, nil), ((8 << 20) + 1, .malformed)] as [(Int, WireFailure.Kind?)])
    func bytes(_ count: Int, _ expected: WireFailure.Kind?) async throws {
        let body = "[]" + String(repeating: " ", count: count - 2)
        let kind = try await Self.kind(body) { (it) async throws(MarketplaceFailure) in
            _ = try await it.outstanding()
        }
        #expect(kind == expected)
    }

    @Test("a callback's address has 2,000 characters at most")
    func address() async throws {
        let address = "https://a.example/" + String(repeating: "x", count: 1_983)
        let kind = try await Self.kind("[]") { (it) async throws(MarketplaceFailure) in
            try await it.subscribe(callback: address)
        }
        #expect(kind == .refused)
    }

    @Test("a reason for the marketplace's staff is cut at 500 characters, on one line")
    func reason() async throws {
        let script = ScriptedMarketplace("")
        try await client(script).reject(
            BookingID("1"), reason: "a\nb" + String(repeating: "x", count: 600))
        let body = script.calls.first?.bodyText ?? ""
        #expect(body.hasPrefix(#"{"reason":"a bxx"#) && body.count == 500 + 13)
    }

    @Test("an id that is longer than 200 characters is no id")
    func ids() async throws {
        let id = String(repeating: "x", count: 201)
        let kind = try await Self.kind(#"[{"pmsResourceId": "\#(id)", "pmsResourceName": "x"}]"#) {
            (it) async throws(MarketplaceFailure) in
            _ = try await it.books()
        }
        #expect(kind == .malformed)
    }

    @Test("values nested without end are malformed, and do not exhaust the stack")
    func nesting() async throws {
        let body = String(repeating: "[", count: 100_000)
        let kind = try await Self.kind(body) { (it) async throws(MarketplaceFailure) in
            _ = try await it.outstanding()
        }
        #expect(kind == .malformed)
    }
}
