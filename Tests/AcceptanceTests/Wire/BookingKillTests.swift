import Diary
import Foundation
import Simulators
import Testing

/// The daemon is killed at random points while patients book and calls fail.
/// `GAPBOOK_BOOKING_KILLS` says how often, `GAPBOOK_SEED` replays a run.
@Suite("Served: the plug is pulled while patients book")
struct BookingKillTests {
    @Test(
        "S4, S50, T21: killed at any point, a booking ends in the diary once, or nowhere and told",
        arguments: PMSSystem.allCases)
    func kills(system: PMSSystem) async throws {
        let kills = (KillTests.number("GAPBOOK_BOOKING_KILLS", else: 60) + 1) / 2
        let seed = UInt64(KillTests.number("GAPBOOK_SEED", else: 1)) &+ (system == .exact ? 0 : 1)
        try await Bench.run(system, marketplace: BookingConflictTests.patient) { bench in
            bench.settings.insertion = "{ longest_delay_seconds: 2 }"
            var random = Seeded(state: seed)
            try await bench.serve()
            for kill in 1...kills {
                let faults = try FaultPlan(
                    seed: random.next(),
                    "lost-answer@POST:0.2,lost-request@POST:0.1,fails-after@POST:0.1")
                bench.pms.setFaults(kill % 2 == 0 ? faults : FaultPlan())
                for _ in 1...Int.random(in: 1...2, using: &random) {
                    try await Self.book(bench, &random)
                    try await Task.sleep(
                        for: .milliseconds(Int.random(in: 0...900, using: &random)))
                }
                try await bench.kill()
                try await bench.start()
                guard kill % 10 == 0 || kill == kills else { continue }
                bench.pms.setFaults(FaultPlan())
                try await bench.until("all bookings are answered") { seen in
                    seen.bookings.allSatisfy { $0.stage != "waiting" }
                }
                try await Self.look(bench, "seed \(seed), after kill \(kill)")
            }
            try await bench.stop()
            let verified = try await bench.gapbook("ledger", "verify")
            #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
        }
    }

    /// A few times are wanted by many: some bookings meet.
    private static func book(_ bench: Bench, _ random: inout Seeded) async throws {
        let time = BenchPractice.day.randomElement(using: &random) ?? "09:00"
        try await bench.book(
            Int.random(in: 1...12, using: &random), time,
            in: Bool.random(using: &random) ? "P1" : "P2"
        ) {
            $0.isForced = true
            $0.patient = somebody(&random)
        }
    }

    /// A patient whom the practice does not have, and who is nobody else.
    static func somebody(_ random: inout Seeded) -> MarketplacePatient {
        func text(_ characters: String, _ count: Int) -> String {
            String((0..<count).compactMap { _ in characters.randomElement(using: &random) })
        }
        let letters = "abcdefghijklmnopqrstuvwxyz"
        var patient = MarketplacePatient()
        patient.firstName = text(letters, 10).capitalized
        patient.lastName = text(letters, 10).capitalized
        let digits = "123456789"
        patient.dateOfBirth = "1\(text(digits, 1))-0\(text(digits, 1))-19\(text("56789", 2))"
        patient.phone = "04\(text("0123456789", 8))"
        patient.email = "\(text(letters, 12))@example.com"
        patient.address = "\(text("123456789", 3)) \(text(letters, 8)) Street"
        return patient
    }

    /// Told confirmed: exactly one row. Told rejected: none. No row is without a booking, and no
    /// two of them take the same time.
    private static func look(_ bench: Bench, _ when: String) async throws {
        let bookings = try await bench.seen().bookings
        let rows = await bench.rows()
        let confirmed = bookings.filter { $0.stage == "confirmed" }
        #expect(
            confirmed.flatMap(\.appointments).sorted() == rows.map(\.entry.id.rawValue).sorted(),
            "\(when)")
        #expect(confirmed.allSatisfy { $0.appointments.count == 1 }, "\(when)")
        #expect(Set(rows.map(\.details.reference)).count == rows.count, "\(when)")
        let places = Set(
            rows.map { "\($0.entry.practitioner) \($0.entry.start.instant(in: bench.zone))" })
        #expect(places.count == rows.count, "\(when)")
        #expect(bookings.allSatisfy { !$0.isPresumed }, "\(when)")
        #expect(!confirmed.isEmpty, "\(when)")
    }
}
