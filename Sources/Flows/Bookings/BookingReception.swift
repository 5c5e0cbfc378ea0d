internal import Diagnostics
internal import Diary
internal import Evaluation
internal import Findings
internal import Logging
internal import Ports

/// Takes bookings in: checks them before the PMS is asked (S54), asks `accept_booking`, and stores
/// each with its claim in one transaction. Nothing is sent here but the
/// rejection of what cannot be stored.
struct BookingReception: Sendable {
    let practice: PracticeRecord
    let ports: PracticePorts
    let store: any BookingStore
    let policy: BookingPolicy

    /// A booking that is asked for again so long after its answer was acknowledged is answered
    /// again, in seconds.
    static let answerAgainAfter = 60

    /// What taking in came to.
    struct Intake: Sendable {
        /// How many bookings were new.
        var new = 0
        /// How many of them claim their time.
        var claims = 0
        /// Those that could not be stored, and were rejected without.
        var notStored: [BookingID] = []
    }

    /// Takes in what the marketplace lists, in the order in which the patients booked: of two for
    /// one time the first one has it. One that fails does not keep the others waiting.
    ///
    /// - Parameters:
    ///   - notStored: rejected before without being stored; they stay rejected.
    ///   - onClaim: called as soon as one has its time, before the next one is judged.
    func take(
        _ requests: [BookingRequest], notStored: Set<BookingID> = [],
        onClaim: () async -> Void = {}
    ) async -> Intake {
        let ordered = requests.sorted {
            ($0.bookedAt, $0.id.rawValue) < ($1.bookedAt, $1.id.rawValue)
        }
        var intake = Intake()
        for request in ordered {
            do {
                if let known = try await store.booking(request.id, of: practice.id) {
                    try await answerAgain(known)
                } else if notStored.contains(request.id) {
                    await turnAway(request, &intake)
                } else {
                    intake.new += 1
                    let claims = intake.claims
                    try await take(request, &intake)
                    if intake.claims > claims { await onClaim() }
                }
            } catch {
                // Whether anything was sent for it is not known, so it is not rejected (T21).
                ports.logger.error(
                    "booking `\(request.id)` is not taken in: \(Problem(ofStore: error).message)")
            }
        }
        return intake
    }

    private func take(_ request: BookingRequest, _ intake: inout Intake) async throws {
        let now = ports.time.now()
        let request = request.dated(by: now)
        do {
            var events = [BookingEvent(at: now, what: "received")]
            let refusal: Admission.Refusal?
            switch await judged(request, now: now, events: &events) {
            case .refused(let why): refusal = why
            case .accepted(let place): refusal = try await admit(request, place, events, now: now)
            }
            guard let refusal else { return intake.claims += 1 }
            try await refuse(request, refusal, events, now: now)
        } catch {
            let code = log(error, request)
            // Only what is certainly not stored is rejected without being stored. Of one that was
            // over long ago nobody knows what became of it, nor of any when the ledger is gone.
            guard !["D0304", "D0010"].contains(code),
                try await store.booking(request.id, of: practice.id) == nil
            else { return }
            // What a sync has failed for may show after the next start, and is then worked on until
            // it is late. Before, and where the patient was told that it is confirmed, the
            // marketplace lists the booking again, and it is tried again.
            guard !request.isPresumed,
                now >= request.bookedAt.adding(seconds: policy.rejectAfter)
            else { return }
            await turnAway(request, &intake)
        }
    }

    func log(_ error: any Error, _ request: BookingRequest) -> String {
        let problem = Problem(ofStore: error)
        ports.logger.error("booking `\(request.id)` cannot be stored: \(problem.message)")
        return problem.code.rawValue
    }

    /// What the ledger does not keep cannot be lost where it is rejected at once.
    private func turnAway(_ request: BookingRequest, _ intake: inout Intake) async {
        intake.notStored.append(request.id)
        do {
            try await ports.marketplace?.reject(
                request.id, reason: FindingCode.notStored.refusalWords)
        } catch {
            ports.logger.error("booking `\(request.id)` is not rejected: \(error)")
        }
    }

    /// Stores a booking with its claim; gives why not where another one has the time.
    private func admit(
        _ request: BookingRequest, _ place: Admission.Place, _ judged: [BookingEvent], now: Instant
    ) async throws -> Admission.Refusal? {
        let booking = Booking(
            id: request.id, practice: practice.id, reference: .of(request.id, in: practice.id),
            request: request.withoutPatient, receivedAt: now,
            place: .init(
                practitioner: place.practitioner, reason: place.reason, start: place.start,
                length: place.length),
            state: .intended, deadline: policy.rejectAt(of: request, receivedAt: now))
        var events = judged
        if place.hasOtherLength {
            events.append(
                BookingEvent(
                    at: now, what: "another length was asked for",
                    detail: "\(request.lengthSeconds) s"))
        }
        if booking.isPresumed(by: policy) {
            events.append(BookingEvent(at: now, what: "presumed by the marketplace"))
        }
        let admission = try await store.admit(
            booking, patient: request.patient, messages: [], events: events)
        guard case .taken(let other) = admission else { return nil }
        return .init(.slotTaken, "claimed by booking \(other)")
    }

    private func refuse(
        _ request: BookingRequest, _ refusal: Admission.Refusal, _ judged: [BookingEvent],
        now: Instant
    ) async throws {
        let code = refusal.code.rawValue
        let booking = Booking(
            id: request.id, practice: practice.id, reference: .of(request.id, in: practice.id),
            request: request.withoutPatient, receivedAt: now, place: nil,
            state: .rejected(code: code), deadline: nil)
        // Who it was for is not needed any more, and is not kept.
        _ = try await store.admit(
            booking, patient: nil,
            messages: [.init(.rejected, reason: refusal.code.refusalWords)],
            events: judged + [
                BookingEvent(
                    at: now, what: "refused",
                    detail: refusal.detail.map { "\(code): \($0)" } ?? code)
            ] + (request.isPresumed ? [.toldConfirmed(at: now)] : []))
    }

    /// The marketplace lists a booking although it has acknowledged our answer.
    private func answerAgain(_ known: Booking) async throws {
        let now = ports.time.now()
        let draft: BookingMessage.Draft? =
            switch known.state {
            case .confirmed: .init(.confirmed)
            case .rejected(let code):
                .init(.rejected, reason: FindingCode(rawValue: code)?.refusalWords)
            default: nil
            }
        guard let draft, known.told == draft.what,
            now >= known.since.adding(seconds: BookingReception.answerAgainAfter),
            try await store.messages(of: practice.id, dueBy: .max)
                .allSatisfy({ $0.booking != known.id })
        else { return }
        var next = known
        next.since = now
        _ = try await store.change(
            next, messages: [draft],
            events: [BookingEvent(at: now, what: "asked for again")])
    }
}

extension BookingRequest {
    /// What the marketplace lists as confirmed by itself it has had for twenty seconds (S50), also
    /// where its clock is ahead and says otherwise.
    fileprivate func dated(by now: Instant) -> BookingRequest {
        guard isPresumed else { return self }
        var request = self
        request.bookedAt = min(bookedAt, now.adding(seconds: -BookingPolicy.presumedAfter))
        return request
    }

    /// What may be kept beside the sealed patient.
    fileprivate var withoutPatient: BookingRequest {
        var request = self
        request.patient = nil
        return request
    }
}
