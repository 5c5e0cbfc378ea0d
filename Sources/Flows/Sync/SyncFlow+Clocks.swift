internal import Diary
internal import Findings
internal import Ports

// F04: clocks that disagree. No time is corrected by what is found here.
extension SyncState {
    /// A run that began in the future tells that our own clock went back.
    mutating func noteOwnClock(_ context: SyncContext, now: Instant) {
        guard let newest = context.runs.first, now.since(newest.startedAt) < .seconds(-120) else {
            return
        }
        trouble.clocks.append(
            finding(
                .clockSkew,
                "an earlier sync began at \(newest.startedAt), and now it is \(now)",
                [.init("earlier", "\(newest.startedAt)"), .init("now", "\(now)")]))
    }

    /// What the answers of both sides say of their clocks.
    mutating func noteSkews(_ skews: ClockSkews) {
        let product = context?.record.system.productName ?? ""
        noteSkew(skews.pms, of: product, limit: policy.pmsSkewLimit)
        noteSkew(
            skews.marketplace, of: "the marketplace", limit: policy.marketplaceSkewLimit)
    }

    private mutating func noteSkew(_ skew: Duration?, of side: String, limit: Duration) {
        guard let skew, max(skew, .zero - skew) > limit else { return }
        let size = SyncState.rounded(max(skew, .zero - skew))
        let words = skew > .zero ? "ahead of" : "behind"
        trouble.clocks.append(
            finding(
                .clockSkew, "the clock of \(side) is about \(size) \(words) this machine's",
                [
                    .init("side", side), .init("difference", "about \(size) \(words) ours"),
                    .init("told from", "\(limit.components.seconds) s"),
                ]))
    }

    /// In steps that the measurement can bear, so that the same skew gives the same words.
    private static func rounded(_ size: Duration) -> String {
        let seconds = Int(size.components.seconds)
        return seconds < 90 ? "\((seconds + 2) / 5 * 5) s" : "\((seconds + 30) / 60) min"
    }
}
