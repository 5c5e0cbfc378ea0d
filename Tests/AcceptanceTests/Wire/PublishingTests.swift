import Diary
import Foundation
import Simulators
import Testing

@Suite("Served: what is published, and when")
struct PublishingTests {
    private static let snapshots = "POST /availability/snapshots"

    @Test("S49: thirty days are published, up to ninety where the practice wants, never more")
    func horizon() async throws {
        try await Bench.run { bench in
            try await bench.pms.edit(
                bench.practice.pms, .addSession(BenchPractice.session("P1", bench.day(60))),
                .addSession(BenchPractice.session("P1", bench.day(95))))
            try await bench.serve()
            #expect(try await bench.seen().published["P1"]?.keys.max() == bench.day(30))
            try await bench.json("parameter", "set", "publishing.horizon_days", "90")
            try await bench.until("ninety days") {
                $0.times(on: bench.day(90)) == []
                    && $0.times(on: bench.day(60))
                        == BenchPractice.day
            }
            #expect(try await bench.seen().times(on: bench.day(91)) == nil)
            let more = try await bench.gapbook("parameter", "set", "publishing.horizon_days", "91")
            #expect(more.status == 3)
            try await bench.json("parameter", "set", "publishing.horizon_days", "5")
            try await bench.until("no starts beyond a shorter one") {
                $0.times(on: bench.day(6)) == [] && $0.times(on: bench.day(60)) == []
                    && $0.times(on: bench.day(5)) == BenchPractice.day
            }
        }
    }

    @Test("S51: the first start is an hour away, and what becomes too near goes")
    func leadTime() async throws {
        try await Bench.run { bench in
            let (midnight, end) = (
                try #require(CivilTime("00:00")), try #require(CivilTime("24:00"))
            )
            try await bench.edit(.addSession(BenchPractice.session("P1", bench.day(0))))
            try await bench.pms.edit(bench.practice.pms) { reading in
                // Working time around the clock, so that some start is always near.
                for index in reading.sessions.indices {
                    reading.sessions[index].start = midnight
                    reading.sessions[index].end = end
                    reading.sessions[index].breaks = []
                }
            }
            let began = bench.zone.local(at: Bench.now).clockMinute
            try await bench.setUp()
            try await bench.start()
            try await bench.until("starts") { $0.first != nil }
            let first = try #require(try await bench.seen().first).clockMinute
            let now = bench.zone.local(at: Bench.now).clockMinute
            #expect(first >= Self.published(from: began + 60))
            // The seconds of the minute that has begun count, too.
            #expect(first <= Self.published(from: now + 61))
            try await bench.json("parameter", "set", "publishing.lead_minutes", "1500")
            try await bench.until("a day away") {
                ($0.first?.clockMinute ?? 0) >= began + 1500
            }
        }
    }

    /// The first start that a day around the clock publishes from a clock minute on: a half hour, and
    /// not 23:30, since a range cannot end at 24:00.
    private static func published(from minute: Int) -> Int {
        let start = (minute + 29) / 30 * 30
        return start % 1440 == 1410 ? start + 30 : start
    }

    @Test(
        "S56: what did not change is not sent; of a change only the day",
        arguments: PMSSystem.allCases)
    func changesOnly(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            try await bench.untilSettled()
            bench.marketplace.clearLog()
            let sent = try await bench.metric("gapbook_days_sent_total")
            try await bench.untilSettled()
            #expect(!bench.marketplace.calls.contains { $0.endpoint.hasPrefix("POST") })
            try await bench.pms.edit(
                bench.practice.pms, .addEntry(try .appointment("A1", bench.day(2), "09:00", 30)))
            try await bench.until("the change") { $0.times(on: bench.day(2))?.first == "09:30" }
            try await bench.untilSettled()
            #expect(try await bench.metric("gapbook_days_sent_total") == sent + 1)
            #expect(bench.calls(Self.snapshots) == 1)
            #expect(bench.calls("POST") == 1)
        }
    }

    @Test(
        "S56, G13: staff ask for availability again: each book and day, 100 a call")
    func resyncAvailability() async throws {
        try await Bench.run { bench in
            try await bench.serve()
            try await bench.json("parameter", "set", "publishing.horizon_days", "90")
            try await bench.until("ninety days") { $0.times("P2", on: bench.day(90)) == [] }
            try await bench.untilSettled()
            bench.marketplace.clearLog()
            let sent = try await bench.metric("gapbook_days_sent_total")
            try await bench.json("resync", "availability")
            try await eventually("all days") {
                try await bench.metric("gapbook_days_sent_total") == sent + 2 * 91
            }
            // The marketplace refuses more than 100 a call.
            #expect(bench.calls(Self.snapshots) == 2)
            #expect(bench.calls("POST") == 2)
        }
    }

    @Test(
        "S52: a list that breaks off never shortens what is published",
        arguments: [
            (PMSSystem.exact, "/Practitioners", "fails-before"),
            (.exact, "/OnlineBooking", "truncated"), (.exact, "/WorkingTimes", "token-missing"),
            (.exact, "/Appointments", "truncated"), (.exact, "/Blocks", "token-missing"),
            (.oasis, "/practitioners", "truncated"), (.oasis, "/reasons", "token-missing"),
            (.oasis, "/sessions", "fails-before"), (.oasis, "/diary", "truncated"),
        ])
    func partial(system: PMSSystem, list: String, fault: String) async throws {
        var options = PracticeOptions()
        options.pageSize = 1
        try await Bench.run(system, options: options) { bench in
            let pms = bench.practice.pms
            let kinds: [DiaryEntry.Kind] = [.appointment, .appointment, .block, .block]
            for (number, kind) in kinds.enumerated() {
                var entry = try DiaryEntry.appointment("A\(number)", bench.day(2), "09:00", 30)
                entry.kind = kind
                entry.status = kind == .appointment ? .confirmed : nil
                try await bench.pms.edit(pms, .addEntry(entry))
            }
            try await bench.setUp()
            try await bench.start()
            let taken = Array(BenchPractice.day.dropFirst())
            try await bench.until("the first publication") {
                $0.times("P2", on: bench.day(12)) == BenchPractice.day
                    && $0.times(on: bench.day(2)) == taken
            }
            try await bench.untilSettled()
            let before = try await bench.seen()
            bench.marketplace.clearLog()
            // One document has no second page, and the last page has no token.
            let isFirst = list == "/OnlineBooking" || fault == "token-missing"
            bench.pms.setFaults(try FaultPlan("\(fault)@\(list)\(isFirst ? "#1.." : "#2..")"))
            bench.pms.clearLog()
            func untilFailed() async throws {
                let failed = bench.pms.faultCounts.values.reduce(0, +)
                try await eventually("one more reading that fails") {
                    bench.pms.faultCounts.values.reduce(0, +) > failed
                }
            }
            // No reading that began before is under way then.
            try await untilFailed()
            try await bench.pms.edit(pms, .setInterval(Minutes(60)))
            try await untilFailed()
            let during = try await bench.seen()
            #expect(during.bookIDs == before.bookIDs)
            #expect(during.reasonIDs == before.reasonIDs)
            #expect(during.published == before.published)
            #expect(bench.calls("POST") == 0)
            bench.pms.setFaults(FaultPlan())
            try await bench.json("refresh")
            try await bench.until("it goes on") {
                $0.times("P2", on: bench.day(2))?.prefix(2) == ["09:00", "10:00"]
            }
        }
    }

    @Test(
        "S52, G7: a practitioner who is removed or added is so in the books",
        arguments: PMSSystem.allCases)
    func books(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            let pms = bench.practice.pms
            try await bench.pms.edit(pms, .renamePractitioner("P2".person, "Dr Tom Reid-Chan"))
            try await bench.until("the new name") { $0.books.last?.name == "Dr Tom Reid-Chan" }
            try await bench.pms.edit(pms, .setPractitionerActive("P2".person, false))
            try await bench.until("one book") { $0.bookIDs == ["P1"] }
            try await bench.untilFinding("A19")
            try await bench.pms.edit(
                pms, .setPractitionerActive("P2".person, true),
                .addPractitioner(bench.practice.person("P3", "Dr New")),
                .setMembers("R1".reason, ["P1", "P2", "P3"].map { .init($0.person) }))
            try await bench.until("three books, and the days of the one that came back") {
                $0.bookIDs == ["P1", "P2", "P3"]
                    && $0.times("P2", on: bench.day(12)) == BenchPractice.day
            }
        }
    }

    @Test(
        "G8: a reason that is changed, removed or added is so in the list",
        arguments: PMSSystem.allCases)
    func reasons(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            let pms = bench.practice.pms
            try await bench.pms.edit(pms, .setReasonLength("R2".reason, Minutes(45)))
            try await bench.until("the length") { $0.reasons.last?.length == Minutes(45) }
            try await bench.pms.edit(pms, .setReasonActive("R2".reason, false))
            try await bench.until("one less") { $0.reasonIDs == ["R1"] }
            var own = bench.practice.reason("R4", "Crown", 60)
            own.practitioners = [
                .init("P1".person), .init("P2".person, minutes: Minutes(90)),
            ]
            try await bench.pms.edit(pms, .addReason(own, at: nil))
            try await bench.until("one for each book where lengths differ") {
                $0.reasons.dropFirst().map { "\($0.id) \($0.name) \($0.length?.count ?? 0)" } == [
                    "R4:P1 Crown (Dr Amy Chen) 60", "R4:P2 Crown (Dr Tom Reid) 90",
                ]
            }
        }
    }

    @Test(
        "S52: much that vanishes without a word is held until staff accept it",
        arguments: PMSSystem.allCases)
    func deletions(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            let id = bench.practice.id.rawValue
            try await bench.pms.edit(bench.practice.pms) { $0.sessions = [] }
            try await bench.untilFinding("F16")
            #expect(try await bench.seen().times(on: bench.day(2)) == BenchPractice.day)
            #expect(try await bench.status()["last_run"]["outcome"].text == "held")
            let run = try await bench.gapbook("sync", "--practice", id, "--accept-deletions")
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            try await bench.until("empty") { seen in
                (1...12).allSatisfy { seen.times(on: bench.day($0)) == [] }
            }
            try await bench.untilNoFinding("F16")
        }
    }

    @Test("S47: the lists are read back; one that differs counts as not sent")
    func readBack() async throws {
        try await Bench.run { bench in
            try await bench.serve()
            await bench.marketplace.setFaults(try FaultPlan("stale@GET /config/pmsResources#1..3"))
            try await bench.pms.edit(
                bench.practice.pms, .renamePractitioner("P2".person, "Dr Tom Ng"))
            try await bench.until("the name") { $0.books.last?.name == "Dr Tom Ng" }
            try await bench.untilFinding("F15")
            await bench.marketplace.setFaults(FaultPlan())
            try await bench.json("refresh")
            try await bench.untilNoFinding("F15")
        }
    }

    @Test("T16: an offset that disagrees with the zone is told; kinds are mapped by rule")
    func zonesAndKinds() async throws {
        try await Bench.run { bench in
            var therapist = bench.practice.person("P3", "Mia Walsh")
            therapist.role = "Oral Health Therapist"
            therapist.providerType = "Unknown"
            try await bench.pms.edit(
                bench.practice.pms, .addPractitioner(therapist), .setOffset(0),
                .setMembers("R1".reason, ["P1", "P2", "P3"].map { .init($0.person) }))
            try await bench.serve()
            try await bench.untilFinding("B06")
            let answer = try await bench.evaluated()
            #expect(answer.practitioner("P3")["kind"].text == "oht")
            // The wall clock is the zone's, whatever the PMS's offset says.
            #expect(try await bench.seen().times(on: bench.day(2))?.first == "09:00")
        }
    }
}

extension MarketplaceObservation {
    /// The first start of all.
    var first: CivilDateTime? {
        published.values.flatMap { days in
            days.flatMap { day, starts in starts.map { CivilDateTime(day, $0.time) } }
        }.min()
    }
}
