package import PMS
public import Ports
public import Wire

/// The connection to Oasis's interface that all its practices share: one key, one pace.
public struct OasisAccess: Sendable {
    package let connection: PMSConnection

    /// The side as failures name it; the connection is made with it.
    public static let side = WireSide.pms(product: "Oasis")

    /// Makes the access of one key; nothing is sent.
    public init(_ api: any Transport, key: Secret, pacer: Pacer, clock: any TimeSource) {
        connection = PMSConnection(
            api, side: Self.side, credentials: .key(header: "x-api-key", key),
            headers: [("Accept", "application/json")], pacer: pacer, clock: clock)
    }
}
