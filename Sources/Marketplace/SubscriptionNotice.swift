public import Diagnostics
public import Diary
internal import Foundation
public import Ports

/// What the marketplace sends to the callback's address: that a request waits, and of which kind.
///
/// A notice holds nothing about a patient, and nothing is done on its word alone: it only says that
/// it is time to look. Anybody can send one.
public struct SubscriptionNotice: Sendable, Equatable {
    /// The subscription that it belongs to.
    public let subscription: String
    /// The name under which we subscribed; nil where the notice has none.
    public let client: String?
    /// The kind of request that waits.
    public let kind: RequestKind
    /// The booking that it is about, where it is about one.
    public let booking: BookingID?
    /// The request that caused it, where there is one.
    public let request: UpdateRequestID?

    /// Reads a notice of at most 16 KB. Fields that the contract does not have are left out.
    ///
    /// - Throws: H1006 for what is no notice; the problem shows nothing of it.
    public init(body: [UInt8]) throws(Problem) {
        guard body.count <= MarketplaceLimits.noticeBytes else {
            throw SubscriptionNotice.problem(
                "it has more than \(MarketplaceLimits.noticeBytes) bytes")
        }
        guard let payload = try? JSONDecoder().decode(Payload.self, from: Data(body)) else {
            throw SubscriptionNotice.problem("it is not a JSON object with the fields of one")
        }
        let texts = [payload.id, payload.topic, payload.data.requestType, payload.clientId ?? "-"]
        guard
            texts.allSatisfy({ (1...MarketplaceLimits.idCharacters).contains($0.count) }),
            payload.topic.hasPrefix("requests.")
        else { throw SubscriptionNotice.problem("a field is empty, too long or of another topic") }
        subscription = payload.id
        client = payload.clientId
        kind = RequestKind(marketplaceName: payload.data.requestType)
        booking = payload.data.bookingId.map { BookingID($0.text) }
        request = payload.data.requestId.map { UpdateRequestID($0.text) }
    }

    private struct Payload: Decodable {
        let id: String
        let clientId: String?
        let topic: String
        let data: Content

        struct Content: Decodable {
            let requestType: String
            let bookingId: NumericID?
            let requestId: NumericID?
        }
    }

    private static func problem(_ why: String) -> Problem {
        Problem(
            "H1006", "what came to the callback is no notice of the marketplace: \(why)",
            hint: "let only the marketplace's addresses reach the callback")
    }
}
