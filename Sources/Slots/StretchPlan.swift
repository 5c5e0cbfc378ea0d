internal import Diary

/// Cuts working time into stretches, pieces and free pieces.
struct StretchPlan {
    let zone: Zone
    private(set) var stretches: [Stretch]
    private(set) var pieces: [Piece]
    private(set) var openings: [Piece] = []
    /// The rule of the zone that was needed last; the next stretch nearly always needs it again.
    private var last = Rule(offset: 0, from: 0, until: 0)

    init(zone: Zone, stretches: [Stretch] = [], pieces: [Piece] = []) {
        self.zone = zone
        self.stretches = stretches
        self.pieces = pieces
    }

    /// Adds what is left of the working time of each day without that day's breaks.
    mutating func add(_ worked: [WorkedTime], without pauses: [WorkedTime]) {
        let pauses = pauses.sorted(by: WorkedTime.ascending)[...]
        var later = pauses
        for time in worked {
            later = later.drop { $0.day < time.day }
            var start = time.start
            for pause in later.prefix(while: { $0.day == time.day }) {
                addStretch(start, min(pause.start, time.end), day: time.day)
                start = max(start, pause.end)
            }
            addStretch(start, time.end, day: time.day)
        }
    }

    /// Finds the free time of all stretches; `taken` ascends and never overlaps.
    mutating func findOpenings(between taken: [TakenTime]) {
        openings.removeAll(keepingCapacity: true)
        openings.reserveCapacity(stretches.count + taken.count)
        taken.withUnsafeBufferPointer { taken in
            var row = 0
            for index in stretches.indices {
                let first = Int32(openings.count)
                let stretch = stretches[index]
                var free = stretch.start
                while row < taken.count, taken[row].end <= free { row += 1 }
                while row < taken.count, taken[row].start < stretch.end {
                    addOpening(free, taken[row].start, in: stretch)
                    free = taken[row].end
                    // What reaches beyond this stretch may reach into the next one.
                    if free >= stretch.end { break }
                    row += 1
                }
                addOpening(free, stretch.end, in: stretch)
                stretches[index].openings = first..<Int32(openings.count)
            }
        }
    }

    @inline(__always)
    private mutating func addOpening(_ start: UTCMinute, _ end: UTCMinute, in stretch: Stretch) {
        guard start < end else { return }
        for index in stretch.pieces.places {
            let piece = pieces[index]
            let opening = Piece(
                start: max(start, piece.start), limit: min(end, piece.limit), end: end,
                offset: piece.offset)
            if opening.start < opening.limit { openings.append(opening) }
        }
    }

    private mutating func addStretch(_ start: UTCMinute, _ end: UTCMinute, day: Int32) {
        // Where a gap of the clock lies across midnight, two days can claim the same minutes.
        let start = max(start, stretches.last?.end ?? start)
        guard start < end else { return }
        let first = Int32(pieces.count)
        let clockStart = start + rule(at: start).offset
        var shown = clockStart
        var from = start
        while from < end {
            let rule = rule(at: from)
            let to = min(end, rule.until)
            // What the clock shows a second time is passed over.
            let piece = Piece(
                start: max(from, shown - rule.offset), limit: to, end: end, offset: rule.offset)
            if piece.start < piece.limit { pieces.append(piece) }
            shown = max(shown, to + rule.offset)
            from = to
        }
        stretches.append(
            Stretch(
                start: start, end: end, day: day, clockStart: clockStart,
                pieces: first..<Int32(pieces.count), openings: 0..<0))
    }

    /// What the wall clock adds to UTC at a minute, and the first minute at which that may change.
    private mutating func rule(at minute: UTCMinute) -> Rule {
        if last.from <= minute && minute < last.until { return last }
        let rule = zone.rule(at: Instant(seconds: Int(minute) * 60))
        last = Rule(
            offset: Int32(clamping: rule.offset / 60),
            from: UTCMinute(of: rule.from, roundedUp: true),
            until: UTCMinute(of: rule.until, roundedUp: true))
        return last
    }

    private struct Rule {
        var offset: Int32
        var from: UTCMinute
        var until: UTCMinute
    }
}
