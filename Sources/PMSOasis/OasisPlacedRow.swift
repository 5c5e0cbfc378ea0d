internal import Diary
internal import PMS
internal import Ports

/// The body of `POST /diary`.
struct OasisNewAppointment: Encodable, Sendable {
    let practitioner: String
    let reason: String
    let patient: String
    let start: String
    let minutes: Int
    let reference: String?
    let note: String?

    /// Nil where the wall clock cannot say the start: at the second pass of an hour that comes
    /// twice, it would mean the first.
    init?(_ appointment: NewAppointment, in zone: Zone, carries: Bool) {
        let instant = appointment.start.instant(in: zone)
        let local = zone.local(at: instant)
        guard zone.instant(of: local) == instant else { return nil }
        practitioner = appointment.practitioner.rawValue
        reason = appointment.reason.rawValue
        patient = appointment.patient.rawValue
        start = "\(local)"
        minutes = appointment.length.count
        reference = carries ? appointment.reference.rawValue : nil
        note = SentText.line(appointment.note, most: PMSLimits.noteCharacters)
    }
}

/// A row of `/diary` with what tells whose it is.
struct OasisPlacedRow: Decodable, Sendable {
    let row: OasisDiaryRow
    let patient: String?
    let createdAt: String?
    let reference: String?

    private enum CodingKeys: String, CodingKey { case patient, createdAt, reference }

    init(from decoder: any Decoder) throws {
        row = try OasisDiaryRow(from: decoder)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        patient = try fields.decodeIfPresent(String.self, forKey: .patient)
        createdAt = try fields.decodeIfPresent(String.self, forKey: .createdAt)
        reference = try fields.decodeIfPresent(String.self, forKey: .reference)
    }

    /// The time that it takes of that practitioner, or of everybody; empty where it takes none.
    func placed(of practitioner: PractitionerID?) throws(FieldFault) -> [PlacedAppointment] {
        let entries = try row.row(of: practitioner.map { [$0] }).entries
        guard !entries.isEmpty else { return [] }
        let owner = try RowOwner(
            patient: (patient, "patient"), reference: reference,
            createdAt: (createdAt, "createdAt"))
        return entries.map(owner.owning)
    }
}
