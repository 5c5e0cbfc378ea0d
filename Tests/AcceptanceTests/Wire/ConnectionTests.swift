import Diary
import Foundation
import Simulators
import Testing

@Suite("Served: practices come, stop, go on and go")
struct ConnectionTests {
    private static let configuration = [
        "POST /config/livenessContract", "POST /config/pmsResources/snapshot",
        "POST /config/pmsAppointmentTypes/snapshot",
    ]

    @Test(
        "G1, G5: an id and a key are given by command, and the whole configuration goes",
        arguments: PMSSystem.allCases)
    func added(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.start()
            let practice = bench.practice
            try await bench.json(
                "practice", "add", practice.id.rawValue, "--connection", "vendor",
                "--pms-practice", practice.pms.rawValue, "--time-zone", BenchPractice.zone,
                "--marketplace-practice", practice.marketplace, "--marketplace-key",
                "env:\(practice.keyName)")
            try await bench.until("the configuration") {
                $0.hasLiveHours && $0.bookIDs == ["P1", "P2"] && $0.reasonIDs == ["R1", "R2"]
            }
            try await bench.until("every day, still without a start") {
                $0.published["P2"]?.count == 31 && $0.first == nil
            }
            for endpoint in Self.configuration { #expect(bench.calls(endpoint) == 1) }
        }
    }

    @Test("S5, G1: practices that the configuration names are served from the start")
    func configured() async throws {
        try await Bench.run { bench in
            let practice = bench.practice
            bench.settings.more = """
                practices:
                  - id: \(practice.id)
                    connection: vendor
                    pms_practice: \(practice.pms)
                    time_zone: \(BenchPractice.zone)
                    marketplace: { practice: \(practice.marketplace), key: env:\(practice.keyName) }
                """
            try await bench.start()
            try await bench.until("its books") { $0.bookIDs == ["P1", "P2"] }
            let audit = try await bench.json("audit", "--practice", practice.id.rawValue)
            #expect(audit["entries"].list.last?["actor"].text == "configuration", "\(audit)")
        }
    }

    @Test(
        "G3: several locations at one PMS, each with an id and a key of its own",
        arguments: PMSSystem.allCases)
    func locations(system: PMSSystem) async throws {
        try await Bench.run(system, practices: 2) { bench in
            try await bench.serve()
            let second = bench.practices[1]
            try await bench.pms.edit(
                second.pms, .addEntry(try .appointment("A1", bench.day(2), "09:00", 60)))
            try await bench.until("the second follows", of: second) {
                $0.times(on: bench.day(2))?.first == "10:00"
            }
            #expect(try await bench.seen().times(on: bench.day(2)) == BenchPractice.day)
        }
    }

    @Test(
        "S58, G2: revoked consent stops the traffic until staff let it go on",
        arguments: [
            (PMSSystem.exact, "marketplace"), (.exact, "pms"), (.oasis, "marketplace"),
            (.oasis, "pms"),
        ])
    func consent(system: PMSSystem, side: String) async throws {
        try await Bench.run(system, practices: 2) { bench in
            try await bench.serve()
            let (first, other) = (bench.practices[0], bench.practices[1])
            func setConsent(_ consents: Bool) async throws {
                if side == "pms" {
                    try await bench.pms.setConsent(consents, of: first.pms)
                } else {
                    try await bench.marketplace.setConsent(consents, of: first.marketplace)
                }
            }
            try await setConsent(false)
            let finding = try await bench.untilFinding("D05")
            let fix = try #require(finding["fix"].text)
            #expect(fix.contains("consent again") && fix.contains("gapbook practice enable"))
            try await eventually("stopped") {
                try await bench.status()["state"].text == "stopped"
            }
            bench.pms.clearLog()
            bench.marketplace.clearLog()
            // The other practice shows that time passes: two changes of it come through.
            for minutes in [30, 60] {
                let entry = try DiaryEntry.appointment(
                    "A\(minutes)", bench.day(minutes / 30), "09:00", minutes)
                try await bench.pms.edit(other.pms, .addEntry(entry))
                try await bench.pms.edit(first.pms, .addEntry(entry))
                try await bench.until("the other follows", of: other) {
                    $0.times(on: bench.day(minutes / 30))?.contains("09:00") == false
                }
            }
            #expect(bench.calls("", of: first) == 0)
            #expect(!bench.pms.calls.contains { $0.practice == first.pms.rawValue })
            try await setConsent(true)
            try await bench.json("practice", "enable", first.id.rawValue, "--why", "consents again")
            try await bench.until("what was missed", of: first) {
                $0.times(on: bench.day(1))?.first == "09:30"
                    && $0.times(on: bench.day(2))?.first == "10:00"
            }
            for endpoint in Self.configuration { #expect(bench.calls(endpoint, of: first) == 1) }
            try await bench.untilNoFinding("D05")
        }
    }

    @Test(
        "S59, G4: a new id gets everything, and nothing more goes to the old one",
        arguments: PMSSystem.allCases)
    func newID(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try bench.settings.takeWebhooks()
            try await bench.serve()
            try await bench.until("the subscription") { $0.callbacks.count == 1 }
            await bench.marketplace.add(
                .init(id: "he-3", key: BenchSettings.key(of: "he-3"), zone: bench.zone))
            try await bench.json(
                "practice", "change", bench.practice.id.rawValue, "--marketplace-practice", "he-3",
                "--marketplace-key", "env:\(BenchSettings.keyName(of: "he-3"))")
            try await bench.until("all of it at the new id", at: "he-3") {
                $0.hasLiveHours && $0.reasonIDs == ["R1", "R2"]
                    && $0.times("P2", on: bench.day(12)) == BenchPractice.day
                    && $0.callbacks.count == 1
            }
            #expect(try await bench.seen().callbacks.isEmpty)
            bench.marketplace.clearLog()
            try await bench.pms.edit(
                bench.practice.pms, .addEntry(try .appointment("A1", bench.day(2), "09:00", 30)))
            try await bench.until("a change at the new id", at: "he-3") {
                $0.times(on: bench.day(2))?.first == "09:30"
            }
            #expect(bench.calls("") == 0)
            #expect(try await bench.seen().times(on: bench.day(2)) == BenchPractice.day)
        }
    }

    @Test(
        "S60, S56, G10, G14, G17, G21: disabled nothing goes; enabled all does, answers too",
        arguments: [false, true])
    func disabled(hasWebhooks: Bool) async throws {
        try await Bench.run(.oasis, practices: 2) { bench in
            if hasWebhooks { try bench.settings.takeWebhooks() }
            try await bench.serve()
            let other = bench.practices[1]
            let subscriptions = hasWebhooks ? 1 : 0
            try await bench.until("the subscription") { $0.callbacks.count == subscriptions }
            let id = bench.practice.id.rawValue
            try await bench.json("practice", "disable", id)
            try await eventually("no longer served") { bench.log.contains("no longer serving") }
            #expect(try await bench.seen().callbacks.isEmpty)
            bench.marketplace.clearLog()
            bench.pms.clearLog()
            try await bench.pms.edit(
                bench.practice.pms, .addEntry(try .appointment("A1", bench.day(2), "09:00", 30)))
            let start = try #require(CivilDateTime("\(bench.day(3))T09:00"))
            let booking = try await bench.marketplace.book(
                BookingWish(book: "P1", start: start), of: bench.practice.marketplace)
            // The other practice shows that time passes: it is read, published and polled.
            try await bench.pms.edit(
                other.pms, .addEntry(try .appointment("A2", bench.day(2), "09:00", 30)))
            try await bench.until("the other follows", of: other) {
                $0.times(on: bench.day(2))?.first == "09:30"
            }
            if !hasWebhooks {
                try await eventually("three polls of the other") {
                    bench.calls("GET /requests", of: other) >= 3
                }
            }
            #expect(bench.calls("") == 0)
            #expect(!bench.pms.calls.contains { $0.practice == bench.practice.pms.rawValue })
            try await bench.json("practice", "enable", id)
            try await bench.until("the change, and the answer") { seen in
                seen.times(on: bench.day(2))?.first == "09:30" && seen.outstanding.isEmpty
                    && seen.bookings.first { $0.id == booking }?.stage != "waiting"
            }
            for endpoint in Self.configuration { #expect(bench.calls(endpoint) == 1) }
            // Both books' 31 days, not only the one that changed.
            try await eventually("all days") {
                try await bench.metric("gapbook_days_sent_total") >= 2 * 62
            }
        }
    }

    @Test("G6: live hours that change in the configuration go out with the next start")
    func liveHours() async throws {
        try await Bench.run { bench in
            try await bench.serve()
            func sent() async throws -> String {
                try await bench.http(
                    "GET", "\(bench.settings.marketplaceAddress)/config/livenessContract",
                    [
                        "api-key": BenchSettings.marketplaceSecret,
                        "practice-id": bench.practice.marketplace,
                        "practice-key": BenchSettings.key(of: bench.practice.marketplace),
                    ]
                ).body
            }
            let always = try await sent()
            try await bench.stop()
            bench.settings.more = """
                live_hours:
                  monday: ["08:15-17:45"]
                  sunday: ["09:00-12:00", "13:00-14:00"]
                """
            bench.marketplace.clearLog()
            try await bench.start()
            try await eventually("the new hours") {
                let now = try await sent()
                return now != always && now.contains("08:15") && now.contains("17:45")
            }
            #expect(bench.calls("POST /config/livenessContract") == 1)
            #expect(bench.calls("POST") == 1)
        }
    }

    @Test("G9: staff ask for the configuration again", arguments: PMSSystem.allCases)
    func resyncConfiguration(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            try await bench.untilSettled()
            bench.marketplace.clearLog()
            try await bench.json("resync", "configuration")
            try await eventually("all three parts") {
                Self.configuration.allSatisfy { bench.calls($0) == 1 }
            }
            try await bench.untilSettled()
            #expect(bench.calls("POST") == 3)
        }
    }

    @Test("G11: a practitioner with several specialties has a book for each")
    func specialties() async throws {
        try await Bench.run { bench in
            try await bench.export {
                $0.practitioners[1].specialties = ["Orthodontics", "General"]
            }
            try await bench.setUp()
            try await bench.start()
            try await bench.until("a book for each") {
                $0.books.map(\.name) == [
                    "Dr Amy Chen", "Dr Tom Reid (Orthodontics)", "Dr Tom Reid (General)",
                ]
            }
            try await bench.until("the same starts") { seen in
                seen.bookIDs.allSatisfy { seen.times($0, on: bench.day(2)) == BenchPractice.day }
            }
        }
    }
}
