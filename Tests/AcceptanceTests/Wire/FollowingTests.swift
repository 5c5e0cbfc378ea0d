import Diary
import Simulators
import Testing

@Suite("Served: availability follows the PMS")
struct FollowingTests {
    @Test(
        "S1, S2, S3, S6, S17, T20: what the PMS allows stands at the marketplace, by API alone",
        arguments: PMSSystem.allCases)
    func first(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.pms.edit(
                bench.practice.pms,
                .addEntry(try .appointment("A1", bench.day(3), "10:00", 45)))
            try await bench.serve()
            let seen = try await bench.seen()
            #expect(seen.books.map(\.name) == ["Dr Amy Chen", "Dr Tom Reid"])
            #expect(seen.reasons.map(\.name) == ["Exam", "Long exam"])
            #expect(seen.times("P2", on: bench.day(3)) == BenchPractice.day)
            #expect(
                seen.times(on: bench.day(3))
                    == BenchPractice.day.filter { !["10:00", "10:30"].contains($0) })
            // Exactly what the command works out of the same PMS, start by start.
            let answer = try await bench.evaluated()
            for book in ["P1", "P2"] {
                for offset in 1...20 {
                    let day = bench.day(offset)
                    #expect(seen.times(book, on: day) == answer.times(of: book, on: "\(day)"))
                }
            }
            #expect(seen.health.isHealthy)
            #expect(seen.offered["P1"]?[bench.day(2)]?.count == BenchPractice.day.count)
        }
    }

    @Test(
        "S5, S47: a change in the diary reaches the marketplace by itself, and so does its end",
        arguments: PMSSystem.allCases)
    func diary(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            let (pms, day) = (bench.practice.pms, bench.day(2))
            try await bench.pms.edit(pms, .addEntry(try .appointment("A1", day, "09:00", 180)))
            try await bench.until("the morning is taken") {
                $0.times(on: day) == BenchPractice.afternoon
            }
            let afternoon = try #require(CivilDateTime("\(day)T13:00"))
            try await bench.pms.edit(
                pms, .moveEntry("A1".entry, to: .civil(afternoon), practitioner: "P2".person))
            try await bench.until("it moved to the other book") {
                $0.times(on: day) == BenchPractice.day
                    && $0.times("P2", on: day) == BenchPractice.morning + ["16:00", "16:30"]
            }
            try await bench.pms.edit(pms, .setStatus("A1".entry, .cancelled))
            try await bench.until("a cancelled one takes no time") {
                $0.times("P2", on: day) == BenchPractice.day
            }
        }
    }

    @Test(
        "S6, S17: working time that the practice takes away or adds is gone, or there",
        arguments: PMSSystem.allCases)
    func sessions(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            let pms = bench.practice.pms
            try await bench.pms.edit(
                pms, .removeSessions("P1".person, bench.day(4)),
                .addSession(BenchPractice.session("P1", bench.day(15))))
            try await bench.until("both days") {
                $0.times(on: bench.day(4)) == []
                    && $0.times(on: bench.day(15)) == BenchPractice.day
            }
        }
    }

    @Test(
        "S41, S42, S43, S47: stacking unticked leaves the first start of each session, ticked all",
        arguments: PMSSystem.allCases)
    func stacking(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            try await bench.pms.edit(bench.practice.pms, .setStacking(false))
            try await bench.until("first starts only") {
                $0.times(on: bench.day(2)) == ["09:00", "13:00"]
                    && $0.times("P2", on: bench.day(9)) == ["09:00", "13:00"]
            }
            try await bench.untilFinding("A07")
            try await bench.pms.edit(bench.practice.pms, .setStacking(true))
            try await bench.until("all starts") { $0.times(on: bench.day(2)) == BenchPractice.day }
        }
    }

    @Test("S7, S12, S32: a book is recognised through the default reason, the assigned one too")
    func defaultReason() async throws {
        try await Bench.run { bench in
            try await bench.serve()
            let pms = bench.practice.pms
            try await bench.pms.edit(pms, .setMembers("R1".reason, [.init("P1".person)]))
            try await bench.until("one book") { $0.bookIDs == ["P1"] }
            try await bench.untilFinding("A03")
            try await bench.json("assign", "R2", "--why", "has everybody")
            try await bench.until("both books") { $0.bookIDs == ["P1", "P2"] }
            try await bench.json("assign", "--none")
            try await bench.until("one book again") { $0.bookIDs == ["P1"] }
            try await bench.pms.edit(
                pms, .setMembers("R1".reason, [.init("P1".person), .init("P2".person)]))
            try await bench.until("both by the PMS") {
                $0.bookIDs == ["P1", "P2"] && $0.times("P2", on: bench.day(3)) == BenchPractice.day
            }
        }
    }

    @Test("S33: adding a practitioner to the Healthengine reason brings the book through")
    func healthengine() async throws {
        try await Bench.run { bench in
            var reason = bench.practice.reason("R9", "Healthengine New Patient", 30)
            reason.practitioners = [.init("P1".person)]
            try await bench.pms.edit(bench.practice.pms, .addReason(reason, at: nil))
            try await bench.setUp()
            try await bench.start()
            try await bench.until("one book") { $0.bookIDs == ["P1"] }
            try await bench.pms.edit(
                bench.practice.pms,
                .setMembers("R9".reason, [.init("P1".person), .init("P2".person)]))
            try await bench.until("the book came through") {
                $0.bookIDs == ["P1", "P2"] && $0.times("P2", on: bench.day(2)) == BenchPractice.day
            }
        }
    }

    @Test("S18, S39, T13: Oasis: who is not enabled online has no book")
    func enableOnline() async throws {
        try await Bench.run(.oasis) { bench in
            try await bench.serve()
            try await bench.pms.edit(bench.practice.pms, .setEnableOnline("P2".person, "N"))
            try await bench.until("one book") { $0.bookIDs == ["P1"] }
            try await bench.untilFinding("A05")
            try await bench.pms.edit(bench.practice.pms, .setEnableOnline("P2".person, " y "))
            try await bench.until("both") {
                $0.bookIDs == ["P1", "P2"] && $0.times("P2", on: bench.day(2)) == BenchPractice.day
            }
        }
    }

    @Test("S18, S19: Oasis: the New Patient column is the length that availability has")
    func newPatient() async throws {
        try await Bench.run(.oasis) { bench in
            try await bench.serve()
            try await bench.pms.edit(
                bench.practice.pms, .setNewPatientLength("P2".person, Minutes(45)))
            try await bench.until("a length of each book") { seen in
                seen.reasons.first { $0.id == "R1:P2" }?.length == Minutes(45)
                    && seen.reasons.first { $0.id == "R1:P1" }?.length == Minutes(30)
            }
            // The type has another length than the PMS now, which would let bookings fail (S22).
            try await bench.untilFinding("C02")
            try await bench.json(
                "types", "add", "T1", "--name", "Exam", "--minutes", "45", "--practitioner", "P2",
                "--anyway")
            try await bench.until("what is longer ends in time") {
                $0.times("P2", on: bench.day(2))?.last == "16:15"
            }
            let last = try await bench.seen().published["P2"]?[bench.day(2)]?.last
            #expect(last?.length == Minutes(45))
        }
    }

    @Test("S20: Oasis: availability is picked up from the first entry, whichever that is")
    func firstEntry() async throws {
        try await Bench.run(.oasis) { bench in
            try await bench.serve()
            #expect(try await bench.evaluated().defaultReason == "R1")
            try await bench.pms.edit(
                bench.practice.pms, .setMembers("R2".reason, [.init("P1".person)]),
                .moveReason("R2".reason, to: 0))
            try await bench.until("the book that the new first entry has") {
                $0.bookIDs == ["P1"] && $0.reasonIDs == ["R2", "R1"]
            }
            #expect(try await bench.evaluated().defaultReason == "R2")
        }
    }
}
