import Diary
import Slots
import Testing

@Suite("why a start is not offered")
struct ExplanationTests {
    /// A Wednesday in Sydney: 8-12 and 13-17 with a break, leave, a block, bookings and a claim.
    static func book() throws -> Book {
        var book = try Book(
            "Australia/Sydney", "2026-03-04", to: "2026-03-06",
            hours: ["08:00-12:00", "13:00-17:00"],
            pause: "10:00-10:20")
        book.sessions.removeAll { $0.date == book.days.upperBound }
        try book.add(.appointment, "2026-03-04T09:00", minutes: 30)
        try book.add(.block, "2026-03-04T09:10", minutes: 10)
        try book.add(.leave, "2026-03-04T15:00", minutes: 240)
        try book.add(.unknown("Memo"), "2026-03-04T14:30", minutes: 5)
        let start = try #require(CivilDateTime("2026-03-04T13:30"))
        book.claims = [
            Claim(
                id: ClaimID("c1"), practitioner: Book.practitioner, start: .civil(start),
                length: Minutes(15))
        ]
        return book
    }

    static func at(_ text: String) throws -> CivilDateTime { try #require(CivilDateTime(text)) }

    private func facts(
        _ start: String, _ length: Int = 30, need: Int = 30,
        with adjust: (inout Asked) -> Void = { _ in }
    ) throws -> [BlockerFact] {
        let book = try Self.book()
        var asked = Asked(book, length, need, 15)
        adjust(&asked)
        let explained = book.timetable.explain(
            asked.demand, asked.settings, at: try Self.at(start))
        #expect(explained.isOffered == explained.blockers.isEmpty)
        return explained.blockers
    }

    @Test("a free start on the grid is offered")
    func offered() throws {
        #expect(try facts("2026-03-04T08:00").isEmpty)
        #expect(try facts("2026-03-04T10:20").isEmpty)
    }

    @Test("every row in the way is named with its time, the deciding kind first")
    func rows() throws {
        let day = "2026-03-04T"
        #expect(
            try facts(day + "08:45") == [
                BlockerFact(
                    .blocked,
                    .entry(
                        DiaryEntryID("e2"), from: try Self.at(day + "09:10"),
                        to: try Self.at(day + "09:20"))),
                BlockerFact(
                    .booked,
                    .entry(
                        DiaryEntryID("e1"), from: try Self.at(day + "09:00"),
                        to: try Self.at(day + "09:30"))),
            ])
        #expect(
            try facts(day + "13:30") == [
                BlockerFact(
                    .claimed,
                    .claim(
                        ClaimID("c1"), from: try Self.at(day + "13:30"),
                        to: try Self.at(day + "13:45")))
            ])
        #expect(try facts(day + "14:30").map(\.blocker) == [.unknownEntry])
        #expect(try facts(day + "14:45", 60, need: 60).map(\.blocker) == [.leave])
    }

    @Test("past, lead time and horizon name the moments that decide")
    func clock() throws {
        let now = try #require(Instant("2026-03-04T09:40:30+11:00"))
        func adjust(_ asked: inout Asked) {
            asked.now = now
            asked.lead = 60
            asked.lastDay = CivilDate(dayNumber: asked.lastDay.dayNumber - 2)
        }
        let lead = BlockerFact(.leadTime, .firstPossible(try Self.at("2026-03-04T10:41")))
        #expect(
            try facts("2026-03-04T08:30", with: adjust) == [
                BlockerFact(.inPast, .now(try Self.at("2026-03-04T09:40"))), lead,
            ])
        #expect(try facts("2026-03-04T10:35", with: adjust) == [lead])
        #expect(
            try facts("2026-03-05T08:00", with: adjust) == [
                BlockerFact(.beyondHorizon, .lastDay(try #require(CivilDate("2026-03-04"))))
            ])
    }

    @Test("times without a session say what is around them")
    func noSession() throws {
        #expect(
            try facts("2026-03-04T10:05") == [
                BlockerFact(
                    .inBreak,
                    .pause(
                        from: try Self.at("2026-03-04T10:00"), to: try Self.at("2026-03-04T10:20")))
            ])
        #expect(
            try facts("2026-03-04T12:15") == [
                BlockerFact(
                    .outsideSession,
                    .workAround(
                        endsAt: try Self.at("2026-03-04T12:00"),
                        startsAt: try Self.at("2026-03-04T13:00")))
            ])
        #expect(
            try facts("2026-03-05T07:00") == [
                BlockerFact(
                    .outsideSession,
                    .workAround(endsAt: nil, startsAt: try Self.at("2026-03-05T08:00")))
            ])
        #expect(try facts("2026-03-06T09:00") == [BlockerFact(.noSession, .none)])
        let days = try Self.book().days
        #expect(
            try facts("2026-03-07T09:00") { $0.lastDay = days.upperBound.adding(days: 9) }
                == [BlockerFact(.dayNotRead, .daysRead(days))])
    }

    @Test("leave outside of working time is still named")
    func leaveAfterWork() throws {
        #expect(try facts("2026-03-04T18:00").map(\.blocker) == [.outsideSession, .leave])
    }

    @Test("a start off the grid names its neighbours, and what else is in the way")
    func offGrid() throws {
        let neighbours = BlockerFact(
            .offGrid,
            .gridNeighbours(
                before: try Self.at("2026-03-04T08:45"), after: try Self.at("2026-03-04T09:00")))
        let blockers = try facts("2026-03-04T08:50")
        #expect(blockers.first == neighbours)
        #expect(blockers.map(\.blocker) == [.offGrid, .blocked, .booked])
        #expect(
            try facts("2026-03-05T16:50").first
                == BlockerFact(
                    .offGrid, .gridNeighbours(before: try Self.at("2026-03-05T16:45"), after: nil)))
        #expect(
            try facts("2026-03-05T10:25") { $0.grid = .midnight }.first?.evidence
                == .gridNeighbours(before: nil, after: try Self.at("2026-03-05T10:30")))
    }

    @Test("a start that runs past the session's end names that end")
    func endsAfterSession() throws {
        #expect(
            try facts("2026-03-05T09:45") == [
                BlockerFact(.endsAfterSession, .sessionEnd(try Self.at("2026-03-05T10:00")))
            ])
    }

    @Test("where only the default length fails, what it meets first is named")
    func defaultDoesNotFit() throws {
        #expect(
            try facts("2026-03-04T08:30", 30, need: 45) == [
                BlockerFact(
                    .defaultDoesNotFit,
                    .entry(
                        DiaryEntryID("e1"), from: try Self.at("2026-03-04T09:00"),
                        to: try Self.at("2026-03-04T09:30")))
            ])
        #expect(
            try facts("2026-03-05T09:30", 30, need: 90) == [
                BlockerFact(.defaultDoesNotFit, .sessionEnd(try Self.at("2026-03-05T10:00")))
            ])
    }

    @Test("a row behind the end of the session is not what the default length meets")
    func obstacleBehindTheEnd() throws {
        var book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-09:00"])
        try book.add(.block, "2026-03-04T09:10", minutes: 30)
        let asked = Asked(book, 30, 60, 30)
        let explained = book.timetable.explain(
            asked.demand, asked.settings, at: try Self.at("2026-03-04T08:30"))
        #expect(
            explained.blockers == [
                BlockerFact(.defaultDoesNotFit, .sessionEnd(try Self.at("2026-03-04T09:00")))
            ])
    }

    @Test("the morning on the page of concepts is as it says")
    func morning() throws {
        var book = try Book(
            "Australia/Sydney", "2026-03-04", hours: ["08:00-12:00"], pause: "10:00-10:20")
        try book.add(.appointment, "2026-03-04T09:00", minutes: 30)
        func deciding(need: Int) -> [String] {
            let asked = Asked(book, 30, need, 30)
            return book.timetable.decisions(for: asked.demand, asked.settings).map {
                $0.start.timeText + ($0.blocker.map { " " + $0.rawValue } ?? "")
            }
        }
        #expect(
            deciding(need: 30) == [
                "08:00", "08:30", "09:00 BOOKED", "09:30", "10:20", "10:50", "11:20",
                "11:50 ENDS_AFTER_SESSION",
            ])
        #expect(
            deciding(need: 45) == [
                "08:00", "08:30 DEFAULT_DOES_NOT_FIT", "09:00 BOOKED",
                "09:30 DEFAULT_DOES_NOT_FIT", "10:20", "10:50", "11:20 DEFAULT_DOES_NOT_FIT",
                "11:50 ENDS_AFTER_SESSION",
            ])
        #expect(book.starts(30, every: 30) { $0.stacking = .firstOfSession } == ["08:00", "10:20"])
        #expect(
            book.starts(30, every: 30) { $0.stacking = .firstOfGap } == ["08:00", "09:30", "10:20"])
    }

    @Test("stacking names the start that is shown instead, and only where nothing else blocks")
    func stacking() throws {
        func session(_ asked: inout Asked) { asked.stacking = .firstOfSession }
        func gap(_ asked: inout Asked) { asked.stacking = .firstOfGap }
        #expect(try facts("2026-03-04T08:00", with: session).isEmpty)
        #expect(
            try facts("2026-03-04T08:30", with: session) == [
                BlockerFact(.stackingOff, .shownInstead(try Self.at("2026-03-04T08:00")))
            ])
        #expect(
            try facts("2026-03-04T09:30", with: session)
                == [BlockerFact(.stackingOff, .shownInstead(try Self.at("2026-03-04T08:00")))])
        #expect(try facts("2026-03-04T09:30", with: gap).isEmpty)
        #expect(
            try facts("2026-03-04T14:00", with: gap)
                == [BlockerFact(.stackingOff, .shownInstead(try Self.at("2026-03-04T13:45")))])
        #expect(try facts("2026-03-04T08:20", with: session).map(\.blocker) == [.offGrid])
    }

    @Test("a skipped time says so, and its day's own blockers")
    func skipped() throws {
        var book = try Book("Australia/Sydney", "2026-10-04", hours: ["01:00-05:00"])
        try book.add(.leave, "2026-10-04T00:00", minutes: 1000)
        let asked = Asked(book, 30, 30, 30)
        let start = try Self.at("2026-10-04T02:20")
        let jump = BlockerFact(
            .timeSkipped,
            .clockJump(from: try Self.at("2026-10-04T02:00"), to: try Self.at("2026-10-04T03:00")))
        let explained = book.timetable.explain(asked.demand, asked.settings, at: start)
        #expect(explained == ExplainedStart(start: start, blockers: [jump]))
        book.sessions = []
        #expect(
            book.timetable.explain(asked.demand, asked.settings, at: start).blockers == [
                jump, BlockerFact(.noSession, .none),
            ])
    }

    @Test("the clock's jump divides the neighbours on the grid")
    func neighboursOverJump() throws {
        let book = try Book("Australia/Sydney", "2026-10-04", hours: ["01:00-05:00"])
        let asked = Asked(book, 30, 30, 45)
        let explained = book.timetable.explain(
            asked.demand, asked.settings, at: try Self.at("2026-10-04T03:05"))
        #expect(
            explained.blockers == [
                BlockerFact(
                    .offGrid,
                    .gridNeighbours(
                        before: try Self.at("2026-10-04T01:45"),
                        after: try Self.at("2026-10-04T03:15")))
            ])
    }

    @Test("a day lists every candidate, offered or not")
    func day() throws {
        let book = try Self.book()
        let asked = Asked(book, 30, 30, 15)
        let explained = book.timetable.explain(
            asked.demand, asked.settings, on: book.days.lowerBound)
        #expect(explained.count == 31)
        #expect(
            explained.filter(\.isOffered).map(\.start)
                == book.timetable.starts(for: asked.demand, asked.settings).filter {
                    $0.date == book.days.lowerBound
                })
        #expect(
            book.timetable.explain(asked.demand, asked.settings, on: book.days.upperBound).isEmpty)
    }
}
