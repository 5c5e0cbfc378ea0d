import Diary
import Findings
import Simulators
import Testing

@Suite("Served: which bookings are taken, and for whom")
struct BookingAdmissionTests {
    @Test(
        "S54, T5: a wrong length, an unknown book or reason, and a past start are rejected",
        arguments: PMSSystem.allCases)
    func refused(system: PMSSystem) async throws {
        try await Bench.run(system, marketplace: BookingConflictTests.patient) { bench in
            try await bench.serve()
            // Forced: the marketplace itself offers none of them.
            let wishes:
                [(Int, String, String, FindingCode, @Sendable (inout BookingWish) -> Void)] = [
                    (2, "10:00", "P1", .bookedLengthMismatch, { $0.length = Minutes(45) }),
                    (2, "10:00", "P9", .bookUnknown, { _ in }),
                    (2, "10:00", "P1", .typeUnknown, { $0.reason = "R9" }),
                    (-1, "10:00", "P1", .pastStart, { _ in }),
                    (2, "12:15", "P1", .notOffered, { _ in }),
                ]
            for (offset, time, book, code, change) in wishes {
                let id = try await bench.book(offset, time, in: book) {
                    ($0.isForced, $0.reason) = (true, "R1")
                    change(&$0)
                }
                let booking = try await bench.until(booking: id, is: "rejected")
                #expect(booking.reason == code.refusalWords && !booking.isLateRejection)
            }
            #expect(await bench.rows().isEmpty)
            #expect(bench.pms.calls.allSatisfy { !$0.endpoint.contains("/search") })
        }
    }

    @Test(
        "T18: a booking without a type's id is matched by the exact name, else rejected",
        arguments: PMSSystem.allCases)
    func unnamed(system: PMSSystem) async throws {
        try await Bench.run(system, marketplace: BookingConflictTests.patient) { bench in
            try await bench.serve()
            let known = try await bench.book(2, "10:00") {
                ($0.hidesReason, $0.typeName) = (true, "Exam")
            }
            let unknown = try await bench.book(2, "11:00") {
                ($0.hidesReason, $0.typeName) = (true, "Something else")
            }
            try await bench.until(booking: known, is: "confirmed")
            try await bench.until(booking: unknown, is: "rejected")
            #expect(await bench.rows().count == 1)
        }
    }

    /// What the patient typed, and whether it is the one whom the practice has.
    struct Typed: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (inout MarketplacePatient) -> Void
        var isKnown = true
    }

    static let typed = [
        Typed(testDescription: "the same") { _ in },
        Typed(testDescription: "another phone and email") {
            ($0.phone, $0.email) = ("0400111222", "other@example.com")
        },
        Typed(testDescription: "another address") { $0.address = "99 Other Road" },
        Typed(testDescription: "another last name") { $0.lastName = "Married" },
        Typed(testDescription: "misspelt, in other forms") {
            ($0.lastName, $0.phone) = ("PATEINT", "+61 2 5550 0123")
        },
        Typed(
            testDescription: "somebody else",
            change: {
                ($0.firstName, $0.lastName) = ("Entirely", "Different")
                ($0.dateOfBirth, $0.phone) = ("01-01-1970", "0399998888")
                $0.email = "different@example.com"
            }, isKnown: false),
    ]

    @Test(
        "S57, G22, G23, G24: a patient whom the practice has is found, whatever was typed anew",
        arguments: PMSSystem.allCases, typed)
    func patients(system: PMSSystem, typed: Typed) async throws {
        try await Bench.run(system, marketplace: BookingConflictTests.patient) { bench in
            try await bench.serve()
            var known = SimulatedPatient(id: "KNOWN", firstName: "Sample", lastName: "Patient")
            known.dateOfBirth = CivilDate("1990-02-23")
            (known.phone, known.email) = ("02 5550 0123", "sample@example.com")
            (known.street, known.city, known.postcode) = ("1 Sample Street", "Sampleton", "2000")
            try await bench.edit(.addPatient(known))
            let id = try await bench.book(2, "10:00") { typed.change(&$0.patient) }
            try await bench.until(booking: id, is: "confirmed")
            let patients = await bench.pms.patients(bench.practice.pms)
            #expect(patients.count == (typed.isKnown ? 1 : 2))
            let own = await bench.rows().first?.details.patient
            #expect((own == "KNOWN") == typed.isKnown)
        }
    }
}
