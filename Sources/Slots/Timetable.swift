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
    /// The diary and the claims as they came, for the ids; shared with the snapshot.
    let entries: [DiaryEntry]
    let claims: [Claim]

    /// Puts one practitioner's rows in order; rows of others are passed over.
    ///
    /// Times are taken by the practice's clock as invariant 9 says. What ends before it starts, or
    /// when it starts, is nothing; so are entries that take no time (cancelled, not attended).
    public init(
        practitioner: PractitionerID, sessions: some Sequence<WorkingSession>,
        diary: some Sequence<DiaryEntry>, claims: some Sequence<Claim>,
        days: ClosedRange<CivilDate>, zone: Zone
    ) {
        var rows = TimetableRows(days: days, zone: zone)
        let entries = Array(diary)
        let claims = Array(claims)
        for session in sessions where session.practitioner == practitioner { rows.add(session) }
        for place in entries.indices where entries[place].practitioner == practitioner {
            rows.add(entries[place], at: place)
        }
        for place in claims.indices where claims[place].practitioner == practitioner {
            rows.add(claims[place], at: place)
        }
        self.init(practitioner, rows, entries, claims)
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
        for index in pms.diary.indices {
            if let place = place(of: pms.diary[index].practitioner) {
                rows[place].add(pms.diary[index], at: index)
            }
        }
        for index in snapshot.claims.indices {
            if let place = place(of: snapshot.claims[index].practitioner) {
                rows[place].add(snapshot.claims[index], at: index)
            }
        }
        return Dictionary(
            uniqueKeysWithValues: places.map { id, place in
                (id, Timetable(id, rows[place], pms.diary, snapshot.claims))
            })
    }

    private init(
        _ practitioner: PractitionerID, _ rows: TimetableRows, _ entries: [DiaryEntry],
        _ claims: [Claim]
    ) {
        self.practitioner = practitioner
        days = rows.days
        zone = rows.zone
        self.entries = entries
        self.claims = claims
        busy = rows.busy.sorted { $0.start < $1.start }
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
