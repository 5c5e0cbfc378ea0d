internal import Diary
internal import Findings
internal import Ports

// The insertion, what came of it, and the day read back.
extension BookingRun {
    /// Sends the insertion, the first time or again: that it is sent stands on the disk before.
    mutating func send(to patient: PatientID, now: Instant) -> BookingEffect {
        if isLate(now) { return tooLate(now: now) }
        var next = booking
        next.patient = patient
        next.insertions += 1
        next.sentAt = now
        answer = .none
        failures = 0
        return change(
            next, to: .sending, now: now, "sent", detail: "insertion \(next.insertions)",
            then: .insert)
    }

    mutating func insertAnswered(_ input: BookingInput, now: Instant) -> BookingEffect {
        switch input {
        case .inserted(let entry):
            answer = .taken(entry)
            if !terms.guards.contains(.readBack) {
                var next = booking
                next.entry = entry
                return confirm(next, now: now, [])
            }
            return .readDay
        case .pmsFailed(let failure): return insertFailed(failure, now: now)
        default: return .load
        }
    }

    private mutating func insertFailed(
        _ failure: PMSFailure, now: Instant
    ) -> BookingEffect {
        lastFailure = failure
        switch failure.kind {
        case .unreachable, .rateLimited: return notSent(now: now)
        case .conflict, .refused, .notFound, .unauthorised, .consentMissing:
            // An answer that nothing was inserted by this one; an earlier one may still arrive.
            answer = .refused(failure.refusal)
            if failure.kind == .conflict || booking.insertions > 1 {
                return change(
                    to: .reconciling, now: now, "refused", detail: failure.refusal.rawValue,
                    then: .readDay)
            }
            return reject(failure.refusal, now: now)
        case .noAnswer, .serverFailed, .practiceOffline, .malformed:
            return change(to: .reconciling, now: now, "outcome unknown", then: .readDay)
        }
    }

    /// The call had no effect. As the first it leaves the booking as if nothing had been sent.
    mutating func notSent(now: Instant) -> BookingEffect {
        guard booking.insertions <= 1 else {
            return change(to: .reconciling, now: now, "not sent", then: wait(now: now))
        }
        let what = booking.insertions == 0 ? "no file made" : "not sent"
        var next = booking
        next.insertions = 0
        next.sentAt = nil
        guard now < rejectAt else {
            booking.insertions = 0
            guard case .store(let end, let messages, let events) = tooLate(now: now) else {
                return .load
            }
            // Who reads the timeline must not think that anything went out.
            return .store(end, messages, [BookingEvent(at: now, what: what)] + events)
        }
        return change(next, to: .intended, now: now, what, then: wait(now: now))
    }

    mutating func dayAnswered(_ input: BookingInput, now: Instant) -> BookingEffect {
        switch input {
        case .rows(let rows):
            if case .intended = booking.state { return dayBefore(rows, now: now) }
            return dayAfter(rows, now: now)
        case .pmsFailed(let failure):
            lastFailure = failure
            if isLate(now) { return tooLate(now: now) }
            if case .intended = booking.state, !failure.isRetryable, failure.kind != .malformed {
                return reject(failure.refusal, now: now)
            }
            return again(now: now)
        default: return .load
        }
    }

    /// The day as it was read after an insertion was sent.
    private mutating func dayAfter(
        _ rows: [PlacedAppointment], now: Instant
    ) -> BookingEffect {
        if let found = ours(rows, now: now) { return found }
        // What is not in the column that was booked may have been moved to another one.
        if waitsFor == .readDay { return .readWholeDay }
        let others = overlapping(rows)
        if case .refused(let code) = answer, booking.insertions == 1,
            code != .slotTaken || !others.isEmpty
        {
            // The one insertion was answered with a refusal, and the day shows why.
            return reject(code, now: now)
        }
        guard now >= stillArrivingUntil || !terms.guards.contains(.wait) else {
            // A PMS that honours the reference may be sent it again at any time.
            let isSafe = terms.capabilities.reference == .honoured && answer == .none
            guard isSafe, others.isEmpty, now >= resendAt else { return again(now: now) }
            return sendAgain(now: now)
        }
        let suspects = DayRows.suspects(rows, of: booking, terms)
        return nothingArrived(others, suspects, now: now)
    }

    /// Nothing of the day is certainly ours, and nothing can still arrive.
    private mutating func nothingArrived(
        _ others: [PlacedAppointment], _ suspects: [PlacedAppointment], now: Instant
    ) -> BookingEffect {
        // The PMS had taken it, and it is gone: staff may have removed it, and only they know.
        if case .taken = answer, terms.guards.contains(.wait) {
            return giveToPerson(.timeoutUnknown, now, detail: "taken by the PMS, then not there")
        }
        // Told rejected means that no row of ours stands, so no row is taken for somebody else's.
        if !suspects.isEmpty {
            return giveToPerson(
                .timeoutUnknown, now, detail: "row \(DayRows.names(suspects)) may be ours")
        }
        if !others.isEmpty { return reject(.slotTaken, now: now) }
        if case .refused(let code) = answer { return reject(code, now: now) }
        if let start = booking.place?.start, start <= now { return reject(.pastStart, now: now) }
        return isOverdue(now) ? giveToPerson(.timeoutUnknown, now) : sendAgain(now: now)
    }

    private mutating func sendAgain(now: Instant) -> BookingEffect {
        guard let patient = booking.patient else { return giveToPerson(.timeoutUnknown, now) }
        return send(to: patient, now: now)
    }

    /// What follows where rows of the day are ours; nil where none is.
    mutating func ours(_ rows: [PlacedAppointment], now: Instant) -> BookingEffect? {
        let own = own(rows)
        let live = own.filter(\.entry.takesTime)
        if live.count > 1 {
            return giveToPerson(
                .duplicateSubmit, now, detail: "rows \(DayRows.names(live))")
        }
        return (live.first ?? own.first).map { found($0, among: rows, now: now) }
    }

    /// Exactly one row is ours: told confirmed means read back.
    private mutating func found(
        _ row: PlacedAppointment, among rows: [PlacedAppointment], now: Instant
    ) -> BookingEffect {
        var next = booking
        next.entry = row.entry.id
        if let patient = row.patient { next.patient = patient }
        var events = [BookingEvent(at: now, what: "read back", detail: row.entry.id.rawValue)]
        // Where staff have moved it meanwhile, its booked time is not its own any more.
        let stands = !DayRows.overlapping([row], booking.place, zone: terms.zone).isEmpty
        let others = stands ? overlapping(rows) : []
        if !others.isEmpty {
            events.append(
                BookingEvent(
                    at: now, what: FindingCode.overbooked.rawValue,
                    detail: "row \(row.entry.id) and row \(DayRows.names(others))"))
        }
        return confirm(next, now: now, events)
    }

    /// Reads the day again a little later, or lets a person decide.
    private mutating func again(now: Instant) -> BookingEffect {
        guard case .sending = booking.state else {
            if case .reconciling = booking.state, isOverdue(now) {
                return giveToPerson(.timeoutUnknown, now)
            }
            return wait(now: now)
        }
        let pause = wait(now: now)
        return change(to: .reconciling, now: now, "not read back yet", then: pause)
    }

    /// By then everything that was sent has arrived, and a reading shows it.
    var stillArrivingUntil: Instant {
        let delay = terms.capabilities.longestDelay.components
        return (booking.sentAt ?? booking.receivedAt)
            .adding(seconds: Int(delay.seconds) + (delay.attoseconds > 0 ? 1 : 0))
    }

    /// Where nothing needs to be waited out, the pauses between insertions grow all the same.
    private var resendAt: Instant {
        (booking.sentAt ?? booking.receivedAt)
            .adding(seconds: terms.policy.pause(after: booking.insertions))
    }

    /// The rows that are ours, each once: a row may stand in several columns.
    private func own(_ rows: [PlacedAppointment]) -> [PlacedAppointment] {
        var own = DayRows.own(rows, of: booking, terms)
        // What the PMS said that it made is ours whatever has become of it.
        if case .taken(let entry) = answer { own += rows.filter { $0.entry.id == entry } }
        let booked = own.filter { $0.entry.practitioner == booking.place?.practitioner }
        var seen: Set<DiaryEntryID> = []
        return (booked + own).filter { seen.insert($0.entry.id).inserted }
    }

    func overlapping(_ rows: [PlacedAppointment]) -> [PlacedAppointment] {
        let own = own(rows).map(\.entry.id)
        return DayRows.overlapping(rows, booking.place, zone: terms.zone)
            .filter { !own.contains($0.entry.id) }
    }
}
