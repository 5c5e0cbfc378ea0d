internal import Diagnostics
internal import Diary
internal import Patients
internal import Ports

/// Carries out the effects of the booking flow, one at a time. The patient's details live here for
/// the length of a call, and nowhere else in the flow.
struct BookingPerformer: Sendable {
    let practice: PracticeRecord
    let ports: PracticePorts
    let store: any BookingStore
    let diary: any DiaryWriter
    /// One new file of a practice at a time: the next one is made only if it is not there by then.
    var files = Gate(1)
    let notes = BookingNotes()

    /// - Parameter leaveBy: before then a call that makes something leaves, or not at all.
    func perform(
        _ effect: BookingEffect, for booking: Booking, leaveBy: Instant = .max
    ) async -> BookingInput {
        do {
            switch effect {
            case .load: return .loaded(try await store.booking(booking.id, of: practice.id))
            case .store(let next, let messages, let events):
                let stored = try await store.change(
                    next, messages: messages, events: notes.waiting(for: booking.id) + events)
                guard let stored else { return .superseded }
                notes.put([], for: booking.id)
                return .stored(stored)
            case .match, .makePatient, .findMade:
                return try await patient(effect, of: booking, leaveBy: leaveBy)
            case .insert: return await insert(booking, leaveBy: leaveBy)
            case .readDay: return await readDay(of: booking, booking.place?.practitioner)
            case .readWholeDay: return await readDay(of: booking, nil)
            case .wait(let until):
                let seconds = until.seconds - ports.time.now().seconds
                try? await ports.time.sleep(for: .seconds(max(seconds, 0)))
                return .time
            case .finish: return .resume
            }
        } catch {
            return .storeFailed(Problem(ofStore: error))
        }
    }

    private func patient(
        _ effect: BookingEffect, of booking: Booking, leaveBy: Instant
    ) async throws -> BookingInput {
        guard let details = try await store.patient(of: booking.id, in: practice.id) else {
            throw Problem(
                "D0706", "the patient of booking `\(booking.id)` is not kept any more",
                hint: "look the booking up at the marketplace, and decide it by hand")
        }
        do {
            switch effect {
            case .makePatient:
                return try await files.pass { () -> Result<BookingInput, any Error> in
                    do {
                        return .success(
                            try await makeFile(details, for: booking, leaveBy: leaveBy))
                    } catch {
                        return .failure(error)
                    }
                }.get()
            case .findMade:
                let found = try await diary.candidates(for: details)
                // Our reference is better proof than a name, which a PMS may write its own way.
                let own = found.filter { $0.reference?.isSame(booking.reference) == true }
                let same = found.filter { PatientScores.isSame(details, $0.details) }
                return .foundMade((own.isEmpty ? same : own).map(\.id))
            default:
                let found = try await diary.candidates(for: details)
                return .matched(try await choice(among: found, for: details, booking))
            }
        } catch let failure as PMSFailure {
            return .pmsFailed(failure)
        }
    }

    /// Another booking of the same patient, or staff, may have made the file meanwhile.
    private func makeFile(
        _ details: PatientDetails, for booking: Booking, leaveBy: Instant
    ) async throws -> BookingInput {
        guard ports.time.now() < leaveBy else { return .notSent }
        let found: [KnownPatient]
        do { found = try await diary.candidates(for: details) } catch {
            // Nothing was made yet: it is as if the making had not been asked for.
            return .notSent
        }
        switch try await choice(among: found, for: details, booking) {
        case .use(let file): return .made(file)
        case .person: return .matched(.person)
        case .make: break
        }
        guard ports.time.now() < leaveBy else { return .notSent }
        return .made(
            try await diary.create(details, reference: booking.reference, leaveBy: leaveBy))
    }

    private func insert(_ booking: Booking, leaveBy: Instant) async -> BookingInput {
        guard let place = booking.place, let patient = booking.patient else { return .resume }
        let appointment = NewAppointment(
            reference: booking.reference, practitioner: place.practitioner, reason: place.reason,
            start: .civil(booking.request.start), length: place.length, patient: patient,
            note: "Booked online, booking \(booking.id)")
        guard ports.time.now() < leaveBy else { return .notSent }
        do {
            return .inserted(try await diary.insert(appointment, leaveBy: leaveBy))
        } catch {
            return .pmsFailed(error)
        }
    }

    private func readDay(
        of booking: Booking, _ practitioner: PractitionerID?
    ) async -> BookingInput {
        do {
            let rows = try await diary.appointments(
                of: practitioner, on: booking.request.start.date)
            return .rows(rows.correcting(await ports.pms.clockSkew()))
        } catch {
            return .pmsFailed(error)
        }
    }
}
