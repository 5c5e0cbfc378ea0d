public import Diary

/// A practice at the simulated marketplace.
public struct MarketplacePractice: Sendable {
    /// Its id there.
    public var id: String
    /// Its key there.
    public var key: String
    /// Its zone: the marketplace's times are local to the practice.
    public var zone: Zone

    /// Makes a practice that consents.
    public init(id: String, key: String, zone: Zone) {
        self.id = id
        self.key = key
        self.zone = zone
    }
}

/// How the simulated marketplace behaves where its contract leaves it open.
public struct MarketplaceOptions: Sendable {
    /// The key of the vendor whose calls are taken (header `api-key`).
    public var apiKey = "simulated-api-key"
    /// Rows of a page of requests; 1 or more.
    public var pageSize = 25
    /// Seconds after which an unanswered booking counts as confirmed (S50).
    public var confirmsAfterSeconds = 20
    /// Seconds without a poll, or with a request unanswered, after which the integration is
    /// unhealthy (S50).
    public var unhealthyAfterSeconds = 600
    /// Seconds without a poll that are borne where a webhook for bookings is subscribed.
    public var pollAtLeastEverySeconds = 3_600
    /// How long a webhook waits for its 200.
    public var webhookTimeout = Duration.seconds(5)
    /// The waits before each further try of a webhook.
    public var webhookRetries: [Duration] = [.seconds(10), .seconds(100), .seconds(1_000)]
    /// Whether a rejection that comes after a booking turned confirmed is refused with 400; where
    /// it is not, it is taken, and the booking stays confirmed for the practice to cancel by hand.
    public var refusesLateRejections = false
    /// Whether a field without a value is written as null; where not, it is left out, as the
    /// contract's schema has it.
    public var writesNull = false
    /// Days on which the live hours of public holidays count.
    public var publicHolidays: Set<CivilDate> = []
    /// Chooses the ids of subscriptions.
    public var seed: UInt64 = 0

    /// The usual behaviour.
    public init() {}
}
