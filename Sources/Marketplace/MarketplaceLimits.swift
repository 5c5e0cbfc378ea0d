/// The bounds of what is sent and of what is read, each with its reason.
enum MarketplaceLimits {
    /// Bytes from which a body goes out compressed: below, the header of gzip eats the gain.
    static let plainBytes = 1_000
    /// Bytes of one answer: a thousand bookings with everything about their patients fit easily.
    static let answerBytes = 8 << 20
    /// Bytes of one notice; the published example has 300.
    static let noticeBytes = 16 << 10
    /// Pages of one list of requests.
    static let pages = 100
    /// Rows of one list of requests, over all its pages.
    static let rows = 10_000
    /// Rows of a list that is read back: far beyond any practice.
    static let listed = 5_000
    /// Characters of an id, which can stand in a path.
    static let idCharacters = 200
    /// Characters of a name, of words of the marketplace and of a reason for it.
    static let textCharacters = 500
    /// Characters of a callback's address.
    static let addressCharacters = 2_000
    /// Times that a call is sent at most where sending it again is safe.
    static let tries = 3
    /// So far apart two clocks that agree can look, which both tell whole seconds (F04).
    static let clockNoise = Duration.seconds(5)
    /// How long one call waits before it is sent again; the flow decides about longer waits.
    static let longestWait = Duration.seconds(5)
    /// How long nobody calls after a 429 that names no time.
    static let pauseWithoutWord = Duration.seconds(10)
    /// How long the answer to a poll or to an answer of ours is awaited: twice fits into the twenty
    /// seconds that a booking has (S50).
    static let shortTimeout = Duration.seconds(8)
    /// How long the answer to a snapshot is awaited.
    static let longTimeout = Duration.seconds(30)
}
