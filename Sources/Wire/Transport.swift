public import Ports

/// What carries calls: the real connection, or a recording in a test.
public protocol Transport: Sendable {
    /// Sends a call and returns the whole answer, whatever its status.
    ///
    /// - Throws: `.unreachable` where nothing was sent, `.noAnswer` where no whole answer came.
    func answer(to call: HTTPCall) async throws(WireFailure) -> HTTPAnswer
}

/// Which side of Gapbook a connection leads to: it decides the codes and the words of failures.
public enum WireSide: Sendable, Equatable {
    /// A PMS; the product's name is shown.
    case pms(product: String)
    /// The marketplace.
    case marketplace

    /// The letter of the side's problem codes.
    var letter: String { self == .marketplace ? "H" : "P" }

    /// The side in the words of a message.
    public var name: String {
        switch self {
        case .pms(let product): product
        case .marketplace: "the marketplace"
        }
    }
}
