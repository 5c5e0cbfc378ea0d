internal import Diary

/// The bodies of Exact's writing calls.
///
/// What is refused is named by its field and never quoted: it could be something about a patient.
enum ExactBody {
    /// What to search patients by: one of the fields at least.
    static func search(
        _ body: JSON, _ options: PracticeOptions
    ) throws(Refusal) -> PatientSearch {
        let names = [
            "lastName", "dateOfBirth", "phoneNumber", "emailAddress", "externalReference",
        ]
        let fields = try FieldReader(body, known: names)
        guard names.contains(where: { fields.value($0) != nil }) else {
            throw Refusal("the search names nothing to search by")
        }
        var search = PatientSearch()
        search.lastName = try fields.optionalText("lastName")
        search.dateOfBirth = try fields.birthDate("dateOfBirth")
        search.phone = try fields.optionalText("phoneNumber")
        search.email = try fields.optionalText("emailAddress")
        let reference = try fields.optionalText("externalReference")
        if options.reference != .absent { search.reference = reference }
        return search
    }

    /// A new patient; the id is not given yet.
    static func patient(_ body: JSON) throws(Refusal) -> SimulatedPatient {
        let fields = try FieldReader(
            body,
            known: [
                "firstName", "lastName", "dateOfBirth", "phoneNumber", "emailAddress", "address",
                "sex", "externalReference",
            ])
        var patient = SimulatedPatient(id: "")
        patient.firstName = try fields.optionalText("firstName")
        patient.lastName = try fields.optionalText("lastName")
        patient.dateOfBirth = try fields.birthDate("dateOfBirth")
        patient.phone = try fields.optionalText("phoneNumber")
        patient.email = try fields.optionalText("emailAddress")
        patient.gender = try fields.word("sex", of: ["Unspecified", "Male", "Female", "Other"])
        patient.reference = try fields.optionalText("externalReference")
        if let address = fields.value("address") {
            let lines = try FieldReader(
                address, at: "address", known: ["line1", "city", "countrySubdivision", "postCode"])
            patient.street = try lines.optionalText("line1")
            patient.city = try lines.optionalText("city")
            patient.state = try lines.optionalText("countrySubdivision")
            patient.postcode = try lines.optionalText("postCode")
        }
        return patient
    }

    /// A new appointment; its start must bear the offset that counts at the practice then.
    static func appointment(_ body: JSON, _ zone: Zone) throws(Refusal) -> AppointmentWish {
        let fields = try FieldReader(
            body,
            known: [
                "providerId", "reasonId", "startDate", "scheduledDurationMinutes", "patientId",
                "externalReference", "note",
            ])
        let text = try fields.text("startDate")
        guard let start = Instant(text), ExactRows.time(start, zone) == text else {
            throw Refusal("`startDate` must be a date with the offset that counts there then")
        }
        return AppointmentWish(
            practitioner: PractitionerID(try fields.text("providerId")),
            reason: ReasonID(try fields.text("reasonId")), start: .exact(start),
            length: Minutes(try fields.integer("scheduledDurationMinutes", 1...1440)),
            patient: try fields.text("patientId"),
            reference: try fields.optionalText("externalReference"),
            note: try fields.note())
    }
}
