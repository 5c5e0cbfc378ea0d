import Diary
import Foundation
import Testing

/// Foundation carries zone data of its own on Linux, and so is an independent witness.
@Suite("zones against Foundation")
struct TimeAgainstFoundationTests {
    static let names =
        [
            "ACT", "Adelaide", "Brisbane", "Broken_Hill", "Canberra", "Currie", "Darwin", "Eucla",
            "Hobart", "LHI", "Lindeman", "Lord_Howe", "Melbourne", "NSW", "North", "Perth",
            "Queensland", "South", "Sydney", "Tasmania", "Victoria", "West", "Yancowinna",
        ].map { "Australia/" + $0 } + [
            "Antarctica/Macquarie", "Pacific/Norfolk", "Pacific/Auckland", "Pacific/Chatham",
            "Europe/London", "Europe/Dublin", "America/New_York", "America/Sao_Paulo",
            "Asia/Kathmandu",
        ]
    /// 1 January 2015 to 1 January 2031.
    static let years = 1_420_070_400..<1_924_992_000

    @Test(
        "offsets agree at every change from 2015 to 2030 and a second either side", arguments: names
    )
    func changes(name: String) throws {
        let zone = try ZoneDatabase().zone(named: name)
        let witness = try #require(TimeZone(identifier: name))
        for change in Self.changes(of: zone) {
            for second in change.seconds - 1...change.seconds + 1 {
                let date = Foundation.Date(timeIntervalSince1970: Double(second))
                #expect(
                    zone.offset(at: Instant(seconds: second)) == witness.secondsFromGMT(for: date))
            }
        }
        // A change that only the witness knows shows at some half day.
        for second in stride(from: Self.years.lowerBound, to: Self.years.upperBound, by: 43_200) {
            let date = Foundation.Date(timeIntervalSince1970: Double(second))
            #expect(zone.offset(at: Instant(seconds: second)) == witness.secondsFromGMT(for: date))
        }
    }

    @Test("missing and repeated local times mean the same instant", arguments: names)
    func localTimes(name: String) throws {
        let zone = try ZoneDatabase().zone(named: name)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: name))
        for change in Self.changes(of: zone) {
            let wall = zone.local(at: Instant(seconds: change.seconds - 60)).clockMinute
            for minute in stride(from: wall - 130, through: wall + 130, by: 5) {
                let local = CivilDateTime(clockMinute: minute)
                let (year, month, day) = local.date.parts
                let parts = DateComponents(
                    year: year, month: month, day: day, hour: local.minuteOfDay / 60,
                    minute: local.minuteOfDay % 60)
                let date = try #require(calendar.date(from: parts))
                #expect(
                    zone.instant(of: local).seconds == Int(date.timeIntervalSince1970),
                    "\(name) \(local)")
            }
        }
    }

    private static func changes(of zone: Zone) -> [Instant] {
        var changes: [Instant] = []
        var at = Instant(seconds: years.lowerBound)
        while let change = zone.nextChange(after: at), change.seconds < years.upperBound {
            changes.append(change)
            at = change
        }
        return changes
    }
}
