import Diary
import Slots

/// Judges starts by walking every minute of UTC, one at a time. It shares nothing with the sweep:
/// it asks the zone for raw offsets only, and finds first occurrences and gaps by looking.
struct MinuteOracle {
    let book: Book
    /// The first UTC minute that is looked at.
    let base: Int
    /// What the wall clock shows at each minute.
    private var shown: [Int] = []
    /// The minute at which each wall-clock time is first shown, less `base`; -1 for never.
    private var firstShown: [Int32] = []
    private var wallBase = 0
    /// Which stretch each minute belongs to; -1 for none.
    private var stretchAt: [Int32] = []
    private var stretches: [(start: Int, end: Int, day: Int)] = []
    /// Minutes of working time with the breaks still in it.
    private var worked: [Bool] = []
    private var workedDays: Set<Int> = []
    /// A bit for each kind that takes the minute.
    private var busy: [UInt8] = []
    /// The same as running sums: how many minutes before each one are taken.
    private var takenBefore: [Int32] = []

    init(_ book: Book) {
        self.book = book
        let first = book.days.lowerBound.dayNumber
        let last = book.days.upperBound.dayNumber
        base = (first - 1) * 1440
        lookAtTheClock(count: (last - first + 4) * 1440)
        markWork()
        markBusy()
    }

    /// The minute of UTC at which the wall clock first shows that time, or would without the gap.
    func minute(of wall: Int) -> Int {
        let place = wall - wallBase
        // Far outside of what was looked at the clock need not be exact.
        guard firstShown.indices.contains(place) else { return wall }
        if firstShown[place] >= 0 { return base + Int(firstShown[place]) }
        guard let before = firstShown[..<place].lastIndex(where: { $0 >= 0 }),
            let after = firstShown[place...].firstIndex(where: { $0 >= 0 })
        else { return wall }
        return base + Int(firstShown[place + (after - before - 1)])
    }

    func isShown(_ wall: Int) -> Bool { firstShown[wall - wallBase] >= 0 }

    // MARK: Verdicts

    /// All candidate minutes, ascending.
    func candidates(_ settings: SlotSettings) -> [Int] {
        stretches.flatMap { Array($0.start..<$0.end) }.filter { isCandidate($0 - base, settings) }
    }

    /// What the clock shows at a minute.
    func clock(at minute: Int) -> CivilDateTime { CivilDateTime(clockMinute: shown[minute - base]) }

    /// The offered ones of the candidate minutes, after stacking.
    func offered(_ candidates: [Int], _ demand: Demand, _ settings: SlotSettings) -> [Int] {
        let free = candidates.filter {
            verdict(minute: $0, wall: shown[$0 - base], demand, settings).isEmpty
        }
        var seen: Set<Int> = []
        return free.filter { minute in
            switch settings.stacking {
            case .all: return true
            case .firstOfSession: return seen.insert(Int(stretchAt[minute - base])).inserted
            case .firstOfGap: return seen.insert(gapStart(minute)).inserted
            }
        }
    }

    /// All blockers before stacking of a wall-clock time, by precedence.
    func blockers(_ wall: Int, _ demand: Demand, _ settings: SlotSettings) -> [Blocker] {
        verdict(minute: minute(of: wall), wall: wall, demand, settings)
    }

    private func verdict(
        minute: Int, wall: Int, _ demand: Demand, _ settings: SlotSettings
    ) -> [Blocker] {
        var found: Set<Blocker> = []
        let day = wall >= 0 ? wall / 1440 : (wall - 1439) / 1440
        let isRead = book.days.contains(CivilDate(dayNumber: day))
        if minute * 60 < settings.now.seconds { found.insert(.inPast) }
        if minute * 60 < settings.now.seconds + settings.lead.count * 60 {
            found.insert(.leadTime)
        }
        if day > settings.lastDay.dayNumber { found.insert(.beyondHorizon) }
        if !isRead { found.insert(.dayNotRead) }
        let worksToday = workedDays.contains(day)
        if isRead && !worksToday { found.insert(.noSession) }
        guard isShown(wall) else { return found.union([.timeSkipped]).sorted() }

        let place = minute - base
        let length = demand.length.count
        var kinds: UInt8 = 0
        var later = place
        while later < place + length {
            kinds |= busy[later]
            later += 1
        }
        for (bit, blocker) in MinuteOracle.kinds.enumerated() where kinds & (1 << bit) != 0 {
            found.insert(blocker)
        }
        if stretchAt[place] < 0 {
            if worksToday && isRead { found.insert(worked[place] ? .inBreak : .outsideSession) }
            return found.sorted()
        }
        if !isCandidate(place, settings) { found.insert(.offGrid) }
        let isInside = staysInside(place, length)
        if !isInside { found.insert(.endsAfterSession) }
        if isInside && kinds == 0 {
            let need = demand.need.count
            if !staysInside(place, need) || takenBefore[place + need] != takenBefore[place] {
                found.insert(.defaultDoesNotFit)
            }
        }
        return found.sorted()
    }

    private func staysInside(_ place: Int, _ length: Int) -> Bool {
        base + place + length <= stretches[Int(stretchAt[place])].end
    }

    private func isCandidate(_ place: Int, _ settings: SlotSettings) -> Bool {
        guard stretchAt[place] >= 0, firstShown[shown[place] - wallBase] == Int32(place) else {
            return false
        }
        let stretch = stretches[Int(stretchAt[place])]
        let anchor = settings.grid == .session ? shown[stretch.start - base] : stretch.day * 1440
        let distance = shown[place] - anchor
        return distance >= 0 && distance % settings.interval.count == 0
    }

    private func gapStart(_ minute: Int) -> Int {
        var place = minute - base
        while stretchAt[place - 1] == stretchAt[place], busy[place - 1] == 0 { place -= 1 }
        return place
    }

    private static let kinds: [Blocker] = [.leave, .blocked, .booked, .unknownEntry, .claimed]
}

extension MinuteOracle {
    private mutating func lookAtTheClock(count: Int) {
        shown.reserveCapacity(count)
        var offset = 0
        for place in 0..<count {
            // Zones change their offset on quarter hours of UTC in the years that are tested.
            if place % 15 == 0 {
                offset = book.zone.offset(at: Instant(seconds: (base + place) * 60)) / 60
            }
            shown.append(base + place + offset)
        }
        wallBase = base - 1440
        firstShown = Array(repeating: -1, count: count + 2880)
        for place in shown.indices where firstShown[shown[place] - wallBase] < 0 {
            firstShown[shown[place] - wallBase] = Int32(place)
        }
    }

    private func isReal(_ date: CivilDate, _ start: CivilTime, _ end: CivilTime) -> Bool {
        book.days.contains(date) && minute(of: wall(date, start)) < minute(of: wall(date, end))
    }

    private func wall(_ date: CivilDate, _ time: CivilTime) -> Int {
        date.dayNumber * 1440 + time.minuteOfDay
    }

    private mutating func markWork() {
        stretchAt = Array(repeating: -1, count: shown.count)
        worked = Array(repeating: false, count: shown.count)
        for day in Set(book.sessions.map(\.date)).sorted() where book.days.contains(day) {
            var works = Array(repeating: false, count: shown.count)
            let rows = book.sessions.filter { $0.date == day }
            for row in rows where isReal(day, row.start, row.end) {
                workedDays.insert(day.dayNumber)
                for minute in minute(of: wall(day, row.start))..<minute(of: wall(day, row.end)) {
                    works[minute - base] = true
                    worked[minute - base] = true
                }
            }
            let real = rows.filter { isReal(day, $0.start, $0.end) }
            for pause in real.flatMap(\.breaks) where isReal(day, pause.start, pause.end) {
                for minute in minute(of: wall(day, pause.start))..<minute(of: wall(day, pause.end))
                {
                    works[minute - base] = false
                }
            }
            let end = minute(of: wall(day, .at(1440))) - base
            for place in minute(of: wall(day, .at(0))) - base..<end where works[place] {
                if !works[place - 1] { stretches.append((base + place, 0, day.dayNumber)) }
                stretches[stretches.count - 1].end = base + place + 1
                stretchAt[place] = Int32(stretches.count - 1)
            }
        }
    }

    private mutating func markBusy() {
        busy = Array(repeating: 0, count: shown.count)
        for entry in book.diary where entry.status != .cancelled && entry.status != .didNotAttend {
            let start = seconds(entry.start)
            let end =
                switch entry.end {
                case .after(let length): start + length.count * 60
                case .at(let time): seconds(time)
                }
            let kind: UInt8 =
                switch entry.kind {
                case .leave: 0
                case .block: 1
                case .appointment: 2
                case .unknown: 3
                }
            mark(start, end, kind)
        }
        for claim in book.claims {
            let start = seconds(claim.start)
            mark(start, start + claim.length.count * 60, 4)
        }
        takenBefore = [0]
        for kinds in busy {
            takenBefore.append(takenBefore[takenBefore.count - 1] + (kinds == 0 ? 0 : 1))
        }
    }

    private mutating func mark(_ start: Int, _ end: Int, _ kind: UInt8) {
        guard start < end else { return }
        var place = max(start / 60 - base, 0)
        while place < busy.count, (base + place) * 60 < end {
            busy[place] |= 1 << kind
            place += 1
        }
    }

    private func seconds(_ time: RowTime) -> Int {
        switch time {
        case .exact(let instant): instant.seconds
        case .civil(let civil): minute(of: civil.clockMinute) * 60
        }
    }
}
