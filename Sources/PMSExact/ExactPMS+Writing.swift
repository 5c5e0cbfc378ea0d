public import Diary
internal import PMS
public import Ports
internal import Wire

// What finds and makes patients, makes appointments, and reads them back.
extension ExactPMS: DiaryWriter {
    /// Searches by last name, birth date, phone and email at once; see `DiaryWriter`.
    public func patients(
        like details: PatientDetails
    ) async throws(PMSFailure) -> [KnownPatient] {
        let search = ExactPatientSearch(details)
        let call = try post("Patients/search", search)
        guard !search.isEmpty else {
            throw ExactAccess.side.failure(.refused, call, detail: "nothing to search by")
        }
        var caller = PMSCaller(
            access.writing, seed: seed, time: PMSLimits.lookTime, first: true)
        return try await caller.patients(
            "Patients", call, ExactLists(), of: ExactPatient.self
        ) { row throws(FieldFault) in try row.patient() }
    }

    /// Sends the new patient once; see `DiaryWriter`.
    public func create(
        _ details: PatientDetails, reference: BookingReference, leaveBy: Instant
    ) async throws(PMSFailure) -> PatientID {
        let patient = ExactPatient(details, reference: carries ? reference : nil)
        return try await PMSCaller.writing(
            access.writing, seed: seed, leaveBy: leaveBy
        ).write(
            post("Patients", patient)
        ) { answer throws(FieldFault) in
            try HTTPBody.decoded(ExactPatient.self, from: answer.body).patient()
                .id(of: reference)
        }
    }

    /// Sends the new appointment once; see `DiaryWriter`. An answer whose row says anything else
    /// than what was sent leaves the outcome unknown.
    public func insert(
        _ appointment: NewAppointment, leaveBy: Instant
    ) async throws(PMSFailure) -> DiaryEntryID {
        let sent = ExactNewAppointment(appointment, in: zone, carries: carries)
        let zone = zone
        return try await PMSCaller.writing(
            access.writing, seed: seed, leaveBy: leaveBy
        ).write(
            post("Appointments", sent)
        ) { answer throws(FieldFault) in
            let row = try HTTPBody.decoded(ExactPlacedAppointment.self, from: answer.body)
            guard let placed = try row.placed(of: appointment.practitioner).first else {
                throw FieldFault("providers", "does not name who was sent")
            }
            return try placed.id(of: appointment, in: zone)
        }
    }

    /// Reads the day of a practitioner or of everybody, blocks too; see `DiaryWriter`.
    public func appointments(
        of practitioner: PractitionerID?, on date: CivilDate
    ) async throws(PMSFailure) -> [PlacedAppointment] {
        let window = PMSWindow(date...date, in: zone)
        // An appointment comes by its start, and may reach into the day from the one before.
        let before = Moment.start(of: date.adding(days: -1), in: zone)
        var caller = PMSCaller(
            access.connection, seed: seed, time: PMSLimits.lookTime, first: true)
        let appointments = try await caller.list(
            "Appointments",
            call(
                "Appointments",
                query: query(before, window.end)
                    + (practitioner.map { [("practitionerId", $0.rawValue)] } ?? [])),
            ExactLists(), of: ExactPlacedAppointment.self)
        let blocks = try await caller.list(
            "Blocks", call("Blocks", query: query(window.start, window.end)), ExactLists(),
            of: ExactBlock.self)
        let rows = try window.placed(appointments, of: "Appointments", ExactAccess.side) {
            row throws(FieldFault) in try row.placed(of: practitioner)
        }
        let closed = try window.placed(blocks, of: "Blocks", ExactAccess.side) {
            row throws(FieldFault) in
            try row.row(of: practitioner.map { [$0] }).entries.map { PlacedAppointment(entry: $0) }
        }
        return rows + closed
    }

    private var carries: Bool { insertion.reference != .absent }

    private func post(
        _ path: String, _ body: some Encodable
    ) throws(PMSFailure) -> HTTPCall {
        try ExactAccess.side.post(call(path).path, body)
    }
}
