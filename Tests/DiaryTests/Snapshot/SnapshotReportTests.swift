import Diagnostics
import Diary
import Testing

@Suite("How problems and warnings of a snapshot are told")
struct SnapshotReportTests {
    @Test("all problems are told together, in the order of the file")
    func together() throws {
        var text = Example.exact
        for (piece, replacement) in [
            ("\"Dr Amy Chen\"", "7"), ("\"time_zone\"", "\"timezone\""), ("\"R1\"", "\"R2\""),
            ("\"exact\"", "\"d4w\""),
        ] {
            text = try #require(Example.text(text, piece, replacement))
        }
        let problems = Verdict(text).problems
        #expect(problems.map(\.code) == ["S0003", "S0003", "S0005", "S0002"])
        #expect(
            problems.map(\.location?.path) == [
                "pms.system", "pms.practitioners[0].name", "pms.reasons[1]", "setup.time_zone",
            ])
    }

    @Test("a problem shows its file, its line and what to underline")
    func place() throws {
        let text = try #require(Example.text(Example.exact, "\"P2\", \"date\"", "7, \"date\""))
        let location = try #require(Verdict(text).problems.first?.location)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("\"practitioner\": 7,") })
        #expect(location.file == "practice.json")
        #expect(location.line == line + 1)
        #expect(location.excerpt == String(lines[line]))
        #expect(location.token == "\"practitioner\": 7")
    }

    @Test("a long line is cut to 120 characters around the fault")
    func longLine() throws {
        let name = String(repeating: "ä", count: 150)
        let text = try #require(
            Example.text(
                Example.exact, #""Dr Amy Chen", "role": "Dentist", "provider_type": "Dentist""#,
                "\"\(name)\", \"active\": 3, \"role\": \"\(name)\""))
        let location = try #require(Verdict(text).problems.first { $0.code == "S0003" }?.location)
        #expect(location.excerpt?.count == 120)
        #expect(location.excerpt?.contains("\"active\": 3") == true)
    }

    @Test("at most twenty problems are told")
    func limit() {
        let text = Example.exact.replacing("\"practitioner\": \"P1\"", with: "\"practitioner\": 1")
        let rows = (1...40).map { _ in #"{"id": 1, "practitioner": 2}"# }
        let many = text.replacing(
            "\"claims\": [", with: "\"claims\": [\(rows.joined(separator: ",")),")
        #expect(Verdict(many).problems.count == 20)
    }

    @Test("one practitioner that cannot be read is not told again for each of its rows")
    func oneCause() throws {
        let text = try #require(
            Example.text(Example.exact, #"{"id": "P1", "name""#, #"{"id": "P1", "nam""#))
        #expect(Verdict(text).problems.map(\.code) == ["S0002"])
        let other = try #require(Example.text(Example.exact, #""id": "P1", "#, ""))
        #expect(Verdict(other).problems.map(\.location?.path) == ["pms.practitioners[0].id"])
    }

    @Test("a list that is too long is refused once", arguments: [500, 501])
    func listLimit(count: Int) throws {
        let more = (3...count).map { ", {\"id\": \"P\($0)\", \"name\": \"N\"}" }.joined()
        let text = try #require(
            Example.text(
                Example.exact, #""provider_type": "Unknown"}"#,
                #""provider_type": "Unknown"}"# + more))
        let problems = Verdict(text).problems
        #expect(problems.map(\.code) == (count > 500 ? ["S0004"] : []))
        #expect(problems.allSatisfy { $0.message == "`practitioners` has more than 500 rows" })
    }
}

@Suite("Warnings about a snapshot")
struct SnapshotWarningTests {
    @Test(
        "an unknown field is not read, and the nearest name is suggested",
        arguments: [
            ("\"stacking\"", "\"staking\"", "write `stacking` if that is what it means"),
            ("\"stacking\"", "\"Stacking\"", "write `stacking` if that is what it means"),
            (
                "\"interval_minutes\"", "\"intervalMinutes\"",
                "write `interval_minutes` if that is what it means"
            ),
            ("\"stacking\"", "\"rooms\"", nil),
        ])
    func unknownField(piece: String, replacement: String, hint: String?) throws {
        let text = try #require(Example.text(Example.exact, piece, replacement))
        let warnings = Verdict(text).warnings
        let name = replacement.dropFirst().dropLast()
        #expect(warnings.map(\.code) == ["S0101"])
        #expect(warnings.first?.message == "no field is called `\(name)`; it is not read")
        #expect(warnings.first?.hint == hint)
        #expect(warnings.first?.location?.path == "pms.\(name)")
    }

    @Test(
        "an unknown field of the set-up warns, wherever it stands",
        arguments: [
            "\"time_zone\"", "\"type\"", "\"pinned\"", "\"healthengine\"", "\"first\"", "\"why\"",
            "\"breaks\"", "\"status\"",
        ])
    func everyObject(field: String) throws {
        let text = try #require(Example.text(Example.exact, field, "\"extra\": 1, \(field)"))
        #expect(Verdict(text).warnings.map(\.code) == ["S0101"])
    }

    @Test("unknown words are kept, and told once with the number of rows")
    func unknownWords() {
        let text = Example.exact.replacing("\"leave\"", with: "\"holiday\"")
            .replacing("\"block\"", with: "\"holiday\"")
            .replacing("\"confirmed\"", with: "\"confirm\"")
        let verdict = Verdict(text)
        #expect(verdict.warnings.map(\.code) == ["S0102", "S0102"])
        #expect(
            verdict.warnings.map(\.message).sorted() == [
                "the kind `holiday` is not known; the entry takes time",
                "the status `confirm` is not known; the entry takes time",
            ])
        #expect(verdict.warnings.flatMap(\.context) == [Problem.Fact("rows", "2")])
        #expect(verdict.snapshot?.pms.diary.map(\.kind).last == .unknown("holiday"))
        #expect(verdict.snapshot?.pms.diary.first?.status == .unknown("confirm"))
        #expect(verdict.snapshot?.pms.diary.allSatisfy(\.takesTime) == true)
    }

    @Test("a field of the other PMS warns", arguments: ["exact", "oasis"])
    func foreignFields(system: String) {
        let text = (system == "exact" ? Example.oasis : Example.exact)
            .replacing("\"exact\"", with: "\"other\"").replacing("\"oasis\"", with: "\"exact\"")
            .replacing("\"other\"", with: "\"oasis\"")
        let warnings = Verdict(text).warnings
        let names =
            system == "exact"
            ? ["enable_online", "new_patient_minutes"]
            : ["default_minutes", "offset_minutes", "provider_type"]
        let (owner, other) = system == "exact" ? ("Oasis", "Exact") : ("Exact", "Oasis")
        #expect(warnings.allSatisfy { $0.code == "S0103" })
        #expect(
            warnings.map(\.message).sorted()
                == names.map { "`\($0)` is a field of \(owner), not of \(other)" })
    }

    @Test(
        "a blank 'New Patient' length is blank as null, as 0 and left out",
        arguments: [
            "null", "0",
        ])
    func blankLength(value: String) throws {
        let text = Example.oasis.replacing(
            "\"new_patient_minutes\": null", with: "\"new_patient_minutes\": \(value)")
        let practitioners = try #require(Verdict(text).snapshot).pms.practitioners
        #expect(practitioners.map(\.newPatientMinutes) == [Minutes(45), nil])
    }
}
