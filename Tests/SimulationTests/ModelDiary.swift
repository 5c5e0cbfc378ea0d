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
        let practitioner: PractitionerID
        let patient: PatientID?
        let start: Instant
        let length: Minutes
        let madeAt: Int
        var removedAt: Int?
        var cancelledAt: Int?

        func exists(at time: Int) -> Bool {
            madeAt <= time && (removedAt.map { time < $0 } ?? true)
        }

        func isLive(at time: Int) -> Bool {
            exists(at: time) && (cancelledAt.map { time < $0 } ?? true)
        }

        func overlaps(_ other: Range<Int>) -> Bool {
            (start.seconds..<start.adding(length).seconds).overlaps(other)
        }
    }

    enum Outcome { case inserted(DiaryEntryID), conflict }

    let capabilities: PMSCapabilities
    private(set) var rows: [Row] = [] { didSet { writes += 1 } }
    private(set) var writes = 0
    /// Files that were made, by the booking that they were made for.
    private(set) var files: [(booking: BookingID, id: PatientID, madeAt: Int)] = []
    {
        didSet { writes += 1 }
    }

    /// The longest time after which the model lets something arrive, and its oldest replica: what
    /// it shows is complete after both.
    static let latest = 90
    static let oldestReplica = 25

    init(reference: PMSCapabilities.Reference, rejectsOverlaps: Bool) {
        capabilities = PMSCapabilities(
            cancels: false, reference: reference, rejectsOverlaps: rejectsOverlaps,
            reportsStacking: true, longestDelay: .seconds(120))
    }

    mutating func insert(
        _ booking: Booking, place: Booking.Place, patient: PatientID, at now: Int
    ) -> Outcome {
        if capabilities.reference == .honoured,
            let row = rows.first(where: { $0.reference == booking.reference })
        {
            return .inserted(row.id)
        }
        let span = place.start.seconds..<place.start.adding(place.length).seconds
        if capabilities.rejectsOverlaps, !live(place.practitioner, span, at: now).isEmpty {
            return .conflict
        }
        return .inserted(
            add(
                origin: booking.id, reference: booking.reference, patient: patient, place,
                at: now))
    }

    mutating func staffEnter(_ place: Booking.Place, at now: Int) {
        let span = place.start.seconds..<place.start.adding(place.length).seconds
        // Staff see the conflict where the PMS rejects overlaps.
        if capabilities.rejectsOverlaps, !live(place.practitioner, span, at: now).isEmpty {
            return
        }
        _ = add(origin: nil, reference: nil, patient: PatientID("walk-in"), place, at: now)
    }

    mutating func staffTake(_ id: DiaryEntryID, cancel: Bool, at now: Int) {
        guard let place = rows.firstIndex(where: { $0.id == id }) else { return }
        if cancel { rows[place].cancelledAt = now } else { rows[place].removedAt = now }
    }

    private mutating func add(
        origin: BookingID?, reference: BookingReference?, patient: PatientID,
        _ place: Booking.Place, at now: Int
    ) -> DiaryEntryID {
        let id = DiaryEntryID("A\(rows.count + 1)")
        rows.append(
            Row(
                id: id, origin: origin, reference: reference, practitioner: place.practitioner,
                patient: patient, start: place.start, length: place.length, madeAt: now))
        return id
    }

    mutating func makeFile(for booking: BookingID, at now: Int) -> PatientID {
        let id = PatientID("new-\(booking)-\(files.count)")
        files.append((booking, id, now))
        return id
    }

    func live(_ practitioner: PractitionerID, _ span: Range<Int>, at time: Int) -> [Row] {
        rows.filter {
            $0.practitioner == practitioner && $0.isLive(at: time) && $0.overlaps(span)
        }
    }

    func live(of booking: BookingID, at time: Int) -> [Row] {
        rows.filter { $0.origin == booking && $0.isLive(at: time) }
    }

    /// A practitioner's day as the PMS showed it at that time.
    func day(of practitioner: PractitionerID, at time: Int) -> [PlacedAppointment] {
        rows.filter { $0.practitioner == practitioner && $0.exists(at: time) }.map { row in
            PlacedAppointment(
                entry: DiaryEntry(
                    id: row.id, practitioner: practitioner, kind: .appointment,
                    status: row.isLive(at: time) ? .unset : .cancelled,
                    start: .exact(row.start), end: .after(row.length)),
                reference: capabilities.reference == .absent ? nil : row.reference,
                patient: row.patient,
                createdAt: capabilities.reference == .absent ? Instant(seconds: row.madeAt) : nil)
        }
    }
}
