internal import CSlotsBaseline
internal import Diary
internal import Evaluation
internal import Rules
internal import Slots

/// One practitioner's rows, and what is asked of them.
struct PlainColumn {
    private(set) var stretches: [CStretch] = []
    private(set) var rows: [CRow] = []
    let questions: [CQuestion]

    /// Takes the rows of a sample practice, which ascend and never overlap.
    init(_ practitioner: PractitionerEvaluation, of evaluation: Evaluation, zone: Zone) {
        let length = practitioner.defaultLength ?? Minutes(30)
        let demands =
            [Demand(length: length, need: length)] + practitioner.types.compactMap(\.demand)
        questions = demands.map { CQuestion($0, evaluation) }
        func minute(_ local: CivilDateTime) -> Int32 { Int32(zone.instant(of: local).seconds / 60) }
        let id = practitioner.practitioner.id
        for session in evaluation.snapshot.pms.sessions where session.practitioner == id {
            let start = CivilDateTime(session.date, session.start)
            let offset = Int32(zone.offset(at: zone.instant(of: start)) / 60)
            let end = minute(CivilDateTime(session.date, session.end))
            stretches.append(CStretch(start: minute(start), end: end, offset: offset))
        }
        for entry in evaluation.snapshot.pms.diary where entry.practitioner == id {
            guard case .civil(let local) = entry.start, case .after(let length) = entry.end else {
                continue
            }
            let start = minute(local)
            rows.append(CRow(start: start, end: start + Int32(length.count), kind: 2))
        }
    }
}

extension CQuestion {
    fileprivate init(_ demand: Demand, _ evaluation: Evaluation) {
        let now = evaluation.now.seconds / 60
        self.init(
            length: Int32(demand.length.count), need: Int32(demand.need.count),
            interval: Int32(evaluation.interval.interval.count), now: Int32(now),
            earliest: Int32(now + evaluation.settings.lead.count),
            horizon: Int32((evaluation.lastDay.dayNumber + 1) * 1440))
    }
}
