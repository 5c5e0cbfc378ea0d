package import PMS
public import Ports
public import Wire

/// The connection to Exact's cloud entry point that all practices of one client share: one token,
/// one pace. The lines of `docs/pms/exact.md` up to "Lists".
public struct ExactAccess: Sendable {
    package let connection: PMSConnection
    /// The same with the token for searching and making; it is asked for at the first such call.
    package let writing: PMSConnection

    /// The side as failures name it; `api` and `sign-in` connections are made with it.
    public static let side = WireSide.pms(product: "Exact")

    /// The scopes that reading needs. The last four belong to assumed calls.
    public static let readingScopes = [
        "practice.get", "practitioner.list", "appointment.list", "appointment.get",
        "productsubscription.get", "onlinebooking.get", "workingtime.list", "block.list",
        "block.get",
    ]

    /// The scopes that a booking needs beside them. They have a token of their own, so that a
    /// client to which they were not granted reads as ever. The last two belong to assumed calls.
    public static let writingScopes = ["patient.list", "patient.create", "appointment.create"]

    /// Makes the access of one client; nothing is sent.
    ///
    /// - Parameters:
    ///   - api: leads to `https://api.ex.softwareofexcellence.com`.
    ///   - signIn: leads to `https://auth.softwareofexcellence.com`.
    ///   - client: the client's id.
    ///   - secret: the client's secret.
    ///   - pacer: the vendor's pace, shared by everything that calls it.
    ///   - clock: what the token's life and the waits go by.
    public init(
        api: any Transport, signIn: any Transport, client: String, secret: Secret,
        scopes: [String] = ExactAccess.readingScopes,
        writingScopes: [String] = ExactAccess.writingScopes, pacer: Pacer, clock: any TimeSource
    ) {
        let token = { (scopes: [String]) in
            PMSConnection.Credentials.token(
                TokenKeeper(
                    signIn, side: Self.side, client: client, secret: secret, scopes: scopes,
                    clock: clock))
        }
        connection = PMSConnection(
            api, side: Self.side, credentials: token(scopes),
            headers: [("x-api-version", "1.0"), ("Accept", "application/json")], pacer: pacer,
            clock: clock)
        writing = connection.with(token(writingScopes))
    }

    /// The ids of the practices that have consented to this client.
    public func activePractices() async throws(PMSFailure) -> [String] {
        var caller = PMSCaller(connection, seed: 0)
        return try await caller.answer(to: HTTPCall(.get, "/v1/Subscriptions/active")) {
            answer throws(FieldFault) in try HTTPBody.decoded([String].self, from: answer.body)
        }
    }
}
