internal import Diary

/// An appointment as a call over the wire asks for it.
struct AppointmentWish: Sendable {
    var practitioner: PractitionerID
    var reason: ReasonID
    var start: RowTime
    var length: Minutes
    var patient: String
    var reference: String?
    var note: String?
}

/// What a writing call came to.
enum Written<Row: Sendable>: Sendable {
    /// There is a new row.
    case made(Row)
    /// The row that bears the call's reference, which was there before.
    case known(Row)
    /// Nothing: somebody has that time, and the PMS refuses to give it twice.
    case overlaps
}

extension Written {
    /// The answer to a writing call: 201 and the new row, 200 and the one that was there, or 409.
    func answer(_ json: (Row) -> JSON) -> SimulatorAnswer {
        switch self {
        case .made(let row): .json(json(row), status: 201)
        case .known(let row): .json(json(row))
        case .overlaps: .json(["error": "overlap"], status: 409)
        }
    }
}

/// What a writing call goes by.
struct WriteTerms: Sendable {
    /// When it takes effect.
    var now: Instant
    /// The id of a row that it makes.
    var id: String
    /// The practice's zone.
    var zone: Zone
    /// How the PMS behaves.
    var options: PracticeOptions
}

extension PracticeState {
    /// Makes a patient.
    mutating func create(
        _ patient: SimulatedPatient, _ terms: WriteTerms
    ) -> Written<SimulatedPatient> {
        if let reference = patient.reference, terms.options.reference == .honoured,
            let known = patients.first(where: { $0.reference == reference })
        {
            return .known(known)
        }
        var patient = patient
        patient.id = terms.id
        patients.append(patient)
        return .made(patient)
    }

    /// Makes an appointment.
    ///
    /// - Throws: 404 for a practitioner, a reason or a patient that does not exist.
    mutating func insert(
        _ wish: AppointmentWish, _ terms: WriteTerms
    ) throws(Refusal) -> Written<DiaryEntry> {
        if let reference = wish.reference, terms.options.reference == .honoured,
            let known = reading.diary.first(where: { details[$0.id]?.reference == reference })
        {
            return .known(known)
        }
        for (what, isThere) in [
            ("practitioner", reading.practitioners.contains { $0.id == wish.practitioner }),
            ("reason", reading.reasons.contains { $0.id == wish.reason }),
            ("patient", patients.contains { $0.id == wish.patient }),
        ] where !isThere {
            throw Refusal("no such \(what)", status: 404)
        }
        let entry = DiaryEntry(
            id: DiaryEntryID(terms.id), practitioner: wish.practitioner, kind: .appointment,
            status: .unset, start: wish.start, end: .after(wish.length))
        if terms.options.overlaps == .rejected, isTaken(entry, in: terms.zone) { return .overlaps }
        var detail = RowDetails()
        detail.patient = wish.patient
        detail.reference = wish.reference
        detail.createdAt = terms.now
        detail.reason = wish.reason
        detail.note = wish.note
        reading.diary.append(entry)
        details[entry.id] = detail
        return .made(entry)
    }

    /// Whether another row takes some of the entry's time in the same column.
    private func isTaken(_ entry: DiaryEntry, in zone: Zone) -> Bool {
        let time = entry.start.instant(in: zone)..<entry.endInstant(in: zone)
        return reading.diary.contains { other in
            other.practitioner == entry.practitioner && other.takesTime
                && other.start.instant(in: zone) < time.upperBound
                && time.lowerBound < other.endInstant(in: zone)
        }
    }
}
