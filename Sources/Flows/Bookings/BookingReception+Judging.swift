internal import Diary
internal import Evaluation
internal import Findings
internal import Ports
internal import Rules

// Whether a booking can be taken (S54).
extension BookingReception {
    /// The practice as it stands now, for checking several bookings.
    private struct Standing {
        let readAt: Instant
        let evaluation: Evaluation
        let listing: Listing?
        let session: RuleSession
    }

    /// Whether it can be taken; one that cannot even be judged is refused as well.
    ///
    /// - Parameter events: gets what its timeline should say of the judging.
    func judged(
        _ request: BookingRequest, now: Instant, events: inout [BookingEvent]
    ) async -> Admission {
        guard store.sealsPatients else { return .refused(.init(.noPatientKey)) }
        if let why = unjudged(request, now: now) { return .refused(why) }
        do {
            guard let standing = try await standing(at: min(now, request.bookedAt)) else {
                return .refused(.init(.notReady))
            }
            if now.seconds - standing.readAt.seconds > policy.staleAfter {
                events.append(.checkedByOldReading(of: standing.readAt, at: now))
            }
            return try await judge(request, by: standing, now: now, events: &events)
        } catch {
            return .refused(.init(.notReady, log(error, request)))
        }
    }

    /// Why it is refused whatever the PMS shows.
    private func unjudged(_ request: BookingRequest, now: Instant) -> Admission.Refusal? {
        guard request.unreadable.isEmpty else {
            return .init(.bookingUnreadable, request.unreadable.joined(separator: ", "))
        }
        guard !request.isCancelled else { return .init(.cancelledBefore) }
        // Of one that is presumed the patient was told, so it is taken in where that can still be.
        guard request.isPresumed || now < request.bookedAt.adding(seconds: policy.rejectAfter)
        else { return .init(.lateReject, "booked at \(request.bookedAt)") }
        guard request.book != nil else { return .init(.bookNull) }
        guard request.patient != nil else { return .init(.patientField, "no patient") }
        return nil
    }

    private func judge(
        _ request: BookingRequest, by standing: Standing, now: Instant,
        events: inout [BookingEvent]
    ) async throws -> Admission {
        guard let book = request.book else { return .refused(.init(.bookNull)) }
        guard let listing = standing.listing else { return .refused(.init(.notReady)) }
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
        return try await ask(standing, place, request, now: now, events: &events) ?? admission
    }

    /// What the practice's rule says of a booking that could be taken; nil where it takes it.
    private func ask(
        _ standing: Standing, _ place: Admission.Place, _ request: BookingRequest, now: Instant,
        events: inout [BookingEvent]
    ) async throws -> Admission? {
        let date = request.start.date
        let first = standing.evaluation.zone.instant(
            of: CivilDateTime(clockMinute: date.dayNumber * 1440))
        let open = try await store.openBookings(of: practice.id)
        let confirmed = try await store.confirmedBookings(of: practice.id, startingFrom: first)
        let sameDay = (open + confirmed).filter {
            $0.place?.practitioner == place.practitioner && $0.request.start.date == date
        }
        let (answer, record) = standing.session.accepts(
            BookingFacts(
                practitioner: place.practitioner, reason: place.reason, length: place.length,
                isNewPatient: request.isNewPatient,
                minutesAhead: (place.start.seconds - now.seconds) / 60,
                bookingsThatDay: sameDay.count,
                newPatientsThatDay: sameDay.count { $0.request.isNewPatient }))
        events += record.failures(at: now)
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
            readAt: reading.readAt, evaluation: evaluation, listing: evaluation.listing(),
            session: RuleSession(evaluator.rules, snapshot: snapshot))
    }
}
