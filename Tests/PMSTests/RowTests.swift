import Diagnostics
import Diary
import PMSExact
import PMSOasis
import Ports
import Testing
import Wire

/// A change of one row of one list, and what becomes of the reading.
struct RowCase: CustomTestStringConvertible, Sendable {
    let list: String
    /// Fields that replace those of the list's first row; `Gone` takes one away.
    let fields: @Sendable () -> [String: Any]
    /// What `dropped` says of it, or nil where the reading must fail.
    let dropped: String?

    init(
        _ list: String, _ fields: @autoclosure @escaping @Sendable () -> [String: Any],
        _ dropped: String?
    ) {
        self.list = list
        self.fields = fields
        self.dropped = dropped
    }

    var testDescription: String { "\(list) \(fields()) -> \(dropped ?? "fails")" }

    struct Gone {}

    func change(_ name: String, _ rows: [[String: Any]]) -> [[String: Any]] {
        guard name == list, var row = rows.first else { return rows }
        for (field, value) in fields() { row[field] = value is Gone ? nil : value }
        return [row] + rows.dropFirst()
    }
}

private let stranger = "names nobody in the list of practitioners"

@Suite("Rows that cannot be used")
struct RowTests {
    static let exactCases: [RowCase] = [
        // The set-up: left out, counted and named.
        RowCase("Practitioners", ["name": RowCase.Gone()], "`name` is missing: P1"),
        RowCase("Practitioners", ["name": "Dr\nChen"], "`name` is not on one line: P1"),
        RowCase("Practitioners", ["id": 7], "`id` is of another type"),
        RowCase("Practitioners", ["isActive": "yes"], "`isActive` is of another type: P1"),
        RowCase("WorkingTimes", ["startTime": "8:30"], "`startTime` is no wall-clock time: W0"),
        RowCase("WorkingTimes", ["endTime": "08:30"], "`endTime` is not after `startTime`: W0"),
        RowCase("WorkingTimes", ["date": "2026-02-30"], "`date` is no day: W0"),
        RowCase(
            "WorkingTimes", ["date": "2026-03-09"],
            "`date` is not one of the days that were asked for: W0"),
        RowCase("WorkingTimes", ["providerId": "P9"], "`providerId` \(stranger): W0"),
        RowCase(
            "WorkingTimes", ["breaks": [["startTime": "08:00", "endTime": "09:00"]]],
            "`breaks[0]` is not inside the working time: W0"),
        RowCase(
            "WorkingTimes", ["breaks": [["startTime": "12:30"]]],
            "`breaks[0].endTime` is missing: W0"),
        // The diary: left out only where nobody's time is freed.
        RowCase("Appointments", ["providers": [Any]()], "`providers` is empty: D1"),
        RowCase("Appointments", ["providers": [["id": "P9"]]], "`providers` \(stranger): D1"),
        RowCase(
            "Appointments", ["status": "Cancelled", "startDate": "soon"],
            "`startDate` is no time with an offset: D1"),
        RowCase(
            "Appointments", ["status": "DidNotAttend", "providers": RowCase.Gone()],
            "`providers` is missing: D1"),
        RowCase("Appointments", ["providers": RowCase.Gone()], nil),
        RowCase("Appointments", ["providers": [["name": "Dr Amy Chen"]]], nil),
        RowCase("Appointments", ["startDate": "2026-03-03T09:00:00"], nil),
        RowCase("Appointments", ["endDate": "2026-03-03T09:00:00+11:00"], nil),
        RowCase("Appointments", ["endDate": RowCase.Gone()], nil),
        RowCase("Appointments", ["id": RowCase.Gone()], nil),
        RowCase("Appointments", ["status": 3], nil),
        RowCase("Blocks", ["providerId": "P9"], "`providerId` \(stranger): B1"),
        RowCase("Blocks", ["providerId": RowCase.Gone()], nil),
        RowCase("Blocks", ["type": RowCase.Gone()], nil),
        RowCase("Blocks", ["endDate": "never"], nil),
        RowCase("Blocks", ["id": "D1"], nil),
    ]

    static let oasisCases: [RowCase] = [
        RowCase(
            "practitioners", ["newPatientMinutes": 2000],
            "`newPatientMinutes` is not from 1 to 1440 minutes: P1"),
        RowCase("reasons", ["name": ""], "`name` has not 1 to 200 characters: R1"),
        RowCase("reasons", ["minutes": 0], "`minutes` is not from 1 to 1440 minutes: R1"),
        RowCase(
            "reasons", ["practitioners": [["id": "P9"]]], "`practitioners` \(stranger): R1"),
        RowCase("reasons", ["position": 5], nil),
        RowCase("sessions", ["end": "25:00"], "`end` is no wall-clock time: S0"),
        RowCase("sessions", ["practitioner": "P9"], "`practitioner` \(stranger): S0"),
        RowCase("diary", ["practitioner": null(nil)], "`practitioner` is null: D1"),
        RowCase("diary", ["practitioner": "P9"], "`practitioner` \(stranger): D1"),
        RowCase(
            "diary", ["status": "cancelled", "end": RowCase.Gone()], "`end` is missing: D1"),
        RowCase("diary", ["practitioner": RowCase.Gone()], nil),
        RowCase("diary", ["start": "2026-03-03T09:00:00+11:00"], nil),
        RowCase("diary", ["end": RowCase.Gone()], nil),
        RowCase("diary", ["minutes": -5], nil),
        RowCase("diary", ["kind": RowCase.Gone()], nil),
    ]

    @Test(
        "F09, invariant 6: Exact's are left out and named, or fail the reading",
        arguments: exactCases)
    func exact(_ change: RowCase) async throws {
        let practice = try Sample.practice(.exact)
        let script = ExactScript(
            practice, zone: try Sample.zone(), change: { change.change($0, $1) })
        try await check(change, practice, script.pms)
    }

    @Test(
        "F09, invariant 6: Oasis's are left out and named, or fail the reading",
        arguments: oasisCases)
    func oasis(_ change: RowCase) async throws {
        let practice = try Sample.practice(.oasis)
        let script = OasisScript(
            practice, zone: try Sample.zone(), change: { change.change($0, $1) })
        try await check(change, practice, script.pms)
    }

    private func check(_ change: RowCase, _ practice: PMSReading, _ pms: any PMSPort) async throws {
        do throws(PMSFailure) {
            let reading = try await pms.read(practice.days)
            let own = reading.dropped.filter { $0.list == change.list }
            #expect(own.map(\.why) == change.dropped.map { [$0] })
            #expect(own.first?.count == 1)
        } catch {
            #expect(change.dropped == nil, "\(error.problem)")
            let isWhole = error.problem.code == "P0006"
            #expect(isWhole || error.problem.code == "P0005")
            #expect(isWhole || error.kind == .malformed)
        }
    }

    @Test("a reason of Exact's set-up is left out and named, with its members")
    func reasons() async throws {
        let practice = try Sample.practice()
        let script = ExactScript(
            practice, zone: try Sample.zone(),
            change: { list, rows in
                guard list == "OnlineBooking" else { return rows }
                var setUp = rows[0]
                setUp["reasons"] = [
                    ["id": "R1", "name": "Exam", "providers": [["id": "P1"], ["id": "P9"]]],
                    ["id": "R2"], ["id": "R1", "name": "Exam again"],
                ]
                return [setUp]
            })
        let reading = try await script.pms.read(practice.days)
        #expect(reading.reasons.map(\.name) == ["Exam"])
        #expect(reading.reasons[0].practitioners == [.init(PractitionerID("P1"))])
        #expect(
            reading.dropped == [
                DroppedRows(
                    list: "OnlineBooking.reasons", count: 1, why: "`name` is missing: R2"),
                DroppedRows(
                    list: "OnlineBooking.reasons", count: 1, why: "`id` stands there twice: R1"),
                DroppedRows(
                    list: "OnlineBooking.reasons", count: 1,
                    why: "`providers` \(stranger): R1"),
            ])
    }

    @Test("a list of which no row can be read has another format, and fails the reading")
    func otherFormat() async throws {
        let practice = try Sample.practice()
        let script = ExactScript(
            practice, zone: try Sample.zone(),
            change: { list, rows in
                list == "WorkingTimes" ? rows.map { ["id": $0["id"] ?? 0, "From": "09:00"] } : rows
            })
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await script.pms.read(practice.days)
        }
        #expect(failure?.problem.code == "P0005")
    }

    @Test("many rows of one cause are one line: three ids, and their number")
    func counted() async throws {
        let practice = try Sample.practice()
        let script = ExactScript(
            practice, zone: try Sample.zone(),
            change: { list, rows in
                guard list == "Appointments" else { return rows }
                return rows + (0..<120).map { ["id": "X\($0)", "providers": [Any]()] }
            })
        let reading = try await script.pms.read(practice.days)
        #expect(
            reading.dropped == [
                DroppedRows(
                    list: "Appointments", count: 120,
                    why: "`providers` is empty: X0, X1, X2 and others")
            ])
    }
}
