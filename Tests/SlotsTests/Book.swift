import Diary
import Slots
import Testing

/// One practitioner's rows in a test.
struct Book {
    var zone: Zone
    var days: ClosedRange<CivilDate>
    var sessions: [WorkingSession] = []
    var diary: [DiaryEntry] = []
    var claims: [Claim] = []

    static let practitioner = PractitionerID("p1")

    var timetable: Timetable {
        Timetable(
            practitioner: Book.practitioner, sessions: sessions, diary: diary, claims: claims,
            days: days, zone: zone)
    }
}

/// A random number generator whose seed replays a run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[int(0...list.count - 1)] }
}

/// A random question about a random day.
struct RandomCase {
    var book: Book
    var demand: Demand
    var settings: SlotSettings

    /// The case that a seed stands for, around a day in a zone.
    init(seed: UInt64, zone: Zone, day: CivilDate) {
        var random = Seeded(seed: seed)
        let count = random.pick([0, 0, 0, 1, 2])
        book = Book(zone: zone, days: day...day.adding(days: count))
        // The grain of all rows: staff write round times, machines do not.
        let grain = random.pick([1, 5, 5, 15, 30])
        for date in [day, day.adding(days: 1), day.adding(days: 2)].prefix(count + 1) {
            for _ in 0..<random.pick([0, 1, 1, 2, 3]) {
                book.sessions.append(RandomCase.session(date, grain, &random))
            }
        }
        for number in 0..<random.int(0...9) {
            book.diary.append(RandomCase.entry(number, book.days, grain, &random))
        }
        for number in 0..<random.pick([0, 0, 1, 2]) {
            let start = RandomCase.time(book.days, grain, zone, &random)
            book.claims.append(
                Claim(
                    id: ClaimID("c\(number)"), practitioner: Book.practitioner, start: start,
                    length: Minutes(random.int(0...6) * 15)))
        }
        let length = random.pick([5, 10, 15, 20, 30, 35, 45, 50, 60, 90, 240])
        demand = Demand(
            length: Minutes(length), need: Minutes(random.pick([0, 0, 30, 40, 60])))
        let midnight = zone.instant(of: CivilDateTime(day, .at(0))).seconds
        settings = SlotSettings(
            interval: Minutes(random.pick([5, 7, 10, 15, 15, 20, 25, 30, 45, 60, 1, 100, 1440])),
            grid: random.pick(Grid.allCases),
            now: Instant(
                seconds: midnight + random.int(random.chance(50) ? -900_000...0 : -7200...90_000)),
            lead: Minutes(random.pick([0, 60, 60, 61, 1440])),
            lastDay: day.adding(days: random.pick([-1, 0, 1, 5, 30])),
            stacking: random.pick(Stacking.allCases))
    }

    private static func session(
        _ date: CivilDate, _ grain: Int, _ random: inout Seeded
    ) -> WorkingSession {
        let start = random.int(0...1439) / grain * grain
        let isNight = random.chance(30)
        let end = random.int(0...1440) / grain * grain
        var session = WorkingSession(
            practitioner: Book.practitioner, date: date, start: .at(isNight ? 0 : start),
            end: .at(isNight ? max(end, 240) : end))
        for _ in 0..<random.pick([0, 0, 1, 2]) {
            let from = random.int(0...1430) / grain * grain
            session.breaks.append(
                WorkingSession.Break(
                    start: .at(from), end: .at(min(from + random.int(0...8) * 15, 1440))))
        }
        return session
    }

    private static func entry(
        _ number: Int, _ days: ClosedRange<CivilDate>, _ grain: Int, _ random: inout Seeded
    ) -> DiaryEntry {
        let zone = Zone.fixed(secondsEast: 36_000, named: "exact rows")
        let start = time(days, grain, zone, &random)
        let length = random.chance(8) ? random.int(600...2880) : random.int(-1...20) * 5
        let end: DiaryEntry.End =
            switch (random.int(0...2), start) {
            case (0, .civil(let local)):
                .at(.civil(CivilDateTime(clockMinute: local.clockMinute + length)))
            case (1, .exact(let instant)):
                .at(.exact(Instant(seconds: instant.seconds + length * 60 + random.int(-30...30))))
            default: .after(Minutes(length))
            }
        return DiaryEntry(
            id: DiaryEntryID("e\(number)"), practitioner: Book.practitioner,
            kind: random.pick([
                .appointment, .appointment, .appointment, .block, .leave, .unknown("Note"),
            ]),
            status: random.pick([
                nil, .confirmed, .unset, .cancelled, .didNotAttend, .unknown("Moved"), .completed,
            ]),
            start: start, end: end)
    }

    private static func time(
        _ days: ClosedRange<CivilDate>, _ grain: Int, _ zone: Zone, _ random: inout Seeded
    ) -> RowTime {
        let last = (days.upperBound.dayNumber - days.lowerBound.dayNumber + 1) * 1440
        let minute = random.int(-120...last) / grain * grain
        let local = CivilDateTime(clockMinute: days.lowerBound.dayNumber * 1440 + minute)
        guard random.chance(30) else { return .civil(local) }
        let seconds = zone.instant(of: local).seconds + (random.chance(20) ? random.int(0...59) : 0)
        return .exact(Instant(seconds: seconds))
    }
}

extension CivilTime {
    /// A time that a test knows to exist; midnight for any other number.
    static func at(_ minute: Int) -> CivilTime {
        CivilTime(minuteOfDay: min(max(minute, 0), 1440)) ?? midnight
    }

    private static let midnight = CivilTime(minuteOfDay: 0) ?? at(0)
}

extension Book {
    /// A practitioner in a zone who works those hours (`8:00-12:00`) on one day, or on all days.
    init(
        _ zone: String, _ days: String, to last: String? = nil, hours: [String],
        pause: String? = nil
    ) throws {
        let first = try #require(CivilDate(days))
        let last = try #require(CivilDate(last ?? days))
        self.init(zone: try ZoneDatabase().zone(named: zone), days: first...last)
        for day in self.days.all {
            for text in hours {
                let (start, end) = try Book.times(text)
                var session = WorkingSession(
                    practitioner: Book.practitioner, date: day, start: start, end: end)
                if let pause {
                    let (from, to) = try Book.times(pause)
                    session.breaks = [WorkingSession.Break(start: from, end: to)]
                }
                sessions.append(session)
            }
        }
    }

    /// Adds a diary entry from a local time on, so many minutes long.
    mutating func add(
        _ kind: DiaryEntry.Kind, _ start: String, minutes: Int, status: AppointmentStatus? = nil
    ) throws {
        diary.append(
            DiaryEntry(
                id: DiaryEntryID("e\(diary.count + 1)"), practitioner: Book.practitioner,
                kind: kind, status: status, start: .civil(try #require(CivilDateTime(start))),
                end: .after(Minutes(minutes))))
    }

    /// The offered starts as text, `08:00` on the first day, `2026-03-05T08:00` on later ones.
    func starts(
        _ length: Int, need: Int? = nil, every interval: Int,
        _ adjust: (inout Asked) -> Void = { _ in }
    ) -> [String] {
        var asked = Asked(self, length, need ?? length, interval)
        adjust(&asked)
        return timetable.starts(for: asked.demand, asked.settings).map {
            $0.date == days.lowerBound ? $0.timeText : $0.description
        }
    }

    private static func times(_ text: String) throws -> (CivilTime, CivilTime) {
        let parts = text.split(separator: "-")
        return (try #require(CivilTime(parts[0])), try #require(CivilTime(parts[1])))
    }
}

/// A question in a test: long before the first day, no lead time, no horizon, unless it is changed.
struct Asked {
    var demand: Demand
    var interval: Int
    var grid = Grid.session
    var now: Instant
    var lead = 0
    var lastDay: CivilDate
    var stacking = Stacking.all

    init(_ book: Book, _ length: Int, _ need: Int, _ interval: Int) {
        demand = Demand(length: Minutes(length), need: Minutes(need))
        self.interval = interval
        now = Instant(seconds: (book.days.lowerBound.dayNumber - 3) * 86_400)
        lastDay = book.days.upperBound
    }

    var settings: SlotSettings {
        SlotSettings(
            interval: Minutes(interval), grid: grid, now: now, lead: Minutes(lead),
            lastDay: lastDay, stacking: stacking)
    }
}
