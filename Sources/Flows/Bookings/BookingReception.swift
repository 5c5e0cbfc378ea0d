internal import Diagnostics
internal import Diary
internal import Evaluation
internal import Findings
internal import Ports
internal import Rules

/// Takes bookings in: checks them before the PMS is asked (S54), asks `accept_booking`, and stores
/// each with its claim in one transaction. Nothing is sent here.
struct BookingReception: Sendable {
    let practice: PracticeRecord
    let ports: PracticePorts
    let store: any BookingStore
    let references: @Sendable () -> BookingReference
    let policy: BookingPolicy

    /// A booking that is asked for again so long after its answer was acknowledged is answered
    /// again, in seconds.
    static let answerAgainAfter = 60

    /// The practice as it stands now, for checking several bookings.
    private struct Standing {
        let evaluation: Evaluation
        let listing: Listing?
        let session: RuleSession
    }

    /// Takes in what the marketplace lists, in the order in which the patients booked: of two for
    /// one time the first one has it.
    ///
    /// - Returns: how many were new.
    func take(_ requests: [BookingRequest]) async throws -> Int {
        let ordered = requests.sorted {
            ($0.bookedAt, $0.id.rawValue) < ($1.bookedAt, $1.id.rawValue)
        }
        var new = 0
        for request in ordered {
            if let known = try await store.booking(request.id, of: practice.id) {
                try await answerAgain(known)
            } else {
                try await take(request)
                new += 1
            }
        }
        return new
    }

    private func take(_ request: BookingRequest) async throws {
        let now = ports.time.now()
        var kept = request
        kept.patient = nil
        let patient = request.patient
        switch try await judge(request, now: now) {
        case .refused(let refusal): try await refuse(kept, refusal, patient, now: now)
        case .accepted(let place):
            let booking = Booking(
                id: request.id, practice: practice.id, reference: references(), request: kept,
                receivedAt: now,
                place: .init(
                    practitioner: place.practitioner, reason: place.reason, start: place.start,
                    length: place.length),
                state: .intended,
                deadline: min(now, request.bookedAt).adding(seconds: policy.rejectAfter))
            var events = [BookingEvent(at: now, what: "received")]
            if place.hasOtherLength {
                events.append(
                    BookingEvent(
                        at: now, what: "another length was asked for",
                        detail: "\(request.lengthSeconds) s"))
            }
            let admission = try await store.admit(
                booking, patient: patient, messages: [], events: events)
            if case .taken(let other) = admission {
                try await refuse(
                    kept, .init(.slotTaken, "claimed by booking \(other)"), patient, now: now)
            }
        }
    }

    private func refuse(
        _ request: BookingRequest, _ refusal: Admission.Refusal, _ patient: PatientDetails?,
        now: Instant
    ) async throws {
        let code = refusal.code.rawValue
        let booking = Booking(
            id: request.id, practice: practice.id, reference: references(), request: request,
            receivedAt: now, place: nil, state: .rejected(code: code), deadline: nil)
        // Who it was for is not needed any more, and is not kept.
        _ = try await store.admit(
            booking, patient: nil,
            messages: [.init(.rejected, reason: refusal.code.refusalWords)],
            events: [
                BookingEvent(at: now, what: "received"),
                BookingEvent(
                    at: now, what: "refused",
                    detail: refusal.detail.map { "\(code): \($0)" } ?? code),
            ])
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

    private func judge(
        _ request: BookingRequest, now: Instant
    ) async throws -> Admission {
        guard request.unreadable.isEmpty else {
            return .refused(
                .init(.bookingUnreadable, request.unreadable.joined(separator: ", ")))
        }
        guard now < request.bookedAt.adding(seconds: policy.rejectAfter) else {
            return .refused(.init(.lateReject, "booked at \(request.bookedAt)"))
        }
        guard let book = request.book else { return .refused(.init(.bookNull)) }
        guard request.patient != nil else { return .refused(.init(.patientField, "no patient")) }
        guard let standing = try await standing(at: min(now, request.bookedAt)),
            let listing = standing.listing
        else { return .refused(.init(.notReady)) }
        guard let listed = listing.books.first(where: { $0.id == book }) else {
            return .refused(.init(.bookUnknown, "book \(book)"))
        }
        let reason = listing.reasons.first { $0.id == request.reason }
        guard request.reason == nil || (reason != nil && [nil, book].contains(reason?.book)) else {
            return .refused(.init(.typeUnknown, "type \(request.reason?.rawValue ?? "")"))
        }
        let wanted = WantedBooking(
            practitioner: listed.practitioner, reason: reason?.reason,
            typeName: request.typeName, start: request.start,
            lengthSeconds: request.lengthSeconds)
        let admission = standing.evaluation.admit(wanted, now: now)
        guard case .accepted(let place) = admission else { return admission }
        return try await ask(standing, place, request, now: now) ?? admission
    }

    /// What the practice's rule says of a booking that could be taken; nil where it takes it.
    private func ask(
        _ standing: Standing, _ place: Admission.Place, _ request: BookingRequest, now: Instant
    ) async throws -> Admission? {
        let date = request.start.date
        let first = standing.evaluation.zone.instant(
            of: CivilDateTime(clockMinute: date.dayNumber * 1440))
        let open = try await store.openBookings(of: practice.id)
        let confirmed = try await store.confirmedBookings(of: practice.id, startingFrom: first)
        let sameDay = (open + confirmed).filter {
            $0.place?.practitioner == place.practitioner && $0.request.start.date == date
        }
        let (answer, _) = standing.session.accepts(
            BookingFacts(
                practitioner: place.practitioner, reason: place.reason, length: place.length,
                isNewPatient: request.isNewPatient,
                minutesAhead: (place.start.seconds - now.seconds) / 60,
                bookingsThatDay: sameDay.count,
                newPatientsThatDay: sameDay.count { $0.request.isNewPatient }))
        guard !answer.isAccepted else { return nil }
        return .refused(.init(answer.isLimit ? .bookingLimit : .refusedByRule, answer.why))
    }

    /// Evaluates the newest reading with the claims of now, as of when the patient booked: the lead
    /// time counts from there, so what was offered then can be booked now.
    private func standing(at time: Instant) async throws -> Standing? {
        guard let reading = try await ports.store.latestReading(of: practice.id) else {
            return nil
        }
        let setUp = try await ports.store.setUp(of: practice.id)
        let evaluator = try await ports.evaluators.evaluator(
            for: practice, setUp: setUp,
            active: try await ports.store.activeRevision(of: practice.id))
        let snapshot = Snapshot(
            pms: reading, setUp: setUp, claims: try await ports.store.claims(of: practice.id))
        let evaluation = evaluator.evaluate(snapshot, now: time)
        return Standing(
            evaluation: evaluation, listing: evaluation.listing(),
            session: RuleSession(evaluator.rules, snapshot: snapshot))
    }
}
