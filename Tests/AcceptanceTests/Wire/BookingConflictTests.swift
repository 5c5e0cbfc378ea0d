import Diary
import Findings
import Simulators
import Testing

@Suite("Served: bookings that meet each other, or a fault")
struct BookingConflictTests {
    @Test(
        "S4, S54: of 2, 8 and 64 patients who book one time at once, exactly one has it",
        arguments: PMSSystem.allCases, [2, 8, 64])
    func oneTime(system: PMSSystem, count: Int) async throws {
        try await Bench.run(system, marketplace: Self.patient) { bench in
            try await bench.serve()
            // A machine that stands still for twelve seconds lets nobody win, which is right (T21)
            // and proves nothing: then they meet again.
            var winners = 0
            for round in 1...5 where winners == 0 {
                for _ in 1...count { try await bench.book(2, "10:00") { $0.isForced = true } }
                try await bench.until("all are answered") { seen in
                    seen.bookings.count == count * round
                        && seen.bookings.allSatisfy { $0.stage != "waiting" }
                }
                let seen = try await bench.seen()
                winners = seen.bookings.count { $0.stage == "confirmed" }
                #expect(seen.bookings.count { $0.stage == "rejected" } == count * round - winners)
                #expect(seen.bookings.allSatisfy { $0.stage != "rejected" || $0.reason != nil })
            }
            #expect(winners == 1)
            #expect(await bench.rows().count == 1)
        }
    }

    @Test(
        "S4, S24: an answer that is lost on the wire leaves one appointment, and it is confirmed",
        arguments: PMSSystem.allCases, PracticeOptions.Reference.allCases)
    func lostAnswer(system: PMSSystem, reference: PracticeOptions.Reference) async throws {
        var options = PracticeOptions()
        options.reference = reference
        try await Bench.run(system, options: options, marketplace: Self.patient) { bench in
            bench.settings.insertion = "{ reference: \(reference.rawValue) }"
            try await bench.serve()
            bench.pms.setFaults(try FaultPlan("lost-answer@\(bench.practice.insertion)#1"))
            let id = try await bench.book(2, "10:00")
            let booking = try await bench.until(booking: id, is: "confirmed")
            let rows = await bench.rows()
            #expect(rows.count == 1)
            #expect(booking.appointments == rows.map(\.entry.id.rawValue))
        }
    }

    @Test(
        "S4, T21: a request that is lost is waited out and sent again, once",
        arguments: PMSSystem.allCases, PracticeOptions.Reference.allCases)
    func lostRequest(system: PMSSystem, reference: PracticeOptions.Reference) async throws {
        var options = PracticeOptions()
        options.reference = reference
        try await Bench.run(system, options: options, marketplace: Self.patient) { bench in
            bench.settings.insertion =
                "{ reference: \(reference.rawValue), longest_delay_seconds: 3 }"
            try await bench.serve()
            bench.pms.setFaults(try FaultPlan("lost-request@\(bench.practice.insertion)#1"))
            let id = try await bench.book(2, "10:00")
            try await bench.until(booking: id, is: "confirmed")
            #expect(await bench.rows().count == 1)
        }
    }

    @Test(
        "S50, T21: while the PMS is away a booking is rejected before it would confirm by itself",
        arguments: PMSSystem.allCases)
    func away(system: PMSSystem) async throws {
        try await Bench.run(system, marketplace: Self.patient) { bench in
            try await bench.serve()
            bench.pms.setFaults(try FaultPlan("offline"))
            let id = try await bench.book(2, "10:00")
            try await bench.until(booking: id, isRefusedFor: .pmsOffline)
            #expect(try await !bench.booking(id).isPresumed)
            #expect(await bench.rows().isEmpty)
        }
    }

    @Test("S54: staff who were faster have the time, and their row is left alone")
    func staffFirst() async throws {
        try await Bench.run(marketplace: Self.patient) { bench in
            bench.settings.syncSeconds = 600
            try await bench.serve()
            let entry = try DiaryEntry.appointment("STAFF", bench.day(2), "10:00", 30, of: "P1")
            try await bench.edit(.addEntry(entry))
            let id = try await bench.book(2, "10:00")
            let booking = try await bench.until(booking: id, is: "rejected")
            #expect(booking.reason?.isEmpty == false)
            #expect(await bench.rows().map(\.entry) == [entry])
        }
    }

    /// Patience with a slow machine: what counts is what the answer is, and that it comes alone.
    static var patient: MarketplaceOptions {
        var options = MarketplaceOptions()
        options.confirmsAfterSeconds = 120
        return options
    }
}
