internal import Diary
internal import PMS

/// A row of `/v1/Practices/{practiceId}/Blocks`, time that staff closed: our assumption.
struct ExactBlock: Decodable, Sendable {
    let id: String?
    let providerId: String?
    let type: String?
    let startDate: String?
    let endDate: String?

    /// The time that it takes, where it is of one of those practitioners.
    func row(of practitioners: Set<PractitionerID>?) throws(FieldFault) -> DiaryRow {
        let column = PractitionerID(try WireField.id(providerId, "providerId"))
        if let practitioners, !practitioners.contains(column) {
            return DiaryRow(nobodys: [FieldFault.stranger("providerId")])
        }
        let start = try WireField.instant(startDate, "startDate")
        let end = try WireField.instant(endDate, "endDate")
        guard end > start else { throw FieldFault("endDate", "is not after `startDate`") }
        let kind: DiaryEntry.Kind =
            switch try WireField.required(try WireField.word(type, "type"), "type") {
            case "Block": .block
            case "Leave": .leave
            case let other: .unknown(other)
            }
        return DiaryRow([
            DiaryEntry(
                id: DiaryEntryID(try WireField.id(id, "id")), practitioner: column, kind: kind,
                start: .exact(start), end: .at(.exact(end)))
        ])
    }
}
