import Diary
import Slots
import Testing

/// What other booking software got wrong, each case named after its symptom.
@Suite("symptoms of other schedulers")
struct SymptomTests {
    @Test("a short block inside a longer start takes it away")
    func shortBlockInside() throws {
        var book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-10:00"])
        try book.add(.block, "2026-03-04T08:55", minutes: 5)
        #expect(book.starts(45, every: 15) == ["08:00", "09:00", "09:15"])
    }

    @Test("a start never runs past the end of the session or into a break")
    func overrun() throws {
        let book = try Book(
            "Australia/Sydney", "2026-03-04", hours: ["08:00-12:00"], pause: "10:00-10:20")
        #expect(
            book.starts(50, every: 20) == [
                "08:00", "08:20", "08:40", "09:00", "10:20", "10:40", "11:00",
            ])
    }

    @Test("90 minutes up to 20:00 can start at 18:30")
    func lastStart() throws {
        let book = try Book("Australia/Sydney", "2026-03-04", hours: ["17:00-20:00"])
        #expect(book.starts(90, every: 30).last == "18:30")
        #expect(book.starts(90, every: 15).last == "18:30")
    }

    @Test("the interval spaces the starts, whatever the length")
    func intervalAndLength() throws {
        let book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-09:30"])
        #expect(book.starts(30, every: 15) == ["08:00", "08:15", "08:30", "08:45", "09:00"])
        #expect(book.starts(15, every: 30) == ["08:00", "08:30", "09:00"])
        #expect(book.starts(60, every: 7) == ["08:00", "08:07", "08:14", "08:21", "08:28"])
    }

    @Test("half an hour either side of a booked hour stays bookable")
    func neighboursOfBooking() throws {
        var book = try Book("America/New_York", "2026-03-04", hours: ["17:00-20:00"])
        try book.add(.appointment, "2026-03-04T18:00", minutes: 60)
        #expect(book.starts(60, every: 60) == ["17:00", "19:00"])
    }

    @Test("an odd appointment does not shift the starts after it")
    func oddAppointment() throws {
        var book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-10:00"])
        try book.add(.appointment, "2026-03-04T08:30", minutes: 20)
        #expect(book.starts(30, every: 15) == ["08:00", "09:00", "09:15", "09:30"])
    }

    @Test("a zone of half hours shows full hours on the clock's grid", arguments: ["Asia/Kolkata"])
    func halfHourZone(name: String) throws {
        let book = try Book(name, "2026-03-04", hours: ["09:10-12:00"])
        #expect(book.starts(30, every: 60) { $0.grid = .midnight } == ["10:00", "11:00"])
        #expect(book.starts(30, every: 60) == ["09:10", "10:10", "11:10"])
    }

    @Test("the last day of the month is not empty, and neither is the morning")
    func lastDayOfMonth() throws {
        let book = try Book(
            "Australia/Sydney", "2026-10-30", to: "2026-11-01", hours: ["08:00-09:00"])
        #expect(
            book.starts(30, every: 30) == [
                "08:00", "08:30", "2026-10-31T08:00", "2026-10-31T08:30", "2026-11-01T08:00",
                "2026-11-01T08:30",
            ])
    }

    @Test("notice that ends on the day of a clock change is elapsed time")
    func noticeOverClockChange() throws {
        let book = try Book("Australia/Sydney", "2026-10-04", hours: ["08:00-12:00"])
        // 23:30 the day before; ten hours later the clock shows 10:30, for it has jumped an hour.
        let now = try #require(Instant("2026-10-03T23:30:00+10:00"))
        let starts = book.starts(30, every: 30) {
            $0.now = now
            $0.lead = 600
        }
        #expect(starts == ["10:30", "11:00", "11:30"])
    }

    @Test("the lead time's own end can be booked, a second earlier cannot")
    func noticeIsInclusive() throws {
        let book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-09:30"])
        let seven = try #require(Instant("2026-03-04T07:00:00+11:00"))
        for (second, first) in [(0, "08:00"), (1, "08:30"), (-1, "08:00")] {
            let starts = book.starts(30, every: 30) {
                $0.now = Instant(seconds: seven.seconds + second)
                $0.lead = 60
            }
            #expect(starts.first == first)
        }
    }

    @Test("nothing is offered after the last day, everything on it")
    func horizon() throws {
        let book = try Book(
            "Pacific/Auckland", "2026-03-04", to: "2026-03-06", hours: ["23:00-24:00"])
        let starts = book.starts(30, every: 30) { $0.lastDay = book.days.lowerBound }
        #expect(starts == ["23:00", "23:30"])
    }

    @Test("Sydney at 8:00 is 8:00, in summer and in winter")
    func sydneyHours() throws {
        for day in ["2026-01-15", "2026-07-15", "2026-04-05", "2026-10-04"] {
            let book = try Book("Australia/Sydney", day, hours: ["08:00-12:00", "13:00-17:00"])
            #expect(
                book.starts(60, every: 60) == [
                    "08:00", "09:00", "10:00", "11:00", "13:00", "14:00", "15:00", "16:00",
                ], "\(day)")
        }
    }

    @Test("13:00 to 18:00 in New York stays so on the day of a clock change")
    func newYork() throws {
        let book = try Book("America/New_York", "2026-03-08", hours: ["13:00-18:00"])
        #expect(book.starts(60, every: 60) == ["13:00", "14:00", "15:00", "16:00", "17:00"])
    }

    @Test("the hour that the clock skips has no starts, and the grid goes on by the clock")
    func skippedHour() throws {
        let book = try Book("Australia/Sydney", "2026-10-04", hours: ["01:00-04:00"])
        #expect(book.starts(30, every: 45) == ["01:00", "01:45", "03:15"])
        let early = try Book("Australia/Sydney", "2026-10-04", hours: ["02:10-04:30"])
        #expect(early.starts(30, every: 30) == ["03:10", "03:40"])
    }

    @Test("the hour that comes twice has its starts once")
    func repeatedHour() throws {
        let book = try Book("Australia/Sydney", "2026-04-05", hours: ["01:00-04:00"])
        #expect(book.starts(30, every: 45) == ["01:00", "01:45", "02:30", "03:15"])
        // The session has four hours, so that 150 minutes from 02:30 on fit before 04:00.
        #expect(book.starts(150, every: 45) == ["01:00", "01:45", "02:30"])
    }

    @Test("Lord Howe's half hour moves nothing else")
    func lordHowe() throws {
        let spring = try Book("Australia/Lord_Howe", "2026-10-04", hours: ["01:00-04:00"])
        #expect(
            spring.starts(30, every: 20) == [
                "01:00", "01:20", "01:40", "02:40", "03:00", "03:20",
            ])
        let autumn = try Book("Australia/Lord_Howe", "2026-04-05", hours: ["01:00-03:00"])
        #expect(autumn.starts(60, every: 30) == ["01:00", "01:30", "02:00"])
    }

    @Test("a day without a midnight starts at one o'clock, and does not loop")
    func noMidnight() throws {
        let book = try Book(
            "America/Sao_Paulo", "2018-11-03", to: "2018-11-04", hours: ["00:00-03:00"])
        #expect(
            book.starts(60, every: 60) == [
                "00:00", "01:00", "02:00", "2018-11-04T01:00", "2018-11-04T02:00",
            ])
    }

    @Test("a day that a zone left out of its calendar offers nothing twice")
    func missingDay() throws {
        let book = try Book(
            "Pacific/Apia", "2011-12-29", to: "2011-12-31", hours: ["08:00-09:00"])
        #expect(
            book.starts(30, every: 30) == [
                "08:00", "08:30", "2011-12-31T08:00", "2011-12-31T08:30",
            ])
        let asked = Asked(book, 30, 30, 30)
        let start = try #require(CivilDateTime("2011-12-30T08:00"))
        let explained = book.timetable.explain(asked.demand, asked.settings, at: start)
        #expect(explained.blockers.map(\.blocker) == [.timeSkipped])
    }

    @Test("a whole day of leave leaves nothing, also with rows inside it")
    func wholeDayOfLeave() throws {
        var book = try Book(
            "Australia/Sydney", "2026-03-03", to: "2026-03-05", hours: ["08:00-09:00"])
        try book.add(.leave, "2026-03-04T00:00", minutes: 1440)
        try book.add(.appointment, "2026-03-04T08:00", minutes: 30)
        #expect(book.starts(60, every: 60) == ["08:00", "2026-03-05T08:00"])
    }

    @Test("overlapping rows, and a row that began days ago, take their time")
    func overlappingRows() throws {
        var book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-11:00"])
        try book.add(.block, "2026-03-01T08:00", minutes: 3 * 1440 + 30)
        try book.add(.appointment, "2026-03-04T09:00", minutes: 60)
        try book.add(.appointment, "2026-03-04T09:15", minutes: 15)
        #expect(book.starts(30, every: 30) == ["08:30", "10:00", "10:30"])
    }

    static let statusCases: [(AppointmentStatus?, Bool)] = [
        (nil, false), (.unset, false), (.pending, false), (.confirmed, false), (.arrived, false),
        (.inSurgery, false), (.completed, false), (.unknown("On hold"), false),
        (.cancelled, true), (.didNotAttend, true),
    ]

    @Test("only cancelled and not attended appointments free their time", arguments: statusCases)
    func statuses(status: AppointmentStatus?, isFree: Bool) throws {
        var book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-08:30"])
        try book.add(.appointment, "2026-03-04T08:00", minutes: 30, status: status)
        #expect(book.starts(30, every: 30) == (isFree ? ["08:00"] : []))
    }

    @Test("a row of an unknown kind, and a claim, take their time")
    func unknownKindAndClaim() throws {
        var book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-09:30"])
        try book.add(.unknown("Memo"), "2026-03-04T08:00", minutes: 30)
        let nine = try #require(CivilDateTime("2026-03-04T09:00"))
        book.claims = [
            Claim(
                id: ClaimID("c"), practitioner: Book.practitioner, start: .civil(nine),
                length: Minutes(15))
        ]
        #expect(book.starts(30, every: 30) == ["08:30"])
    }

    @Test("seconds round outwards, and a row without length takes nothing")
    func roundedRows() throws {
        var book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-10:00"])
        func exact(_ from: String, _ to: String) throws -> DiaryEntry {
            DiaryEntry(
                id: DiaryEntryID(from), practitioner: Book.practitioner, kind: .block,
                start: .exact(try #require(Instant("2026-03-04T\(from)+11:00"))),
                end: .at(.exact(try #require(Instant("2026-03-04T\(to)+11:00")))))
        }
        book.diary = [
            try exact("08:29:59", "08:30:00"), try exact("09:00:00", "09:00:01"),
            try exact("09:40:30", "09:40:30"), try exact("09:50:00", "09:45:00"),
        ]
        #expect(book.starts(30, every: 30) == ["08:30", "09:30"])
    }

    @Test("the start and the end of a row are free on their other side")
    func halfOpenRows() throws {
        var book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-09:30"])
        try book.add(.appointment, "2026-03-04T08:30", minutes: 30)
        #expect(book.starts(30, every: 30) == ["08:00", "09:00"])
    }

    @Test("the default length hides what the type alone would fit")
    func defaultLength() throws {
        var book = try Book("Australia/Sydney", "2026-03-04", hours: ["08:00-10:00"])
        try book.add(.appointment, "2026-03-04T08:30", minutes: 30)
        #expect(book.starts(30, every: 30) == ["08:00", "09:00", "09:30"])
        #expect(book.starts(30, need: 45, every: 30) == ["09:00"])
    }
}
