/// Minutes since 1 January 1970 00:00 UTC: elapsed time, in which lengths are measured.
typealias UTCMinute = Int32
/// Minutes since 1 January 1970 00:00 on the clock face: where the grid of starts lies.
typealias ClockMinute = Int32

/// Working time in which the wall clock runs evenly and shows nothing that it showed before.
///
/// A stretch is one piece, except on the day of a clock change. A start is a *candidate* where a
/// piece puts one on the grid, and *free* where a piece of free time does and is long enough: both
/// the serving and the explaining path ask the functions here.
struct Piece: Equatable {
    /// The first minute at which something may start.
    var start: UTCMinute
    /// The first minute from which nothing may start any more.
    var limit: UTCMinute
    /// Until when the time can be used: the end of the stretch, or of the free time.
    var end: UTCMinute
    /// What the wall clock shows, less UTC.
    var offset: Int32

    /// The first minute from `earliest` on that lies on the grid; it may be `limit` or later.
    @inline(__always)
    func firstCandidate(from earliest: UTCMinute, _ grid: GridLine) -> UTCMinute {
        let lower = max(start, earliest)
        let past = (lower &+ offset &- grid.anchor) % grid.interval
        return past == 0 ? lower : lower &- past &+ (past > 0 ? grid.interval : 0)
    }

    /// The last minute before `bound` that lies on the grid, if the piece has one.
    func lastCandidate(before bound: UTCMinute, _ grid: GridLine) -> UTCMinute? {
        let first = firstCandidate(from: start, grid)
        let bound = min(bound, limit)
        guard first < bound else { return nil }
        return first + (bound - 1 - first) / grid.interval * grid.interval
    }

    /// Whether that minute is a candidate of this piece.
    @inline(__always)
    func hasCandidate(at minute: UTCMinute, _ grid: GridLine) -> Bool {
        start <= minute && minute < limit && (minute + offset - grid.anchor) % grid.interval == 0
    }

    /// The first minute from which something of that length no longer fits.
    @inline(__always)
    func limit(fitting need: Int32) -> UTCMinute { min(limit, end &- need &+ 1) }
}

/// The grid of one stretch: the clock times that are whole intervals away from the anchor.
struct GridLine {
    var anchor: ClockMinute
    var interval: Int32
}

/// A practitioner's working time on one day between two breaks: a session as S41 means it.
struct Stretch: Equatable {
    var start: UTCMinute
    var end: UTCMinute
    /// The day whose session it is, in days since 1970.
    var day: Int32
    /// What the wall clock shows at its start.
    var clockStart: ClockMinute
    /// Its pieces, in `Timetable.pieces`.
    var pieces: Range<Int32>
    /// Its free time, in `Timetable.openings`.
    var openings: Range<Int32>

    /// Its grid of starts.
    @inline(__always)
    func gridLine(_ window: Window) -> GridLine {
        GridLine(
            anchor: window.startsAtMidnight ? day &* 1440 : clockStart, interval: window.interval)
    }
}

extension Range<Int32> {
    /// The same range as indices of an array.
    var places: Range<Int> { Int(lowerBound)..<Int(upperBound) }
}
