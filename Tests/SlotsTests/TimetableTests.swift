import Diary
import Slots
import Testing

@Suite("timetables")
struct TimetableTests {
    @Test("rows that overlap or touch are one session, and days never join")
    func joinedRows() throws {
        let book = try Book(
            "Australia/Sydney", "2026-03-04", hours: ["10:00-11:00", "08:00-09:30", "09:00-10:00"])
        #expect(book.starts(90, every: 45) == ["08:00", "08:45", "09:30"])
        let nights = try Book(
            "Australia/Sydney", "2026-03-04", to: "2026-03-05", hours: ["00:00-24:00"])
        let starts = nights.starts(600, every: 420) { $0.stacking = .firstOfSession }
        #expect(starts == ["00:00", "2026-03-05T00:00"])
        #expect(nights.starts(1440, every: 60) == ["00:00", "2026-03-05T00:00"])
    }

    @Test("breaks cut sessions, whatever their order, overlap and reach")
    func breaks() throws {
        var book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-12:00"])
        book.sessions[0].breaks = [(690, 760), (540, 600), (570, 580), (400, 490), (700, 700)].map {
            WorkingSession.Break(start: .at($0.0), end: .at($0.1))
        }
        #expect(book.starts(30, every: 30) == ["08:10", "10:00", "10:30", "11:00"])
    }

    @Test("stacking shows the first free start of each session, or of each gap")
    func stacking() throws {
        var book = try Book(
            "Australia/Sydney", "2026-03-04", hours: ["08:00-12:00"], pause: "10:00-10:30")
        try book.add(.appointment, "2026-03-04T08:00", minutes: 30)
        try book.add(.appointment, "2026-03-04T09:00", minutes: 30)
        #expect(book.starts(30, every: 30).count == 5)
        #expect(book.starts(30, every: 30) { $0.stacking = .firstOfSession } == ["08:30", "10:30"])
        #expect(
            book.starts(30, every: 30) { $0.stacking = .firstOfGap } == ["08:30", "09:30", "10:30"])
    }

    @Test("stacking comes after the lead time")
    func stackingAfterLead() throws {
        let book = try Book(
            "Australia/Sydney", "2026-03-04", hours: ["08:00-12:00", "13:00-17:00"])
        let now = try #require(Instant("2026-03-04T09:10:00+11:00"))
        let starts = book.starts(30, every: 15) {
            $0.stacking = .firstOfSession
            $0.now = now
            $0.lead = 60
        }
        #expect(starts == ["10:15", "13:00"])
    }

    @Test("all practitioners of a snapshot are sorted out in one pass")
    func snapshot() throws {
        let day = try #require(CivilDate("2026-03-04"))
        let zone = try ZoneDatabase().zone(named: "Australia/Sydney")
        var reading = PMSReading(
            system: .exact, practice: PracticeID("x"), practiceName: "X",
            readAt: Instant(seconds: 0), days: day...day)
        let ids = ["a", "b", "idle"].map { PractitionerID($0) }
        reading.practitioners = ids.map { Practitioner(id: $0, name: $0.rawValue) }
        for id in [ids[1], ids[0], PractitionerID("stranger"), ids[1]] {
            let hour = reading.sessions.count + 8
            reading.sessions.append(
                WorkingSession(
                    practitioner: id, date: day, start: .at(hour * 60), end: .at(hour * 60 + 60)))
            reading.diary.append(
                DiaryEntry(
                    id: DiaryEntryID("e\(hour)"), practitioner: id, kind: .appointment,
                    start: .civil(CivilDateTime(day, .at(hour * 60))), end: .after(Minutes(15))))
        }
        let claim = Claim(
            id: ClaimID("c"), practitioner: ids[0], start: .civil(CivilDateTime(day, .at(585))),
            length: Minutes(15))
        let snapshot = Snapshot(pms: reading, setUp: SetUp(timeZone: "x"), claims: [claim])

        let all = Timetable.all(of: snapshot, zone: zone)
        #expect(Set(all.keys) == Set(ids))
        let asked = Asked(Book(zone: zone, days: day...day), 15, 15, 15)
        for id in ids {
            let alone = Timetable(
                practitioner: id, sessions: reading.sessions, diary: reading.diary,
                claims: [claim], days: reading.days, zone: zone)
            let starts = all[id]?.starts(for: asked.demand, asked.settings)
            #expect(starts == alone.starts(for: asked.demand, asked.settings))
            #expect(starts?.count == ["a": 2, "b": 6, "idle": 0][id.rawValue])
        }
    }

    @Test("numbers outside their ranges become the nearest one inside")
    func clamped() throws {
        let book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-08:03"])
        #expect(book.starts(0, every: 0) == ["08:00", "08:01", "08:02"])
        #expect(book.starts(1, every: 0) { $0.lead = -5 } == ["08:00", "08:01", "08:02"])
        #expect(Demand(length: Minutes(99_999), need: Minutes(1)).need == Minutes(1440))
        #expect(Demand(length: Minutes(45), need: Minutes(30)).need == Minutes(45))
        let asked = Asked(book, 1, 1, .max)
        #expect(asked.settings.interval == Minutes(1440))
    }

    @Test("absurd rows neither crash nor last")
    func absurd() throws {
        let zone = Zone.fixed(secondsEast: 0, named: "UTC")
        let day = CivilDate(dayNumber: 20_000)
        var book = Book(zone: zone, days: day...day.adding(days: 1_000_000))
        for days in [0, 399, 400, 900_000] {
            book.sessions.append(
                WorkingSession(
                    practitioner: Book.practitioner, date: day.adding(days: days),
                    start: .at(480), end: .at(540)))
        }
        let times = [-1 << 50, 20_000 * 86_400, 1 << 50].map { RowTime.exact(Instant(seconds: $0)) }
        for start in times {
            for end in times.map({ DiaryEntry.End.at($0) }) + [.after(Minutes(.max))] {
                book.diary.append(
                    DiaryEntry(
                        id: DiaryEntryID("e"), practitioner: PractitionerID("p1"), kind: .leave,
                        start: start, end: end))
            }
        }
        let asked = Asked(book, 30, 30, 30)
        #expect(book.timetable.starts(for: asked.demand, asked.settings).isEmpty)
        book.diary = []
        book.claims = [
            Claim(
                id: ClaimID("c"), practitioner: Book.practitioner, start: times[1],
                length: Minutes(.max))
        ]
        #expect(book.timetable.starts(for: asked.demand, asked.settings).isEmpty)
        book.claims = []
        let free = book.starts(30, every: 30) {
            $0.now = Instant(seconds: -1 << 50)
            $0.lastDay = CivilDate(dayNumber: 1 << 40)
        }
        // The last day that a timetable covers is the 400th.
        #expect(free.count == 4)
        #expect(book.starts(30, every: 30) { $0.now = Instant(seconds: 1 << 50) }.isEmpty)
        let far = CivilDateTime(clockMinute: 1 << 50)
        let explained = book.timetable.explain(asked.demand, asked.settings, at: far)
        #expect(explained.blockers.map(\.blocker).contains(.dayNotRead))
    }
}
