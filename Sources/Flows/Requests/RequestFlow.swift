internal import Diagnostics
public import Diary
internal import Findings
public import Ports

/// The request loop of one practice as steps (invariant 11): polls what the marketplace asks, and
/// answers it in the order of S53. Pure, like the sync.
///
/// Nothing in it waits for the PMS or for a sync, so a booking is answered at once: days and
/// configuration are handed to the sync, appointment changes to a flow of their own.
public enum RequestFlow {
    /// Answers an event with the state after it and what is to be done next.
    public static func step(
        _ state: RequestState, _ event: RequestEvent, now: Instant
    ) -> (state: RequestState, effect: RequestEffect) {
        var state = state
        let effect = state.advance(event, now: now)
        return (state, effect)
    }

    /// What the marketplace's staff read about a rejected booking (T8).
    public static let bookingReason = "online bookings are not set up at the practice yet"
}

/// Where the request loop of one practice stands; it lives from poll to poll.
public struct RequestState: Sendable {
    let system: PMSSystem
    let policy: FlowPolicy
    /// Whether the adapter writes: bookings go into the diary instead of being rejected.
    let takesBookings: Bool
    var phase: Phase = .idle
    var isLoaded = false
    var cause = PollCause.start
    var notices = Notices()
    /// When the marketplace last answered a poll.
    var lastPoll: Instant?
    var lastRecorded: Instant?
    /// The findings as they were last reported, and when.
    var reported: (findings: [Finding], at: Instant)?
    /// Requests that failed in this round and in the one before.
    var failing: [String: Problem] = [:]
    var failedBefore: Set<String> = []
    /// The same of appointment changes, whose rounds are their own.
    var changesFailing: [String: Problem] = [:]
    var changesFailedBefore: Set<String> = []
    /// Kinds that waited in the round before.
    var waitedBefore: Set<RequestKind> = []
    /// Bookings of updates that were not known in the round before.
    var unknownBefore: Set<BookingID> = []
    /// When an unknown kind was last acted on, to its end.
    var featuresAsked: Instant?
    var stopFinding: Finding?
    var queue: [RequestEffect] = []
    /// How many more failures this round bears.
    var patience = 0
    var report = RequestReport()

    enum Phase: Sendable, Equatable {
        case idle
        case waiting(RequestEffect)
    }

    /// Begins the loop of a practice with that PMS.
    public init(system: PMSSystem, policy: FlowPolicy, takesBookings: Bool = false) {
        self.system = system
        self.policy = policy
        self.takesBookings = takesBookings
    }

    /// Remembers days that the marketplace asked for and that the sync does not know.
    public mutating func note(unknownDays: Set<AvailabilityRequest>, now: Instant) {
        let words = unknownDays.map { request in
            let book = request.book.map { "book \($0.rawValue.prefix(60))" } ?? "all books"
            return "\(book) on \(request.date)"
        }
        for day in words.sorted() { notices.add(.daysUnknown, day, at: now) }
    }

    /// Remembers what the flow of appointment changes found.
    public mutating func note(_ changes: ChangeReport, now: Instant) {
        for id in changes.absent { notices.add(.appointmentAbsent, id, at: now) }
        for id in changes.unknown { notices.add(.unknownBooking, id, at: now) }
        changesFailedBefore = Set(changesFailing.keys)
        changesFailing = changes.failed
        if let refusal = changes.refusal {
            stopFinding = StopFinding.finding(refusal.side, refusal.failure, system: system)
        }
    }
}

extension RequestState {
    /// After so many failures a round ends, so that a broken marketplace is not called for every
    /// request; bookings have been tried first.
    static let mostFailures = 5
    /// The same findings are reported again after so long, as a sign that they still hold.
    static let reportEvery = Duration.seconds(300)
    /// An unknown kind makes the features be looked at no more often than this.
    static let featuresEvery = Duration.seconds(3600)

    /// What every pair of a phase and an event comes to. An event that the phase does not wait for
    /// ends the round: what still waits at the marketplace is asked for by the next poll.
    mutating func advance(_ event: RequestEvent, now: Instant) -> RequestEffect {
        switch (phase, event) {
        case (.idle, .poll(let cause)): begin(cause)
        case (.waiting(let effect), let event) where effect.awaits(event):
            after(effect, event, now: now)
        default: queue = []
        }
        return next(now: now)
    }

    private mutating func begin(_ cause: PollCause) {
        self.cause = cause
        report = RequestReport()
        stopFinding = nil
        patience = RequestState.mostFailures
        queue = (isLoaded ? [] : [.load]) + [.outstanding]
    }

    private mutating func after(_ effect: RequestEffect, _ event: RequestEvent, now: Instant) {
        switch event {
        case .loaded(let lastPoll, let seen):
            isLoaded = true
            self.lastPoll = self.lastPoll ?? lastPoll
            notices.add(contentsOf: Notices(seen))
        case .kinds(let kinds): polled(kinds, now: now)
        case .bookings(let bookings) where takesBookings:
            if !bookings.isEmpty { queue.insert(.takeBookings(bookings), at: 0) }
        case .bookings(let bookings):
            queue.insert(
                contentsOf: bookings.map {
                    .rejectBooking($0.id, reason: RequestFlow.bookingReason)
                }, at: 0)
        case .updates(let updates, let standings): answer(updates, standings)
        case .days(let days):
            if !days.isEmpty { queue.insert(.wantDays(Set(days)), at: 0) }
        case .features(let ids): disable(ids, now: now)
        case .done: done(effect, now: now)
        case .failed(let failure): failed(effect, failure, now: now)
        // What the ledger cannot record is recorded next time; answering comes first.
        case .storeFailed, .poll: break
        }
    }

    /// G25: an update of a booking that has no answer yet stays at the marketplace for now. So does
    /// one of an unknown booking, once: the booking may have come after the bookings were listed.
    private mutating func answer(
        _ updates: [BookingUpdate], _ standings: [BookingID: BookingStanding]
    ) {
        var answers: [RequestEffect] = []
        let unknown = updates.map(\.booking).filter { standings[$0] == .unknown }
        for update in updates {
            let standing = standings[update.booking] ?? .answered
            let isUnknown = standing == .unknown
            if standing == .underWay || (isUnknown && !unknownBefore.contains(update.booking)) {
                report.waiting += 1
                continue
            }
            let usual: UpdateRefusal = takesBookings ? .unsupported : .notSetUp
            answers.append(
                .rejectUpdate(
                    update.id, of: update.booking, isUnknown ? .unknownBooking : usual))
        }
        unknownBefore = Set(unknown)
        queue.insert(contentsOf: answers, at: 0)
    }

    private mutating func next(now: Instant) -> RequestEffect {
        while let effect = queue.first {
            queue.removeFirst()
            if case .report = effect {
                guard let report = findingsDue(now: now) else { continue }
                phase = .waiting(report)
                return report
            }
            phase = .waiting(effect)
            return effect
        }
        phase = .idle
        return .finish(report)
    }

    /// What ends every round.
    private var closing: [RequestEffect] { [.report([])] }

    private mutating func polled(_ kinds: [RequestKind], now: Instant) {
        report.isAnswered = true
        let kinds = Set(kinds)
        report.kinds = kinds.sorted()
        noteGap(until: now)
        if policy.callback != nil, cause == .timer, policy.pollEvery >= .seconds(60) {
            for kind in kinds.subtracting(waitedBefore).sorted() {
                notices.add(.webhookLost, kind.words, at: now)
            }
        }
        waitedBefore = kinds
        failedBefore = Set(failing.keys)
        failing = [:]
        if !kinds.contains(.appointmentChanges) { changesFailing = [:] }
        lastPoll = now
        for kind in report.kinds {
            switch kind {
            case .bookings, .bookingUpdates, .availability: queue.append(.fetch(kind))
            case .appointmentChanges: queue.append(.startChanges)
            case .books: queue.append(.wantParts([.books]))
            case .reasons: queue.append(.wantParts([.reasons]))
            case .other: break
            }
        }
        if kinds.contains(where: \.isOther), isDue(featuresAsked, RequestState.featuresEvery, now) {
            queue.append(.features)
        }
        if isDue(lastRecorded, policy.pollRecordSpacing, now) { queue.append(.recordPoll) }
        if cause == .wish || cause == .start { queue.append(.fulfilWishes) }
        queue += closing
    }

    /// Due after so long, and where the clock went back.
    func isDue(_ last: Instant?, _ spacing: Duration, _ now: Instant) -> Bool {
        guard let last else { return true }
        let age = now.since(last)
        return age >= spacing || age < .zero
    }

    /// S50: a gap over ten minutes hides the slots, and people should learn why.
    private mutating func noteGap(until now: Instant) {
        guard let lastPoll, now.since(lastPoll) > policy.pollGapLimit else { return }
        notices.add(.pollGap, "not polled since \(lastPoll), until", at: now)
    }

    private mutating func done(_ effect: RequestEffect, now: Instant) {
        switch effect {
        case .rejectBooking(let id, _):
            report.answered.append(.bookings)
            notices.add(.bookingRejected, "booking \(id)", at: now)
        case .rejectUpdate(_, let booking, let refusal):
            report.answered.append(.bookingUpdates)
            notices.add(refusal.code, "booking \(booking)", at: now)
        case .disableFeature:
            let isLast = !queue.contains { if case .disableFeature = $0 { true } else { false } }
            if isLast { featuresAsked = now }
        case .recordPoll: lastRecorded = now
        case .report(let findings): reported = (findings, now)
        case .stop: report.isStopped = true
        default: break
        }
    }

    private mutating func disable(_ ids: [String], now: Instant) {
        if ids.isEmpty { featuresAsked = now }
        for kind in report.kinds where kind.isOther {
            notices.add(.optionalFeature, "request \(kind.words)", at: now)
        }
        for id in ids { notices.add(.optionalFeature, "feature \(id)", at: now) }
        queue.insert(contentsOf: ids.map { .disableFeature($0) }, at: 0)
    }

    private mutating func failed(
        _ effect: RequestEffect, _ failure: MarketplaceFailure, now: Instant
    ) {
        switch failure.kind {
        case .unauthorised, .consentMissing:
            stopFinding = StopFinding.finding(.marketplace, failure, system: system)
            let stop = PracticeRecord.Stop(
                side: .marketplace, why: failure.problem.message, since: now)
            queue = [.stop(stop)] + closing
            return
        case .rateLimited(let wait): report.retryAfter = wait
        default: break
        }
        guard effect != .outstanding else {
            noteGap(until: now)
            queue = closing
            return
        }
        // One that could not be switched off just now is tried again by the next poll.
        if case .disableFeature = effect { featuresAsked = failure.isRetryable ? nil : now }
        report.failed += 1
        failing[effect.words] = failure.problem
        // A request that fails stays at the marketplace; the others are not made to wait for it.
        // Each answer that does not come takes as long as several that do.
        switch failure.kind {
        case .unreachable, .rateLimited: patience = 0
        case .noAnswer: patience -= 3
        default: patience -= 1
        }
        if patience <= 0 {
            queue = queue.filter { [.recordPoll, .fulfilWishes].contains($0) } + closing
        }
    }
}
