internal import Diary
internal import Findings
internal import Ports

// Before anything is inserted: the patient's file, and a look at the day.
extension BookingRun {
    /// Nothing was sent: find the patient, unless it is too late or too soon to say so.
    mutating func prepare(now: Instant) -> BookingEffect {
        if isLate(now) { return tooLate(now: now) }
        // An insertion that had no effect has left the patient: no second file is made.
        if let patient = booking.patient { choice = .use(patient) }
        return choice == nil ? .match : .readDay
    }

    /// T21: nothing was sent in time. What kept us is the reason.
    mutating func tooLate(now: Instant) -> BookingEffect {
        // A rejection comes too late for the marketplace: staff must enter it, or call the patient.
        if booking.isPresumed(by: terms.policy) { return giveToPerson(.lateReject, now) }
        if case .makingPatient = booking.state { return reject(.partial, now: now) }
        return reject(lastFailure?.refusal ?? .lateReject, now: now)
    }

    mutating func patientAnswered(_ input: BookingInput, now: Instant) -> BookingEffect {
        switch input {
        case .matched(.person): return giveToPerson(.patientAmbiguous, now)
        case .matched(let choice):
            self.choice = choice
            failures = 0
            return isLate(now) ? tooLate(now: now) : .readDay
        case .made(let patient): return send(to: patient, now: now)
        case .foundMade(let files): return foundMade(files, now: now)
        case .pmsFailed(let failure): return patientFailed(failure, now: now)
        default: return .load
        }
    }

    /// The day as it was just read, before anything was inserted: a taken time is not tried.
    mutating func dayBefore(
        _ rows: [PlacedAppointment], now: Instant
    ) -> BookingEffect {
        if isLate(now) { return tooLate(now: now) }
        if let known = alreadyThere(rows, now: now) { return known }
        if !overlapping(rows).isEmpty { return reject(.slotTaken, now: now) }
        switch choice {
        case .use(let patient): return send(to: patient, now: now)
        case .make:
            var next = booking
            next.sentAt = now
            return change(next, to: .makingPatient, now: now, "making a file", then: .makePatient)
        case .person, nil: return .match
        }
    }

    /// An older ledger that was put back does not know what was inserted since.
    private mutating func alreadyThere(
        _ rows: [PlacedAppointment], now: Instant
    ) -> BookingEffect? {
        if let found = ours(rows, now: now) { return found }
        guard !terms.carries, case .use(let patient) = choice, let place = booking.place else {
            return nil
        }
        let same = DayRows.standing(rows, at: place, of: patient, zone: terms.zone)
        return same.isEmpty
            ? nil
            : giveToPerson(.timeoutUnknown, now, detail: "row \(DayRows.names(same)) may be ours")
    }

    /// One file that is exactly the patient's is the one that was made, or as good as it.
    private mutating func foundMade(_ files: [PatientID], now: Instant) -> BookingEffect {
        if let file = files.first, files.count == 1 { return send(to: file, now: now) }
        if files.count > 1 { return giveToPerson(.patientAmbiguous, now) }
        if isLate(now) { return tooLate(now: now) }
        guard now >= stillArrivingUntil else { return wait(now: now) }
        var next = booking
        next.sentAt = now
        return change(next, to: .makingPatient, now: now, "making a file", then: .makePatient)
    }

    private mutating func patientFailed(
        _ failure: PMSFailure, now: Instant
    ) -> BookingEffect {
        lastFailure = failure
        if isLate(now) { return tooLate(now: now) }
        let isMaking = waitsFor == .makePatient
        switch failure.kind {
        case .refused: return reject(isMaking ? .patientField : failure.refusal, now: now)
        case .notFound, .unauthorised, .consentMissing: return reject(failure.refusal, now: now)
        case .unreachable, .rateLimited:
            return isMaking ? notSent(now: now) : wait(now: now)
        default: return wait(now: now)
        }
    }
}

extension WireFailure {
    /// Which code says why the PMS could not be asked.
    var refusal: FindingCode {
        switch kind {
        case .practiceOffline, .unreachable: .pmsOffline
        case .unauthorised: .credentials
        case .consentMissing: .consent
        case .conflict: .slotTaken
        case .refused, .notFound: .refusedByPMS
        case .rateLimited, .serverFailed, .noAnswer, .malformed: .lateReject
        }
    }
}
