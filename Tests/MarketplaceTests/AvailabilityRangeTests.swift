import Diagnostics
import Diary
import Ports
import Testing

@testable import Marketplace

@Suite("Starts, ranges, starts")
struct AvailabilityRangeTests {
    private static func said(_ starts: [String]) -> [String] {
        AvailabilityRange.ranges(of: day("b", "2026-03-04", starts).starts).ranges.map {
            "\($0.start)-\($0.end) \($0.length.count) "
                + $0.reasons.map(\.rawValue).joined(separator: " ")
        }
    }

    @Test(
        "T20: a start is a range of its length; runs spaced exactly by the length merge",
        arguments: [
            (["09:00 30 a"], ["09:00-09:30 30 a"]),
            (["09:00 30 a", "09:30 30 a", "10:00 30 a"], ["09:00-10:30 30 a"]),
            (["09:00 30 a", "09:30 30 b"], ["09:00-09:30 30 a", "09:30-10:00 30 b"]),
            (["09:00 30 a", "10:00 30 a"], ["09:00-09:30 30 a", "10:00-10:30 30 a"]),
            // Ranges overlap where the grid is finer than the length.
            (
                ["09:00 30 a", "09:15 30 a", "09:30 30 a", "09:45 30 a"],
                ["09:00-10:00 30 a", "09:15-10:15 30 a"]
            ),
            (["09:00 30 a", "09:00 60 b"], ["09:00-09:30 30 a", "09:00-10:00 60 b"]),
            // The order in which starts and reasons come makes no difference.
            (["09:30 30 b a", "09:00 30 a b"], ["09:00-10:00 30 a b"]),
            ([], []),
        ])
    func ranges(_ starts: [String], _ ranges: [String]) {
        #expect(Self.said(starts) == ranges)
    }

    @Test("T20: a local time that comes twice is sent once")
    func twice() {
        #expect(Self.said(["02:30 30 a", "02:30 30 a", "02:30 30 b"]) == ["02:30-03:00 30 a b"])
    }

    @Test(
        "a start that has no form at the marketplace is left out and counted",
        arguments: [
            ("23:30 30 a", 1), ("23:00 59 a", 0), ("23:00 60 a", 1), ("23:45 30 a", 1),
            ("24:00 1 a", 1), ("09:00 30", 1), ("09:00 0 a", 1), ("09:00 -30 a", 1),
            ("00:00 1439 a", 0), ("09:00 9223372036854775807 a", 1),
        ])
    func leftOut(_ start: String, _ count: Int) {
        let said = AvailabilityRange.ranges(of: day("b", "2026-03-04", [start]).starts)
        #expect(said.leftOut == count && said.ranges.count == 1 - count)
    }

    @Test(
        "T20: starts to ranges to starts gives the starts of any day",
        arguments: 1...8 as ClosedRange<UInt64>)
    func property(seed: UInt64) {
        var random = SplitMix(state: seed)
        for round in 0..<500 {
            let grid = [1, 5, 7, 10, 15, 30, 60][random.below(7)]
            let lengths = (0...random.below(3)).map { _ in
                Minutes([5, 10, 20, 30, 45][random.below(5)])
            }
            var starts: [String: DayAvailability.Start] = [:]
            for _ in 0..<random.below(80) {
                let minute = random.below(1440 / grid) * grid
                let length = lengths[random.below(lengths.count)]
                guard let time = CivilTime(minuteOfDay: minute) else { continue }
                let reasons = ["a", "b", "c"].prefix(1 + random.below(3)).map { ListedReasonID($0) }
                starts["\(minute) \(length.count)"] = DayAvailability.Start(
                    time: time, length: length, reasons: reasons)
            }
            let sayable = starts.values.filter { $0.time.minuteOfDay + $0.length.count < 1440 }
            let (ranges, leftOut) = AvailabilityRange.ranges(of: Array(starts.values))
            #expect(leftOut == starts.count - sayable.count)
            #expect(
                AvailabilityRange.starts(of: ranges)
                    == sayable.sorted { ($0.time, $0.length) < ($1.time, $1.length) },
                "seed \(seed), round \(round)")
            for range in ranges {
                #expect(range.start < range.end && range.end.minuteOfDay < 1440)
                #expect(
                    (range.end.minuteOfDay - range.start.minuteOfDay) % range.length.count == 0)
            }
            // No two ranges could be one.
            let ends = Set(ranges.map { "\($0.end) \($0.length) \($0.reasons)" })
            #expect(!ranges.contains { ends.contains("\($0.start) \($0.length) \($0.reasons)") })
        }
    }
}

/// A small seeded source of chance.
struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
