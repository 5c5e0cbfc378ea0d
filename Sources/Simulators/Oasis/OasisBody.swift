internal import Diary

/// The bodies of Oasis's writing calls, and the row of a patient.
///
/// What is refused is named by its field and never quoted: it could be something about a patient.
enum OasisBody {
    /// What to search patients by: one of the fields at least.
    static func search(_ body: JSON, _ options: PracticeOptions) throws(Refusal) -> PatientSearch {
        let names = ["lastName", "birthDate", "phone", "email", "reference"]
        let fields = try FieldReader(body, known: names)
        guard names.contains(where: { fields.value($0) != nil }) else {
            throw Refusal("the search names nothing to search by")
        }
        var search = PatientSearch()
        search.lastName = try fields.optionalText("lastName")
        search.dateOfBirth = try fields.birthDate("birthDate")
        search.phone = try fields.optionalText("phone")
        search.email = try fields.optionalText("email")
        let reference = try fields.optionalText("reference")
        if options.reference != .absent { search.reference = reference }
        return search
    }

    /// A new patient; the id is not given yet.
    static func patient(_ body: JSON) throws(Refusal) -> SimulatedPatient {
        let fields = try FieldReader(
            body,
            known: [
                "firstName", "lastName", "birthDate", "phone", "email", "address", "suburb",
                "state", "postcode", "gender", "reference",
            ])
        var patient = SimulatedPatient(id: "")
        patient.firstName = try fields.optionalText("firstName")
        patient.lastName = try fields.optionalText("lastName")
        patient.dateOfBirth = try fields.birthDate("birthDate")
        patient.phone = try fields.optionalText("phone")
        patient.email = try fields.optionalText("email")
        patient.street = try fields.optionalText("address")
        patient.city = try fields.optionalText("suburb")
        patient.state = try fields.optionalText("state")
        patient.postcode = try fields.optionalText("postcode")
        patient.gender = try fields.word("gender", of: ["Male", "Female", "Other"])
        patient.reference = try fields.optionalText("reference")
        return patient
    }

    /// A new appointment; its start is a time that the practice's clock shows.
    static func appointment(_ body: JSON, _ zone: Zone) throws(Refusal) -> AppointmentWish {
        let fields = try FieldReader(
            body,
            known: [
                "practitioner", "reason", "patient", "start", "minutes", "reference", "note",
            ])
        let text = try fields.text("start")
        guard let start = CivilDateTime(text), zone.local(at: zone.instant(of: start)) == start
        else { throw Refusal("`start` must be a time at the practice, as 2026-03-04T09:30") }
        return AppointmentWish(
            practitioner: PractitionerID(try fields.text("practitioner")),
            reason: ReasonID(try fields.text("reason")), start: .civil(start),
            length: Minutes(try fields.integer("minutes", 1...1440)),
            patient: try fields.text("patient"), reference: try fields.optionalText("reference"),
            note: try fields.note())
    }

    /// A patient; what is not known is null.
    static func row(_ row: SimulatedPatient, _ options: PracticeOptions) -> JSON {
        .present([
            "id": .text(row.id), "firstName": .text(orNull: row.firstName),
            "lastName": .text(orNull: row.lastName),
            "birthDate": .text(orNull: row.dateOfBirth.map { "\($0)" }),
            "phone": .text(orNull: row.phone), "email": .text(orNull: row.email),
            "address": .text(orNull: row.street), "suburb": .text(orNull: row.city),
            "state": .text(orNull: row.state), "postcode": .text(orNull: row.postcode),
            "gender": .text(orNull: row.gender), "isActive": .flag(row.isActive),
            "reference": options.shown(row.reference),
        ])
    }
}
