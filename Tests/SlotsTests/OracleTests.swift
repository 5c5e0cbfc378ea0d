import Diary
import Slots
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// The sweep against the oracle that walks every minute.
///
/// `GAPBOOK_RANDOM_DAYS` says how many random days are judged (10,000 unless set), `GAPBOOK_SEED`
/// where their seeds start. A failure names its seed: set it and `GAPBOOK_RANDOM_DAYS=1` to replay.
@Suite("starts against an oracle that walks every minute")
struct OracleTests {
    static let shards = 8
    static let count = number("GAPBOOK_RANDOM_DAYS") ?? 10_000
    static let firstSeed = UInt64(number("GAPBOOK_SEED") ?? 1)

    @Test("random days agree in both modes", arguments: 0..<shards)
    func randomDays(shard: Int) throws {
        let clocks = try Clocks()
        if shard == 0 { print("random days: \(Self.count), seeds from \(Self.firstSeed)") }
        for number in stride(from: shard, to: Self.count, by: Self.shards) {
            let seed = Self.firstSeed + UInt64(number)
            var random = Seeded(seed: ~seed)
            let zone = random.pick(clocks.zones)
            let change = random.pick(clocks.changes(of: zone))
            let day =
                random.chance(40)
                ? change.adding(days: random.int(-1...0))
                : clocks.first.adding(days: random.int(0...5840))
            try judge(RandomCase(seed: seed, zone: zone, day: day), "seed \(seed)")
        }
    }

    @Test("the days around every clock change of 2015 to 2030 agree", arguments: Clocks.names)
    func clockChanges(name: String) throws {
        let zone = try ZoneDatabase().zone(named: name)
        let intervals = [7, 15, 25, 45]
        for (number, change) in try Clocks().changes(of: zone).enumerated() {
            for (turn, stacking) in Stacking.allCases.enumerated() {
                for grid in Grid.allCases {
                    let interval = intervals[(number + turn) % intervals.count]
                    try judge(
                        .around(change, zone, number, interval, grid, stacking),
                        "\(name) \(change) every \(interval), \(grid), \(stacking)")
                }
            }
        }
    }

    private func judge(_ trial: RandomCase, _ name: String) throws {
        let timetable = trial.book.timetable
        let oracle = MinuteOracle(trial.book)
        let (demand, settings) = (trial.demand, trial.settings)

        let starts = timetable.starts(for: demand, settings)
        let candidates = oracle.candidates(settings)
        let offered = oracle.offered(candidates, demand, settings)
        try #require(starts == offered.map(oracle.clock(at:)), "\(name): offered starts")

        let decisions = timetable.decisions(for: demand, settings)
        let explained = trial.book.days.all.flatMap {
            timetable.explain(demand, settings, on: $0)
        }
        try #require(decisions.map(\.start) == explained.map(\.start), "\(name): candidates")
        try #require(
            oracle.candidates(settings)
                == decisions.map { oracle.minute(of: $0.start.clockMinute) },
            "\(name): candidates of the oracle")
        try #require(
            decisions.filter { $0.blocker == nil }.map(\.start) == starts, "\(name): modes")
        for (decision, explanation) in zip(decisions, explained) {
            try compare(explanation, oracle, offered, trial, name)
            try #require(
                decision.blocker == explanation.blockers.first?.blocker, "\(name): \(decision)")
        }
        var random = Seeded(seed: UInt64(decisions.count))
        let from = trial.book.days.lowerBound.dayNumber * 1440
        for _ in 0..<12 {
            let wall = from + random.int(-200...1440 * trial.book.days.count + 200)
            let start = CivilDateTime(clockMinute: wall)
            let explanation = timetable.explain(demand, settings, at: start)
            try #require(explanation.start == start, "\(name)")
            try compare(explanation, oracle, offered, trial, name)
        }
    }

    private func compare(
        _ explanation: ExplainedStart, _ oracle: MinuteOracle, _ offered: [Int],
        _ trial: RandomCase, _ name: String
    ) throws {
        let wall = explanation.start.clockMinute
        var expected = oracle.blockers(wall, trial.demand, trial.settings)
        if expected.isEmpty, !offered.contains(oracle.minute(of: wall)) {
            expected = [.stackingOff]
        }
        let found = explanation.blockers.map(\.blocker)
        let once = found.indices.filter { $0 == 0 || found[$0] != found[$0 - 1] }.map { found[$0] }
        try #require(once == expected, "\(name): blockers at \(explanation.start)")
        try #require(found == found.sorted(), "\(name): precedence at \(explanation.start)")
    }
}

/// The zones of the tests and the days on which their clocks change.
struct Clocks {
    static let names =
        [
            "Adelaide", "Brisbane", "Broken_Hill", "Darwin", "Eucla", "Hobart", "Lindeman",
            "Lord_Howe",
            "Melbourne", "Perth", "Sydney",
        ].map { "Australia/" + $0 } + [
            "Pacific/Auckland", "Pacific/Chatham", "Europe/London", "Europe/Dublin",
            "America/New_York",
            "America/Sao_Paulo", "Asia/Kathmandu",
        ]

    let zones: [Zone]
    let first = CivilDate(dayNumber: 16_436)  // 1 January 2015

    init() throws {
        let database = ZoneDatabase()
        zones = try Clocks.names.map { try database.zone(named: $0) }
    }

    /// The practice's days on which the clock changes 2015-2030; a quiet zone gives its first day.
    func changes(of zone: Zone) -> [CivilDate] {
        var days: [CivilDate] = []
        var at = Instant(seconds: first.dayNumber * 86_400)
        while let change = zone.nextChange(after: at), change.seconds < 22_280 * 86_400 {
            days.append(zone.local(at: Instant(seconds: change.seconds - 60)).date)
            at = change
        }
        return days.isEmpty ? [first] : days
    }
}

extension RandomCase {
    /// Work through the night around a clock change, with rows that meet it.
    static func around(
        _ day: CivilDate, _ zone: Zone, _ number: Int, _ interval: Int, _ grid: Grid,
        _ stacking: Stacking
    ) -> RandomCase {
        var trial = RandomCase(seed: UInt64(number * 97 + interval), zone: zone, day: day)
        var random = Seeded(seed: UInt64(number + interval))
        trial.book.days = day...day.adding(days: 1)
        trial.book.sessions = [day, day.adding(days: 1)].flatMap { date in
            [(random.int(0...170), random.int(175...360)), (420, 720), (1260, 1440)].map {
                WorkingSession(
                    practitioner: Book.practitioner, date: date, start: .at($0.0), end: .at($0.1))
            }
        }
        trial.demand = Demand(
            length: Minutes(random.pick([5, 20, 35, 50, 95])),
            need: Minutes(random.pick([0, 40, 60])))
        trial.settings = SlotSettings(
            interval: Minutes(interval), grid: grid,
            now: Instant(seconds: day.dayNumber * 86_400 + random.int(-172_800...40_000)),
            lead: Minutes(60), lastDay: day.adding(days: random.int(0...2)), stacking: stacking)
        return trial
    }
}

extension ClosedRange<CivilDate> {
    var all: [CivilDate] {
        (lowerBound.dayNumber...upperBound.dayNumber).map { CivilDate(dayNumber: $0) }
    }

    var count: Int { upperBound.dayNumber - lowerBound.dayNumber + 1 }
}

private func number(_ variable: String) -> Int? {
    getenv(variable).flatMap { Int(String(cString: $0)) }
}
