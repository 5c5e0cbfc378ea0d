/// The rule for the years after a zone file's table: a POSIX TZ string such as
/// `AEST-10AEDT,M10.1.0,M4.1.0/3` (RFC 9636, section 3.3.1).
struct ZoneRule: Equatable {
    /// Seconds east of UTC in standard time.
    var standard: Int
    /// Seconds east of UTC in the other half of the year, and when that half starts and ends.
    var daylight: Daylight?

    struct Daylight: Equatable {
        var offset: Int
        var start: Change
        var end: Change
    }

    /// A day of every year, and the seconds from its midnight by the clock before the change.
    struct Change: Equatable {
        var day: Day
        var seconds: Int
    }

    enum Day: Equatable {
        /// 1...365; 29 February is never counted.
        case julian(Int)
        /// 0...365; 29 February is counted.
        case ordinal(Int)
        /// The week 1...5 (5 is the last) of a month, and the weekday from Sunday 0.
        case month(Int, week: Int, weekday: Int)
    }

    /// All changes of those years, ascending: when, and the offset from then on.
    func changes(years: ClosedRange<Int>) -> [(at: Int, offset: Int)] {
        guard let daylight else { return [] }
        var all: [(at: Int, offset: Int)] = []
        for year in years {
            guard let start = daylight.start.day.dayNumber(in: year),
                let end = daylight.end.day.dayNumber(in: year)
            else { continue }
            let starts = start * 86_400 + daylight.start.seconds - standard
            let ends = end * 86_400 + daylight.end.seconds - daylight.offset
            all.append((starts, daylight.offset))
            all.append((ends, standard))
        }
        // Where an end meets the next start, the clock does not change: the start must come last.
        return all.sorted {
            $0.at != $1.at ? $0.at < $1.at : $0.offset == standard && $1.offset != standard
        }
    }
}

extension ZoneRule.Day {
    /// Days since 1970, or nil for a day that no calendar has.
    func dayNumber(in year: Int) -> Int? {
        switch self {
        case .julian(let day):
            guard let newYear = CivilDate(year: year, month: 1, day: 1) else { return nil }
            let isLeap = CivilDate(year: year, month: 2, day: 29) != nil
            return newYear.dayNumber + day - 1 + (isLeap && day >= 60 ? 1 : 0)
        case .ordinal(let day):
            return CivilDate(year: year, month: 1, day: 1).map { $0.dayNumber + day }
        case .month(let month, let week, let weekday):
            guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
            let until = (weekday - first.weekday % 7 + 7) % 7
            // The fifth of a weekday may not exist; then the fourth is the last.
            for day in [until + 1 + (week - 1) * 7, until + 1 + (week - 2) * 7] {
                if let date = CivilDate(year: year, month: month, day: day) {
                    return date.dayNumber
                }
            }
            return nil
        }
    }
}

extension ZoneRule {
    /// Reads a POSIX TZ string; nil for anything that is not one.
    init?(_ text: ArraySlice<UInt8>) {
        var reader = ZoneRuleReader(rest: text)
        guard reader.name(), let standard = reader.time(hours: 24) else { return nil }
        self.standard = -standard
        if reader.rest.isEmpty { return }
        guard reader.name() else { return nil }
        var offset = self.standard + 3600
        if reader.rest.first != UInt8(ascii: ",") {
            guard let written = reader.time(hours: 24) else { return nil }
            offset = -written
        }
        guard let start = reader.change(), let end = reader.change(), reader.rest.isEmpty else {
            return nil
        }
        daylight = Daylight(offset: offset, start: start, end: end)
    }
}

/// Takes a POSIX TZ string apart from the front.
private struct ZoneRuleReader {
    var rest: ArraySlice<UInt8>

    /// Skips an abbreviation: at least three letters, or anything in angle brackets.
    mutating func name() -> Bool {
        if take("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let letters = rest.prefix { (0x41...0x5A).contains($0 & 0xDF) }
        rest = rest.dropFirst(letters.count)
        return letters.count >= 3
    }

    /// Reads `[+-]hh[:mm[:ss]]` as seconds.
    mutating func time(hours most: Int) -> Int? {
        let sign = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard let hours = number(0...most) else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where take(":") {
            guard let part = number(0...59) else { return nil }
            seconds += part * unit
        }
        return sign * seconds
    }

    /// Reads `,day[/time]`; without a time it is 02:00. Version 3 allows a week either way.
    mutating func change() -> ZoneRule.Change? {
        guard take(","), let day = day() else { return nil }
        guard take("/") else { return ZoneRule.Change(day: day, seconds: 7200) }
        return time(hours: 167).map { ZoneRule.Change(day: day, seconds: $0) }
    }

    private mutating func day() -> ZoneRule.Day? {
        if take("J") { return number(1...365).map { .julian($0) } }
        guard take("M") else { return number(0...365).map { .ordinal($0) } }
        guard let month = number(1...12), take("."), let week = number(1...5), take("."),
            let weekday = number(0...6)
        else { return nil }
        return .month(month, week: week, weekday: weekday)
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard let value = decimal(digits), range.contains(value) else { return nil }
        rest = rest.dropFirst(digits.count)
        return value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }
}
