public import Diary

/// What a simulated PMS keeps of a diary row beside what a reading shows of it.
public struct RowDetails: Sendable, Equatable {
    /// The patient's id; nil where nobody said it.
    public var patient: String?
    /// The reference that the caller gave; it is kept here also where the PMS has no field for it,
    /// so that a test can count the rows of one booking.
    public var reference: String?
    /// When the row was made; nil for one that was there from the start.
    public var createdAt: Instant?
    /// The booking reason that it was made for.
    public var reason: ReasonID?
    /// The note that the caller gave.
    public var note: String?

    /// Knows nothing yet.
    public init() {}
}

/// A row of the diary with all that the PMS keeps of it.
public struct DiaryRow: Sendable, Equatable {
    /// What a reading shows.
    public var entry: DiaryEntry
    /// The rest.
    public var details: RowDetails
}

/// All that a simulated PMS holds of a practice.
struct PracticeState: Sendable, Equatable {
    /// What a reading shows.
    var reading: PMSReading
    /// The patients, in the order in which they were made.
    var patients: [SimulatedPatient] = []
    /// What no reading shows, of each row of the diary of which something is known.
    var details: [DiaryEntryID: RowDetails] = [:]

    /// All rows of the diary.
    var rows: [DiaryRow] {
        reading.diary.map { DiaryRow(entry: $0, details: details[$0.id] ?? RowDetails()) }
    }

    /// Brings the details in line with a diary that changed: a new row was made now, and of a row
    /// that is gone nothing is kept.
    mutating func followDiary(since before: [DiaryEntry], at now: Instant) {
        guard reading.diary != before else { return }
        let old = Set(before.map(\.id))
        let new = Set(reading.diary.map(\.id))
        details = details.filter { new.contains($0.key) }
        for id in new.subtracting(old) { details[id, default: RowDetails()].createdAt = now }
    }
}
