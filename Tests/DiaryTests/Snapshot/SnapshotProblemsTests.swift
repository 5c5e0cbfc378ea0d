import Diagnostics
import Diary
import Testing

/// One edit of the Exact example, and the problem that it makes.
struct Refused: Sendable, CustomTestStringConvertible {
    let piece: String
    let replacement: String
    let code: ProblemCode
    let path: String
    let message: String
    var hint: String?
    var testDescription: String { "\(code): \(message)" }

    init(
        _ piece: String, _ replacement: String, _ code: ProblemCode, _ path: String,
        _ message: String, hint: String? = nil
    ) {
        self.piece = piece
        self.replacement = replacement
        self.code = code
        self.path = path
        self.message = message
        self.hint = hint
    }
}

@Suite("What is wrong with a snapshot")
struct SnapshotProblemsTests {
    @Test("the examples on the page are read without a warning", arguments: ["exact", "oasis"])
    func examples(system: String) {
        let text = Example.of(system)
        #expect(!text.isEmpty)
        let verdict = Verdict(text)
        #expect(verdict.snapshot != nil)
        #expect(verdict.warnings.isEmpty && verdict.problems.isEmpty)
    }

    @Test("one fault gives one problem, with its place", arguments: values + lists + times)
    func refuses(_ row: Refused) throws {
        let text = try #require(Example.text(Example.exact, row.piece, row.replacement))
        let problems = Verdict(text).problems
        #expect(problems.map(\.code) == [row.code])
        #expect(problems.first?.message == row.message)
        #expect(problems.first?.location?.path == row.path)
        if let hint = row.hint { #expect(problems.first?.hint == hint) }
    }

    @Test(
        "what is just inside a limit is read",
        arguments: [
            ("T09:45:00+11:00", "T09:00:01+11:00"), ("2026-03-07T00:00", "2027-04-09T00:00"),
            ("2026-04-01", "2027-04-06"), ("\"minutes\": 45}", "\"minutes\": 1440}"),
            ("\"end\": \"15:00\"", "\"end\": \"24:00\""), ("660", "840"), ("660", "-720"),
            ("2026-03-02T22:15:00Z", "2200-12-31T23:59:59Z"), ("2026-03-04\"", "2026-04-01\""),
        ])
    func accepts(piece: String, replacement: String) throws {
        let text = try #require(Example.text(Example.exact, piece, replacement))
        #expect(Verdict(text).problems.isEmpty)
    }

    static let values: [Refused] = [
        Refused(
            #""gapbook.snapshot/1""#, #""gapbook.snapshot/2""#, "S0007", "format",
            "the format `gapbook.snapshot/2` is a version that this program cannot read",
            hint: "use the release of gapbook that wrote the file"),
        Refused(
            #""gapbook.snapshot/1""#, #""gapbook.eval/1""#, "S0007", "format",
            "the format `gapbook.eval/1` is one that this program cannot read",
            hint: "write `gapbook.snapshot/1`, or choose another file"),
        Refused(
            #""system": "exact","#, "", "S0002", "pms.system", "`system` is missing",
            hint: "add `system`: `exact` or `oasis`"),
        Refused(
            #""exact""#, #""Exact""#, "S0003", "pms.system",
            "`system` must be `exact` or `oasis`, not the text `Exact`"),
        Refused(
            #""harbour-dental""#, #"".harbour""#, "S0003", "pms.practice",
            "`practice` must be a folder name of letters, digits, `.`, `_` and `-` that starts "
                + "with no `.`, not the text `.harbour`"),
        Refused(
            "22:15:00Z", "22:15:00", "S0003", "pms.read_at",
            "`read_at` must be a time with an offset such as `2026-03-02T22:15:00Z`, not the "
                + "text `2026-03-02T22:15:00`"),
        Refused(
            "\"offset_minutes\": 660", "\"offset_minutes\": 841", "S0004", "pms.offset_minutes",
            "`offset_minutes` must be a whole number from -720 to 840, not the number `841`"),
        Refused(
            "\"stacking\": true", "\"stacking\": \"true\"", "S0003", "pms.stacking",
            "`stacking` must be true or false, not the text `true`", hint: "remove the quotes"),
        Refused(
            "\"minutes\": 45}", "\"minutes\": 1441}", "S0004", "pms.reasons[0].minutes",
            "`minutes` must be a whole number of minutes from 1 to 1440, not the number `1441`"),
        Refused(
            "\"minutes\": 45}", "\"minutes\": 0}", "S0004", "pms.reasons[0].minutes",
            "`minutes` must be a whole number of minutes from 1 to 1440, not the number `0`"),
        Refused(
            "\"minutes\": 45}", "\"minutes\": 30.0}", "S0003", "pms.reasons[0].minutes",
            "`minutes` must be a whole number of minutes from 1 to 1440, not the number `30.0`"),
        Refused(
            "\"minutes\": 45}", "\"minutes\": 99999999999999999999}", "S0004",
            "pms.reasons[0].minutes",
            "`minutes` must be a whole number of minutes from 1 to 1440, not the number "
                + "`99999999999999999999`"),
        Refused(
            "\"Dr Amy Chen\"", "\"\"", "S0004", "pms.practitioners[0].name",
            "`name` must be text of 1 to 200 characters on one line, not the text ``"),
        Refused(
            "\"Dr Amy Chen\"", #""Dr\u0007Amy""#, "S0003", "pms.practitioners[0].name",
            "`name` must be text of 1 to 200 characters on one line, not the text `Dr Amy`"),
        Refused(
            "Australia/Sydney", "+11:00", "S0003", "setup.time_zone",
            "`time_zone` must be an IANA zone name such as `Australia/Sydney`, not the text "
                + "`+11:00`"),
        Refused(
            "Australia/Sydney", "Australia/", "S0003", "setup.time_zone",
            "`time_zone` must be an IANA zone name such as `Australia/Sydney`, not the text "
                + "`Australia/`"),
        Refused(
            "\"skip_short\": false", "\"skip_short\": null", "S0003",
            "setup.parameters.default_reason.skip_short",
            "`parameters` must be true, false, a whole number, a text or a list of texts, not "
                + "null"),
        Refused(
            "\"skip_short\"", "\"skipShort\"", "S0003",
            "setup.parameters.default_reason.skipShort",
            "`parameters` must be a name of small letters, digits and `_`, not the text "
                + "`skipShort`"),
    ]

    static let lists: [Refused] = [
        Refused(
            "\"id\": \"P2\"", "\"id\": \"P1\"", "S0005", "pms.practitioners[1]",
            "the practitioner `P1` stands twice", hint: "give each row its own, or remove one"),
        Refused(
            "\"id\": \"R2\"", "\"id\": \"R1\"", "S0005", "pms.reasons[1]",
            "the reason `R1` stands twice"),
        Refused(
            "\"id\": \"D2\"", "\"id\": \"D1\"", "S0005", "pms.diary[1]",
            "the diary entry `D1` stands twice"),
        Refused(
            #""practitioner": "P2", "name""#, #""practitioner": "P1", "name""#, "S0005",
            "setup.appointment_types[1]", "the type `T1` for practitioner `P1` stands twice"),
        Refused(
            #""practitioner": "P2", "reason""#, #""practitioner": "P1", "reason""#, "S0005",
            "setup.links[1]", "the link of type `T1` for practitioner `P1` stands twice"),
        Refused(
            #"{"practitioner": "P2", "minutes": 45}]"#, #"{"practitioner": "P1"}]"#, "S0005",
            "pms.reasons[1].practitioners[1]", "the practitioner `P1` stands twice"),
        Refused(
            #""minutes": 60}\#n  ]\#n}"#,
            #""minutes": 60}, {"id": "G1001", "practitioner": "P1", "#
                + #""start": "2026-03-10T11:00", "minutes": 60}\#n  ]\#n}"#,
            "S0005", "claims[1]", "the claim `G1001` stands twice"),
        Refused(
            "\"complete\": true", "\"complete\": true, \"complet\\u0065\": true", "S0005",
            "pms.complete", "the field `complete` stands twice in one object",
            hint: "remove one of the two"),
        Refused(
            #"{"practitioner": "P2", "date""#, #"{"practitioner": "P9", "date""#, "S0006",
            "pms.sessions[1].practitioner", "no practitioner has the id `P9`",
            hint: "add the practitioner to `pms.practitioners`, or correct the id"),
        Refused(
            #"{"practitioner": "P2", "minutes""#, #"{"practitioner": "P9", "minutes""#, "S0006",
            "pms.reasons[1].practitioners[1].practitioner", "no practitioner has the id `P9`"),
        Refused(
            #""id": "D3", "practitioner": "P2""#, #""id": "D3", "practitioner": "P9""#, "S0006",
            "pms.diary[2].practitioner", "no practitioner has the id `P9`"),
        Refused(
            #""G1001", "practitioner": "P1""#, #""G1001", "practitioner": "P9""#, "S0006",
            "claims[0].practitioner", "no practitioner has the id `P9`"),
        Refused(
            "\"claims\": [", "\"claims\": [17,", "S0003", "claims[0]",
            "expected an object, found the number `17`"),
        Refused(
            #""types": {"Check-up & Clean": "Exam and clean"}"#, #""types": []"#, "S0003",
            "setup.aliases.types", "expected an object, found a list"),
    ]

    static let times: [Refused] = [
        Refused(
            #""last": "2026-04-01""#, #""last": "2026-02-29""#, "S0003", "pms.days.last",
            "`last` must be a day of the calendar from 1900 to 2200, such as `2026-03-03`, not the "
                + "text `2026-02-29`"),
        Refused(
            #""last": "2026-04-01""#, #""last": "2026-03-02""#, "S0004", "pms.days",
            "the last day, 2026-03-02, is before the first, 2026-03-03"),
        Refused(
            #""last": "2026-04-01""#, #""last": "2027-04-07""#, "S0004", "pms.days",
            "`days` spans 401 days, more than 400"),
        Refused(
            #""date": "2026-03-04""#, #""date": "2026-04-02""#, "S0004", "pms.sessions[1].date",
            "2026-04-02 is not one of the days 2026-03-03 to 2026-04-01 in `pms.days`"),
        Refused(
            #""end": "15:00""#, #""end": "09:00""#, "S0004", "pms.sessions[1].end",
            "the end `09:00` is not after the start `09:00`"),
        Refused(
            #""start": "09:00""#, #""start": "24:00""#, "S0003", "pms.sessions[1].start",
            "`start` must be a time from `00:00` to `23:59`, not the text `24:00`"),
        Refused(
            #""start": "12:30""#, #""start": "08:29""#, "S0004", "pms.sessions[0].breaks[0]",
            "the break 08:29-13:30 is not inside its session 08:30-17:00"),
        Refused(
            #""end": "13:30""#, #""end": "17:01""#, "S0004", "pms.sessions[0].breaks[0]",
            "the break 12:30-17:01 is not inside its session 08:30-17:00"),
        Refused(
            #""start": "2026-03-03T16:00", "minutes": 60"#, #""start": "2026-03-03T16:00""#,
            "S0002", "pms.diary[1].minutes", "neither `minutes` nor `end` is there"),
        Refused(
            #"T16:00", "minutes": 60"#, #"T16:00", "minutes": 60, "end": "2026-03-03T17:00""#,
            "S0003", "pms.diary[1].end", "`minutes` and `end` stand side by side"),
        Refused(
            #"T09:45:00+11:00"#, "T09:45", "S0003", "pms.diary[0].end",
            "one of `start` and `end` has an offset, the other has none"),
        Refused(
            "T09:45:00+11:00", "T09:00:00+11:00", "S0004", "pms.diary[0].end",
            "the end `2026-03-03T09:00:00+11:00` is not after the start "
                + "`2026-03-03T09:00:00+11:00`"),
        Refused(
            "2026-03-07T00:00", "2027-04-09T00:01", "S0004", "pms.diary[2].end",
            "the entry takes more than 400 days"),
        Refused(
            "2026-03-07T00:00", "2026-03-07T24:00", "S0003", "pms.diary[2].end",
            "`end` must be a local time such as `2026-03-03T09:00`, or one with an offset, not "
                + "the text `2026-03-07T24:00`"),
        Refused(
            "2026-03-02T22:15:00Z", "1900-01-01T00:00:00+01:00", "S0003", "pms.read_at",
            "`read_at` must be a time with an offset such as `2026-03-02T22:15:00Z`, not the "
                + "text `1900-01-01T00:00:00+01:00`"),
    ]
}
