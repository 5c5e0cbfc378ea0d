internal import Diary

/// Something that takes time, in whole minutes: the start rounded down, the end up.
struct BusyRow: Equatable {
    var start: UTCMinute
    var end: UTCMinute
    var kind: BusyKind
    /// Its place in `Timetable.sources`.
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

/// Where a busy row comes from.
enum BusySource: Equatable {
    case entry(DiaryEntryID)
    case claim(ClaimID)
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
        // Until when each kind takes the time, and from when on that has not been written down.
        var until = [UTCMinute](repeating: .min, count: BusyKind.allCases.count)
        var written = UTCMinute.min

        func write(until bound: UTCMinute) {
            while written < bound, let index = until.firstIndex(where: { $0 > written }),
                let kind = BusyKind(rawValue: UInt8(index))
            {
                let end = min(bound, until[index])
                if let last = taken.last, last.end == written, last.kind == kind {
                    taken[taken.count - 1].end = end
                } else {
                    taken.append(TakenTime(start: written, end: end, kind: kind))
                }
                written = end
            }
            written = bound
        }
        for row in rows {
            write(until: row.start)
            let index = Int(row.kind.rawValue)
            until[index] = max(until[index], row.end)
        }
        write(until: .max)
        return taken
    }
}
