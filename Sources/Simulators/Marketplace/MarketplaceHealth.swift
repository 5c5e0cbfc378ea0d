internal import Diary

/// Whether the marketplace trusts the integration of a practice; where it does not, it hides the
/// practice's slots (S50).
public struct MarketplaceHealth: Sendable, Equatable {
    /// Why not; empty where it does.
    public var reasons: [String]
    /// Whether it does.
    public var isHealthy: Bool { reasons.isEmpty }
}

extension MarketplaceState {
    /// Judges at a time. Only live hours count: a gap starts no earlier than the stretch of live
    /// hours that goes on; without a liveness contract all hours are live.
    func health(at now: Instant, _ options: MarketplaceOptions) -> MarketplaceHealth {
        var floor = Int.min
        if let schedule {
            let local = practice.zone.local(at: now)
            guard let since = schedule.liveSince(local, holidays: options.publicHolidays) else {
                return MarketplaceHealth(reasons: [])
            }
            floor = practice.zone.instant(of: since).seconds
        }
        func age(_ start: Instant) -> Int { now.seconds - max(start.seconds, floor) }
        var reasons: [String] = []
        let hasWebhook = subscriptions.contains { $0.wants("bookings", at: now) }
        let bound =
            hasWebhook ? options.pollAtLeastEverySeconds : options.unhealthyAfterSeconds
        if let lastPoll {
            if age(lastPoll) > bound { reasons.append("no poll for \(age(lastPoll)) s") }
        } else {
            reasons.append("never polled")
        }
        let waiting =
            bookings.filter { $0.stage == .waiting }.map { ("booking \($0.id)", $0.createdAt) }
            + updates.filter { $0.answer == nil }.map { ("booking update \($0.id)", $0.at) }
            + dayRequests.map { ("availability request \($0.id)", $0.at) }
        for (what, start) in waiting where age(start) > options.unhealthyAfterSeconds {
            reasons.append("\(what) waits for \(age(start)) s")
        }
        return MarketplaceHealth(reasons: reasons)
    }
}
