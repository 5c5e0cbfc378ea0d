import Diagnostics
import Diary
import Testing

@Suite("Problems with the list of practitioners")
struct CascadeTests {
    /// Rows that name `P1`, behind whatever stands in the fields before them.
    private func codes(_ fields: String) -> [String] {
        let text = """
            {"format": "gapbook.snapshot/1",
             "pms": {"system": "exact", "practice": "a", "read_at": "2026-03-02T22:15:00Z",
              "days": {"first": "2026-03-03", "last": "2026-03-03"}, \(fields) "reasons": [],
              "sessions": [{"practitioner": "P1", "date": "2026-03-03", "start": "09:00",
               "end": "10:00"}], "diary": []},
             "setup": {"time_zone": "Australia/Sydney", "appointment_types": [], "links": []}}
            """
        do {
            _ = try Snapshot.read(Array(text.utf8), file: "rows.json")
            return []
        } catch {
            return error.problems.map { "\($0.code) \($0.location?.path ?? "")" }
        }
    }

    @Test(
        "a list that cannot be read is told once, and not again for each row that names somebody",
        arguments: [
            ("", ["S0002 pms.practice_name", "S0002 pms.practitioners"]),
            (
                #""practitioners": {},"#,
                ["S0002 pms.practice_name", "S0003 pms.practitioners"]
            ),
            (
                #""practitioners": [{"id": 1, "name": "Dr A"}],"#,
                ["S0002 pms.practice_name", "S0003 pms.practitioners[0].id"]
            ),
            (
                #""practitioners": [{"id": "P1"}],"#,
                ["S0002 pms.practice_name", "S0002 pms.practitioners[0].name"]
            ),
            (
                #""practice_name": "A", "practitioners": [{"id": 1, "name": "Dr A"}],"#,
                ["S0003 pms.practitioners[0].id"]
            ),
        ])
    func toldOnce(fields: String, expected: [String]) {
        #expect(codes(fields) == expected)
    }

    @Test("an unknown practitioner is told also where something else was wrong before")
    func unknownIsTold() {
        let known = #""practitioners": [{"id": "P2", "name": "Dr B"}],"#
        #expect(
            codes(known) == ["S0002 pms.practice_name", "S0006 pms.sessions[0].practitioner"])
    }
}
