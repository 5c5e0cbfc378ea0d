internal import Diary
internal import Foundation
package import Ports
package import Wire

/// Keeps the access token of one client (OAuth 2.0 client credentials, RFC 6749 4.4), which all its
/// practices share: one refresh is on its way at a time, and everybody waits for that one.
package actor TokenKeeper {
    /// A token, and which one it is in the row of all.
    package struct Token: Sendable, Equatable {
        /// The text for the header.
        package let secret: Secret
        let number: Int

        package static func == (left: Token, right: Token) -> Bool { left.number == right.number }
    }

    private let transport: any Transport
    private let side: WireSide
    private let call: HTTPCall
    private let clock: any TimeSource
    private var current: (token: Token, until: Instant)?
    private var refresh: Task<Token, any Error>?
    private var refusal: (failure: WireFailure, until: Instant)?
    private var count = 0

    /// How long a refused id or secret is not tried again: a lock-out would stop all practices.
    static let refusalSeconds = 30
    /// How long a token counts where its answer does not say.
    static let unsaidSeconds = 300

    /// Makes a keeper; nothing is sent before the first token is asked for.
    package init(
        _ transport: any Transport, path: String = "/connect/token", side: WireSide,
        client: String, secret: Secret, scopes: [String], clock: any TimeSource
    ) {
        self.transport = transport
        self.side = side
        self.clock = clock
        let credentials = Data("\(client):\(secret.exposed)".utf8).base64EncodedString()
        let form =
            "grant_type=client_credentials&scope="
            + HTTPCall.escaped(scopes.joined(separator: " "))
        call = HTTPCall(
            .post, path,
            headers: [
                ("Authorization", "Basic \(credentials)"),
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Accept", "application/json"),
            ],
            body: Array(form.utf8), timeout: PMSLimits.answerTime)
    }

    /// The token: the kept one, or a new one shortly before that runs out.
    ///
    /// - Throws: `.unauthorised` where id, secret or scopes are refused.
    package func token() async throws(WireFailure) -> Token {
        let now = clock.now()
        if let current, now < current.until { return current.token }
        if let refusal, now < refusal.until { throw refusal.failure }
        // Not a child of the caller: one that is cancelled must not take the others' token along.
        let running = refresh ?? Task { try await self.renewed() }
        refresh = running
        do {
            return try await running.value
        } catch let failure as WireFailure {
            throw failure
        } catch {
            throw side.failure(.noAnswer, call)
        }
    }

    /// Forgets a token that the PMS refused, unless a newer one is there already.
    package func discard(_ token: Token) {
        if current?.token == token { current = nil }
    }

    private func renewed() async throws -> Token {
        defer { refresh = nil }
        let sent = clock.now()
        let answer = try await transport.answer(to: call)
        if [400, 401].contains(answer.status) {
            let failure = side.failure(.unauthorised, call, detail: Self.error(in: answer.body))
            refusal = (failure, sent.adding(seconds: Self.refusalSeconds))
            throw failure
        }
        if let failure = side.failure(of: answer, to: call) { throw failure }
        guard let grant = try? JSONDecoder().decode(Grant.self, from: Data(answer.body)),
            !grant.access_token.isEmpty,
            grant.access_token.utf8.allSatisfy({ 0x20 < $0 && $0 < 0x7F })
        else { throw side.failure(.malformed, call, detail: "no access token") }
        count += 1
        let token = Token(secret: Secret(grant.access_token), number: count)
        let seconds = min(max(grant.expires_in ?? Self.unsaidSeconds, 0), 86_400)
        // A tenth early, and at most a minute: the other clock may run ahead.
        current = (token, sent.adding(seconds: seconds - min(seconds / 10, 60)))
        refusal = nil
        return token
    }

    private struct Grant: Decodable {
        let access_token: String
        let expires_in: Int?
    }

    private struct Refusal: Decodable { let error: String }

    /// The error's word, where it is one of RFC 6749 5.2; any other text is not shown.
    private static func error(in body: [UInt8]) -> String? {
        let words = [
            "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
            "unsupported_grant_type", "invalid_scope",
        ]
        let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(body))
        return refusal.flatMap { words.contains($0.error) ? $0.error : nil }
    }
}

extension Instant {
    /// The instant that many seconds later.
    func adding(seconds: Int) -> Instant { Instant(seconds: self.seconds + seconds) }
}
