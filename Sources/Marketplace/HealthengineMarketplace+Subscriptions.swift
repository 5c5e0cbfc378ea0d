internal import Diagnostics
internal import Foundation
public import Ports
internal import Wire

extension HealthengineMarketplace {
    /// Asks for a call to that address whenever a request waits, of any kind; replaces our earlier
    /// wish.
    ///
    /// The new one is made before the old ones are deleted, so that nothing is missed between. Ours
    /// are those with our client id or with the callback's own origin; others are left alone.
    ///
    /// - Throws: H1005 where the address is not one of HTTP.
    public func subscribe(callback: String) async throws(MarketplaceFailure) {
        guard callback.count <= MarketplaceLimits.addressCharacters,
            let origin = Subscription.origin(of: callback)
        else {
            throw Calls.refusal(
                "H1005", "the callback's address is not one of HTTP",
                hint: "give a whole address, as in `https://gapbook.example/webhooks/practice`")
        }
        let wish = Subscription(
            id: nil, clientId: HealthengineMarketplace.clientID, topic: "requests.*",
            callbackUrl: callback, expireAt: nil)
        let ours = try await subscriptions().filter {
            $0.clientId == wish.clientId || Subscription.origin(of: $0.callbackUrl) == origin
        }
        let kept: Subscription
        if let same = ours.first(where: { $0.asksForTheSame(as: wish) }) {
            kept = same
        } else {
            kept = try await create(wish)
        }
        for other in ours where other.id != kept.id { try await delete(other) }
    }

    /// Takes all our subscriptions back: those with our client id.
    public func unsubscribe() async throws(MarketplaceFailure) {
        let ours = try await subscriptions().filter {
            $0.clientId == HealthengineMarketplace.clientID
        }
        for subscription in ours { try await delete(subscription) }
    }

    private func subscriptions() async throws(MarketplaceFailure) -> [Subscription] {
        try await list("/subscription", of: Subscription.self)
    }

    private func create(_ wish: Subscription) async throws(MarketplaceFailure) -> Subscription {
        let call = try calls.post(
            "/subscription", wish, timeout: MarketplaceLimits.longTimeout)
        // A second one would be a second subscription, and so every notice would come twice.
        let answer = try await calls.answer(to: call, repeating: .onlyIfUnsent)
        let made = try calls.decoded(Subscription.self, from: answer, to: call)
        guard made.id?.isEmpty == false else {
            throw Calls.malformed(call, "the subscription has no id")
        }
        return made
    }

    private func delete(_ subscription: Subscription) async throws(MarketplaceFailure) {
        guard let id = subscription.id, !id.isEmpty else { return }
        let call = HTTPCall(
            .delete, "/subscription/\(HTTPCall.escaped(id))",
            timeout: MarketplaceLimits.longTimeout)
        do {
            _ = try await calls.answer(to: call)
        } catch {
            // What is gone already is what was wanted.
            guard error.kind == .notFound else { throw error }
        }
    }
}

/// The contract's `Subscription`.
struct Subscription: Codable, Sendable {
    let id: String?
    let clientId: String?
    let topic: String
    let callbackUrl: String
    let expireAt: String?

    func asksForTheSame(as other: Subscription) -> Bool {
        id?.isEmpty == false && topic == other.topic && callbackUrl == other.callbackUrl
            && clientId == other.clientId && expireAt == nil
    }

    /// Scheme, host and port of an address of HTTP; nil for anything else.
    static func origin(of address: String) -> String? {
        guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { return nil }
        let port = parts.port ?? (scheme == "https" ? 443 : 80)
        return "\(scheme)://\(host.lowercased()):\(port)"
    }
}
