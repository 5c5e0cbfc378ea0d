internal import Diary
internal import PMS
internal import Ports

/// A row of `/v1/Practices/{practiceId}/Appointments`: public. Who the patient is stands in fields
/// that are not here, so it is never decoded (invariant 8).
struct ExactAppointment: Decodable, Sendable {
    let id: String?
    let providers: [Provider]
    let startDate: String?
    let endDate: String?
    let scheduledDurationMinutes: Int?
    let chairDurationMinutes: Int?
    let status: String?

    struct Provider: Decodable, Sendable { let id: String? }

    /// Statuses that take nobody's time.
    static let freeing: Set<String> = ["Cancelled", "DidNotAttend"]

    /// The time that it takes of each of those practitioners.
    func row(of practitioners: Set<PractitionerID>?) throws(FieldFault) -> DiaryRow {
        var row = DiaryRow()
        if providers.isEmpty { row.nobodys.append(FieldFault("providers", "is empty")) }
        var columns: [PractitionerID] = []
        for (index, provider) in providers.enumerated() {
            let column = PractitionerID(
                try WireField.id(provider.id, "providers[\(index)].id"))
            guard !columns.contains(column) else { continue }
            columns.append(column)
        }
        for (index, column) in columns.enumerated() {
            if let practitioners, !practitioners.contains(column) {
                row.nobodys.append(FieldFault.stranger("providers"))
                continue
            }
            let own = try WireField.id(id, "id")
            let entry = try WireField.id(
                index == 0 ? own : "\(own)\(DiaryEntryID.columnSeparator)\(column)", "id")
            let start = try WireField.instant(startDate, "startDate")
            row.entries.append(
                DiaryEntry(
                    id: DiaryEntryID(entry), practitioner: column, kind: .appointment,
                    status: try AppointmentStatus(exact: status), start: .exact(start),
                    end: try end(after: start)))
        }
        return row
    }

    private func end(after start: Instant) throws(FieldFault) -> DiaryEntry.End {
        if endDate == nil {
            if let length = try WireField.length(
                scheduledDurationMinutes, "scheduledDurationMinutes")
            {
                return .after(length)
            }
            if let length = try WireField.length(chairDurationMinutes, "chairDurationMinutes") {
                return .after(length)
            }
        }
        let end = try WireField.instant(endDate, "endDate")
        guard end > start else { throw FieldFault("endDate", "is not after `startDate`") }
        return .at(.exact(end))
    }
}

extension AppointmentStatus {
    /// The status that Exact's word stands for; another word is kept.
    init(exact word: String?) throws(FieldFault) {
        self =
            switch try WireField.word(word, "status") {
            case nil, "Unset"?: .unset
            case "Pending"?: .pending
            case "Arrived"?: .arrived
            case "InSurgery"?: .inSurgery
            case "Completed"?: .completed
            case "DidNotAttend"?: .didNotAttend
            case "Confirmed"?: .confirmed
            case "Cancelled"?: .cancelled
            case let other?: .unknown(other)
            }
    }
}
