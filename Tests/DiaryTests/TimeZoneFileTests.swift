import Foundation
import Testing

@testable import Diary

@Suite("zone files")
struct TimeZoneFileTests {
    /// A file of version 2 whose only table is the second one.
    static func file(
        times: [Int], indices: [UInt8], offsets: [Int32], rule: String, version: UInt8 = 0x32,
        leapSeconds: UInt32 = 0
    ) -> [UInt8] {
        func big(_ value: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: value.bigEndian) { Array($0) }
        }
        func header(_ counts: [Int]) -> [UInt8] {
            Array("TZif".utf8) + [version] + Array(repeating: 0, count: 15)
                + counts.flatMap { big(UInt32($0)) }
        }
        var bytes = header([0, 0, 0, 0, 0, 0])
        bytes += header([0, 0, Int(leapSeconds), times.count, offsets.count, 4])
        bytes += times.flatMap { big(Int64($0)) } + indices
        bytes += offsets.flatMap { big($0) + [0, 0] } + Array("ABC\0".utf8)
        bytes += Array(repeating: 0, count: Int(leapSeconds) * 12)
        return bytes + Array("\n\(rule)\n".utf8)
    }

    static func zone(_ bytes: [UInt8]) throws -> Zone { try ZoneFile.zone(named: "Z", from: bytes) }

    /// rule, year, month and day, seconds of the day in UTC, the offset from then on
    static let rules: [(String, String, Int)] = [
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2050-10-01T16:00:00Z", 39_600),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2050-04-02T16:00:00Z", 36_000),
        ("EST5EDT,M3.2.0,M11.1.0", "2050-03-13T07:00:00Z", -14_400),
        ("EST5EDT,M3.2.0,M11.1.0", "2050-11-06T06:00:00Z", -18_000),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-10-30T01:00:00Z", 0),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-03-27T01:00:00Z", 3600),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2050-10-01T15:30:00Z", 39_600),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2050-04-02T15:00:00Z", 37_800),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T01:00:00Z", -3600),
        ("AAA0BBB,J60,J300", "2052-03-01T02:00:00Z", 3600),
        ("AAA0BBB,59/0,300", "2052-02-29T00:00:00Z", 3600),
        ("AAA0BBB,59/0,300", "2051-03-01T00:00:00Z", 3600),
        ("AAA0BBB,M2.5.1/100:30:15,300", "2052-03-01T04:30:15Z", 3600),
    ]

    @Test("the rule at the end says every later year", arguments: rules)
    func rule(text: String, at: String, offset: Int) throws {
        let zone = try Self.zone(Self.file(times: [], indices: [], offsets: [7], rule: text))
        let instant = try #require(Instant(at))
        #expect(zone.offset(at: instant) == offset)
        #expect(zone.changes.contains(instant.seconds))
    }

    @Test("daylight time all year round is one offset")
    func allYear() throws {
        let zone = try Self.zone(
            Self.file(
                times: [0], indices: [1], offsets: [0, -10_800], rule: "EST5EDT3,0/0,J365/26"))
        // The last year that the rule is carried into ends the table.
        let end = try #require(Instant("2200-12-31T23:59:00Z"))
        #expect(zone.nextChange(after: Instant(seconds: 86_400 * 366)) ?? end >= end)
        #expect(zone.offset(at: Instant(seconds: 86_400 * 20_000)) == -10_800)
    }

    @Test("a table's transitions stand, and its rule starts after the last of them")
    func table() throws {
        let day = 86_400
        let zone = try Self.zone(
            Self.file(
                times: [-1 << 59, 0, 200 * day], indices: [1, 0, 2], offsets: [3600, 60, 7200],
                rule: "AAA-2BBB,J1/0,J180/0"))
        #expect(zone.offset(at: Instant(seconds: -1)) == 60)
        #expect(zone.offset(at: Instant(seconds: 0)) == 3600)
        #expect(zone.offset(at: Instant(seconds: 200 * day)) == 7200)
        #expect(zone.changes.count == 2 + 2 * (2200 - 1970))
    }

    static let invalid: [(String, [UInt8])] = [
        ("no TZif data", Array("TZxx".utf8) + Array(repeating: 0, count: 60)),
        ("nothing", []),
        ("version 1", file(times: [], indices: [], offsets: [0], rule: "", version: 0)),
        ("no offset", file(times: [], indices: [], offsets: [], rule: "UTC0")),
        ("a wrong index", file(times: [1], indices: [1], offsets: [0], rule: "UTC0")),
        ("times that fall", file(times: [5, 5], indices: [0, 0], offsets: [0], rule: "UTC0")),
        ("a far time", file(times: [1 << 41], indices: [0], offsets: [0], rule: "UTC0")),
        ("a huge offset", file(times: [], indices: [], offsets: [100_000], rule: "UTC0")),
        ("a broken rule", file(times: [], indices: [], offsets: [0], rule: "AAA0BBB,M13.1.0,J1")),
        (
            "too many transitions",
            file(
                times: Array(0...2000), indices: Array(repeating: 0, count: 2001), offsets: [0],
                rule: "UTC0")
        ),
    ]

    @Test("a file that counts leap seconds is refused for that")
    func leapSeconds() {
        let bytes = Self.file(times: [], indices: [], offsets: [0], rule: "UTC0", leapSeconds: 1)
        #expect(throws: ZoneFile.Invalid(why: "counts leap seconds")) { try Self.zone(bytes) }
    }

    @Test("bytes that are no zone are refused", arguments: invalid)
    func refuses(what: String, bytes: [UInt8]) {
        #expect(throws: ZoneFile.Invalid.self, "\(what)") { try Self.zone(bytes) }
    }

    @Test(
        "rules that POSIX does not know are refused",
        arguments: [
            "A0", "AA0", "<AAA0", "AAA", "AAA25", "AAA0BBB", "AAA0BBB,J0,J1", "AAA0BBB,J366,J1",
            "AAA0BBB,366,J1", "AAA0BBB,M1.6.0,J1", "AAA0BBB,M1.1.7,J1", "AAA0BBB,J1/168,J2",
            "AAA0BBB,J1,J2,", "AAA0BBB,J1", "AAA0:60", "AAA99999999999999999999",
        ])
    func refusesRule(text: String) { #expect(ZoneRule(Array(text.utf8)[...]) == nil) }

    @Test("damaged files never crash and never give a zone out of order", arguments: 1...4)
    func damaged(seed: Int) throws {
        let original = Array(try Data(contentsOf: URL(fileURLWithPath: sydneyPath)))
        var state = UInt64(seed)
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        for _ in 0..<800 {
            var bytes = original
            for _ in 0...random(6) {
                let place = random(3) == 0 ? random(60) : random(bytes.count)
                bytes[place] = random(2) == 0 ? UInt8(random(256)) : bytes[place] ^ (1 << random(8))
            }
            if random(4) == 0 { bytes.removeLast(random(bytes.count)) }
            guard let zone = try? Self.zone(bytes) else { continue }
            #expect(zone.changes == zone.changes.sorted())
            for seconds in [0, 1_700_000_000, -5_000_000_000, 9_000_000_000] {
                let local = zone.local(at: Instant(seconds: seconds))
                _ = zone.instant(of: local)
                _ = zone.jump(over: local)
            }
        }
    }
}
