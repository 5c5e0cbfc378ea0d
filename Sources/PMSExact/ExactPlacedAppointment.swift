internal import Diary
internal import PMS
internal import Ports

/// The body of `POST /v1/Practices/{practiceId}/Appointments`: our assumption.
struct ExactNewAppointment: Encodable, Sendable {
    let providerId: String
    let reasonId: String
    let startDate: String
    let scheduledDurationMinutes: Int
    let patientId: String
    let externalReference: String?
    let note: String?

    init(_ appointment: NewAppointment, in zone: Zone, carries: Bool) {
        providerId = appointment.practitioner.rawValue
        reasonId = appointment.reason.rawValue
        startDate = Moment.text(of: appointment.start.instant(in: zone), in: zone)
        scheduledDurationMinutes = appointment.length.count
        patientId = appointment.patient.rawValue
        externalReference = carries ? appointment.reference.rawValue : nil
        note = SentText.line(appointment.note, most: PMSLimits.noteCharacters)
    }
}

/// A row of `/v1/Practices/{practiceId}/Appointments` with what tells whose it is: `patientId` and
/// `createdDate` are public, `externalReference` is our assumption.
struct ExactPlacedAppointment: Decodable, Sendable {
    let appointment: ExactAppointment
    let patientId: String?
    let createdDate: String?
    let externalReference: String?

    private enum CodingKeys: String, CodingKey { case patientId, createdDate, externalReference }

    init(from decoder: any Decoder) throws {
        appointment = try ExactAppointment(from: decoder)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        patientId = try fields.decodeIfPresent(String.self, forKey: .patientId)
        createdDate = try fields.decodeIfPresent(String.self, forKey: .createdDate)
        externalReference = try fields.decodeIfPresent(String.self, forKey: .externalReference)
    }

    /// The time that it takes of that practitioner, or of everybody; empty where it takes none. In
    /// every column it has its own id: which practitioner stands first may change.
    func placed(of practitioner: PractitionerID?) throws(FieldFault) -> [PlacedAppointment] {
        let entries = try appointment.row(of: practitioner.map { [$0] }).entries
        guard !entries.isEmpty else { return [] }
        let owner = try RowOwner(
            patient: (patientId, "patientId"), reference: externalReference,
            createdAt: (createdDate, "createdDate"))
        return entries.map { entry in
            var entry = entry
            entry.id = entry.id.ofAppointment
            return owner.owning(entry)
        }
    }
}
