internal import Diary

// What the control endpoint takes and shows of patients, and of whose a row of the diary is.

extension PracticeEdit {
    static let patientReaders: [String: Reader] = [
        "add_patient": (
            [
                "id", "first_name", "last_name", "date_of_birth", "phone", "email", "street",
                "city", "state", "postcode", "gender", "active", "reference",
            ],
            { fields throws(Refusal) in .addPatient(try fields.patient()) }
        ),
        "remove_patient": (
            ["patient"], { fields throws(Refusal) in .removePatient(try fields.text("patient")) }
        ),
        "set_patient": (
            ["entry", "patient"],
            { fields throws(Refusal) in
                .setPatient(try fields.id("entry"), try fields.optionalText("patient"))
            }
        ),
    ]
}

extension FieldReader {
    fileprivate func patient() throws(Refusal) -> SimulatedPatient {
        var patient = SimulatedPatient(id: try text("id"))
        patient.firstName = try optionalText("first_name")
        patient.lastName = try optionalText("last_name")
        patient.dateOfBirth = try birthDate("date_of_birth")
        patient.phone = try optionalText("phone")
        patient.email = try optionalText("email")
        patient.street = try optionalText("street")
        patient.city = try optionalText("city")
        patient.state = try optionalText("state")
        patient.postcode = try optionalText("postcode")
        patient.gender = try optionalText("gender")
        patient.isActive = value("active") != .flag(false)
        patient.reference = try optionalText("reference")
        return patient
    }
}

extension SimulatedPatient {
    /// The patient in the words of the edit `add_patient`; what is not known is left out.
    var json: JSON {
        .present([
            "id": .text(id), "first_name": firstName.map { .text($0) },
            "last_name": lastName.map { .text($0) },
            "date_of_birth": dateOfBirth.map { .text("\($0)") },
            "phone": phone.map { .text($0) }, "email": email.map { .text($0) },
            "street": street.map { .text($0) }, "city": city.map { .text($0) },
            "state": state.map { .text($0) }, "postcode": postcode.map { .text($0) },
            "gender": gender.map { .text($0) }, "active": .flag(isActive),
            "reference": reference.map { .text($0) },
        ])
    }
}

extension DiaryRow {
    /// The row in the words of the edit `add_entry`, its start and end by the wall clock; what is
    /// not known is left out.
    func json(_ zone: Zone) -> JSON {
        .present([
            "id": .text("\(entry.id)"), "practitioner": .text("\(entry.practitioner)"),
            "kind": .text(entry.kind.oasisWord),
            "status": entry.status.map { .text($0.oasisWord) },
            "start": .text("\(zone.local(at: entry.start.instant(in: zone)))"),
            "end": .text("\(zone.local(at: entry.endInstant(in: zone)))"),
            "patient": details.patient.map { .text($0) },
            "reference": details.reference.map { .text($0) },
            "created_at": details.createdAt.map { .text("\($0)") },
            "reason": details.reason.map { .text("\($0)") },
            "note": details.note.map { .text($0) },
        ])
    }
}
