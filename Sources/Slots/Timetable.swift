public import Diary

/// One practitioner's time, normalised and sorted once, so that every question about starts is one
/// sweep over it. Working time is cut at breaks and never joined across days; what takes time is
/// rounded outwards to whole minutes.
public struct Timetable: Sendable {
    /// The most days that a timetable covers; later ones count as not read.
    public static let mostDays = 400

    /// Whose time it is.
    public let practitioner: PractitionerID
    /// The days that the snapshot covers.
    public let days: ClosedRange<CivilDate>
    /// The practice's zone.
    public let zone: Zone

    /// Working time with its breaks still in it, ascending: tells a break from no session.
    let worked: [WorkedTime]
    /// Working time between breaks, ascending and without overlaps.
    private(set) var stretches: [Stretch]
    /// The pieces of all stretches.
    let pieces: [Piece]
    /// The free pieces of all stretches.
    private(set) var openings: [Piece]
    /// Rows ascending by start; they may overlap.
    let busy: [BusyRow]
    /// The latest end among the rows up to each one: where a search for rows in the way may begin.
    let busyUntil: [UTCMinute]
    /// The rows laid side by side.
    let taken: [TakenTime]
    /// What each row is, by `BusyRow.source`.
    let sources: [BusySource]

    /// Puts one practitioner's rows in order; rows of others are passed over.
    ///
    /// Times are taken by the practice's clock as invariant 9 says. What ends before it starts, or
    /// when it starts, is nothing; so are diary entries that take no time (cancelled, not attended).
    public init(
        practitioner: PractitionerID, sessions: some Sequence<WorkingSession>,
        diary: some Sequence<DiaryEntry>, claims: some Sequence<Claim>,
        days: ClosedRange<CivilDate>, zone: Zone
    ) {
        var rows = TimetableRows(days: days, zone: zone)
        for session in sessions where session.practitioner == practitioner { rows.add(session) }
        for entry in diary where entry.practitioner == practitioner { rows.add(entry) }
        for claim in claims where claim.practitioner == practitioner { rows.add(claim) }
        self.init(practitioner, rows)
    }

    /// The timetables of all practitioners of a snapshot, its rows sorted out in one pass.
    public static func all(of snapshot: Snapshot, zone: Zone) -> [PractitionerID: Timetable] {
        let pms = snapshot.pms
        var places: [PractitionerID: Int] = [:]
        for practitioner in pms.practitioners where places[practitioner.id] == nil {
            places[practitioner.id] = places.count
        }
        let share = pms.diary.count / max(places.count, 1)
        var rows = places.map { _ in
            TimetableRows(days: pms.days, zone: zone, expecting: share)
        }
        // Rows mostly come practitioner by practitioner, so the last place is tried first.
        var last: (id: PractitionerID, place: Int?) = (PractitionerID(""), nil)
        func place(of id: PractitionerID) -> Int? {
            if id != last.id || last.place == nil { last = (id, places[id]) }
            return last.place
        }
        for session in pms.sessions {
            if let place = place(of: session.practitioner) { rows[place].add(session) }
        }
        for entry in pms.diary {
            if let place = place(of: entry.practitioner) { rows[place].add(entry) }
        }
        for claim in snapshot.claims {
            if let place = place(of: claim.practitioner) { rows[place].add(claim) }
        }
        return Dictionary(
            uniqueKeysWithValues: places.map { ($0.key, Timetable($0.key, rows[$0.value])) })
    }

    init(_ practitioner: PractitionerID, _ rows: TimetableRows) {
        self.practitioner = practitioner
        days = rows.days
        zone = rows.zone
        sources = rows.sources
        busy = rows.busy.sorted { ($0.start, $0.source) < ($1.start, $1.source) }
        var latest = UTCMinute.min
        busyUntil = busy.map { row in
            latest = max(latest, row.end)
            return latest
        }
        taken = TakenTime.sideBySide(busy)
        worked = rows.workedByDay()
        var plan = StretchPlan(zone: rows.zone)
        plan.add(worked, without: rows.pauses)
        plan.findOpenings(between: taken)
        stretches = plan.stretches
        pieces = plan.pieces
        openings = plan.openings
    }

    /// Finds the free time again from the sorted rows; nothing changes. The benchmark measures this
    /// beside a sweep in C over the same rows.
    package mutating func findOpenings() {
        var plan = StretchPlan(zone: zone, stretches: stretches, pieces: pieces)
        plan.findOpenings(between: taken)
        stretches = plan.stretches
        openings = plan.openings
    }
}
