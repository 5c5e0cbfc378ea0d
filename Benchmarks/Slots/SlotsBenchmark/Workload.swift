import CSlotsBaseline
import Diary
import Slots

/// Ten practitioners over ninety days in Sydney: 8-12 and 13-17, Saturday 9-13, Sunday off, about
/// eight rows a day on five-minute times. The seed is fixed, so every run measures the same.
struct Workload {
    static let practitioners = 10
    static let days = 90
    /// Practitioner-days: what all figures are divided by.
    static let size = practitioners * days

    var snapshot: Snapshot
    let zone: Zone
    let demand = Demand(length: Minutes(30), need: Minutes(30))
    let settings: SlotSettings
    private var random = Generator(state: 2026)

    init(zone: Zone, first: CivilDate) {
        self.zone = zone
        let last = first.adding(days: Workload.days - 1)
        let now = Instant(
            seconds: zone.instant(of: CivilDateTime(clockMinute: first.dayNumber * 1440)).seconds
                + 9 * 3600)
        settings = SlotSettings(
            interval: Minutes(15), grid: .session, now: now, lead: Minutes(60),
            lastDay: last.adding(days: -1), stacking: .all)
        var reading = PMSReading(
            system: .exact, practice: PracticeID("benchmark"), practiceName: "Benchmark",
            readAt: now, days: first...last)
        reading.practitioners = (0..<Workload.practitioners).map {
            Practitioner(id: PractitionerID("p\($0)"), name: "Practitioner \($0)")
        }
        snapshot = Snapshot(pms: reading, setUp: SetUp(timeZone: zone.identifier))
        for practitioner in reading.practitioners {
            for day in 0..<Workload.days { fill(first.adding(days: day), practitioner.id) }
        }
    }

    private mutating func fill(_ date: CivilDate, _ practitioner: PractitionerID) {
        let hours = date.weekday == 7 ? [] : date.weekday == 6 ? [(9, 13)] : [(8, 12), (13, 17)]
        for (from, to) in hours {
            guard let start = CivilTime(minuteOfDay: from * 60),
                let end = CivilTime(minuteOfDay: to * 60)
            else { continue }
            snapshot.pms.sessions.append(
                WorkingSession(practitioner: practitioner, date: date, start: start, end: end))
            var minute = from * 60
            while true {
                minute += random.chance(30) ? random.below(13) * 5 : 0
                let length = 15 + random.below(8) * 5
                guard minute + length <= to * 60 else { break }
                let kind: DiaryEntry.Kind = random.chance(90) ? .appointment : .block
                snapshot.pms.diary.append(
                    DiaryEntry(
                        id: DiaryEntryID("e\(snapshot.pms.diary.count)"),
                        practitioner: practitioner, kind: kind,
                        start: .civil(CivilDateTime(clockMinute: date.dayNumber * 1440 + minute)),
                        end: .after(Minutes(length))))
                minute += length
            }
        }
    }
}

/// Random numbers that are the same on every machine.
private struct Generator {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}
