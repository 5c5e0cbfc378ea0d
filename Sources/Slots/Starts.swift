public import Diary

extension Timetable {
    /// The starts to publish, ascending: every candidate that is free for the demand, after the
    /// lead time, not beyond the last day, as far as the stacking shows it.
    public func starts(for demand: Demand, _ settings: SlotSettings) -> [CivilDateTime] {
        let window = Window(settings)
        let need = Int32(demand.need.count)
        var starts: [CivilDateTime] = []
        starts.reserveCapacity(openings.count)
        openings.withUnsafeBufferPointer { openings in
            for stretch in stretches {
                Timetable.eachOffered(of: stretch, openings, need, window) { clock, _ in
                    starts.append(CivilDateTime(clockMinute: Int(clock)))
                }
            }
        }
        return starts
    }

    /// Calls `body` with every offered start of a stretch, as the clock shows it and in UTC.
    @inline(__always)
    static func eachOffered(
        of stretch: Stretch, _ openings: UnsafeBufferPointer<Piece>, _ need: Int32,
        _ window: Window, _ body: (ClockMinute, UTCMinute) -> Void
    ) {
        let grid = stretch.gridLine(window)
        var shownGap = UTCMinute.min
        for index in stretch.openings.places {
            let opening = openings[index]
            let limit = min(opening.limit(fitting: need), window.horizon &- opening.offset)
            var start = opening.firstCandidate(from: window.earliest, grid)
            guard start < limit else { continue }
            switch window.stacking {
            case .all:
                while start < limit {
                    body(start &+ opening.offset, start)
                    start &+= grid.interval
                }
            case .firstOfSession:
                body(start &+ opening.offset, start)
                return
            case .firstOfGap:
                // A clock change cuts a gap into pieces, which end together.
                if opening.end != shownGap { body(start &+ opening.offset, start) }
                shownGap = opening.end
            }
        }
    }
}
