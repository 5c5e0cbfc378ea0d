import Testing

@Suite("Zones and the days on which the clock changes")
struct ZoneTests {
    /// A practice that works from 01:00 to 04:00 on one day, read on the day before.
    private func practice(
        _ zone: String, readAt: String, on day: String, until end: String = "04:00"
    ) -> Practice {
        var practice = Practice("exact", zone: zone, readAt: readAt, days: (day, day))
        let base = Practice.exact()
        practice.practitioners = base.practitioners
        practice.reasons = base.reasons
        practice.types = base.types
        practice.links = base.links
        practice.works("P1", "01:00", end, breaks: [], on: [day])
        return practice
    }

    @Test("T16: a local time that occurs twice is published once, for its first occurrence")
    func repeated() async throws {
        // In Sydney the clock goes back from 03:00 to 02:00 on Sunday 5 April 2026.
        var practice = practice(
            "Australia/Sydney", readAt: "2026-04-04T00:00:00Z", on: "2026-04-05")
        let hours = ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]
        #expect(try await practice.evaluated().times(on: "2026-04-05") == hours)
        // The second 02:00 stands an hour later: it blocks nothing that is published.
        practice.takes("2026-04-05T02:00:00+10:00", 30)
        #expect(try await practice.evaluated().times(on: "2026-04-05") == hours)
        practice.diary = []
        practice.takes("2026-04-05T02:00:00+11:00", 30)
        let first = try await practice.evaluated().times(on: "2026-04-05")
        #expect(first == hours.filter { $0 != "02:00" })
        practice.diary = []
        practice.takes("2026-04-05T02:00", 30)
        #expect(try await practice.evaluated().times(on: "2026-04-05") == first)
    }

    @Test("T16: a time that the clock jumps over is never offered, and says so")
    func skipped() async throws {
        // In Sydney the clock goes from 02:00 to 03:00 on Sunday 4 October 2026.
        let sydney = practice(
            "Australia/Sydney", readAt: "2026-10-03T00:00:00Z", on: "2026-10-04")
        let times = try await sydney.evaluated().times(on: "2026-10-04")
        #expect(times == ["01:00", "01:30", "03:00", "03:30"])
        let why = try await sydney.why("2026-10-04T02:15")["blockers"][0]
        #expect(why["code"].text == "TIME_SKIPPED")
        #expect(why["evidence"].text == "the clock goes from 02:00 straight to 03:00")
    }

    @Test("T16: Lord Howe's half hour, and places without a change of the clock")
    func others() async throws {
        let half = practice(
            "Australia/Lord_Howe", readAt: "2026-10-03T00:00:00Z", on: "2026-10-04",
            until: "03:30")
        #expect(
            try await half.evaluated().times(on: "2026-10-04") == [
                "01:00", "01:30", "02:30", "03:00",
            ])
        let queensland = practice(
            "Australia/Brisbane", readAt: "2026-10-03T00:00:00Z", on: "2026-10-04")
        let hours = ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]
        #expect(try await queensland.evaluated().times(on: "2026-10-04") == hours)
    }

    @Test("T16, S49: the last published day is a day of the practice, also after a clock change")
    func horizonAcrossChange() async throws {
        var practice = Practice.exact()
        let days = TimeTests.days(from: "2026-04-04", count: 4)
        practice.pms["days"] = ["first": days[0], "last": days[3]]
        practice.pms["read_at"] = "2026-04-03T20:00:00Z"
        practice.sessions = []
        practice.works("P1", "22:00", "24:00", breaks: [], on: days)
        practice.set("publishing", "horizon_days", 2)
        let answer = try await practice.evaluated()
        #expect(answer.days() == Array(days.prefix(3)))
        #expect(answer.times(on: days[2]) == ["22:00", "22:30", "23:00", "23:30"])
    }

    @Test("T16: an offset of the PMS that disagrees with the zone is reported and never used")
    func offset() async throws {
        var practice = Practice.exact()
        practice.pms["offset_minutes"] = 660
        #expect(!(try await practice.evaluated().codes).contains("B06-FIXED-OFFSET"))
        let times = try await practice.evaluated().times()
        practice.pms["offset_minutes"] = 600
        let answer = try await practice.evaluated()
        #expect(answer.codes.contains("B06-FIXED-OFFSET"))
        #expect(answer.times() == times)
    }

    @Test("T16: the same answer wherever the command runs")
    func machineZone() async throws {
        let snapshot = try practice(
            "Australia/Sydney", readAt: "2026-04-04T00:00:00Z", on: "2026-04-05"
        ).snapshot
        var answers: Set<String> = []
        for zone in ["UTC", "Australia/Lord_Howe", "America/St_Johns"] {
            let run = try await Gapbook.run(
                ["eval", "-", "--format", "json"], input: snapshot, environment: ["TZ": zone])
            answers.insert(run.output)
        }
        #expect(answers.count == 1)
    }

    @Test("T16: a zone that does not exist is refused with its place, and the nearest one named")
    func unknown() async throws {
        var practice = Practice.exact()
        practice.setUp["time_zone"] = "Australia/Sidney"
        for command in [["eval", "-"], ["snapshot", "validate", "-"]] {
            let run = try await Gapbook.run(command, input: try practice.snapshot)
            #expect(run.status == 3)
            #expect(run.errors.contains("<standard input>:1 (setup.time_zone)"))
            #expect(run.errors.contains("`Australia/Sidney`"))
            #expect(run.errors.contains("the nearest is `Australia/Sydney`"))
        }
    }
}
