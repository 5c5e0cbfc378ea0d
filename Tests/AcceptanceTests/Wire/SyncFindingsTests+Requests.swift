import Diary
import Findings
import Simulators
import Testing

// What is gone, and what the marketplace asks.
extension SyncFindingsTests {
    @Test("S48, S32, S50, S53: what is gone, cannot be said or cannot be used (A45, F19, F20, F22)")
    func setUp() async throws {
        try await Bench.run { bench in
            try await bench.serve()
            try await bench.edit(
                .addSession(
                    WorkingSession(
                        practitioner: "P1".person, date: bench.day(14),
                        start: try #require(CivilTime("22:30")),
                        end: try #require(CivilTime("24:00")))))
            let late = try await bench.untilSeen(.startsLeftOut)
            #expect("\(late.value ?? "")".contains("P1 on \(bench.day(14))"), "\(late)")
            #expect(try await bench.seen().times(on: bench.day(14)) == ["22:30", "23:00"])
            try await bench.edit(.removeSessions("P1".person, bench.day(14)))
            try await bench.untilOver(.startsLeftOut)

            let person = bench.practice.person("P2", "Dr Tom Reid")
            try await bench.pms.edit(
                bench.practice.pms, .setMembers("R1".reason, [.init("P1".person)]),
                .setMembers("R2".reason, [.init("P1".person)]),
                .removePractitioner("P2".person))
            let gone = try await bench.untilSeen(.practitionerGone)
            #expect(gone["practitioner"].text == "P2")
            try await bench.edit(.addPractitioner(person))
            try await bench.untilOver(.practitionerGone)

            await bench.marketplace.setFaults(
                try FaultPlan("fails-before=500@GET /requests/availability"))
            try await bench.marketplace.fulfil(
                .availability(bench.day(3), book: "P1"), of: bench.practice.marketplace)
            try await bench.untilSeen(.requestFailed)
            #expect(try await bench.seen().outstanding == ["availability"])
            await bench.marketplace.setFaults(FaultPlan())
            try await bench.untilOver(.requestFailed)
            try await bench.until("answered") { $0.outstanding.isEmpty }

            for (key, isUsable) in [("KEY_9", false), (bench.practice.keyName, true)] {
                try await bench.json(
                    "practice", "change", bench.practice.id.rawValue, "--marketplace-key",
                    "env:\(key)")
                if isUsable {
                    try await bench.untilOver(.setUpUnusable)
                } else {
                    try await bench.untilSeen(.setUpUnusable)
                }
            }
        }
    }

    @Test("S48, S50, S53: requests that came unheard, late or for nothing (F08, F12, F21)")
    func requests() async throws {
        try await Bench.run(marketplace: BookingConflictTests.patient) { bench in
            let id = bench.practice.marketplace
            let codes = [FindingCode.daysUnknown, .webhookLost, .pollGap]
            try await bench.serveUnrung()
            try await bench.marketplace.fulfil(.availability(bench.day(3), book: "P9"), of: id)
            try await eventually("told of the day") {
                try await bench.ring()
                return try await bench.status().tells(.daysUnknown)
            }
            let unknown = try await bench.untilSeen(.daysUnknown)
            #expect("\(unknown.value ?? "")".contains("book P9 on \(bench.day(3))"), "\(unknown)")

            // While a booking is under way its change waits, and is asked for every few seconds.
            bench.pms.setFaults(try FaultPlan("latency=8000@\(bench.practice.insertion)#1"))
            let booking = try await bench.book(4, "10:00")
            try await bench.ring()
            try await bench.until(booking: booking, isKept: "sending")
            try await bench.marketplace.fulfil(.cancellation(booking: booking), of: id)
            try await bench.ring()
            #expect(!(try await bench.status().tells(.webhookLost)))
            try await bench.marketplace.fulfil(.books, of: id)
            try await bench.untilSeen(.webhookLost)

            try await bench.stop()
            try await bench.ledger("UPDATE poll SET at = at - 700")
            try await bench.start()
            for code in codes { try await bench.untilSeen(code) }

            // Each is told for a day.
            try await bench.stop()
            try await bench.ledger(
                "UPDATE finding_fact SET value = '\(Bench.now.adding(Minutes(-1_500)))' "
                    + "WHERE finding IN (SELECT number FROM finding WHERE source = 'requests')")
            try await bench.start()
            for code in codes { try await bench.untilOver(code) }
        }
    }
}
