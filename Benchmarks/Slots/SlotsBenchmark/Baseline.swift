import CSlotsBaseline
import Diary
import Slots

/// One practitioner's rows for the sweep in C, made of the snapshot and not of the timetable.
struct Baseline {
    var stretches: [CStretch] = []
    var rows: [CRow] = []
    var openings: [COpening] = []

    init(_ workload: Workload, _ practitioner: PractitionerID) {
        let zone = workload.zone
        func minute(_ local: CivilDateTime) -> Int32 { Int32(zone.instant(of: local).seconds / 60) }
        for session in workload.snapshot.pms.sessions where session.practitioner == practitioner {
            let start = CivilDateTime(session.date, session.start)
            let offset = Int32(zone.offset(at: zone.instant(of: start)) / 60)
            let end = minute(CivilDateTime(session.date, session.end))
            stretches.append(CStretch(start: minute(start), end: end, offset: offset))
        }
        for entry in workload.snapshot.pms.diary where entry.practitioner == practitioner {
            guard case .civil(let local) = entry.start, case .after(let length) = entry.end else {
                continue
            }
            let start = minute(local)
            let kind: UInt8 = entry.kind == .block ? 1 : 2
            rows.append(CRow(start: start, end: start + Int32(length.count), kind: kind))
        }
        for stretch in stretches {
            var free = stretch.start
            let inside = rows.filter { $0.start < stretch.end && $0.end > stretch.start }
            let bounds = inside.map { ($0.start, $0.end) } + [(stretch.end, stretch.end)]
            for (start, end) in bounds {
                if free < start {
                    openings.append(
                        COpening(
                            start: free, end: start, anchor: stretch.start, offset: stretch.offset))
                }
                free = end
            }
        }
    }
}

extension CQuestion {
    init(_ workload: Workload) {
        let now = workload.settings.now.seconds / 60
        self.init(
            length: Int32(workload.demand.length.count), need: Int32(workload.demand.need.count),
            interval: Int32(workload.settings.interval.count), now: Int32(now),
            earliest: Int32(now + workload.settings.lead.count),
            horizon: Int32((workload.settings.lastDay.dayNumber + 1) * 1440))
    }
}

extension CDecision {
    /// The reason as the Swift side says it.
    var blocker: Blocker? {
        let blockers: [Blocker?] = [
            nil, .inPast, .leadTime, .beyondHorizon, .endsAfterSession, .leave, .blocked, .booked,
            .unknownEntry, .claimed, .defaultDoesNotFit,
        ]
        return blockers[Int(reason)]
    }
}
