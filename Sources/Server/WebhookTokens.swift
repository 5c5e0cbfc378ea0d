public import Diary
public import Ports
internal import Synchronization

/// The addresses by which the marketplace rings for practices: each as hard to guess as a key, made
/// anew at every start of the service, and never kept or logged.
public final class WebhookTokens: Sendable {
    private struct State {
        var tokens: [MarketplacePracticeID: String] = [:]
        var practices: [String: MarketplacePracticeID] = [:]
    }

    private let state = Mutex(State())
    private let publicURL: String?

    /// Makes addresses below that one; without it there are none.
    public init(publicURL: String?) { self.publicURL = publicURL }

    /// The address for a practice; nil without webhooks.
    public func callback(for practice: MarketplacePracticeID) -> String? {
        publicURL.map { "\($0)/webhooks/\(token(for: practice))" }
    }

    /// Whose token it is.
    func practice(with token: String) -> MarketplacePracticeID? {
        state.withLock { $0.practices[token] }
    }

    /// The token of a practice, from 256 random bits.
    func token(for practice: MarketplacePracticeID) -> String {
        state.withLock { state in
            if let known = state.tokens[practice] { return known }
            var generator = SystemRandomNumberGenerator()
            let token = (0..<4).map { _ in
                let digits = String(generator.next() as UInt64, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
            state.tokens[practice] = token
            state.practices[token] = practice
            return token
        }
    }
}
