public import Diary

/// What the next reading is compared with: the set-up part of a reading, and how much working time
/// it had. Small enough to be kept in memory for every practice.
public struct ReadingOutline: Sendable, Equatable {
    /// When the reading was made.
    public var readAt: Instant
    /// The days that were read.
    public var days: ClosedRange<CivilDate>
    /// The practitioners' names.
    public var practitioners: [PractitionerID: String]
    /// The length that stands in where a reason says none (T6): at Oasis the 'New Patient' column,
    /// at Exact the practitioner's default.
    public var standIns: [PractitionerID: Minutes]
    /// The booking reasons.
    public var reasons: [ReasonID: Reason]
    /// Working minutes by practitioner and day, breaks not taken off.
    public var workingMinutes: [PractitionerID: [CivilDate: Int]]

    /// A booking reason as it was.
    public struct Reason: Sendable, Equatable {
        /// Its name.
        public var name: String
        /// Whether it was switched on.
        public var isActive: Bool
        /// Its own length.
        public var minutes: Minutes?
        /// The lengths that differ for single practitioners.
        public var lengths: [PractitionerID: Minutes]

        /// The length that the reason itself says for a practitioner; nil where it says none.
        func length(with practitioner: PractitionerID) -> Minutes? {
            lengths[practitioner] ?? minutes
        }
    }

    /// Takes what counts out of a reading.
    public init(_ reading: PMSReading) {
        readAt = reading.readAt
        days = reading.days
        practitioners = Dictionary(
            reading.practitioners.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        standIns = [:]
        for practitioner in reading.practitioners {
            standIns[practitioner.id] =
                switch reading.system {
                case .exact: practitioner.defaultMinutes
                case .oasis: practitioner.newPatientMinutes
                }
        }
        reasons = Dictionary(
            reading.reasons.map { ($0.id, Reason($0)) }, uniquingKeysWith: { first, _ in first })
        workingMinutes = [:]
        for session in reading.sessions {
            workingMinutes[session.practitioner, default: [:]][session.date, default: 0] +=
                session.end.minuteOfDay - session.start.minuteOfDay
        }
    }

    /// The length of an appointment through a reason with a practitioner (T6); nil where the PMS
    /// says none.
    func length(of reason: ReasonID, with practitioner: PractitionerID) -> Minutes? {
        guard let reason = reasons[reason] else { return nil }
        return reason.length(with: practitioner) ?? standIns[practitioner]
    }

    /// The working minutes of some practitioners on some days.
    func minutes(of practitioners: Set<PractitionerID>, on days: ClosedRange<CivilDate>) -> Int {
        practitioners.reduce(0) { sum, practitioner in
            (workingMinutes[practitioner] ?? [:]).reduce(sum) { sum, day in
                days.contains(day.key) ? sum + day.value : sum
            }
        }
    }
}

extension ReadingOutline.Reason {
    init(_ reason: BookingReason) {
        name = reason.name
        isActive = reason.isActive
        minutes = reason.minutes
        lengths = [:]
        for member in reason.practitioners ?? [] {
            if let minutes = member.minutes { lengths[member.practitioner] = minutes }
        }
    }
}
