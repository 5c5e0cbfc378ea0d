internal import Diary

/// The working time of one day as the PMS gives it, its breaks still in it.
struct WorkedTime: Equatable {
    var start: UTCMinute
    var end: UTCMinute
    var day: Int32

    /// Orders by the day, then by the time.
    static func ascending(_ left: WorkedTime, _ right: WorkedTime) -> Bool {
        (left.day, left.start, left.end) < (right.day, right.start, right.end)
    }
}

/// One practitioner's rows, turned into minutes of UTC while they are collected.
struct TimetableRows {
    let days: ClosedRange<CivilDate>
    private var clock: LocalClock
    private(set) var worked: [WorkedTime] = []
    private(set) var pauses: [WorkedTime] = []
    private(set) var busy: [BusyRow] = []

    /// Starts without rows; `count` is how many diary entries are to be expected.
    init(days: ClosedRange<CivilDate>, zone: Zone, expecting count: Int = 0) {
        let last = days.lowerBound.adding(days: Timetable.mostDays - 1)
        self.days = days.lowerBound...min(days.upperBound, last)
        clock = LocalClock(zone)
        busy.reserveCapacity(count)
    }

    /// The practice's zone.
    var zone: Zone { clock.zone }

    /// Adds working time with its breaks; days that were not read, and rows that end before they
    /// start, are passed over.
    mutating func add(_ session: WorkingSession) {
        guard days.contains(session.date),
            let time = worked(session.date, session.start, session.end)
        else { return }
        worked.append(time)
        for pause in session.breaks {
            if let time = worked(session.date, pause.start, pause.end) { pauses.append(time) }
        }
    }

    /// Adds the diary entry at that place, if it takes time.
    mutating func add(_ entry: borrowing DiaryEntry, at place: Int) {
        guard entry.takesTime else { return }
        let start = clock.instant(of: entry.start)
        let end =
            switch entry.end {
            case .after(let length): start.adding(TimetableRows.bounded(length))
            case .at(let time): clock.instant(of: time)
            }
        add(BusyKind(entry.kind), start, end, place)
    }

    /// Adds the claim at that place: until it is read back it takes time like a diary entry (A18).
    mutating func add(_ claim: borrowing Claim, at place: Int) {
        let start = clock.instant(of: claim.start)
        add(.claim, start, start.adding(TimetableRows.bounded(claim.length)), place)
    }

    /// The working time ascending, what overlaps or touches on one day joined.
    func workedByDay() -> [WorkedTime] {
        var joined: [WorkedTime] = []
        for time in worked.sorted(by: WorkedTime.ascending) {
            if let last = joined.last, last.day == time.day, last.end >= time.start {
                joined[joined.count - 1].end = max(last.end, time.end)
            } else {
                joined.append(time)
            }
        }
        return joined
    }

    private mutating func worked(
        _ date: CivilDate, _ start: CivilTime, _ end: CivilTime
    ) -> WorkedTime? {
        let from = UTCMinute(of: clock.instant(of: CivilDateTime(date, start)), roundedUp: false)
        let to = UTCMinute(of: clock.instant(of: CivilDateTime(date, end)), roundedUp: false)
        guard from < to else { return nil }
        return WorkedTime(start: from, end: to, day: Int32(clamping: date.dayNumber))
    }

    private mutating func add(_ kind: BusyKind, _ start: Instant, _ end: Instant, _ place: Int) {
        guard start < end else { return }
        busy.append(
            BusyRow(
                start: UTCMinute(of: start, roundedUp: false),
                end: UTCMinute(of: end, roundedUp: true),
                kind: kind, source: Int32(clamping: place)))
    }

    /// A length that no sum of it and a time can overflow: at most twice the days of a timetable.
    private static func bounded(_ length: Minutes) -> Minutes {
        Minutes(min(max(length.count, 0), 2 * Timetable.mostDays * 1440))
    }
}
