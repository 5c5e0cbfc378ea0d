import Diary
import Findings
import Simulators
import Testing

@Suite("Served: what becomes of bookings")
struct BookingAfterwardsTests {
    @Test(
        "S26, S55: an appointment that staff remove is offered again; absence alone cancels nothing",
        arguments: PMSSystem.allCases)
    func removed(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            // As long as an insertion may still arrive, a row that is not there proves nothing.
            bench.settings.insertion = "{ longest_delay_seconds: 1 }"
            try await bench.serve()
            let (id, row) = try await bench.confirmed(on: 2)
            try await bench.edit(.deleteEntry(row.entry.id))
            try await bench.until("10:00", on: 2, isOffered: true)
            try await bench.untilTold(.appointmentAbsent, of: id)
            #expect(try await bench.booking(id).stage == "confirmed")
        }
    }

    @Test(
        "S55: an appointment that is cancelled or not attended in the PMS is reported",
        arguments: PMSSystem.allCases,
        [("cancelled", FindingCode.cancelledInPMS), ("not_attended", .didNotAttend)])
    func ended(system: PMSSystem, stage: (word: String, code: FindingCode)) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            let (id, row) = try await bench.confirmed(on: 2)
            try await bench.edit(
                .setStatus(
                    row.entry.id, stage.code == .didNotAttend ? .didNotAttend : .cancelled))
            try await bench.until(booking: id, is: stage.word)
            try await bench.untilTold(stage.code, of: id)
            try await bench.until("10:00", on: 2, isOffered: true)
            #expect(await bench.rows().map(\.entry.id) == [row.entry.id])
        }
    }

    @Test(
        "S55: an appointment that is moved is never cancelled, and both days follow",
        arguments: PMSSystem.allCases)
    func moved(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            let (id, row) = try await bench.confirmed(on: 2)
            try await bench.edit(
                .moveEntry(row.entry.id, to: .civil(try bench.start(3, "14:00")), practitioner: nil)
            )
            try await bench.until("10:00", on: 2, isOffered: true)
            try await bench.until("14:00", on: 3, isOffered: false)
            try await bench.marketplace.fulfil(
                .appointmentChanges(booking: id), of: bench.practice.marketplace)
            try await bench.until("the question is answered") { $0.outstanding.isEmpty }
            #expect(try await bench.booking(id).stage == "confirmed")
            #expect(bench.calls("noPmsAppointmentChange") == 1)
            try await bench.untilTold(.movedInPMS, of: id)
        }
    }

    @Test(
        "S25, T8: a cancellation at the marketplace is refused, and the appointment stays",
        arguments: PMSSystem.allCases)
    func cancellation(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            let (id, row) = try await bench.confirmed(on: 2)
            try await bench.marketplace.fulfil(
                .cancellation(booking: id), of: bench.practice.marketplace)
            try await bench.until("refused") { $0.outstanding.isEmpty }
            #expect(bench.calls("rejectUpdate") == 1)
            try await bench.untilTold(.cancelUnsupported, of: id)
            #expect(await bench.rows().map(\.entry) == [row.entry])
            #expect(try await bench.booking(id).stage == "confirmed")
        }
    }

    @Test(
        "S25, S26: an appointment that staff remove after the patient cancelled is no error",
        arguments: PMSSystem.allCases)
    func removedAsAsked(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            bench.settings.insertion = "{ longest_delay_seconds: 1 }"
            try await bench.serve()
            let (id, row) = try await bench.confirmed(on: 2)
            try await bench.marketplace.fulfil(
                .cancellation(booking: id), of: bench.practice.marketplace)
            try await bench.untilTold(.cancelUnsupported, of: id)
            try await bench.edit(.deleteEntry(row.entry.id))
            try await bench.until("10:00", on: 2, isOffered: true)
            try await bench.until(booking: id, isKept: "ended")
            try await bench.marketplace.fulfil(
                .appointmentChanges(booking: id), of: bench.practice.marketplace)
            try await bench.until("the question is answered") { $0.outstanding.isEmpty }
            let codes = try await bench.status()["findings"].list.map {
                $0["finding"]["code"].text
            }
            #expect(!codes.contains(FindingCode.appointmentAbsent.rawValue))
        }
    }
}
