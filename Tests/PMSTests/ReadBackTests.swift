import Diagnostics
import Diary
import Foundation
import Ports
import Testing
import Wire

@Suite("A day that is read back")
struct ReadBackTests {
    private static let who = PractitionerID("P1")

    private static func entry(
        _ id: String, _ start: String, _ minutes: Int, _ practitioner: String = "P1",
        kind: DiaryEntry.Kind = .appointment, status: AppointmentStatus? = .confirmed
    ) throws -> DiaryEntry {
        DiaryEntry(
            id: DiaryEntryID(id), practitioner: PractitionerID(practitioner), kind: kind,
            status: kind == .appointment ? status : nil,
            start: .civil(try #require(CivilDateTime(start))), end: .after(Minutes(minutes)))
    }

    private static func practice(
        _ system: PMSSystem, _ rows: [DiaryEntry]
    ) throws -> PMSReading {
        var practice = try Sample.practice(system)
        practice.diary = rows
        return practice
    }

    /// Says whose each row is, by its id.
    private static func owned(
        _ system: PMSSystem, _ fields: @escaping @Sendable (String) -> [String: Any]
    ) -> @Sendable (String, [[String: Any]]) -> [[String: Any]] {
        { list, rows in
            guard ["Appointments", "diary"].contains(list) else { return rows }
            return rows.map { row in
                let more = fields(row["id"] as? String ?? "")
                return row.merging(more) { $1 }
            }
        }
    }

    @Test(
        "S26: has the practitioner's rows that touch the day, cancelled ones and blocks too",
        arguments: PMSSystem.allCases)
    func rows(_ system: PMSSystem) async throws {
        let practice = try Self.practice(
            system,
            [
                Self.entry("A1", "2026-03-03T09:00", 45),
                Self.entry("A2", "2026-03-03T10:00", 30, status: .cancelled),
                Self.entry("A3", "2026-03-03T10:00", 30, "P2"),
                Self.entry("A4", "2026-03-02T23:30", 60),
                Self.entry("A5", "2026-03-02T23:00", 60),
                Self.entry("A6", "2026-03-04T00:00", 30),
                Self.entry("A7", "2026-03-03T23:45", 30, status: .unknown("Odd")),
                Self.entry("B1", "2026-03-03T16:00", 60, kind: .block),
                Self.entry("B2", "2026-03-03T16:00", 60, "P2", kind: .leave),
                Self.entry("B3", "2026-03-01T00:00", 3 * 1440 + 60, kind: .leave),
            ].filter { system == .exact || $0.id.rawValue != "B3" })
        let fields: [String: Any] =
            system == .exact
            ? [
                "patientId": "PT1", "createdDate": "2026-03-02T22:15:00.123Z",
                "externalReference": "ours",
            ] : ["patient": "PT1", "createdAt": "2026-03-02T22:15:00Z", "reference": "ours"]
        let data = try JSONSerialization.data(withJSONObject: fields)
        let script = try WritingScript(
            system, practice,
            change: Self.owned(system) { id in
                let whose = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
                return id == "A1" ? whose ?? [:] : [:]
            })
        let rows = try await script.pms.appointments(of: Self.who, on: Sample.day("2026-03-03"))
        let all = ["A1", "A2", "A4", "A7", "B1"] + (system == .exact ? ["B3"] : [])
        #expect(rows.map(\.entry.id.rawValue) == all)
        #expect(rows[0].patient == PatientID("PT1"))
        #expect(rows[0].reference == BookingReference("ours"))
        #expect(rows[0].createdAt == Instant("2026-03-02T22:15:00Z"))
        #expect(rows[1].entry.status == .cancelled && !rows[1].entry.takesTime)
        #expect(rows[3].entry.status == .unknown("Odd"))
        #expect(rows.dropFirst().allSatisfy { $0.patient == nil && $0.reference == nil })
        #expect(rows[4].entry.kind == .block)
    }

    @Test("S54: an appointment has its own id in every column, whoever stands first in Exact")
    func severalPractitioners() async throws {
        let practice = try Self.practice(
            .exact, [Self.entry("A1", "2026-03-03T09:00", 45)])
        let script = try WritingScript(
            .exact, practice,
            change: Self.owned(.exact) { _ in ["providers": [["id": "P2"], ["id": "P1"]]] })
        let day = try Sample.day("2026-03-03")
        let own = try await script.pms.appointments(of: Self.who, on: day)
        #expect(own.map(\.entry.id.rawValue) == ["A1"])
        #expect(own.map(\.entry.practitioner) == [Self.who])
        let all = try await script.pms.appointments(of: nil, on: day)
        #expect(all.map(\.entry.id.rawValue) == ["A1", "A1"])
    }

    @Test("asks for one practitioner's day, to its end", arguments: PMSSystem.allCases)
    func calls(_ system: PMSSystem) async throws {
        let practice = try Self.practice(
            system, (1...5).map { try Self.entry("A\($0)", "2026-03-03T0\($0):00", 30) })
        let script = try WritingScript(system, practice)
        let rows = try await script.pms.appointments(of: Self.who, on: Sample.day("2026-03-03"))
        #expect(rows.count == 5)
        let name = system == .exact ? "practitionerId" : "practitioner"
        let lists = script.api.calls.filter { !$0.path.hasSuffix("Blocks") }
        #expect(lists.count == 3 && lists.allSatisfy { $0.query(name) == "P1" })
        #expect(lists.allSatisfy { $0.method == .get && $0.body == nil })
    }

    @Test("reads everybody's day where nobody is named", arguments: PMSSystem.allCases)
    func everybody(_ system: PMSSystem) async throws {
        let practice = try Self.practice(
            system,
            [
                Self.entry("A1", "2026-03-03T09:00", 45),
                Self.entry("A2", "2026-03-03T10:00", 30, "P2"),
                Self.entry("B1", "2026-03-03T16:00", 60, "P2", kind: .block),
                Self.entry("A3", "2026-03-04T10:00", 30, "P2"),
            ])
        let script = try WritingScript(system, practice)
        let rows = try await script.pms.appointments(of: nil, on: Sample.day("2026-03-03"))
        #expect(
            rows.map { "\($0.entry.id) \($0.entry.practitioner)" } == ["A1 P1", "A2 P2", "B1 P2"])
        #expect(
            script.api.calls.allSatisfy {
                $0.query("practitionerId") == nil && $0.query("practitioner") == nil
            })
    }

    @Test(
        "invariant 9: the day is the practice's, of 23, 24.5 or 25 hours",
        arguments: [
            (
                "Australia/Sydney", "2026-10-04", "2026-10-04T00:00:00+10:00",
                "2026-10-05T00:00:00+11:00"
            ),
            (
                "Australia/Sydney", "2026-04-05", "2026-04-05T00:00:00+11:00",
                "2026-04-06T00:00:00+10:00"
            ),
            (
                "Australia/Lord_Howe", "2026-04-05", "2026-04-05T00:00:00+11:00",
                "2026-04-06T00:00:00+10:30"
            ),
        ])
    func days(_ zone: String, _ day: String, _ from: String, _ to: String) async throws {
        let zone = try Sample.zone(zone)
        let rows = try [
            Self.entry("A1", "\(day)T00:00", 30), Self.entry("A2", "\(day)T23:45", 15),
            Self.entry("A3", "\(Sample.day(day).adding(days: 1))T00:00", 15),
        ]
        for system in PMSSystem.allCases {
            let script = try WritingScript(system, Self.practice(system, rows), zone: zone)
            let found = try await script.pms.appointments(of: Self.who, on: Sample.day(day))
            #expect(found.map(\.entry.id.rawValue) == ["A1", "A2"])
            let call = try #require(script.api.calls.first)
            guard system == .exact else {
                #expect(call.query("from") == day && call.query("to") == day)
                continue
            }
            // Appointments come by their start: the day before may reach into this one.
            let before = try Sample.day(day).adding(days: -1)
            #expect(call.query("from")?.hasPrefix("\(before)T00:00:00") == true)
            #expect(call.query("to") == to)
            #expect(script.api.calls.last?.query("from") == from)
            #expect(script.api.calls.last?.query("to") == to)
        }
    }

    @Test("a row may say nothing of whose it is", arguments: PMSSystem.allCases)
    func nobody(_ system: PMSSystem) async throws {
        let practice = try Self.practice(system, [Self.entry("A1", "2026-03-03T09:00", 45)])
        for value in [NSNull(), ""] as [Any] {
            let isNull = value is NSNull
            let script = try WritingScript(
                system, practice,
                change: Self.owned(system) { _ in
                    let value: Any = isNull ? NSNull() : ""
                    return system == .exact
                        ? [
                            "patientId": value, "externalReference": value,
                            "createdDate": NSNull(),
                        ] : ["patient": value, "reference": value, "createdAt": NSNull()]
                })
            let rows = try await script.pms.appointments(
                of: Self.who, on: Sample.day("2026-03-03"))
            #expect(rows.count == 1)
            #expect(rows[0].patient == nil && rows[0].reference == nil)
            #expect(rows[0].createdAt == nil)
        }
    }

    /// What a row says wrong, for Exact and for Oasis; all but the last three may be ours.
    static let unreadableRows: [(exact: String, oasis: String, fails: Bool)] = [
        (#""startDate": "soon""#, #""start": "soon""#, true),
        (#""status": "Cancelled", "endDate": 7"#, #""status": "cancelled", "end": 7"#, true),
        (#""id": null"#, #""id": null"#, true),
        (#""providers": null"#, #""practitioner": 7"#, true),
        (#""providers": [{}]"#, #""kind": null"#, true),
        (#""createdDate": "yesterday""#, #""createdAt": "2026-03-02T22:15""#, true),
        (#""patientId": 7"#, #""patient": 7"#, true),
        (#""externalReference": 7"#, #""reference": 7"#, true),
        // Certainly in nobody's day, or in another's.
        (#""providers": [], "startDate": "soon""#, #""practitioner": null, "kind": null"#, false),
        (
            #""providers": [{"id": "P2"}], "startDate": "soon""#,
            #""practitioner": "P2", "start": "soon""#, false
        ),
        (
            #""providers": [{"id": "P2"}], "createdDate": "soon""#,
            #""practitioner": "P2", "createdAt": "soon""#, false
        ),
    ]

    @Test(
        "a row that cannot be read fails the call, for it may be ours",
        arguments: PMSSystem.allCases, unreadableRows.indices)
    func unreadable(_ system: PMSSystem, _ index: Int) async throws {
        let (exact, oasis, fails) = Self.unreadableRows[index]
        let text = "{\(system == .exact ? exact : oasis)}"
        let practice = try Self.practice(
            system,
            [
                Self.entry("A1", "2026-03-03T09:00", 45), Self.entry("A2", "2026-03-03T10:00", 45),
            ])
        let script = try WritingScript(
            system, practice,
            change: Self.owned(system) { id in
                let fields = try? JSONSerialization.jsonObject(with: Data(text.utf8))
                return id == "A2" ? fields as? [String: Any] ?? [:] : [:]
            })
        guard fails else {
            let rows = try await script.pms.appointments(
                of: Self.who, on: Sample.day("2026-03-03"))
            #expect(rows.map(\.entry.id.rawValue) == ["A1"])
            return
        }
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await script.pms.appointments(of: Self.who, on: Sample.day("2026-03-03"))
        }
        #expect(failure?.kind == .malformed && failure?.problem.code == "P0005")
    }

    @Test("a block that cannot be read may be in the way")
    func unreadableBlock() async throws {
        let practice = try Self.practice(
            .exact, [Self.entry("B1", "2026-03-03T16:00", 60, kind: .block)])
        let script = try WritingScript(
            .exact, practice,
            change: { list, rows in
                list == "Blocks" ? rows.map { $0.merging(["endDate": "late"]) { $1 } } : rows
            })
        await #expect(throws: PMSFailure.self) {
            _ = try await script.pms.appointments(of: Self.who, on: Sample.day("2026-03-03"))
        }
    }
}
