internal import Diary
internal import PMS

/// `/v1/practices/{practice}`: the practice, and what of the Online Setup is no list.
struct OasisPractice: Decodable, Sendable {
    let id: String?
    let name: String?
    let version: String?
    let setupRevision: String
    let stacking: Bool?
    let intervalMinutes: Int?

    /// A reading of that practice, its lists still empty.
    func reading(
        of asked: String, as practice: PracticeID, at time: Instant, days: ClosedRange<CivilDate>
    ) throws(FieldFault) -> PMSReading {
        guard id == asked else {
            throw FieldFault("id", "is not the practice that was asked for")
        }
        var reading = PMSReading(
            system: .oasis, practice: practice, practiceName: try WireField.name(name, "name"),
            readAt: time, days: days)
        reading.version = try WireField.remark(version, "version")
        reading.stacking = stacking
        reading.interval = try WireField.length(intervalMinutes, "intervalMinutes")
        return reading
    }
}
