public import Diary
public import Ports

/// How often and how patiently the flows of one practice work; the service sets it from its
/// configuration.
public struct FlowPolicy: Sendable {
    /// Between two syncs where nobody asks for one.
    public var syncEvery: Duration = .seconds(60)
    /// The least time between the starts of two syncs, whatever is asked for.
    public var syncSpacing: Duration = .seconds(1)
    /// Between two polls of the marketplace's requests; with webhooks at most an hour (G20).
    public var pollEvery: Duration = .seconds(5)
    /// All days go out again after that long (S56). Below 23 hours, so that no civil day passes
    /// without it, whatever the clocks do.
    public var fullEvery: Duration = .seconds(22 * 3600)
    /// After that long without a good run what is published counts as stale.
    public var staleAfter: Duration = .seconds(15 * 60)
    /// After that long without a poll the marketplace hides the practice's slots (S50).
    public var pollGapLimit: Duration = .seconds(600)
    /// Failures in a row after which a passing failure becomes a finding.
    public var failuresBeforeFinding = 3
    /// How long what happened once, such as a rejected booking, stays among the findings.
    public var noticesLast: Duration = .seconds(24 * 3600)
    /// How long a drift of a linked reason stays among the findings.
    public var driftLasts: Duration = .seconds(14 * 24 * 3600)
    /// How long a practice belongs to one process without a sign of life from it.
    public var leaseLasts: Duration = .seconds(30)
    /// The least time between two records of answered polls, so that thousands of practices do not
    /// keep the disk busy with them.
    public var pollRecordSpacing: Duration = .seconds(15)
    /// From that difference on the PMS's clock is a finding (F04): a minute moves what the lead
    /// time hides by at most one start, and tokens usually bear as much.
    public var pmsSkewLimit: Duration = .seconds(60)
    /// The same of the marketplace, whose time says when a booking was made: of the twelve seconds
    /// within which it can be rejected (T21) no more may be lost.
    public var marketplaceSkewLimit: Duration = .seconds(5)
    /// When the integration promises to be alive.
    public var liveHours: LiveHours = .always
    /// The address that the marketplace is asked to call whenever a request waits; nil for none.
    public var callback: String?
    /// After that long the subscription is looked at again, and renewed where the marketplace has
    /// lost it: no longer than the longest time between two polls (G20).
    public var subscriptionEvery: Duration = .seconds(3600)
    /// How long to wait after failures in a row.
    public var waits: RetryWaits = .doubling()

    /// The usual policy.
    public init() {}
}

/// How long to wait after so many failures in a row of one practice, counted from 1.
public struct RetryWaits: Sendable {
    /// The wait.
    public let wait: @Sendable (_ practice: PracticeID, _ failures: Int) -> Duration

    /// Takes the waits from elsewhere, for example with a seeded jitter.
    public init(_ wait: @escaping @Sendable (_ practice: PracticeID, _ failures: Int) -> Duration) {
        self.wait = wait
    }

    /// `first`, doubled with each further failure, never over `longest`; without jitter.
    public static func doubling(
        from first: Duration = .seconds(2), longest: Duration = .seconds(300)
    ) -> RetryWaits {
        RetryWaits { _, failures in
            min(first * (1 << min(max(failures, 1) - 1, 16)), longest)
        }
    }
}

extension Instant {
    /// The elapsed time since an earlier instant; negative where that one is later.
    func since(_ earlier: Instant) -> Duration { .seconds(seconds - earlier.seconds) }
}
