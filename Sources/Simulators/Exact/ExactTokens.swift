internal import Diary
internal import Synchronization

/// Signing in to Exact: tokens by client credentials, each good for a while.
final class ExactTokens: Sendable {
    private let options: PracticeOptions
    private let clock: SimulatorClock
    private let state: Mutex<(random: SeededRandom, issued: [String: Token])>

    private struct Token {
        var expires: Instant
        var scopes: Set<String>
    }

    init(_ options: PracticeOptions, clock: SimulatorClock) {
        self.options = options
        self.clock = clock
        state = Mutex((SeededRandom(seed: options.seed), [:]))
    }

    /// Answers `POST /connect/token` (RFC 6749, sections 4.4 and 5).
    func answer(_ call: SimulatorCall) throws(Refusal) -> SimulatorAnswer {
        let type = call.headers["content-type"] ?? ""
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            throw Refusal("`Content-Type` must be `application/x-www-form-urlencoded`")
        }
        let form = SimulatorCall(
            method: "POST", target: "/?" + String(decoding: call.body, as: UTF8.self), headers: [:],
            body: [])
        guard let form else { throw Refusal("the body is no form") }
        let expected = "Basic " + Base64.text("\(options.clientID):\(options.clientSecret)")
        guard call.headers["authorization"] == expected else {
            return .json(["error": "invalid_client"], status: 401)
        }
        guard form.queryValue("grant_type") == "client_credentials" else {
            return .json(["error": "unsupported_grant_type"], status: 400)
        }
        let scopes = Set((form.queryValue("scope") ?? "").split(separator: " ").map(String.init))
        guard !scopes.isEmpty, scopes.isSubset(of: options.scopes) else {
            return .json(["error": "invalid_scope"], status: 400)
        }
        let expires = Instant(seconds: clock.now.seconds + options.tokenSeconds)
        let token = state.withLock { state in
            // Tokens that ran out are forgotten, so that a long run does not grow.
            state.issued = state.issued.filter { $0.value.expires > clock.now }
            let token = state.random.identifier()
            state.issued[token] = Token(expires: expires, scopes: scopes)
            return token
        }
        return .json([
            "access_token": .text(token), "token_type": "Bearer",
            "expires_in": .integer(options.tokenSeconds),
        ])
    }

    /// Checks a call's token and version: 401 for a token that is unknown or has run out, 403 where
    /// it lacks the scope.
    func check(_ call: SimulatorCall, scope: String) throws(Refusal) {
        let header = call.headers["authorization"] ?? ""
        let now = clock.now
        let token = state.withLock { state in
            state.issued[header.hasPrefix("Bearer ") ? String(header.dropFirst(7)) : ""]
        }
        guard let token, now < token.expires else {
            throw Refusal("the token is missing, unknown or has run out", status: 401)
        }
        guard call.headers["x-api-version"] == "1.0" else {
            throw Refusal("the header `x-api-version` must be `1.0`")
        }
        guard token.scopes.contains(scope) else {
            throw Refusal("the token lacks the scope `\(scope)`", status: 403)
        }
    }

    /// Lets every token run out now.
    func expireAll() { state.withLock { $0.issued = [:] } }
}

/// Base 64 (RFC 4648).
private enum Base64 {
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(_ text: String) -> String {
        var output: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let group = rest.prefix(3)
            rest = rest.dropFirst(3)
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                output.append(
                    place <= group.count
                        ? digits[(bits >> (18 - 6 * place)) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
