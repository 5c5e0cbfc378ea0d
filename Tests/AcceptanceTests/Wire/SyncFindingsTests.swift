import Diary
import Findings
import Simulators
import Testing

/// What staff are told when the sync or the requests go wrong, with its fix, until it is over. What
/// is not here is in the suite that it belongs to: F04 and F15 to F17, C01 to C03 and C16 to C18.
@Suite("Served: what staff are told of the sync")
struct SyncFindingsTests {
    @Test("S48, S5, S59: a PMS that cannot be read (F01, F02, F06, F07, F11, B01)")
    func reading() async throws {
        try await Bench.run { bench in
            try await bench.serve()
            for (plan, code) in [
                ("rate-limited=1@GET /v1", FindingCode.rateLimit),
                ("fails-before=404@GET /v1", .practiceIDChanged),
            ] {
                bench.pms.setFaults(try FaultPlan(plan))
                try await bench.untilSeen(code)
                bench.pms.setFaults(FaultPlan())
                try await bench.untilOver(code)
            }
            try await bench.edit(.setOffset(9_000))
            let drift = try await bench.untilSeen(.schemaDrift)
            #expect("\(drift.value ?? "")".contains("practiceTimezoneUtcOffsetMinutes"))
            try await bench.edit(.setOffset(bench.zone.offset(at: Bench.now) / 60))
            try await bench.untilOver(.schemaDrift)

            bench.pms.setFaults(try FaultPlan("fails-before=400@GET /v1"))
            try await bench.untilSeen(.readFailed)
            let status = try await bench.status()
            for code in [FindingCode.lastSyncOld, .staleSnapshot] {
                #expect(!status.tells(code))
            }
            // What was good just now was so over a quarter of an hour ago.
            try await bench.ledger(
                "UPDATE run SET started_at = started_at - 1200, ended_at = ended_at - 1200 "
                    + "WHERE ended_at IS NOT NULL")
            try await bench.untilSeen(.lastSyncOld)
            let stale = try await bench.untilSeen(.staleSnapshot)
            let starts = 2 * 12 * BenchPractice.day.count
            #expect(stale["message"].text?.contains("\(starts) starts") == true, "\(stale)")
            #expect(try await bench.seen().times(on: bench.day(2)) == BenchPractice.day)
            bench.pms.setFaults(FaultPlan())
            for code in [FindingCode.readFailed, .lastSyncOld, .staleSnapshot] {
                try await bench.untilOver(code)
            }
        }
    }

    @Test("S48, S47, S56: a marketplace that does not take what is sent (F02, F13, F14, F18)")
    func sending() async throws {
        try await Bench.run(.oasis) { bench in
            try await bench.serve()
            let days = "availability/snapshots"
            for (place, (plan, code)) in [
                ("fails-before=400@\(days)", FindingCode.daysRefused),
                ("rate-limited=1@\(days)", .rateLimit),
                ("fails-before=500@\(days)", .sendFailed),
            ].enumerated() {
                let day = bench.day(place + 2)
                await bench.marketplace.setFaults(try FaultPlan(plan))
                try await bench.edit(
                    .addEntry(try .appointment("A-\(place)", day, "09:00", 30)))
                try await bench.untilSeen(code)
                #expect(try await bench.seen().times(on: day) == BenchPractice.day)
                await bench.marketplace.setFaults(FaultPlan())
                try await bench.untilOver(code)
                #expect(try await bench.seen().times(on: day)?.first == "09:30")
            }
            await bench.marketplace.setFaults(
                try FaultPlan("fails-before=400@POST /config/pmsResources"))
            try await bench.edit(.renamePractitioner("P2".person, "Dr Tom Ng"))
            let refused = try await bench.untilSeen(.configurationRefused)
            #expect("\(refused.value ?? "")".contains("appointment books"), "\(refused)")
            await bench.marketplace.setFaults(FaultPlan())
            try await bench.untilOver(.configurationRefused)
            #expect(try await bench.seen().books.last?.name == "Dr Tom Ng")
        }
    }
}
