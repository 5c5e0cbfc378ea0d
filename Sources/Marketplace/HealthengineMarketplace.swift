public import Diagnostics
public import Diary
public import Ports
public import Wire

/// One practice's access to the Healthengine PMS API 1.9.0.
///
/// It holds no state but the other clock's lead: what was sent and answered is the ledger's
/// business. The page `docs/pms/marketplace.md` says which behaviour is the contract's and which is
/// our assumption. Reading, whole snapshots, switching off and deleting are sent up to three times
/// within one call; answers about a booking are sent again only where they certainly did not
/// arrive.
public struct HealthengineMarketplace: MarketplacePort {
    let calls: Calls

    /// The name under which our subscriptions are found again.
    static let clientID = "gapbook"

    /// Binds the client to a practice; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - practice: The practice's id at the marketplace.
    ///   - practiceKey: The key that the practice's consent came with.
    ///   - apiKey: Gapbook's own key.
    ///   - agent: Who is calling.
    ///   - transport: What leads to the API's address, `/pms-api/v1` included.
    ///   - pacer: Shared by all practices, because the limit of calls is.
    ///   - clock: What waits before a call is sent again.
    ///   - seed: Spreads those waits; another one for each practice.
    /// - Throws: H1004 where the id or a key cannot stand in a header.
    public init(
        practice: MarketplacePracticeID, practiceKey: Secret, apiKey: Secret, agent: UserAgent,
        transport: any Transport, pacer: Pacer, clock: any TimeSource, seed: UInt64
    ) throws(Problem) {
        for (name, value) in [
            ("the practice's id at the marketplace", practice.rawValue),
            ("the practice's key at the marketplace", practiceKey.exposed),
            ("the marketplace's API key", apiKey.exposed),
        ] where !HeaderValue.isFit(value) {
            throw HeaderValue.problem(name)
        }
        calls = Calls(
            practice: practice, practiceKey: practiceKey, apiKey: apiKey, agent: agent,
            transport: transport, pacer: pacer, clock: clock, seed: seed)
    }

    /// How far the marketplace's clock was ahead of ours by its last answer (F04).
    public func clockSkew() async -> Duration? { await calls.skew.latest }
}
