internal import Diary

/// Something that takes time, in whole minutes: the start rounded down, the end up.
struct BusyRow: Equatable {
    var start: UTCMinute
    var end: UTCMinute
    var kind: BusyKind
    /// Its place in `Timetable.entries`, or in `Timetable.claims` where it is a claim.
    var source: Int32
}

/// What takes time, in the order in which it decides (the order of `Blocker`).
enum BusyKind: UInt8, CaseIterable, Comparable {
    case leave, block, appointment, unknown, claim

    init(_ kind: DiaryEntry.Kind) {
        switch kind {
        case .leave: self = .leave
        case .block: self = .block
        case .appointment: self = .appointment
        case .unknown: self = .unknown
        }
    }

    var blocker: Blocker {
        switch self {
        case .leave: .leave
        case .block: .blocked
        case .appointment: .booked
        case .unknown: .unknownEntry
        case .claim: .claimed
        }
    }

    static func < (left: BusyKind, right: BusyKind) -> Bool { left.rawValue < right.rawValue }
}

/// Time that is taken throughout, and the kind that decides there. Taken times never overlap.
struct TakenTime: Equatable {
    var start: UTCMinute
    var end: UTCMinute
    var kind: BusyKind

    /// Lays rows that may overlap each other side by side; `rows` ascend by their start.
    static func sideBySide(_ rows: [BusyRow]) -> [TakenTime] {
        var taken: [TakenTime] = []
        taken.reserveCapacity(rows.count)
        var first = 0
        while first < rows.count {
            var end = rows[first].end
            var next = first + 1
            while next < rows.count, rows[next].start < end {
                end = max(end, rows[next].end)
                next += 1
            }
            if next == first + 1 {
                append(
                    TakenTime(start: rows[first].start, end: end, kind: rows[first].kind),
                    to: &taken)
            } else {
                append(overlapping: rows[first..<next], until: end, to: &taken)
            }
            first = next
        }
        return taken
    }

    /// Lays a run of overlapping rows side by side: at each minute the kind that decides.
    private static func append(
        overlapping rows: ArraySlice<BusyRow>, until end: UTCMinute, to taken: inout [TakenTime]
    ) {
        // Until when each kind takes the time, and up to where that has been written down.
        var until = [UTCMinute](repeating: .min, count: BusyKind.allCases.count)
        var written = rows.first?.start ?? end
        let starts = rows.dropFirst().map(\.start) + [end]
        for (row, bound) in zip(rows, starts) {
            until[Int(row.kind.rawValue)] = max(until[Int(row.kind.rawValue)], row.end)
            while written < bound, let index = until.firstIndex(where: { $0 > written }),
                let kind = BusyKind(rawValue: UInt8(index))
            {
                let next = min(bound, until[index])
                append(TakenTime(start: written, end: next, kind: kind), to: &taken)
                written = next
            }
        }
    }

    /// Appends a time, or makes the last one longer where both are of one kind and touch.
    @inline(__always)
    private static func append(_ time: TakenTime, to taken: inout [TakenTime]) {
        let last = taken.count - 1
        if last >= 0, taken[last].end == time.start, taken[last].kind == time.kind {
            taken[last].end = time.end
        } else {
            taken.append(time)
        }
    }
}
