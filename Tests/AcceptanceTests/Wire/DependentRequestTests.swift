import Diary
import Findings
import Simulators
import Testing

@Suite("Served: requests that depend on a booking")
struct DependentRequestTests {
    @Test(
        "G25, S53: of one batch the booking is answered first, then what is asked about it",
        arguments: PMSSystem.allCases)
    func order(system: PMSSystem) async throws {
        try await Bench.run(system, marketplace: BookingConflictTests.patient) { bench in
            try await bench.serveUnrung()
            let (market, id) = (bench.marketplace, bench.practice.marketplace)
            bench.pms.setFaults(try FaultPlan("latency=4000@\(bench.practice.insertion)#1"))
            let booking = try await bench.book(2, "10:00")
            try await market.fulfil(.cancellation(booking: booking), of: id)
            try await market.fulfil(.update(booking: booking), of: id)
            try await market.fulfil(.appointmentChanges(booking: booking), of: id)
            try await market.fulfil(.reasons, of: id)
            market.clearLog()
            try await bench.ring()
            try await bench.until("all is answered") { $0.outstanding.isEmpty }
            let answers = market.calls.map(\.endpoint).filter {
                $0.hasPrefix("POST /bookings") || $0.contains("AppointmentTypes/snapshot")
            }
            // What does not depend on it does not wait for it.
            #expect(answers.first == "POST /config/pmsAppointmentTypes/snapshot", "\(answers)")
            #expect(answers.dropFirst().first?.hasSuffix("confirmInsert") == true, "\(answers)")
            #expect(bench.calls("rejectUpdate") == 2)
            #expect(bench.calls("noPmsAppointmentChange") == 1)
            #expect(answers.count == 5, "\(answers)")
            #expect(try await bench.booking(booking).stage == "confirmed")
            try await bench.untilTold(.cancelUnsupported, of: booking)
            // The questions saw the booking as it is: none of them says that it is not known.
            try await bench.untilNoFinding("E06")
        }
    }

    @Test(
        "G25: what depends on a booking that waits for a person is answered all the same",
        arguments: [PMSSystem.exact])
    func person(system: PMSSystem) async throws {
        try await Bench.run(system, marketplace: BookingConflictTests.patient) { bench in
            try await bench.serve()
            for name in ["TWIN-1", "TWIN-2"] {
                var twin = SimulatedPatient(id: name, firstName: "Sample", lastName: "Patient")
                twin.dateOfBirth = CivilDate("1990-02-23")
                try await bench.edit(.addPatient(twin))
            }
            let booking = try await bench.book(2, "10:00")
            try await bench.until(booking: booking, isKept: "needs_person")
            try await bench.marketplace.fulfil(
                .cancellation(booking: booking), of: bench.practice.marketplace)
            try await bench.until("the wish is refused") { $0.outstanding == ["bookings"] }
            #expect(bench.calls("rejectUpdate") == 1)
        }
    }

    @Test(
        "G26: a change of a booking that is not known is rejected, and staff are told whose it may be",
        arguments: PMSSystem.allCases)
    func unknown(system: PMSSystem) async throws {
        try await Bench.run(system, marketplace: BookingConflictTests.patient) { bench in
            try await bench.serve()
            let (booking, row) = try await bench.confirmed(on: 2)
            // The next integration starts with a ledger of its own.
            try await bench.stop()
            try bench.forgetLedger()
            try await bench.serve()
            let id = bench.practice.marketplace
            try await bench.marketplace.fulfil(.cancellation(booking: booking), of: id)
            try await bench.marketplace.fulfil(.update(booking: booking), of: id)
            try await bench.until("refused") { $0.outstanding.isEmpty }
            #expect(bench.calls("rejectUpdate") == 2)
            try await bench.untilTold(.unknownBooking, of: booking)
            try await bench.untilNoFinding("E01")
            #expect(await bench.rows().map(\.entry) == [row.entry])
            #expect(try await bench.booking(booking).stage == "confirmed")
        }
    }
}
