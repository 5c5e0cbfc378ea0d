public import Diary

extension Timetable {
    /// Every candidate start of a day, offered or not, each with all that blocks it, ascending.
    public func explain(
        _ demand: Demand, _ settings: SlotSettings, on date: CivilDate
    ) -> [ExplainedStart] {
        let question = Question(timetable: self, demand: demand, settings: settings)
        var explained: [ExplainedStart] = []
        for stretch in stretches where Int(stretch.day) == date.dayNumber {
            let grid = stretch.gridLine(question.window)
            for index in stretch.pieces.places {
                let piece = pieces[index]
                var minute = piece.firstCandidate(from: piece.start, grid)
                while minute < piece.limit {
                    explained.append(question.explain(minute, in: stretch))
                    minute += grid.interval
                }
            }
        }
        return explained
    }

    /// All that blocks a start at any minute of the wall clock, on the grid or not.
    public func explain(
        _ demand: Demand, _ settings: SlotSettings, at start: CivilDateTime
    ) -> ExplainedStart {
        let question = Question(timetable: self, demand: demand, settings: settings)
        if zone.jump(over: start) != nil { return question.explainSkipped(start) }
        let minute = UTCMinute(of: zone.instant(of: start), roundedUp: false)
        let after = stretches.countOfPrefix { $0.start <= minute }
        if after > 0, minute < stretches[after - 1].end {
            return question.explain(minute, in: stretches[after - 1])
        }
        return question.explainOutside(start, minute)
    }
}

/// One demand and its settings, asked about single starts. Each part adds its facts in the order of
/// `Blocker`, which is the order of precedence.
struct Question {
    let timetable: Timetable
    let settings: SlotSettings
    let window: Window
    let length: Int32
    let need: Int32

    init(timetable: Timetable, demand: Demand, settings: SlotSettings) {
        self.timetable = timetable
        self.settings = settings
        window = Window(settings)
        length = Int32(demand.length.count)
        need = Int32(demand.need.count)
    }

    /// Explains a minute of working time.
    func explain(_ minute: UTCMinute, in stretch: Stretch) -> ExplainedStart {
        let start = civil(minute)
        var facts = clockFacts(start, minute)
        facts += gridFacts(minute, in: stretch)
        let beforeTime = facts.count
        if minute + length > stretch.end {
            facts.append(BlockerFact(.endsAfterSession, .sessionEnd(civil(stretch.end))))
        }
        facts += rows(in: minute..<minute + length).map(fact)
        if facts.count == beforeTime, let obstacle = obstacle(to: minute, in: stretch) {
            facts.append(BlockerFact(.defaultDoesNotFit, obstacle))
        }
        if facts.isEmpty, let shown = shownInstead(of: minute, in: stretch) {
            facts.append(BlockerFact(.stackingOff, .shownInstead(shown)))
        }
        return ExplainedStart(start: start, blockers: facts)
    }

    /// Explains a minute in which the practitioner does not work.
    func explainOutside(_ start: CivilDateTime, _ minute: UTCMinute) -> ExplainedStart {
        var facts = clockFacts(start, minute)
        facts += absenceFacts(start, minute)
        facts += rows(in: minute..<minute + length).map(fact)
        return ExplainedStart(start: start, blockers: facts)
    }

    /// Explains a time that the clock jumps over: the day can be in the way too, but no session,
    /// grid or diary row can be said to meet a time that does not come.
    func explainSkipped(_ start: CivilDateTime) -> ExplainedStart {
        let zone = timetable.zone
        let jump = zone.jump(over: start) ?? (from: start, to: start)
        let minute = UTCMinute(of: zone.instant(of: start), roundedUp: false)
        var facts = [BlockerFact(.timeSkipped, .clockJump(from: jump.from, to: jump.to))]
        facts += clockFacts(start, minute)
        if !worksOn(start.date), timetable.days.contains(start.date) {
            facts.append(BlockerFact(.noSession, .none))
        }
        return ExplainedStart(start: start, blockers: facts)
    }

    private func clockFacts(_ start: CivilDateTime, _ minute: UTCMinute) -> [BlockerFact] {
        var facts: [BlockerFact] = []
        if minute < window.now {
            facts.append(BlockerFact(.inPast, .now(timetable.zone.local(at: settings.now))))
        }
        if minute < window.earliest {
            facts.append(BlockerFact(.leadTime, .firstPossible(civil(window.earliest))))
        }
        if start.date > settings.lastDay {
            facts.append(BlockerFact(.beyondHorizon, .lastDay(settings.lastDay)))
        }
        if !timetable.days.contains(start.date) {
            facts.append(BlockerFact(.dayNotRead, .daysRead(timetable.days)))
        }
        return facts
    }

    private func absenceFacts(_ start: CivilDateTime, _ minute: UTCMinute) -> [BlockerFact] {
        guard timetable.days.contains(start.date) else { return [] }
        guard worksOn(start.date) else { return [BlockerFact(.noSession, .none)] }
        let today = timetable.worked.filter { Int($0.day) == start.date.dayNumber }
        if let around = today.first(where: { $0.start <= minute && minute < $0.end }) {
            let before = timetable.stretches.last { $0.end <= minute && $0.end > around.start }
            let after = timetable.stretches.first { $0.start > minute && $0.start < around.end }
            return [
                BlockerFact(
                    .inBreak,
                    .pause(
                        from: civil(before?.end ?? around.start),
                        to: civil(after?.start ?? around.end)))
            ]
        }
        let ends = today.last { $0.end <= minute }?.end
        let starts = today.first { $0.start > minute }?.start
        return [
            BlockerFact(
                .outsideSession, .workAround(endsAt: ends.map(civil), startsAt: starts.map(civil)))
        ]
    }

    private func worksOn(_ date: CivilDate) -> Bool {
        timetable.worked.contains { Int($0.day) == date.dayNumber }
    }

    private func gridFacts(_ minute: UTCMinute, in stretch: Stretch) -> [BlockerFact] {
        let grid = stretch.gridLine(window)
        let pieces = timetable.pieces[stretch.pieces.places]
        if pieces.contains(where: { $0.hasCandidate(at: minute, grid) }) { return [] }
        let before = pieces.reversed().lazy.compactMap { $0.lastCandidate(before: minute, grid) }
        let after = pieces.lazy.map { ($0.firstCandidate(from: minute, grid), $0.limit) }
            .first { $0 < $1 }
        return [
            BlockerFact(
                .offGrid,
                .gridNeighbours(before: before.first.map(civil), after: after.map { civil($0.0) }))
        ]
    }
}

extension Question {
    /// The rows that meet those minutes, by precedence, then by their start.
    private func rows(in minutes: Range<UTCMinute>) -> [BusyRow] {
        let first = timetable.busyUntil.countOfPrefix { $0 <= minutes.lowerBound }
        return timetable.busy[first...]
            .prefix { $0.start < minutes.upperBound }
            .filter { $0.end > minutes.lowerBound }
            .sorted { ($0.kind, $0.start, $0.source) < ($1.kind, $1.start, $1.source) }
    }

    private func fact(_ row: BusyRow) -> BlockerFact {
        BlockerFact(row.kind.blocker, evidence(row))
    }

    private func evidence(_ row: BusyRow) -> Evidence {
        let place = Int(row.source)
        let (from, to) = (civil(row.start), civil(row.end))
        return row.kind == .claim
            ? .claim(timetable.claims[place].id, from: from, to: to)
            : .entry(timetable.entries[place].id, from: from, to: to)
    }

    /// What the longer default length runs into first.
    private func obstacle(to minute: UTCMinute, in stretch: Stretch) -> Evidence? {
        let row = rows(in: minute..<minute + need).min { $0.start < $1.start }
        if let row, row.start < stretch.end { return evidence(row) }
        return minute + need > stretch.end ? .sessionEnd(civil(stretch.end)) : nil
    }

    /// The start that stacking shows in place of a free one; nil where it shows that one.
    private func shownInstead(of minute: UTCMinute, in stretch: Stretch) -> CivilDateTime? {
        var shown: CivilDateTime?
        var isShown = false
        timetable.openings.withUnsafeBufferPointer { openings in
            Timetable.eachOffered(of: stretch, openings, need, window) { clock, offered in
                if offered == minute { isShown = true }
                if offered < minute { shown = CivilDateTime(clockMinute: Int(clock)) }
            }
        }
        return isShown ? nil : shown
    }

    private func civil(_ minute: UTCMinute) -> CivilDateTime {
        timetable.zone.local(at: Instant(seconds: Int(minute) * 60))
    }
}
