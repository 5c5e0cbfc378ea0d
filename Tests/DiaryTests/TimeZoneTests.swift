import Testing

@testable import Diary

@Suite("zones")
struct TimeZoneTests {
    /// zone, local time, the instant it means, whether the clock shows it
    static let invariantNine: [(String, String, String, Bool)] = [
        // Sydney: 2:00 becomes 3:00 on the first Sunday of October, 3:00 becomes 2:00 in April.
        ("Australia/Sydney", "2026-10-04T01:59", "2026-10-03T15:59:00Z", true),
        ("Australia/Sydney", "2026-10-04T02:00", "2026-10-03T16:00:00Z", false),
        ("Australia/Sydney", "2026-10-04T02:30", "2026-10-03T16:30:00Z", false),
        ("Australia/Sydney", "2026-10-04T03:00", "2026-10-03T16:00:00Z", true),
        ("Australia/Sydney", "2026-04-05T02:00", "2026-04-04T15:00:00Z", true),
        ("Australia/Sydney", "2026-04-05T02:59", "2026-04-04T15:59:00Z", true),
        ("Australia/Sydney", "2026-04-05T03:00", "2026-04-04T17:00:00Z", true),
        // Lord Howe moves by half an hour.
        ("Australia/Lord_Howe", "2026-10-04T02:00", "2026-10-03T15:30:00Z", false),
        ("Australia/Lord_Howe", "2026-10-04T02:29", "2026-10-03T15:59:00Z", false),
        ("Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30:00Z", true),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z", true),
        ("Australia/Lord_Howe", "2026-04-05T02:00", "2026-04-04T15:30:00Z", true),
        // Sao Paulo had no midnight on 4 November 2018.
        ("America/Sao_Paulo", "2018-11-03T23:59", "2018-11-04T02:59:00Z", true),
        ("America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T03:00:00Z", false),
        ("America/Sao_Paulo", "2018-11-04T01:00", "2018-11-04T03:00:00Z", true),
        // Dublin, where some builds of the data call the winter the exception.
        ("Europe/Dublin", "2026-01-15T12:00", "2026-01-15T12:00:00Z", true),
        ("Europe/Dublin", "2026-07-15T12:00", "2026-07-15T11:00:00Z", true),
        ("Europe/Dublin", "2026-03-29T01:30", "2026-03-29T01:30:00Z", false),
        ("Asia/Kathmandu", "2026-07-15T12:00", "2026-07-15T06:15:00Z", true),
        ("Australia/Eucla", "2026-07-15T12:00", "2026-07-15T03:15:00Z", true),
        // Beyond the table, by the rule at the end of the file.
        ("Australia/Sydney", "2150-01-15T12:00", "2150-01-15T01:00:00Z", true),
        ("Australia/Sydney", "2150-07-15T12:00", "2150-07-15T02:00:00Z", true),
    ]

    @Test(
        "a missing time moves later by the gap, a repeated one is its first",
        arguments: invariantNine)
    func localTimes(name: String, local: String, instant: String, isShown: Bool) throws {
        let zone = try ZoneDatabase().zone(named: name)
        let local = try #require(CivilDateTime(local))
        #expect(zone.instant(of: local) == Instant(instant))
        #expect(zone.shows(local) == isShown)
        #expect((zone.jump(over: local) == nil) == isShown)
    }

    @Test("a skipped time names the jump that leaves it out")
    func jump() throws {
        let zone = try ZoneDatabase().zone(named: "Australia/Lord_Howe")
        let local = try #require(CivilDateTime("2026-10-04T02:10"))
        let jump = try #require(zone.jump(over: local))
        #expect(jump.from.description == "2026-10-04T02:00")
        #expect(jump.to.description == "2026-10-04T02:30")
    }

    @Test("random zones agree with a search through every minute", arguments: 1...40)
    func randomZones(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        var changes: [Int] = []
        var offsets = [(random(48) - 24) * 1800]
        for _ in 0..<random(5) {
            // Often closer together than the clock moves.
            changes.append((changes.last ?? 0) + (20 + random(random(2) == 0 ? 100 : 2000)) * 60)
            offsets.append(offsets[offsets.count - 1] + (random(9) - 4) * 1800)
        }
        let zone = Zone(identifier: "random", changes: changes, offsets: offsets)
        // The minute at which the clock first shows a time, or first is beyond it.
        var reached: [Int: (minute: Int, isShown: Bool)] = [:]
        var latest = -4800
        for minute in -4000...14_000 {
            let at = Instant(seconds: minute * 60)
            let wall = zone.local(at: at).clockMinute
            #expect(wall * 60 == at.seconds + offsets[changes.filter { $0 <= at.seconds }.count])
            while latest < wall {
                latest += 1
                reached[latest] = (minute, latest == wall)
            }
        }
        var clock = LocalClock(zone)
        for wall in -1500...10_000 {
            let local = CivilDateTime(clockMinute: wall)
            let (minute, isShown) = reached[wall] ?? (0, false)
            let instant = zone.instant(of: local)
            #expect(zone.shows(local) == isShown)
            #expect(clock.instant(of: local) == instant)
            if isShown { #expect(instant.seconds == minute * 60) }
            // What is skipped counts by the offset before the jump.
            let before = zone.offset(at: Instant(seconds: minute * 60 - 1))
            if !isShown { #expect(instant.seconds == wall * 60 - before) }
        }
    }

    @Test("a zone of a fixed offset never changes")
    func fixed() {
        let zone = Zone.fixed(secondsEast: 34_200, named: "+09:30")
        #expect(zone.offset(at: Instant(seconds: 0)) == 34_200)
        #expect(zone.nextChange(after: Instant(seconds: 0)) == nil)
        #expect(zone.local(at: Instant(seconds: -1)).description == "1970-01-01T09:29")
    }
}
