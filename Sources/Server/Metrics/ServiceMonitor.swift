public import Diary
public import Flows
public import Ports
internal import Synchronization

/// Counts what the service does: the one place from which `/metrics` and `/health` are answered.
///
/// It holds practice ids, kinds and numbers, and nothing else of anybody.
public final class ServiceMonitor: FlowObserver {
    /// Which side a call went to.
    public enum Side: String, Sendable, CaseIterable { case pms, marketplace }

    struct PracticeCounts {
        var syncs: [String: Int] = [:]
        var daysSent = 0
        var daysRefused = 0
        var answered: [String: Int] = [:]
        var pollsFailed = 0
        var lastPoll: Instant?
        var lastRead: Instant?
        var lastOutcome: SyncRun.Outcome?
        var told: [String: Int] = [:]
        var open: Int?
        var needingPerson = 0
    }

    struct Counts {
        var practices: [PracticeID: PracticeCounts] = [:]
        var calls: [CallKey: Int] = [:]
        var notices: [String: Int] = [:]
        var changeToPublished = Histogram(bounds: ServiceMonitor.seconds)
        var syncSeconds = Histogram(bounds: ServiceMonitor.seconds)
        var answerSeconds = Histogram(bounds: ServiceMonitor.answerSeconds)
    }

    struct CallKey: Hashable {
        var side: Side
        var result: String
    }

    /// The ledger keeps whole seconds; a booking is to be answered within twenty (S50).
    static let answerSeconds: [Double] = [0, 1, 2, 3, 5, 8, 12, 15, 20, 60, 120, 300, 600]
    static let seconds: [Double] = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]

    private let counts = Mutex(Counts())
    private let time: any TimeSource

    /// Counts by that clock.
    public init(time: any TimeSource) { self.time = time }

    /// Counts what the flows tell.
    public func observe(_ event: FlowEvent, of practice: PracticeID) {
        let now = time.now()
        counts.withLock { counts in
            switch event {
            case .published(_, let after): counts.changeToPublished.record(after.inSeconds)
            case .synced(_, let took): counts.syncSeconds.record(took.inSeconds)
            case .bookingTold(_, let after?): counts.answerSeconds.record(after.inSeconds)
            default: break
            }
            counts.practices[practice, default: PracticeCounts()].count(event, at: now)
        }
    }

    /// Counts a call by how it ended: `ok` or the kind of its failure.
    public func called(_ side: Side, failure: WireFailure.Kind?) {
        let result = failure?.word ?? "ok"
        counts.withLock { $0.calls[CallKey(side: side, result: result), default: 0] += 1 }
    }

    /// Counts a webhook by how it was answered.
    func noticed(_ result: String) {
        counts.withLock { $0.notices[result, default: 0] += 1 }
    }

    /// What was counted so far.
    var current: Counts { counts.withLock { $0 } }
}

extension ServiceMonitor.PracticeCounts {
    fileprivate mutating func count(_ event: FlowEvent, at now: Instant) {
        switch event {
        case .synced(let report, _):
            guard !report.isDryRun else { return }
            syncs[report.outcome?.rawValue ?? "not_run", default: 0] += 1
            daysSent += report.daysSent
            daysRefused += report.daysFailed
            lastOutcome = report.outcome
            if report.outline != nil { lastRead = now }
        case .published, .stopped: break
        case .polled: lastPoll = now
        case .pollFailed: pollsFailed += 1
        case .answered(let kind, let number): answered[kind.label, default: 0] += number
        case .bookingTold(let what, _): told[what.rawValue, default: 0] += 1
        case .bookingsOpen(let number, let waiting):
            open = number
            needingPerson = waiting
        }
    }
}

extension RequestKind {
    /// The kind as a label. What the marketplace calls other kinds is no label: it is its text.
    fileprivate var label: String {
        switch self {
        case .bookings: "bookings"
        case .bookingUpdates: "booking_updates"
        case .availability: "availability"
        case .appointmentChanges: "appointment_changes"
        case .books: "books"
        case .reasons: "reasons"
        case .other: "other"
        }
    }
}

extension WireFailure.Kind {
    /// The kind in one word.
    var word: String {
        switch self {
        case .unauthorised: "unauthorised"
        case .consentMissing: "consent_missing"
        case .notFound: "not_found"
        case .conflict: "conflict"
        case .rateLimited: "rate_limited"
        case .practiceOffline: "practice_offline"
        case .refused: "refused"
        case .serverFailed: "server_failed"
        case .noAnswer: "no_answer"
        case .unreachable: "unreachable"
        case .malformed: "malformed"
        }
    }
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
