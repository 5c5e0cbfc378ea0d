/// How a simulated PMS behaves where nothing public says it.
public struct PracticeOptions: Sendable {
    /// The most rows of a page of a list; small, so that paging is always exercised.
    public var pageSize = 50
    /// Exact: the client's id and secret at the token endpoint.
    public var clientID = "simulated-client"
    /// Exact: the client's secret.
    public var clientSecret = "simulated-secret"
    /// Exact: how long a token is good, in seconds.
    public var tokenSeconds = 3_600
    /// Exact: the scopes that the client may ask for.
    public var scopes: Set<String> = [
        "practice.get", "practitioner.list", "appointment.list", "appointment.get",
        "productsubscription.get", "onlinebooking.get", "workingtime.list", "block.list",
        "block.get",
    ]
    /// Oasis: the key of the vendor connection.
    public var oasisKey = "simulated-key"
    /// Whether Oasis reports the stacking tick box, where the practice's state has it (T9).
    public var reportsStacking = true
    /// Chooses the tokens.
    public var seed: UInt64 = 0

    /// The usual behaviour.
    public init() {}
}
