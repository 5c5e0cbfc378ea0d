public import Diary

/// A candidate start and what decides on it, without the evidence: small, for whole calendars.
public struct StartDecision: Sendable, Equatable {
    /// The start.
    public let start: CivilDateTime
    /// What keeps it from being offered; nil for an offered start.
    public let blocker: Blocker?

    /// Joins a start and what decides on it.
    public init(start: CivilDateTime, blocker: Blocker?) {
        self.start = start
        self.blocker = blocker
    }
}

extension Timetable {
    /// Every candidate start of every day with its deciding blocker, ascending, in one sweep.
    ///
    /// For the evidence, and for all blockers of a start, ask `explain`.
    public func decisions(for demand: Demand, _ settings: SlotSettings) -> [StartDecision] {
        var decisions: [StartDecision] = []
        let minutes = stretches.reduce(0) { $0 + Int($1.end - $1.start) }
        decisions.reserveCapacity(minutes / settings.interval.count + stretches.count)
        pieces.withUnsafeBufferPointer { pieces in
            openings.withUnsafeBufferPointer { openings in
                taken.withUnsafeBufferPointer { taken in
                    var sweep = DecisionSweep(
                        pieces: pieces, openings: openings, taken: taken, demand: demand,
                        window: Window(settings))
                    for stretch in stretches {
                        sweep.decide(stretch) { start, blocker in
                            decisions.append(
                                StartDecision(
                                    start: CivilDateTime(clockMinute: Int(start)), blocker: blocker)
                            )
                        }
                    }
                }
            }
        }
        return decisions
    }
}

/// Walks candidates, free time and taken time side by side, all ascending.
private struct DecisionSweep {
    let pieces: UnsafeBufferPointer<Piece>
    let openings: UnsafeBufferPointer<Piece>
    let taken: UnsafeBufferPointer<TakenTime>
    let length: Int32
    let need: Int32
    let window: Window
    /// The first row that ends after the candidate at hand.
    var row = 0

    init(
        pieces: UnsafeBufferPointer<Piece>, openings: UnsafeBufferPointer<Piece>,
        taken: UnsafeBufferPointer<TakenTime>, demand: Demand, window: Window
    ) {
        self.pieces = pieces
        self.openings = openings
        self.taken = taken
        self.window = window
        length = Int32(demand.length.count)
        need = Int32(demand.need.count)
    }

    @inline(__always)
    mutating func decide(_ stretch: Stretch, _ body: (ClockMinute, Blocker?) -> Void) {
        let grid = stretch.gridLine(window)
        var opening = Int(stretch.openings.lowerBound)
        var shownGap: UTCMinute?
        for index in stretch.pieces.places {
            let piece = pieces[index]
            var start = piece.firstCandidate(from: piece.start, grid)
            while start < piece.limit {
                while opening < Int(stretch.openings.upperBound), openings[opening].limit <= start {
                    opening += 1
                }
                let clock = start &+ piece.offset
                var blocker = windowBlocker(start, clock)
                if blocker == nil {
                    let gap =
                        opening < Int(stretch.openings.upperBound) ? openings[opening] : nil
                    if let gap, gap.start <= start, start < gap.limit(fitting: need) {
                        blocker = stackingBlocker(gap, &shownGap)
                    } else {
                        blocker = timeBlocker(start, stretch)
                    }
                }
                body(clock, blocker)
                start &+= grid.interval
            }
        }
    }

    private func windowBlocker(_ start: UTCMinute, _ clock: ClockMinute) -> Blocker? {
        if start < window.earliest { return start < window.now ? .inPast : .leadTime }
        return clock >= window.horizon ? .beyondHorizon : nil
    }

    /// What keeps a candidate from being free: the end of the stretch, the row that decides in the
    /// type's own length, or else the longer default length.
    private mutating func timeBlocker(_ start: UTCMinute, _ stretch: Stretch) -> Blocker {
        if start + length > stretch.end { return .endsAfterSession }
        while row < taken.count, taken[row].end <= start { row += 1 }
        var next = row
        var kind: BusyKind?
        while next < taken.count, taken[next].start < start + length {
            kind = min(kind ?? .claim, taken[next].kind)
            next += 1
        }
        return kind?.blocker ?? .defaultDoesNotFit
    }

    private func stackingBlocker(_ gap: Piece, _ shownGap: inout UTCMinute?) -> Blocker? {
        defer { shownGap = gap.end }
        switch window.stacking {
        case .all: return nil
        case .firstOfSession: return shownGap == nil ? nil : .stackingOff
        case .firstOfGap: return shownGap == gap.end ? .stackingOff : nil
        }
    }
}
