internal import Diary
internal import PMS

/// `/v1/Practices/{practiceId}/details`: public.
struct ExactPractice: Decodable, Sendable {
    let practiceId: String?
    let practiceName: String?
    let pmsVersion: String?
    let practiceTimezoneUtcOffsetMinutes: Int?

    /// A reading of that practice, its lists still empty.
    func reading(
        of asked: String, as practice: PracticeID, at time: Instant, days: ClosedRange<CivilDate>
    ) throws(FieldFault) -> PMSReading {
        guard practiceId == asked else {
            throw FieldFault("practiceId", "is not the practice that was asked for")
        }
        var reading = PMSReading(
            system: .exact, practice: practice,
            practiceName: try WireField.name(practiceName, "practiceName"), readAt: time,
            days: days)
        reading.version = try WireField.remark(pmsVersion, "pmsVersion")
        if let offset = practiceTimezoneUtcOffsetMinutes {
            guard (-720...840).contains(offset) else {
                throw FieldFault("practiceTimezoneUtcOffsetMinutes", "is no offset")
            }
            reading.offsetMinutes = offset
        }
        return reading
    }
}

/// A row of `/v1/Practices/{practiceId}/Practitioners`: public.
struct ExactPractitioner: Decodable, Sendable {
    let id: String?
    let role: String?
    let name: String?
    let isActive: Bool?

    func practitioner() throws(FieldFault) -> Practitioner {
        var practitioner = Practitioner(
            id: PractitionerID(try WireField.id(id, "id")),
            name: try WireField.name(name, "name"))
        practitioner.role = try WireField.remark(role, "role")
        practitioner.isActive = isActive ?? true
        return practitioner
    }
}
