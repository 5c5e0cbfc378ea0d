/// Turns many local times of one practice into instants: it remembers the time between two clock
/// changes in which it last answered, where the next question nearly always lies as well.
package struct LocalClock: Sendable {
    /// The zone that it answers for.
    package let zone: Zone
    private var even = Zone.EvenTime(from: 0, until: 0, offset: 0)

    /// Starts a clock of that zone.
    package init(_ zone: Zone) { self.zone = zone }

    /// The same as `Zone.instant(of:)`.
    package mutating func instant(of local: CivilDateTime) -> Instant {
        let wall = local.clockMinute * 60
        if even.from <= wall && wall < even.until { return Instant(seconds: wall - even.offset) }
        even = zone.evenTime(around: local)
        return zone.instant(of: local)
    }

    /// The same as `RowTime.instant(in:)`.
    package mutating func instant(of time: RowTime) -> Instant {
        switch time {
        case .civil(let local): instant(of: local)
        case .exact(let instant): instant
        }
    }
}

extension Zone {
    /// The offset in seconds at an instant, and from when until when it is the same.
    package func rule(at instant: Instant) -> (offset: Int, from: Instant, until: Instant) {
        let index = changes.countOfPrefix { $0 <= instant.seconds }
        return (
            offsets[index], Instant(seconds: index == 0 ? .min : changes[index - 1]),
            Instant(seconds: index == changes.count ? .max : changes[index])
        )
    }

    /// Wall-clock seconds that are shown under one offset, and not before.
    struct EvenTime {
        var from: Int
        var until: Int
        var offset: Int
    }

    /// The even time in which a local time is first shown, or which comes next where it never is.
    func evenTime(around local: CivilDateTime) -> EvenTime {
        let index = passed.countOfPrefix { $0 <= local.clockMinute * 60 }
        let offset = offsets[index]
        guard index > 0 else {
            return EvenTime(from: .min, until: passed.first ?? .max, offset: offset)
        }
        return EvenTime(
            from: max(changes[index - 1] + offset, passed[index - 1]),
            until: index < passed.count ? passed[index] : .max, offset: offset)
    }
}
