import Diary
import Slots
import Testing

/// What the clock shows on the days on which it changes, in zones that change by an hour, by half
/// of one, by two, at midnight, at a quarter to three, and for Ramadan.
@Suite("changes of the clock, worked out by hand")
struct ClockChangeTests {
    /// A clock change of every size and at every hour, with the starts that the wall clock shows.
    static let changes:
        [(zone: String, day: String, hours: String, length: Int, every: Int, starts: [String])] = [
            (
                "Pacific/Chatham", "2026-09-27", "02:15-04:15", 15, 15,
                ["02:15", "02:30", "03:45", "04:00"]
            ),
            (
                "Pacific/Chatham", "2026-04-05", "02:15-04:15", 60, 30, ["02:15", "02:45", "03:15"]
            ),
            (
                "Antarctica/Troll", "2026-03-29", "00:00-04:00", 30, 30,
                ["00:00", "00:30", "03:00", "03:30"]
            ),
            (
                "Africa/Casablanca", "2026-02-15", "02:00-04:00", 30, 30,
                ["02:00", "02:30", "03:00", "03:30"]
            ),
            (
                "Africa/Casablanca", "2026-03-22", "01:00-04:00", 30, 30,
                ["01:00", "01:30", "03:00", "03:30"]
            ),
            ("Europe/London", "2026-03-29", "00:30-03:00", 30, 30, ["00:30", "02:00", "02:30"]),
            (
                "Europe/Dublin", "2026-10-25", "00:30-02:30", 30, 30,
                ["00:30", "01:00", "01:30", "02:00"]
            ),
            (
                "Australia/Adelaide", "2026-10-04", "01:00-04:00", 30, 30,
                ["01:00", "01:30", "03:00", "03:30"]
            ),
            ("America/Santiago", "2026-09-06", "00:00-02:00", 30, 30, ["01:00", "01:30"]),
            (
                "America/Santiago", "2026-04-04", "22:00-24:00", 60, 30,
                ["22:00", "22:30", "23:00", "23:30"]
            ),
            (
                "America/Sao_Paulo", "2018-02-17", "21:00-24:00", 60, 60,
                ["21:00", "22:00", "23:00"]
            ),
        ]

    @Test("a change of any size moves nothing but the clock", arguments: changes)
    func changeOfClock(
        zone: String, day: String, hours: String, length: Int, every: Int, starts: [String]
    ) throws {
        let book = try Book(zone, day, hours: [hours])
        #expect(book.starts(length, every: every) == starts)
    }

    @Test("a row with an offset tells the two half past two apart")
    func repeatedRow() throws {
        for (offset, starts) in [
            ("+11:00", ["02:00", "03:00", "03:30"]),
            ("+10:00", ["02:00", "02:30", "03:00", "03:30"]),
        ] {
            var book = try Book("Australia/Sydney", "2026-04-05", hours: ["02:00-04:00"])
            let start = try #require(Instant("2026-04-05T02:30:00\(offset)"))
            book.diary = [
                DiaryEntry(
                    id: DiaryEntryID("e"), practitioner: Book.practitioner, kind: .appointment,
                    start: .exact(start), end: .after(Minutes(30)))
            ]
            #expect(book.starts(30, every: 30) == starts)
        }
    }
}
