public import Diary
internal import Findings
public import Ports

/// One booking on its way into the diary, as steps (invariants 7 and 11): at most one insertion is
/// on its way, nothing is told before it was read back, nothing is sent again before the one
/// before can no longer arrive, and nothing is deleted as a repair.
///
/// What must survive a crash stands in the booking and is on the disk before the effect that needs
/// it; the rest of the run may be lost at any time.
public enum BookingFlow {
    /// Answers an input with the run after it and what is to be done next.
    public static func step(
        _ run: BookingRun, _ input: BookingInput, now: Instant
    ) -> (run: BookingRun, effect: BookingEffect) {
        var run = run
        let effect = run.advance(input, now: now)
        run.waitsFor = effect
        return (run, effect)
    }
}

/// Where the work on one booking stands.
public struct BookingRun: Sendable {
    /// The booking as it is stored.
    public internal(set) var booking: Booking
    let terms: BookingTerms
    /// The effect whose answer is awaited; nil before the first and after a restart.
    var waitsFor: BookingEffect?
    /// What follows once a change is stored.
    var afterStore: BookingEffect = .finish
    /// Which file, once it was decided; asked again after a restart.
    var choice: PatientChoice?
    /// The PMS's own answer to the last insertion, where there was one.
    var answer: Answer = .none
    /// Failures in a row, for the length of the waits.
    var failures = 0
    /// Why the PMS could last not be asked.
    var lastFailure: PMSFailure?

    /// What the PMS answered to the last insertion.
    enum Answer: Sendable, Equatable {
        /// Nothing that says anything.
        case none
        /// It took the appointment, as that row.
        case taken(DiaryEntryID)
        /// It refused, for that reason.
        case refused(FindingCode)
    }

    /// Takes up a booking as it is stored.
    public init(_ booking: Booking, terms: BookingTerms) {
        self.booking = booking
        self.terms = terms
    }

    mutating func advance(_ input: BookingInput, now: Instant) -> BookingEffect {
        switch (waitsFor, input) {
        case (_, .decided(let verdict)): return decided(verdict, now: now)
        case (_, .resume), (.wait, .time), (.match, .time), (.makePatient, .time),
            (.findMade, .time), (.readDay, .time), (.readWholeDay, .time):
            return goOn(now: now)
        case (.store, .stored(let stored)):
            booking = stored
            let isCall = [.insert, .makePatient].contains(afterStore)
            return isCall && now >= leaveBy ? notSent(now: now) : afterStore
        // Whether a change that failed was stored is not known, so the ledger is asked.
        case (.store, .superseded): return .load
        case (.store, .storeFailed), (.load, .storeFailed):
            waitsForLedger = true
            return wait(now: now)
        case (.load, .loaded(let loaded)):
            guard let loaded else { return .finish }
            self = BookingRun(loaded, terms: terms)
            return goOn(now: now)
        case (.insert, .notSent), (.makePatient, .notSent): return notSent(now: now)
        case (.match, _), (.makePatient, _), (.findMade, _):
            return patientAnswered(input, now: now)
        case (.insert, _): return insertAnswered(input, now: now)
        case (.readDay, _), (.readWholeDay, _): return dayAnswered(input, now: now)
        default: return .finish
        }
    }

    private var waitsForLedger: Bool {
        get { afterStore == .load }
        set { afterStore = newValue ? .load : .finish }
    }

    /// Takes up the booking by what is stored of it, and nothing else.
    private mutating func goOn(now: Instant) -> BookingEffect {
        if waitsForLedger {
            waitsForLedger = false
            return .load
        }
        switch booking.state {
        case .intended: return prepare(now: now)
        case .makingPatient: return isLate(now) ? tooLate(now: now) : .findMade
        case .sending:
            // Whether the insertion went out before the crash is not known.
            return change(to: .reconciling, now: now, "outcome unknown", then: .readDay)
        case .reconciling: return isOverdue(now) ? giveToPerson(.timeoutUnknown, now) : .readDay
        case .confirmed, .rejected, .needsPerson, .ended: return .finish
        }
    }

    /// A person ends what they were asked to decide, whatever else goes on.
    private mutating func decided(_ verdict: BookingVerdict, now: Instant) -> BookingEffect {
        guard case .needsPerson(let code) = booking.state else { return .finish }
        switch verdict {
        case .inDiary(let entry):
            var next = booking
            next.entry = entry
            return confirm(next, now: now, [.init(at: now, what: "decided: in the diary")])
        case .notInDiary:
            return reject(
                FindingCode(rawValue: code) ?? .timeoutUnknown, now: now,
                BookingEvent.decidedAgainst)
        }
    }
}

// What every part of the flow uses.
extension BookingRun {
    /// Changes the state; the effect follows once that is on the disk.
    mutating func change(
        _ booking: Booking? = nil, to state: Booking.State, now: Instant, _ what: String,
        detail: String? = nil, then effect: BookingEffect
    ) -> BookingEffect {
        var next = booking ?? self.booking
        next.state = state
        next.since = now
        next.deadline = deadline(of: state, next, now: now)
        afterStore = effect
        return .store(next, [], [BookingEvent(at: now, what: what, detail: detail)])
    }

    /// The end: no row of ours exists, and none can still arrive.
    mutating func reject(
        _ code: FindingCode, now: Instant, _ what: String = "rejected"
    ) -> BookingEffect {
        var next = booking
        next.state = .rejected(code: code.rawValue)
        next.since = now
        next.deadline = nil
        next.holdsPlace = false
        afterStore = .finish
        let isLate = booking.isPresumed(by: terms.policy) || booking.isAnsweredLate(by: now)
        return .store(
            next, [.init(.rejected, reason: code.refusalWords)],
            [BookingEvent(at: now, what: what, detail: code.rawValue)]
                + (isLate ? [.toldConfirmed(at: now)] : []))
    }

    /// The end that was wanted: read back, or found by a person.
    mutating func confirm(
        _ next: Booking, now: Instant, _ events: [BookingEvent]
    ) -> BookingEffect {
        var next = next
        next.state = .confirmed
        next.since = now
        next.deadline = nil
        afterStore = .finish
        return .store(
            next, [.init(.confirmed)],
            events + [BookingEvent(at: now, what: "confirmed", detail: next.entry?.rawValue)])
    }

    /// What no rule and no waiting can decide.
    mutating func giveToPerson(
        _ code: FindingCode, _ now: Instant, detail: String? = nil
    ) -> BookingEffect {
        change(
            to: .needsPerson(code: code.rawValue), now: now, "needs a person",
            detail: detail.map { "\(code.rawValue): \($0)" } ?? code.rawValue, then: .finish)
    }

    /// Tries again a little later.
    mutating func wait(now: Instant, atLeast seconds: Int = 0) -> BookingEffect {
        failures += 1
        let pause = max(seconds, terms.policy.pause(after: failures))
        // Not past the moment at which something is decided anyway.
        let ends = [answerBy, personAt, stillArrivingUntil].compactMap { $0 }.filter { $0 > now }
        return .wait(until: min(now.adding(seconds: pause), ends.min() ?? .max))
    }

    /// Until when an effect that only reads, or makes a patient's file, may keep the booking: then
    /// the input is `.time`. Nil once an insertion was sent.
    public var answerBy: Instant? {
        guard booking.insertions == 0 else { return nil }
        switch booking.state {
        case .intended, .makingPatient: return rejectAt
        default: return nil
        }
    }

    /// What was stored as sent leaves before then or not at all: a process that stood still
    /// meanwhile must not send what another one has waited out.
    public var leaveBy: Instant {
        guard let sentAt = booking.sentAt, terms.guards.contains(.prompt) else { return .max }
        return sentAt.adding(seconds: terms.policy.leaveWithin)
    }

    /// Nothing was sent and there is no time left to answer within twenty seconds (T21).
    func isLate(_ now: Instant) -> Bool { booking.insertions == 0 && now >= rejectAt }

    /// The outcome is unknown for longer than the service may go on alone.
    func isOverdue(_ now: Instant) -> Bool { now >= personAt }

    var rejectAt: Instant {
        terms.policy.rejectAt(of: booking.request, receivedAt: booking.receivedAt)
    }

    var personAt: Instant { booking.receivedAt.adding(seconds: terms.policy.personAfter) }

    private func deadline(
        of state: Booking.State, _ booking: Booking, now: Instant
    ) -> Instant? {
        switch state {
        case .intended, .makingPatient: rejectAt
        case .sending, .reconciling: personAt
        // A person has until the patient stands at the door, and a day at most.
        case .needsPerson:
            min(booking.place?.start ?? .max, now.adding(Minutes(24 * 60)))
        case .confirmed, .rejected, .ended: nil
        }
    }
}

extension Instant {
    static let max = Instant(seconds: Int.max)

    func adding(seconds: Int) -> Instant { Instant(seconds: self.seconds + seconds) }
}
