internal import Diary
internal import PMS

/// A row of `/online-setup/practitioners`.
struct OasisPractitioner: Decodable, Sendable {
    let id: String?
    let name: String?
    let role: String?
    let isActive: Bool?
    let enableOnline: String?
    let newPatientMinutes: Int?

    func practitioner() throws(FieldFault) -> Practitioner {
        var practitioner = Practitioner(
            id: PractitionerID(try WireField.id(id, "id")),
            name: try WireField.name(name, "name"))
        practitioner.role = try WireField.remark(role, "role")
        practitioner.isActive = isActive ?? true
        // The token as it stands there: what counts as yes is decided by rule (T13).
        practitioner.enableOnline = try WireField.remark(enableOnline, "enableOnline")
        // The column shows 0 where it is blank (S38).
        practitioner.newPatientMinutes = try WireField.length(
            newPatientMinutes == 0 ? nil : newPatientMinutes, "newPatientMinutes")
        return practitioner
    }
}

/// A row of `/online-setup/reasons`, an entry of 'Default Reasons for Visit'.
struct OasisReason: Decodable, Sendable {
    let id: String?
    let position: Int
    let name: String?
    let isActive: Bool?
    let minutes: Int?
    let practitioners: [Member]?

    struct Member: Decodable, Sendable {
        let id: String?
        let minutes: Int?
    }

    /// The reason; `strangers` counts members that the practitioners' list does not have.
    func reason(
        of known: Set<PractitionerID>
    ) throws(FieldFault) -> (reason: BookingReason, strangers: Int) {
        var reason = BookingReason(
            id: ReasonID(try WireField.id(id, "id")), name: try WireField.name(name, "name"))
        reason.isActive = isActive ?? true
        reason.minutes = try WireField.length(minutes, "minutes")
        guard let practitioners else { return (reason, 0) }
        var members: [BookingReason.Member] = []
        var strangers = 0
        for (index, row) in practitioners.enumerated() {
            let id = PractitionerID(try WireField.id(row.id, "practitioners[\(index)].id"))
            guard known.contains(id) else {
                strangers += 1
                continue
            }
            guard !members.contains(where: { $0.practitioner == id }) else {
                throw FieldFault("practitioners[\(index)].id", "stands there twice")
            }
            members.append(
                BookingReason.Member(
                    id,
                    minutes: try WireField.length(
                        row.minutes, "practitioners[\(index)].minutes")))
        }
        reason.practitioners = members
        return (reason, strangers)
    }
}
