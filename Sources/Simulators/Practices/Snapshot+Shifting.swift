public import Diary

extension Snapshot {
    /// The same practice with all days moved so that the first day that was read is that one.
    ///
    /// Wall-clock times stay what they are, also across a clock change. Weekdays move along unless
    /// the distance is whole weeks.
    public func shifted(toFirstDay first: CivilDate, in zone: Zone) -> Snapshot {
        let days = first.dayNumber - pms.days.lowerBound.dayNumber
        guard days != 0 else { return self }
        func shifted(_ instant: Instant) -> Instant {
            let local = zone.local(at: instant)
            let seconds = instant.seconds - zone.instant(of: local).seconds
            let moved = zone.instant(
                of: CivilDateTime(clockMinute: local.clockMinute + days * 1440))
            return Instant(seconds: moved.seconds + (abs(seconds) < 60 ? seconds : 0))
        }
        func shifted(_ time: RowTime) -> RowTime {
            switch time {
            case .civil(let local):
                .civil(CivilDateTime(clockMinute: local.clockMinute + days * 1440))
            case .exact(let instant): .exact(shifted(instant))
            }
        }
        var copy = self
        copy.pms.readAt = shifted(pms.readAt)
        if pms.offsetMinutes == zone.offset(at: pms.readAt) / 60 {
            // One that was right stays right, also where a clock change lies between.
            copy.pms.offsetMinutes = zone.offset(at: copy.pms.readAt) / 60
        }
        copy.pms.days =
            pms.days.lowerBound.adding(days: days)...pms.days.upperBound.adding(days: days)
        for index in copy.pms.sessions.indices {
            copy.pms.sessions[index].date = pms.sessions[index].date.adding(days: days)
        }
        for index in copy.pms.diary.indices {
            copy.pms.diary[index].start = shifted(pms.diary[index].start)
            if case .at(let end) = pms.diary[index].end {
                copy.pms.diary[index].end = .at(shifted(end))
            }
        }
        for index in copy.claims.indices {
            copy.claims[index].start = shifted(claims[index].start)
        }
        return copy
    }

    /// So many practices that differ from this one in their id alone: `harbour-dental-0001` and so
    /// on. One copy is the practice itself.
    public func copies(_ count: Int) -> [Snapshot] {
        guard count > 1 else { return [self] }
        return (1...count).map { number in
            var copy = self
            let digits = String(number)
            let padding = String(repeating: "0", count: max(0, 4 - digits.count))
            copy.pms.practice = PracticeID("\(pms.practice)-\(padding)\(digits)")
            return copy
        }
    }
}
