public import Diagnostics
public import Diary
public import Ports

/// Answers what became of booked appointments (S55), as steps: asks the PMS for each row and tells
/// the marketplace. It runs beside the request loop, because the PMS can be slow and a booking
/// cannot wait.
public enum ChangeFlow {
    /// Answers an event with the state after it and what is to be done next.
    public static func step(
        _ state: ChangeState, _ event: ChangeEvent, now: Instant
    ) -> (state: ChangeState, effect: ChangeEffect) {
        var state = state
        let effect = state.advance(event, now: now)
        return (state, effect)
    }
}

/// What the world answers to an effect of the flow of appointment changes.
public enum ChangeEvent: Sendable {
    case start
    case changes([ChangeRequest], of: [BookingID: BookingStanding] = [:])
    case entry(DiaryEntry?)
    case done
    case pmsFailed(PMSFailure)
    case failed(MarketplaceFailure)
    case storeFailed(Problem)
}

/// What the flow of appointment changes wants done; one at a time.
public enum ChangeEffect: Sendable, Equatable {
    case fetch
    case entry(DiaryEntryID)
    case cancel(BookingID, reason: String)
    case didNotAttend(BookingID, reason: String)
    case noChange(BookingID)
    case stop(PracticeRecord.Stop)
    case finish(ChangeReport)
}

/// What one round of appointment changes came to.
public struct ChangeReport: Sendable, Equatable {
    /// How many questions were answered.
    public var answered = 0
    /// How many questions wait for the answer to their booking (G25).
    public var waiting = 0
    /// Bookings whose rows the diary no longer has, for a person to look at.
    public var absent: [String] = []
    /// Bookings of which no row is known.
    public var unknown: [String] = []
    /// What could not be answered; it is asked again.
    public var failed: [String: Problem] = [:]
    /// Who refused the practice, where that makes its traffic stand still (S58).
    public var refusal: Refusal?

    /// A side that refuses the practice, and its answer.
    public struct Refusal: Sendable, Equatable {
        /// Which side.
        public var side: PracticeRecord.Stop.Side
        /// What it answered.
        public var failure: WireFailure
    }
}

/// What became of the rows of one booking.
enum AppointmentFate: Equatable {
    case cancelled
    case missed
    /// At least one row stands, or nothing says that all are gone.
    case stands
    /// A row is gone without a word: a person decides, nothing is cancelled (S55).
    case absent

    /// Judges by all rows; nil stands for one that the PMS does not know.
    init(_ entries: [DiaryEntry?]) {
        let statuses = entries.compactMap { $0 }.map(\.status)
        if statuses.contains(where: { $0 != .cancelled && $0 != .didNotAttend }) {
            self = .stands
        } else if statuses.count < entries.count || entries.isEmpty {
            self = .absent
        } else {
            self = statuses.contains(.didNotAttend) ? .missed : .cancelled
        }
    }
}

/// Where the flow of appointment changes stands.
public struct ChangeState: Sendable {
    var waiting: [ChangeRequest] = []
    var entries: [DiaryEntry?] = []
    var phase: ChangeEffect?
    /// Bookings of the ledger: who follows their rows tells of one that is gone.
    var followed: Set<BookingID> = []
    var report = ChangeReport()

    /// Begins a round.
    public init() {}

    /// The most rows of one booking that the PMS is asked about.
    static let mostRows = 50

    mutating func advance(_ event: ChangeEvent, now: Instant) -> ChangeEffect {
        switch (phase, event) {
        case (nil, .start): return want(.fetch)
        case (.fetch, .changes(let requests, let standings)):
            // G25: what became of a booking that has no answer yet is not asked before it has one.
            waiting = requests.filter { standings[$0.booking] != .underWay }
            report.waiting = requests.count - waiting.count
            followed = Set(standings.filter { $0.value == .answered }.keys)
            return next()
        case (.entry, .entry(let entry)):
            entries.append(entry)
            return next()
        case (.stop, .storeFailed):
            report.refusal = nil
            return .finish(report)
        case (.stop, _): return .finish(report)
        case (.cancel, .done), (.didNotAttend, .done), (.noChange, .done):
            report.answered += 1
            return skip()
        case (.entry, .pmsFailed(let failure)):
            return failed(failure, side: .pms, now: now)
        case (_, .failed(let failure)):
            return failed(failure, side: .marketplace, now: now)
        default: return .finish(report)
        }
    }

    private mutating func want(_ effect: ChangeEffect) -> ChangeEffect {
        phase = effect
        return effect
    }

    private mutating func skip() -> ChangeEffect {
        if !waiting.isEmpty { waiting.removeFirst() }
        entries = []
        return next()
    }

    private mutating func next() -> ChangeEffect {
        guard let request = waiting.first else { return .finish(report) }
        let rows = request.appointments.prefix(ChangeState.mostRows)
        if entries.count < rows.count { return want(.entry(rows[entries.count])) }
        switch AppointmentFate(entries) {
        case .cancelled:
            return want(.cancel(request.booking, reason: "cancelled in the practice's diary"))
        case .missed:
            return want(.didNotAttend(request.booking, reason: "the patient did not attend"))
        case .stands: return want(.noChange(request.booking))
        case .absent:
            if rows.isEmpty {
                report.unknown.append("booking \(request.booking)")
            } else if !followed.contains(request.booking) {
                let gone = zip(rows, entries).filter { $0.1 == nil }.map(\.0.rawValue)
                report.absent.append(
                    "booking \(request.booking), row \(gone.joined(separator: ", "))")
            }
            return want(.noChange(request.booking))
        }
    }

    private mutating func failed(
        _ failure: WireFailure, side: PracticeRecord.Stop.Side, now: Instant
    ) -> ChangeEffect {
        switch failure.kind {
        case .unauthorised, .consentMissing:
            report.refusal = .init(side: side, failure: failure)
            return want(
                .stop(PracticeRecord.Stop(side: side, why: failure.problem.message, since: now)))
        default: break
        }
        guard let request = waiting.first else {
            report.failed["appointment changes"] = failure.problem
            return .finish(report)
        }
        report.failed["change of booking \(request.booking)"] = failure.problem
        // Where the other side is away the rest would fail as well.
        return failure.isRetryable ? .finish(report) : skip()
    }
}
