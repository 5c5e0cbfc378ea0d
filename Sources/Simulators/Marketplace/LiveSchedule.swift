internal import Diary

/// When the integration promised to be alive: the contract's liveness contract.
struct LiveSchedule: Sendable, Equatable {
    /// As it was sent, to be read back.
    var sent: JSON
    private var days: [[Range<CivilTime>]]

    private static let names = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "publicHolidays",
    ]

    /// Reads the body of the contract.
    init(_ body: JSON) throws(Refusal) {
        sent = body
        let contract = try FieldReader(body, known: ["liveHours"])
        let hours = try FieldReader(
            try contract.required("liveHours"), at: "liveHours", known: LiveSchedule.names)
        days = []
        for name in LiveSchedule.names {
            var ranges: [Range<CivilTime>] = []
            let list = hours.value(name) == nil ? [] : try hours.list(name)
            for (index, value) in list.enumerated() {
                let place = hours.place("\(name)[\(index)]")
                let range = try FieldReader(value, at: place, known: ["start", "end"])
                let (start, end) = (try range.time("start"), try range.time("end", isEnd: true))
                guard start < end else { throw Refusal("`\(place)` must end after its start") }
                ranges.append(start..<end)
            }
            days.append(ranges)
        }
    }

    /// From when on the integration has had to be alive at that moment without a break; nil where
    /// it need not be now. The stretches may overlap and stand in any order.
    func liveSince(_ now: CivilDateTime, holidays: Set<CivilDate>) -> CivilDateTime? {
        var since: CivilDateTime?
        var moment = now
        while let start = stretch(around: moment, holidays) {
            since = start
            // A stretch from midnight goes on from the evening before, at most a week back.
            guard start.minuteOfDay == 0, now.clockMinute - start.clockMinute < 7 * 1440 else {
                break
            }
            moment = CivilDateTime(clockMinute: start.clockMinute - 1)
        }
        return since
    }

    private func stretch(around moment: CivilDateTime, _ holidays: Set<CivilDate>) -> CivilDateTime?
    {
        let ranges =
            holidays.contains(moment.date) ? days[7] : days[moment.date.weekday - 1]
        var earliest = moment.minuteOfDay
        var isLive = false
        var hasGrown = true
        while hasGrown {
            hasGrown = false
            for range in ranges
            where range.lowerBound.minuteOfDay <= earliest
                && earliest < range.upperBound.minuteOfDay + (isLive ? 1 : 0)
            {
                hasGrown = !isLive || range.lowerBound.minuteOfDay < earliest
                isLive = true
                earliest = range.lowerBound.minuteOfDay
                if hasGrown { break }
            }
        }
        return isLive
            ? CivilDateTime(clockMinute: moment.clockMinute - moment.minuteOfDay + earliest) : nil
    }
}
