import Diary
import Evaluation

/// `gapbook types list --format json`: `docs/schemas/types-1.schema.json`.
struct TypesOutput: Encodable {
    let format = "gapbook.types/1"
    let practice: String
    /// Missing before the first reading.
    let readAt: String?
    let types: [RowOutput]

    struct RowOutput: Encodable {
        let id: String
        let name: String
        let minutes: Int
        let practitioner: String
        let practitionerName: String?
        let reason: String?
        let reasonName: String?
        /// The length that the PMS would put into the diary.
        let pmsMinutes: Int?
        /// By precedence; empty where starts can be offered, missing where nobody knows.
        let blockers: [String]?
        let starts: Int?

        init(_ type: AppointmentType, _ known: KnownPractice, _ evaluation: Evaluation?) {
            id = type.id.rawValue
            name = type.name
            minutes = type.length.count
            practitioner = type.practitioner.rawValue
            let row = evaluation?.practitioners.first { $0.practitioner.id == type.practitioner }
            practitionerName = row?.practitioner.name
            let link = known.setUp.links.first {
                $0.type == type.id && $0.practitioner == type.practitioner
            }
            reason = link?.reason.rawValue
            reasonName = evaluation?.reason(link?.reason)?.name
            let evaluated = row?.types.first { $0.type.id == type.id }
            pmsMinutes = evaluated?.length?.count
            blockers = evaluated?.blockers.map(\.rawValue)
            starts = evaluated?.starts.count
        }

        /// How it stands, in a few words.
        var state: String {
            guard let blockers else { return "not read yet" }
            if let first = blockers.first { return first }
            return Words.count(starts ?? 0, "start")
        }
    }

    init(_ known: KnownPractice, _ rows: [RowOutput]) {
        practice = known.id.rawValue
        readAt = known.reading?.readAt.description
        types = rows
    }
}
