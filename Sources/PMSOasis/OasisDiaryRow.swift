internal import Diary
internal import PMS

/// A row of `/diary`. Who the patient is would stand in fields that are not here (invariant 8).
struct OasisDiaryRow: Decodable, Sendable {
    let id: String?
    /// The column; null where it takes nobody's time.
    let practitioner: String?
    let kind: String?
    let status: String?
    let start: String?
    let minutes: Int?
    let end: String?

    /// Statuses that take nobody's time.
    static let freeing: Set<String> = ["cancelled", "did_not_attend"]

    private enum CodingKeys: String, CodingKey {
        case id, practitioner, kind, status, start, minutes, end
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        guard fields.contains(.practitioner) else {
            throw FieldFault("practitioner", "is missing")
        }
        id = try fields.decodeIfPresent(String.self, forKey: .id)
        practitioner = try fields.decodeIfPresent(String.self, forKey: .practitioner)
        kind = try fields.decodeIfPresent(String.self, forKey: .kind)
        status = try fields.decodeIfPresent(String.self, forKey: .status)
        start = try fields.decodeIfPresent(String.self, forKey: .start)
        minutes = try fields.decodeIfPresent(Int.self, forKey: .minutes)
        end = try fields.decodeIfPresent(String.self, forKey: .end)
    }

    /// The time that it takes, where it is of one of those practitioners.
    func row(of known: Set<PractitionerID>?) throws(FieldFault) -> DiaryRow {
        guard let practitioner else {
            return DiaryRow(nobodys: [FieldFault("practitioner", "is null")])
        }
        let column = PractitionerID(try WireField.id(practitioner, "practitioner"))
        if let known, !known.contains(column) {
            return DiaryRow(nobodys: [FieldFault.stranger("practitioner")])
        }
        let start = try WireField.local(start, "start")
        return DiaryRow([
            DiaryEntry(
                id: DiaryEntryID(try WireField.id(id, "id")), practitioner: column,
                kind: DiaryEntry.Kind(
                    oasis: try WireField.required(try WireField.word(kind, "kind"), "kind")),
                status: try WireField.word(status, "status").map {
                    AppointmentStatus(oasis: $0)
                },
                start: .civil(start), end: try end(after: start))
        ])
    }

    private func end(after start: CivilDateTime) throws(FieldFault) -> DiaryEntry.End {
        if let length = try WireField.length(minutes, "minutes") { return .after(length) }
        let end = try WireField.local(end, "end")
        guard end > start else { throw FieldFault("end", "is not after `start`") }
        return .at(.civil(end))
    }
}

extension DiaryEntry.Kind {
    /// The kind that Oasis's word stands for; another word is kept.
    fileprivate init(oasis word: String) {
        switch word {
        case "appointment": self = .appointment
        case "block": self = .block
        case "leave": self = .leave
        default: self = .unknown(word)
        }
    }
}

extension AppointmentStatus {
    /// The status that Oasis's word stands for; another word is kept.
    fileprivate init(oasis word: String) {
        switch word {
        case "unset": self = .unset
        case "pending": self = .pending
        case "confirmed": self = .confirmed
        case "arrived": self = .arrived
        case "in_surgery": self = .inSurgery
        case "completed": self = .completed
        case "did_not_attend": self = .didNotAttend
        case "cancelled": self = .cancelled
        default: self = .unknown(word)
        }
    }
}
