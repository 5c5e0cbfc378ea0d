import Diary
import Foundation
import Simulators
import Testing

@Suite("Served: bookings")
struct BookingTests {
    @Test(
        "S4, S16, S24, T17: a booking goes into the diary once, in the PMS's units, and is confirmed",
        arguments: PMSSystem.allCases)
    func confirmed(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            let day = bench.day(2)
            let start = try #require(CivilDateTime("\(day)T10:00"))
            let id = try await bench.marketplace.book(
                BookingWish(book: "P1", start: start), of: bench.practice.marketplace)
            try await bench.until("confirmed") { $0.bookings.last?.stage == "confirmed" }
            let booking = try #require(try await bench.seen().bookings.first { $0.id == id })
            let rows = await bench.pms.rows(bench.practice.pms)
            let row = try #require(rows.first)
            #expect(rows.count == 1)
            #expect(booking.appointments == [row.entry.id.rawValue])
            #expect(row.entry.practitioner == "P1".person)
            #expect(row.entry.start.instant(in: bench.zone) == bench.zone.instant(of: start))
            #expect(row.entry.end == .after(Minutes(30)))
            #expect(row.details.reason == "R1".reason)
            // The marketplace wrote 1800 s, a local time and 23-02-1990.
            let patient = await bench.pms.patients(bench.practice.pms).first
            #expect(patient?.id == row.details.patient)
            #expect(patient?.dateOfBirth == CivilDate("1990-02-23"))
            // The time is no longer offered, and nothing else is gone.
            try await bench.until("the time is gone") {
                $0.times(on: day) == BenchPractice.day.filter { $0 != "10:00" }
            }
            #expect(bench.calls("confirmInsert") == 1)
        }
    }
}
