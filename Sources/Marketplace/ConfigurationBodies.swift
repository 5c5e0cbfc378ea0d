internal import Diary
internal import Ports

/// An appointment book as the contract's `PmsResource`.
struct PMSResource: Encodable, Sendable {
    let pmsResourceId: String
    let pmsResourceName: String

    init(_ book: AppointmentBook) {
        pmsResourceId = book.id.rawValue
        pmsResourceName = book.name
    }
}

/// A listed reason as the contract's `PmsAppointmentType`.
struct PMSType: Encodable, Sendable {
    let pmsAppointmentTypeId: String
    let pmsAppointmentTypeName: String
    let pmsAppointmentLength: LengthInMinutes
    /// Left out where all books share the reason.
    let pmsResourceId: String?

    init(_ reason: ListedReason) {
        pmsAppointmentTypeId = reason.id.rawValue
        pmsAppointmentTypeName = reason.name
        pmsAppointmentLength = LengthInMinutes(reason.length)
        pmsResourceId = reason.book?.rawValue
    }
}

/// Live hours as the contract's `LivenessContract`: all eight lists, each in order.
struct LivenessContract: Encodable, Sendable {
    let liveHours: [String: [Stretch]]

    struct Stretch: Encodable, Sendable {
        let start: ClockTime
        let end: ClockTime
    }

    init(_ hours: LiveHours) {
        let days = [
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        ]
        liveHours = Dictionary(
            zip(days + ["publicHolidays"], hours.weekdays + [hours.publicHolidays]).map {
                ($0, LivenessContract.stretches($1))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// A day's end is sent as 23:59, as the published example does: `HH24:MI` has no 24:00, and a
    /// minute less is promised rather than one too many.
    private static func stretches(_ ranges: [Range<CivilTime>]) -> [Stretch] {
        let sorted = ranges.sorted {
            ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }
        return sorted.compactMap { range in
            let last = CivilTime(minuteOfDay: 1439) ?? range.upperBound
            let end = min(range.upperBound, last)
            guard range.lowerBound < end, let start = ClockTime(range.lowerBound),
                let end = ClockTime(end)
            else { return nil }
            return Stretch(start: start, end: end)
        }
    }
}
