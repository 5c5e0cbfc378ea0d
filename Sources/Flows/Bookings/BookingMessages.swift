internal import Diagnostics
internal import Diary
internal import Findings
internal import Ports

/// Tells the marketplace what became of bookings, until it has acknowledged it.
struct BookingMessages: Sendable {
    let practice: PracticeID
    let store: any BookingStore
    let marketplace: any MarketplacePort
    let time: any TimeSource

    /// The first wait after a message that was not taken; doubled each time, in seconds.
    static let firstWait = 1
    /// The longest such wait, in seconds.
    static let longestWait = 60

    /// What was acknowledged.
    struct Answer: Sendable, Equatable {
        var what: Booking.Told
        /// Where it is the first answer to the booking: how long after the booking was received.
        var firstAfter: Duration?
    }

    /// What telling came to.
    struct Answers: Sendable, Equatable {
        var told: [Answer] = []
        /// Whether the marketplace will never take some message.
        var isAnythingGone = false
        /// Whether nothing is left to tell, not even later.
        var isQuiet = true
    }

    /// Tells all that is due.
    func tellDue() async throws -> Answers {
        var answers = Answers()
        var failures = 0
        let due = try await store.messages(of: practice, dueBy: time.now())
        for message in due {
            if Task.isCancelled || failures >= 3 { break }
            guard let booking = try await store.booking(message.booking, of: practice) else {
                try await store.settle(message, acknowledged: false, events: [])
                continue
            }
            let failure = try await tell(message, of: booking)
            if let failure {
                let isAway = try await failed(message, of: booking, failure)
                failures += isAway ? 1 : 0
                answers.isAnythingGone = answers.isAnythingGone || !isAway
            } else {
                let after = time.now().since(booking.receivedAt)
                answers.told.append(
                    Answer(
                        what: message.draft.what,
                        firstAfter: booking.told == nil ? max(after, .zero) : nil))
            }
        }
        // Each booking's next message shows only once the one before it is gone.
        if !due.isEmpty {
            answers.isQuiet = false
        } else {
            answers.isQuiet = try await store.messages(of: practice, dueBy: .max).isEmpty
        }
        return answers
    }

    private func tell(
        _ message: BookingMessage, of booking: Booking
    ) async throws -> MarketplaceFailure? {
        do {
            try await send(message, of: booking)
        } catch let failure as MarketplaceFailure {
            return failure
        }
        let now = time.now()
        var events = [BookingEvent(at: now, what: "told \(message.draft.what.rawValue)")]
        if try await isTooLate(message, for: booking, at: now) {
            events.append(.toldConfirmed(at: now))
        }
        try await store.settle(message, acknowledged: true, events: events)
        return nil
    }

    /// Whether a rejection, decided in time, came to the marketplace only after the patient was
    /// told that the booking is confirmed. Who has cancelled it expects nothing.
    private func isTooLate(
        _ message: BookingMessage, for booking: Booking, at now: Instant
    ) async throws -> Bool {
        guard message.draft.what == .rejected, booking.told == nil,
            booking.isAnsweredLate(by: now),
            booking.state.code != FindingCode.cancelledBefore.rawValue
        else { return false }
        return try await store.timeline(of: booking.id, in: practice)
            .allSatisfy { $0.what != FindingCode.lateReject.rawValue }
    }

    private func send(_ message: BookingMessage, of booking: Booking) async throws {
        let reason = message.draft.reason ?? ""
        switch message.draft.what {
        case .confirmed:
            try await marketplace.confirm(
                booking.id, appointment: booking.entry ?? DiaryEntryID(""),
                patient: booking.patient?.rawValue ?? "")
        case .rejected: try await marketplace.reject(booking.id, reason: reason)
        case .cancelled: try await marketplace.cancel(booking.id, reason: reason)
        case .didNotAttend: try await marketplace.didNotAttend(booking.id, reason: reason)
        }
    }

    /// Gone or refused there is the end of it, and a finding; all else is tried again.
    ///
    /// - Returns: whether the marketplace seems to be away.
    private func failed(
        _ message: BookingMessage, of booking: Booking, _ failure: MarketplaceFailure
    ) async throws -> Bool {
        let now = time.now()
        switch failure.kind {
        case .notFound, .conflict, .refused:
            // What the marketplace knows by itself needs no finding.
            let isKnown = [.cancelled, .didNotAttend].contains(message.draft.what)
            let event = BookingEvent(
                at: now,
                what: isKnown ? "not taken by the marketplace" : FindingCode.unconfirmed.rawValue,
                detail: "\(message.draft.what.rawValue): \(failure.problem.code)"
                    // The answer to one that was taken may have been lost.
                    + (message.attempts > 0 ? ", after a try that may have been taken" : ""))
            let isLate = try await isTooLate(message, for: booking, at: now)
            try await store.settle(
                message, acknowledged: false,
                events: [event] + (isLate ? [.toldConfirmed(at: now)] : []))
            return false
        default:
            let doubled = BookingMessages.firstWait << min(message.attempts, 10)
            let pause = min(doubled, BookingMessages.longestWait)
            try await store.postpone(message, until: now.adding(seconds: pause))
            return true
        }
    }
}
