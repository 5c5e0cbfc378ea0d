internal import Diary
public import Ports
internal import Wire

extension HealthengineMarketplace {
    /// Which kinds of request wait for an answer, each once, in the order in which they are
    /// answered (S53).
    public func outstanding() async throws(MarketplaceFailure) -> [RequestKind] {
        let names = try await pollList("/requests")
        return Set(names.map(RequestKind.init(marketplaceName:))).sorted()
    }

    /// All bookings that wait, through all pages, with the moments of booking by our clock.
    ///
    /// The marketplace says by its own clock when a patient booked. Where that is behind ours, each
    /// booking would look too old to be taken in time (T21), so it counts as so much later. Where
    /// it is ahead nothing is changed, for a booking is never younger than its arrival. A booking
    /// without a moment counts as new: it may be, and a late one is told by its status (S50).
    public func bookings() async throws(MarketplaceFailure) -> [BookingRequest] {
        let listed: [BookingRequest] = try await all("/requests/bookings")
        let arrived = calls.clock.now()
        var behind = 0
        if let skew = await clockSkew(), skew < .zero - MarketplaceLimits.clockNoise {
            behind = Int((.zero - skew).components.seconds)
        }
        return listed.map { request in
            var request = request
            request.bookedAt =
                request.bookedAt == .unsaid
                ? arrived : Instant(seconds: request.bookedAt.seconds + behind)
            return request
        }
    }

    /// All updates of bookings that wait.
    public func bookingUpdates() async throws(MarketplaceFailure) -> [BookingUpdate] {
        try await all("/requests/bookingUpdates")
    }

    /// All days that the marketplace wants again.
    public func availabilityRequests() async throws(MarketplaceFailure) -> [AvailabilityRequest] {
        try await all("/requests/availability")
    }

    /// All bookings whose appointments the marketplace asks about.
    public func changeRequests() async throws(MarketplaceFailure) -> [ChangeRequest] {
        try await all("/requests/pmsAppointmentChanges")
    }

    private func pollList(_ path: String) async throws(MarketplaceFailure) -> [String] {
        let call = HTTPCall(.get, path, timeout: MarketplaceLimits.shortTimeout)
        let answer = try await calls.answer(to: call)
        let names = try calls.decoded([String].self, from: answer, to: call)
        guard names.count <= MarketplaceLimits.pages else {
            throw Calls.malformed(call, "more than \(MarketplaceLimits.pages) kinds of request")
        }
        return names
    }

    /// Every row of a list of requests, each once, through all its pages.
    ///
    /// A row that is only partly readable comes with what could be read, and a row without a
    /// readable id is left for the next poll, for the others must be answered meanwhile. Where only
    /// such rows are left, the list counts as malformed, and so somebody learns of them.
    private func all<Row: WireRequest>(_ path: String) async throws(MarketplaceFailure) -> [Row] {
        var pages = RequestPages<Row>(path: path)
        while let call = pages.nextCall {
            let answer = try await calls.answer(to: call, words: .hidden)
            try pages.take(
                try calls.decoded(RequestPage<Row>.self, from: answer, to: call), of: call)
        }
        return try pages.rows()
    }
}
