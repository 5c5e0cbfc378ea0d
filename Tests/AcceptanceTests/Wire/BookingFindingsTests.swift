import Diary
import Findings
import Foundation
import Simulators
import Testing

/// Every code that a booking can have is seen once as staff see it: the finding that names the
/// booking, with its fix, and the booking's own page. What is not here is in the suite that it
/// belongs to: D02 where the PMS is away, D29 without a key, E01 to E04 and E08 afterwards.
@Suite("Served: what staff are told of bookings")
struct BookingFindingsTests {
    @Test("S48, S54: what is refused before the PMS is asked says why (D08 to D31)")
    func refused() async throws {
        try await Bench.run(.oasis, marketplace: BookingConflictTests.patient) { bench in
            try await bench.serveUnrung()
            // The marketplace takes the book away between the choice and the booking.
            let bookless = try await bench.book(5, "10:00", in: "P9") { $0.isForced = true }
            let sent = bench.calls("POST /config/pmsResources")
            try await bench.json("resync", "configuration")
            try await eventually("the books") {
                bench.calls("POST /config/pmsResources") > sent
            }
            try await bench.json("parameter", "set", "accept_booking.new_patients", "false")
            try await bench.json("parameter", "set", "accept_booking.most_a_day", "1")
            let first = try await bench.book(3, "10:00") { $0.isNewPatient = false }
            try await bench.ring()
            try await bench.until(booking: bookless, isRefusedFor: .bookNull)
            try await bench.until(booking: first, is: "confirmed")
            var cases: [(code: FindingCode, id: Int)] = []
            func refuse(
                _ code: FindingCode, _ offset: Int, _ time: String, in book: String = "P1",
                _ change: (inout BookingWish) -> Void = { _ in }
            ) async throws {
                let id = try await bench.book(offset, time, in: book) {
                    ($0.isForced, $0.reason) = (true, "R1")
                    change(&$0)
                }
                cases.append((code, id))
            }
            try await refuse(.pastStart, -1, "10:00")
            try await refuse(.bookingLimit, 3, "11:00") { $0.isNewPatient = false }
            try await refuse(.refusedByRule, 4, "11:00")
            try await refuse(.bookUnknown, 2, "10:00", in: "P9")
            try await refuse(.typeUnknown, 2, "10:00") { $0.reason = "R9" }
            try await refuse(.bookedLengthMismatch, 2, "10:00") { $0.length = Minutes(45) }
            try await refuse(.bookingUnreadable, 2, "10:00") {
                $0.length = Minutes(25 * 60)
            }
            try await refuse(.notOffered, 2, "12:15")
            try await refuse(.cancelledBefore, 2, "10:00") { $0.isWithdrawn = true }
            try await bench.ring()
            for (code, id) in cases { try await bench.until(booking: id, isRefusedFor: code) }
            #expect(await bench.rows().count == 1)
        }
    }

    @Test("S48, S54: before the practice was read nothing can be taken (D27)")
    func unread() async throws {
        try await Bench.run(marketplace: BookingConflictTests.patient) { bench in
            bench.pms.setFaults(try FaultPlan("offline"))
            try await bench.setUp()
            try await bench.start()
            let id = try await bench.book(2, "10:00") { $0.isForced = true }
            try await bench.until(booking: id, isRefusedFor: .notReady)
        }
    }

    @Test("S48, S53, S54: a connection that only reads rejects, and says so (D19, D20)")
    func readOnly() async throws {
        try await Bench.run(marketplace: BookingConflictTests.patient) { bench in
            try await bench.export()
            try await bench.setUp()
            try await bench.start()
            try await bench.until("published") { $0.times(on: bench.day(2)) == BenchPractice.day }
            let id = try await bench.book(2, "10:00") { $0.isForced = true }
            try await bench.marketplace.fulfil(
                .cancellation(booking: id), of: bench.practice.marketplace)
            try await bench.until(booking: id, is: "rejected")
            for code in [FindingCode.bookingRejected, .updateRejected] {
                try await bench.untilTold(code, of: id)
            }
        }
    }

    @Test("S48, S57, T21: what goes wrong on the way into the diary says so (D01 to D28, E07)")
    func onTheWay() async throws {
        try await Bench.run(marketplace: BookingConflictTests.patient) { bench in
            // Only what a booking claims or frees starts a sync.
            bench.settings.syncSeconds = 600
            bench.settings.insertion = "{ longest_delay_seconds: 1 }"
            try await bench.serve()
            var random = Seeded(state: 7)
            func fault(_ text: String) throws { bench.pms.setFaults(try FaultPlan(text)) }
            func book(_ offset: Int, _ time: String) async throws -> Int {
                let patient = BookingKillTests.somebody(&random)
                return try await bench.book(offset, time) { $0.patient = patient }
            }
            let insertion = bench.practice.insertion
            let (search, files) = ("/Patients/search", "/Patients$")

            let entry = try DiaryEntry.appointment("STAFF", bench.day(2), "10:00", 30)
            try await bench.edit(.addEntry(entry))
            let late = try await bench.book(2, "10:00")
            try await bench.until(booking: late, isRefusedFor: .slotTaken)

            for (place, (plan, code)) in [
                ("fails-before=422@\(insertion)#1", FindingCode.refusedByPMS),
                ("fails-before=422@\(files)#1", .patientField),
                ("fails-before=401@\(search)", .credentials),
                ("consent-revoked@\(search)", .consent),
            ].enumerated() {
                try fault(plan)
                let id = try await book(3, BenchPractice.day[place])
                try await bench.until(booking: id, isRefusedFor: code)
            }

            // Twelve seconds: in the one the file is being made, in the other nothing was sent.
            try fault("latency=30000@\(files)#1")
            let half = try await book(4, "09:00")
            try await bench.until(booking: half, isKept: "making_patient")
            try fault("fails-before=500@\(search)")
            let nothing = try await book(4, "10:00")
            try await bench.until(booking: half, isRefusedFor: .partial)
            try await bench.until(booking: nothing, isRefusedFor: .lateReject)
            bench.pms.setFaults(FaultPlan())

            await bench.marketplace.setFaults(try FaultPlan("fails-before=400@confirmInsert#1"))
            let untold = try await book(5, "09:00")
            try await bench.untilTold(.unconfirmed, of: untold)
            #expect(try await bench.page(of: untold)["state"].text == "confirmed")

            // Staff enter somebody at that very moment, and the PMS takes both.
            try fault("latency=3000@\(insertion)#1")
            let beside = try await book(6, "09:00")
            try await bench.until(booking: beside, isKept: "sending")
            try await bench.edit(
                .addEntry(try .appointment("STAFF-2", bench.day(6), "09:00", 30)))
            try await bench.until(booking: beside, is: "confirmed")
            try await bench.untilTold(.overbooked, of: beside)
        }
    }

    @Test("S48, S57, T21: what a person must decide, and what the diary then shows (D03 to E05)")
    func forPeople() async throws {
        try await Bench.run(marketplace: BookingConflictTests.patient) { bench in
            bench.settings.syncSeconds = 600
            bench.settings.insertion = "{ longest_delay_seconds: 1 }"
            try await bench.serve()
            var random = Seeded(state: 8)
            let insertion = bench.practice.insertion
            func waits(
                _ id: Int, _ code: FindingCode, _ location: SourceLocation = #_sourceLocation
            ) async throws {
                try await bench.until(booking: id, isKept: "needs_person", location)
                #expect(try await bench.page(of: id)["code"].text == code.rawValue)
                try await bench.untilTold(code, of: id, location)
            }

            for name in ["TWIN-1", "TWIN-2"] {
                var twin = SimulatedPatient(id: name, firstName: "Sample", lastName: "Patient")
                twin.dateOfBirth = CivilDate("1990-02-23")
                try await bench.edit(.addPatient(twin))
            }
            let twins = try await bench.book(2, "09:00")
            try await waits(twins, .patientAmbiguous)

            // The PMS took it, and staff remove it before it could be read back.
            bench.pms.setFaults(try FaultPlan("latency=2000@\(insertion)#1"))
            var patient = BookingKillTests.somebody(&random)
            let gone = try await bench.book(3, "09:00") { $0.patient = patient }
            try await bench.until(booking: gone, isKept: "sending")
            bench.pms.setFaults(
                try FaultPlan("fails-before=500@GET /v1/Practices/{practiceId}/Appointments$"))
            try await eventually("the row") { await !bench.rows().isEmpty }
            for row in await bench.rows() { try await bench.edit(.deleteEntry(row.entry.id)) }
            bench.pms.setFaults(FaultPlan())
            try await waits(gone, .timeoutUnknown)

            bench.pms.setFaults(try FaultPlan("duplicated@\(insertion)#1"))
            patient = BookingKillTests.somebody(&random)
            let twice = try await bench.book(4, "09:00") { $0.patient = patient }
            try await waits(twice, .duplicateSubmit)
            let rows = await bench.rows()
            #expect(rows.count == 2)
            try await bench.json(
                "booking", "resolve", "\(twice)", "--in-diary", rows[0].entry.id.rawValue)
            try await bench.until(booking: twice, is: "confirmed")
            // Ledger and diary are compared after a start, and once a day.
            try await bench.stop()
            try await bench.start()
            let finding = try await bench.untilFinding("E05")
            #expect(
                "\(finding.value ?? "")".contains("booking \(twice) has rows"), "\(finding)")
            #expect(finding["fix"].text == FindingCode.orphan.entry.fix.text(for: .exact))
        }
    }

    @Test("S48, T21: what the ledger does not take is rejected at once, and nothing is sent (D30)")
    func notStored() async throws {
        try await Bench.run(marketplace: BookingConflictTests.patient) { bench in
            try await bench.serve()
            try await bench.ledger(
                "CREATE TRIGGER full BEFORE INSERT ON booking BEGIN "
                    + "SELECT RAISE(ABORT, 'the disk is full'); END")
            let id = try await bench.book(2, "10:00")
            let booking = try await bench.until(booking: id, is: "rejected")
            #expect(booking.reason == FindingCode.notStored.refusalWords)
            try await bench.untilTold(.notStored, of: id)
            #expect(await bench.rows().isEmpty)
            try await bench.ledger("DROP TRIGGER full")
            let next = try await bench.book(2, "10:00")
            try await bench.until(booking: next, is: "confirmed")
        }
    }
}
