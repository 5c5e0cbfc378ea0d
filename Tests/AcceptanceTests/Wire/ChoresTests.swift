import Diary
import Foundation
import Simulators
import Testing

/// What the service does for its ledger by itself, seen from outside. Each first takes more than
/// one step of 2,000 rows.
@Suite("Served: what the ledger does not need any more")
struct ChoresTests {
    private static let manyRows =
        "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL "
        + "SELECT i + 1 FROM n WHERE i < 2100) "

    /// Bookings that were over long ago, each with a patient, and runs of long ago.
    private static func age(_ bench: Bench) async throws {
        let practice = bench.practice.id.rawValue
        for statement in [
            "INSERT INTO booking (practice, id, reference, wall_start, seconds, booked_at, "
                + "is_new_patient, unreadable, received_at, state, code, since, insertions, version)"
                + " SELECT '\(practice)', 'old-' || i, 'old-' || i, 29000000, 1800, 1740000000, 1, "
                + "'', 1740000000, 'rejected', 'D01-SLOT-TAKEN', 1740000000, 0, 1 FROM n",
            "INSERT INTO patient_record SELECT number, (SELECT min(number) FROM patient_key), "
                + "zeroblob(99) FROM booking WHERE id LIKE 'old-%'",
            "INSERT INTO run (practice, started_at, ended_at, outcome, days_sent, days_failed) "
                + "SELECT '\(practice)', 1000, 1001, 'interrupted', 0, 0 FROM n",
        ] {
            try await bench.ledger(statement.hasSuffix("FROM n") ? manyRows + statement : statement)
        }
    }

    @Test("patients go when their time is over, a new key seals the others, and old runs go")
    func chores() async throws {
        try await Bench.run(marketplace: BookingConflictTests.patient) { bench in
            try await bench.serve()
            let old = try await bench.confirmed(on: 2).id
            let young = try await bench.book(3, "10:00")
            try await bench.until(booking: young, is: "confirmed")
            try await bench.stop()
            try await bench.ledger(
                "UPDATE booking SET since = since - \(31 * 86_400) WHERE id = '\(old)'")
            try await Self.age(bench)
            bench.settings.hasNewPatientKey = true
            try await bench.start()
            try await eventually("one patient is left, under the new key") {
                let sealed = "patient_record JOIN patient_key ON key = patient_key.number"
                let byNew = try await bench.count("\(sealed) WHERE id = 'k2'")
                return try await bench.count("patient_record") == 1 && byNew == 1
            }
            try await eventually("the old runs are gone") {
                try await bench.count("run WHERE started_at < 2000") == 0
            }
            // A booking outlives its patient.
            #expect(try await bench.page(of: old)["state"].text == "confirmed")
            #expect(try await bench.gapbook("ledger", "verify").status == 0)
        }
    }
}
