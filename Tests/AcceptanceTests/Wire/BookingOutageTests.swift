import Diary
import Findings
import Simulators
import Testing

@Suite("Served: bookings that patients make while the service is down")
struct BookingOutageTests {
    /// The marketplace presumes as soon as the service would have given up: nothing shorter is an
    /// outage.
    private static var options: MarketplaceOptions {
        var options = MarketplaceOptions()
        options.confirmsAfterSeconds = 12
        return options
    }

    /// Two patients book while nobody answers, until the marketplace has told both that their
    /// bookings stand; staff have given the second time away by then.
    private func outage(_ bench: Bench) async throws -> (free: Int, taken: Int, staff: DiaryEntry) {
        try await bench.serve()
        try await bench.stop()
        let free = try await bench.book(2, "10:00")
        let taken = try await bench.book(2, "11:00")
        let staff = try DiaryEntry.appointment("STAFF", bench.day(2), "11:00", 30)
        try await bench.edit(.addEntry(staff))
        try await bench.until("both are presumed") { seen in
            seen.bookings.count == 2
                && seen.bookings.allSatisfy { $0.isPresumed && $0.status == "Confirmed" }
        }
        #expect(await bench.rows().map(\.entry) == [staff])
        return (free, taken, staff)
    }

    @Test(
        "S50, T21: the one stands in the diary once; of the other staff hear that nothing is there",
        arguments: PMSSystem.allCases)
    func away(system: PMSSystem) async throws {
        try await Bench.run(system, marketplace: Self.options) { bench in
            let (free, taken, staff) = try await outage(bench)
            try await bench.start()
            let booking = try await bench.until(booking: free, is: "confirmed")
            let rows = await bench.rows().filter { $0.entry.id != staff.id }
            #expect(rows.count == 1)
            #expect(booking.appointments == rows.map(\.entry.id.rawValue))
            #expect(booking.isPresumed && !booking.isLateRejection && booking.reason == nil)
            #expect(
                rows.first?.entry.start.instant(in: bench.zone)
                    == bench.zone.instant(of: try bench.start(2, "10:00")))

            // The marketplace takes the rejection, and goes on to say that the booking stands:
            // only staff can call the patient.
            try await bench.until("the rejection") { seen in
                seen.bookings.first { $0.id == taken }?.isLateRejection == true
            }
            let code = try await bench.page(of: taken)["code"].text
            let why = try #require(code.flatMap(FindingCode.init(rawValue:)))
            #expect([.slotTaken, .notOffered].contains(why))
            #expect(try await bench.booking(taken).reason == why.refusalWords)
            try await bench.untilTold(why, of: taken)
            try await bench.untilTold(.lateReject, of: taken)
            #expect(await bench.rows().map(\.entry).contains(staff))
            #expect(await bench.rows().count == 2)

            // Nothing else came of the first one by then, and it is told to nobody.
            #expect(try await bench.page(of: free)["state"].text == "confirmed")
            #expect(try await bench.booking(free).stage == "confirmed")
            #expect(bench.calls("confirmInsert") == 1 && bench.calls("rejectInsert") == 1)
        }
    }
}
