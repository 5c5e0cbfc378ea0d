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
                "gender", "externalReference",
            ])
        var patient = SimulatedPatient(id: "")
        patient.firstName = try fields.optionalText("firstName")
        patient.lastName = try fields.text("lastName")
        patient.dateOfBirth = try fields.birthDate("dateOfBirth")
        patient.phone = try fields.optionalText("phoneNumber")
        patient.email = try fields.optionalText("emailAddress")
        patient.gender = try fields.optionalText("gender")
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

    /// A new appointment.
    static func appointment(_ body: JSON) throws(Refusal) -> AppointmentWish {
        let fields = try FieldReader(
            body,
            known: [
                "providerId", "reasonId", "startDate", "scheduledDurationMinutes", "patientId",
                "externalReference", "note",
            ])
        guard let start = Instant(try fields.text("startDate")) else {
            throw Refusal("`startDate` must be a date with a UTC offset")
        }
        return AppointmentWish(
            practitioner: PractitionerID(try fields.text("providerId")),
            reason: ReasonID(try fields.text("reasonId")), start: .exact(start),
            length: Minutes(try fields.integer("scheduledDurationMinutes", 1...1440)),
            patient: try fields.text("patientId"),
            reference: try fields.optionalText("externalReference"),
            note: try fields.optionalText("note"))
    }
}

extension FieldReader {
    /// A day of birth as `2000-01-31` that may be left out or null; one that is wrong is not quoted.
    func birthDate(_ name: String) throws(Refusal) -> CivilDate? {
        guard let text = try optionalText(name) else { return nil }
        guard let date = CivilDate(text) else {
            throw Refusal("`\(place(name))` must be a date as YYYY-MM-DD")
        }
        return date
    }
}

extension ExactRows {
    /// A patient; what is not known is null.
    static func patient(_ row: SimulatedPatient, _ options: PracticeOptions) -> JSON {
        .present([
            "id": .text(row.id), "firstName": .text(orNull: row.firstName),
            "lastName": .text(orNull: row.lastName),
            "dateOfBirth": .text(orNull: row.dateOfBirth.map { "\($0)" }),
            "phoneNumber": .text(orNull: row.phone), "emailAddress": .text(orNull: row.email),
            "address": [
                "line1": .text(orNull: row.street), "city": .text(orNull: row.city),
                "countrySubdivision": .text(orNull: row.state),
                "postCode": .text(orNull: row.postcode),
            ],
            "gender": .text(orNull: row.gender), "isActive": .flag(row.isActive),
            "externalReference": options.shown(row.reference),
        ])
    }
}
