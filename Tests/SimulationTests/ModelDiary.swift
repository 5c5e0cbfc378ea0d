import Diary
import Ports

@testable import Flows

/// A PMS as a model: rows with their whole history, so that any moment can be read again.
struct ModelDiary {
    struct Row {
        let id: DiaryEntryID
        /// Which booking's insertion made it; nil for staff. The truth, which no reading shows.
        let origin: BookingID?
        let reference: BookingReference?
        fileprivate(set) var patient: PatientID?
        fileprivate(set) var length: Minutes
        /// How often staff have changed one of the two.
        fileprivate(set) var changes = 0
        let madeAt: Int
        /// Whether it is the second arrival of an insertion.
        let isEcho: Bool
        /// Where it stands, and since when: staff move rows.
        fileprivate(set) var spots: [Spot]
        fileprivate(set) var removedAt: Int?
        fileprivate(set) var cancelledAt: Int?

        func exists(at time: Int) -> Bool {
            madeAt <= time && (removedAt.map { time < $0 } ?? true)
        }

        func isLive(at time: Int) -> Bool {
            exists(at: time) && (cancelledAt.map { time < $0 } ?? true)
        }

        func spot(at time: Int) -> Spot { spots.last { $0.since <= time } ?? spots[0] }

        func span(at time: Int) -> Range<Int> {
            let start = spot(at: time).start
            return start.seconds..<start.adding(length).seconds
        }

        var wasMoved: Bool { spots.count > 1 }
        /// Whether staff have changed where or how long it is.
        var wasTouched: Bool { wasMoved || changes > 0 }
    }

    struct Spot: Equatable {
        let practitioner: PractitionerID
        let start: Instant
        var since: Int
    }

    enum Outcome { case inserted(DiaryEntryID), conflict }

    let capabilities: PMSCapabilities
    /// How far its clock is ahead of ours, in seconds.
    let skew: Int
    private(set) var rows: [Row] = [] { didSet { changes += 1 } }
    private(set) var changes = 0
    /// What staff have done, for the invariant that nobody else changes a row.
    private(set) var staffEdits: [DiaryEntryID: Int] = [:]
    /// It is being restarted until then: nothing arrives, and what is under way is lost.
    var isDownUntil = 0
    /// Files that were made, by the booking that they were made for.
    private(set) var files: [(booking: BookingID, id: PatientID, madeAt: Int)] = []
    {
        didSet { changes += 1 }
    }

    /// The longest time after which the model lets arrive what has left.
    static let latest = 75

    init(reference: PMSCapabilities.Reference, rejectsOverlaps: Bool, skew: Int = 0) {
        capabilities = PMSCapabilities(
            cancels: false, reference: reference, rejectsOverlaps: rejectsOverlaps,
            reportsStacking: true, longestDelay: .seconds(120))
        self.skew = skew
    }

    mutating func insert(
        _ booking: Booking, place: Booking.Place, patient: PatientID, at now: Int,
        isEcho: Bool = false
    ) -> Outcome {
        if capabilities.reference == .honoured,
            let row = rows.first(where: { $0.reference == booking.reference })
        {
            return .inserted(row.id)
        }
        let spot = Spot(practitioner: place.practitioner, start: place.start, since: now)
        if capabilities.rejectsOverlaps, isTaken(spot, place.length, at: now) { return .conflict }
        return .inserted(
            add(
                Row(
                    id: DiaryEntryID("A\(rows.count + 1)"), origin: booking.id,
                    reference: booking.reference, patient: patient, length: place.length,
                    madeAt: now, isEcho: isEcho, spots: [spot])))
    }

    private mutating func add(_ row: Row) -> DiaryEntryID {
        rows.append(row)
        return row.id
    }

    mutating func makeFile(for booking: BookingID, at now: Int) -> PatientID {
        let id = PatientID("new-\(booking)-\(files.count)")
        files.append((booking, id, now))
        return id
    }

    func isTaken(
        _ spot: Spot, _ length: Minutes, at time: Int, but row: DiaryEntryID? = nil
    ) -> Bool {
        let span = spot.start.seconds..<spot.start.adding(length).seconds
        return rows.contains {
            $0.id != row && $0.isLive(at: time)
                && $0.spot(at: time).practitioner == spot.practitioner
                && $0.span(at: time).overlaps(span)
        }
    }

    func live(of booking: BookingID, at time: Int) -> [Row] {
        rows.filter { $0.origin == booking && $0.isLive(at: time) }
    }

    func entry(_ row: Row, at time: Int) -> DiaryEntry {
        let spot = row.spot(at: time)
        return DiaryEntry(
            id: row.id, practitioner: spot.practitioner, kind: .appointment,
            status: row.isLive(at: time) ? .unset : .cancelled, start: .exact(spot.start),
            end: .after(row.length))
    }

    /// The day of a practitioner, or of all, as the PMS showed it at that time.
    func day(
        of practitioner: PractitionerID?, on date: CivilDate, at time: Int
    ) -> [PlacedAppointment] {
        rows.filter { $0.exists(at: time) }.map { row in
            PlacedAppointment(
                entry: entry(row, at: time),
                reference: capabilities.reference == .absent ? nil : row.reference,
                patient: row.patient,
                createdAt: capabilities.reference == .absent
                    ? Instant(seconds: row.madeAt + skew) : nil)
        }.filter {
            (practitioner == nil || $0.entry.practitioner == practitioner)
                && $0.entry.start.instant(in: SimulatedPractice.zone).seconds / 86_400
                    == date.dayNumber
        }
    }
}

// Staff at the PMS.
extension ModelDiary {
    /// Enters a row. Staff see the conflict where the PMS rejects overlaps.
    mutating func staffEnter(_ spot: Spot, at now: Int) {
        let length = Minutes(30)
        if capabilities.rejectsOverlaps, isTaken(spot, length, at: now) { return }
        let id = add(
            Row(
                id: DiaryEntryID("A\(rows.count + 1)"), origin: nil, reference: nil,
                patient: PatientID("walk-in"), length: length, madeAt: now, isEcho: false,
                spots: [spot]))
        staffEdits[id, default: 0] += 1
    }

    mutating func staffTake(_ id: DiaryEntryID, cancel: Bool, at now: Int) {
        guard let place = rows.firstIndex(where: { $0.id == id }) else { return }
        if cancel { rows[place].cancelledAt = now } else { rows[place].removedAt = now }
        staffEdits[id, default: 0] += 1
    }

    /// Moves a row.
    ///
    /// - Returns: whether the PMS let them.
    mutating func staffMove(_ id: DiaryEntryID, to spot: Spot) -> Bool {
        guard let place = rows.firstIndex(where: { $0.id == id }),
            !capabilities.rejectsOverlaps
                || !isTaken(spot, rows[place].length, at: spot.since, but: id)
        else { return false }
        rows[place].spots.append(spot)
        staffEdits[id, default: 0] += 1
        return true
    }

    /// Gives a row another length or patient; readings that lag show it at once.
    ///
    /// - Returns: whether the PMS let them.
    mutating func staffChange(
        _ id: DiaryEntryID, to length: Minutes, _ patient: PatientID?, at now: Int
    ) -> Bool {
        guard let place = rows.firstIndex(where: { $0.id == id }),
            !capabilities.rejectsOverlaps
                || !isTaken(rows[place].spot(at: now), length, at: now, but: id)
        else { return false }
        rows[place].length = length
        if let patient { rows[place].patient = patient }
        rows[place].changes += 1
        staffEdits[id, default: 0] += 1
        return true
    }

    /// How many edits a row shows.
    func edits(of row: Row) -> Int {
        (row.origin == nil ? 1 : 0) + row.spots.count - 1 + row.changes
            + (row.removedAt == nil ? 0 : 1)
            + (row.cancelledAt == nil ? 0 : 1)
    }
}
