public import Diary
internal import PMS
public import Ports
internal import Wire

// What finds and makes patients, makes appointments, and reads them back.
extension OasisPMS: DiaryWriter {
    /// Searches by last name, birth date, phone and email at once; see `DiaryWriter`.
    public func patients(
        like details: PatientDetails
    ) async throws(PMSFailure) -> [KnownPatient] {
        let search = OasisPatientSearch(details)
        let call = try post("/patients/search", search)
        guard !search.isEmpty else {
            throw OasisAccess.side.failure(.refused, call, detail: "nothing to search by")
        }
        var caller = PMSCaller(
            access.connection, seed: seed, time: PMSLimits.lookTime, first: true)
        return try await caller.patients(
            "patients", call, OasisLists(), of: OasisPatient.self
        ) { row throws(FieldFault) in try row.patient() }
    }

    /// Sends the new patient once; see `DiaryWriter`.
    public func create(
        _ details: PatientDetails, reference: BookingReference, leaveBy: Instant
    ) async throws(PMSFailure) -> PatientID {
        let patient = OasisPatient(details, reference: carries ? reference : nil)
        return try await PMSCaller.writing(
            access.connection, seed: seed, leaveBy: leaveBy
        ).write(
            post("/patients", patient)
        ) { answer throws(FieldFault) in
            try HTTPBody.decoded(OasisPatient.self, from: answer.body).patient()
                .id(of: reference)
        }
    }

    /// Sends the new appointment once; see `DiaryWriter`. An answer whose row says anything else
    /// than what was sent leaves the outcome unknown.
    public func insert(
        _ appointment: NewAppointment, leaveBy: Instant
    ) async throws(PMSFailure) -> DiaryEntryID {
        guard let sent = OasisNewAppointment(appointment, in: zone, carries: carries) else {
            throw OasisAccess.side.failure(
                .refused, HTTPCall(.post, call("/diary").path),
                detail: "`start` comes twice that day, and its second time cannot be said")
        }
        let zone = zone
        return try await PMSCaller.writing(
            access.connection, seed: seed, leaveBy: leaveBy
        ).write(
            post("/diary", sent)
        ) { answer throws(FieldFault) in
            let row = try HTTPBody.decoded(OasisPlacedRow.self, from: answer.body)
            guard let placed = try row.placed(of: appointment.practitioner).first else {
                throw FieldFault("practitioner", "is not who was sent")
            }
            return try placed.id(of: appointment, in: zone)
        }
    }

    /// Reads the day of a practitioner or of everybody, blocks and leave too; see `DiaryWriter`.
    public func appointments(
        of practitioner: PractitionerID?, on date: CivilDate
    ) async throws(PMSFailure) -> [PlacedAppointment] {
        let window = PMSWindow(date...date, in: zone)
        var caller = PMSCaller(
            access.connection, seed: seed, time: PMSLimits.lookTime, first: true)
        let rows = try await caller.list(
            "diary",
            call(
                "/diary",
                query: [("from", "\(date)"), ("to", "\(date)")]
                    + (practitioner.map { [("practitioner", $0.rawValue)] } ?? [])), OasisLists(),
            of: OasisPlacedRow.self)
        return try window.placed(rows, of: "diary", OasisAccess.side) {
            row throws(FieldFault) in try row.placed(of: practitioner)
        }
    }

    private var carries: Bool { insertion.reference != .absent }

    private func post(
        _ path: String, _ body: some Encodable
    ) throws(PMSFailure) -> HTTPCall {
        try OasisAccess.side.post(call(path).path, body)
    }
}
