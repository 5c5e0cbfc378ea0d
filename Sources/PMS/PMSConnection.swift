package import Ports
package import Wire

/// What all practices of one vendor's connection share: the way there, the credentials, the pace.
package struct PMSConnection: Sendable {
    /// What carries the calls.
    package let transport: any Transport
    /// The product, for the words of failures.
    package let side: WireSide
    /// How calls show who we are.
    package private(set) var credentials: Credentials
    /// Headers of every call.
    package let headers: [(name: String, value: String)]
    /// The vendor's pace.
    package let pacer: Pacer
    /// The clock.
    package let clock: any TimeSource
    /// What the answers say of the vendor's clock.
    package let skew = ClockSkew()

    /// The same connection, its pace and its clock, with other credentials.
    package func with(_ credentials: Credentials) -> PMSConnection {
        var connection = self
        connection.credentials = credentials
        return connection
    }

    /// How calls show who we are.
    package enum Credentials: Sendable {
        /// A bearer token that is fetched and renewed.
        case token(TokenKeeper)
        /// A key in a header.
        case key(header: String, Secret)
    }

    /// Makes a connection; nothing is sent.
    package init(
        _ transport: any Transport, side: WireSide, credentials: Credentials,
        headers: [(name: String, value: String)], pacer: Pacer, clock: any TimeSource
    ) {
        self.transport = transport
        self.side = side
        self.credentials = credentials
        self.headers = headers
        self.pacer = pacer
        self.clock = clock
    }
}
