import Diary
import Foundation
import Simulators
import Testing

@Suite("Served: rules, health and what is written")
struct OperatingTests {
    private static let hourly = """
        return override {
          decision = "interval",
          why = "a start every hour",
          params = { minutes = 60 },
        }

        """
    private static let hours = ["09:00", "10:00", "11:00", "13:00", "14:00", "15:00", "16:00"]

    private static func ownRules(_ bench: Bench) throws {
        for layer in ["core", "exact", "oasis", "meta"] {
            try FileManager.default.createDirectory(
                at: bench.scratch.path("rules"), withIntermediateDirectories: true)
            try bench.scratch.copy("rules/\(layer)")
        }
        bench.settings.rules = bench.scratch.path("rules").path
    }

    @Test("S48: a PMS or a marketplace whose clock differs from ours is told (F04)")
    func clocks() async throws {
        try await Bench.run(.oasis) { bench in
            bench.pms.setFaults(try FaultPlan("clock-skew=-600"))
            try await bench.serve()
            let behind = try await bench.untilFinding("F04")
            #expect(behind["message"].text?.contains("Oasis is about 10 min behind") == true)
            bench.pms.setFaults(FaultPlan())
            try await bench.untilNoFinding("F04")
            await bench.marketplace.setFaults(try FaultPlan("clock-skew=30"))
            let ahead = try await bench.untilFinding("F04")
            #expect(ahead["message"].text?.contains("marketplace is about 30 s ahead") == true)
        }
    }

    @Test(
        "rules are brought into service for one practice, and rolled back",
        arguments: PMSSystem.allCases)
    func rules(system: PMSSystem) async throws {
        try await Bench.run(system, practices: 2) { bench in
            try Self.ownRules(bench)
            try await bench.serve()
            let (first, other) = (bench.practices[0], bench.practices[1])
            for practice in bench.practices {
                try bench.scratch.write(
                    Self.hourly, to: "rules/practices/\(practice.id)/interval.lua")
            }
            // An edit by itself changes nothing.
            try await bench.untilSettled()
            #expect(try await bench.seen().times(on: bench.day(2)) == BenchPractice.day)
            try await bench.json(
                "rules", "activate", "--practice", first.id.rawValue, "--yes", "--why", "hourly")
            try await bench.until("hourly starts") { $0.times(on: bench.day(2)) == Self.hours }
            let still = try await bench.marketplace.observe(other.marketplace)
            #expect(still.times(on: bench.day(2)) == BenchPractice.day)
            let revision = try await bench.status()["rules"]["revision"].text
            #expect(try await bench.status(other)["rules"]["revision"].text != revision)
            try await bench.json(
                "rules", "rollback", "--practice", first.id.rawValue, "--yes", "--why", "too few")
            try await bench.until("all starts") { $0.times(on: bench.day(2)) == BenchPractice.day }
        }
    }

    @Test("rules that are broken are refused, and the last good revision decides on")
    func brokenRules() async throws {
        try await Bench.run { bench in
            try Self.ownRules(bench)
            let file = "rules/practices/\(bench.practice.id)/interval.lua"
            try bench.scratch.write(Self.hourly, to: file)
            try await bench.setUp()
            try await bench.start()
            try await bench.until("hourly") { $0.times("P2", on: bench.day(12)) == Self.hours }
            let revision = try await bench.status()["rules"]["revision"].text
            try bench.scratch.write("return override { decision = \"inter", to: file)
            let run = try await bench.gapbook(
                "rules", "activate", "--practice", bench.practice.id.rawValue, "--yes")
            #expect(run.status == 3, "\(run.output)\(run.errors)")
            try await bench.untilFinding("G07")
            try await bench.stop()
            try await bench.start()
            try await bench.pms.edit(
                bench.practice.pms, .addEntry(try .appointment("A1", bench.day(2), "09:00", 60)))
            try await bench.until("by the same rules") {
                $0.times(on: bench.day(2)) == Array(Self.hours.dropFirst())
            }
            #expect(try await bench.status()["rules"]["revision"].text == revision)
        }
    }

    @Test("health and metrics say how the service stands, without a secret")
    func health() async throws {
        try await Bench.run { bench in
            try await bench.serve()
            let health = try await bench.http("GET", "\(bench.address)/health")
            #expect(health.status == 200)
            let object = try JSONSerialization.jsonObject(with: Data(health.body.utf8))
            #expect(JSON(object)["status"].text == "ok")
            #expect(JSON(object)["practices"]["published"].number == 1)
            let metrics = try await bench.http("GET", "\(bench.address)/metrics").body
            for name in [
                "gapbook_syncs_total", "gapbook_days_sent_total", "gapbook_read_age_seconds",
                "gapbook_calls_total", "gapbook_sync_seconds_count",
            ] {
                #expect(metrics.contains(name), "\(name)")
            }
            for word in BenchSettings.private { #expect(!metrics.contains(word)) }
            #expect(try await bench.http("GET", "\(bench.address)/other").status == 404)
        }
    }

    @Test(
        "no secret and nothing of a patient is in anything that is written",
        arguments: PMSSystem.allCases)
    func privacy(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            try await bench.marketplace.book(
                BookingWish(
                    book: "P1", start: try #require(CivilDateTime("\(bench.day(2))T10:00"))),
                of: bench.practice.marketplace)
            try await bench.until("confirmed") { $0.bookings.last?.stage == "confirmed" }
            for command in [["status"], ["practice", "list"], ["audit"], ["ledger", "verify"]] {
                _ = try await bench.gapbook(command)
            }
            try await bench.stop()
            #expect(bench.leaks.isEmpty)
            // The scan finds what is there.
            try bench.scratch.write("x \(BenchSettings.pmsSecret) y", to: "probe")
            #expect(bench.leaks == ["\(BenchSettings.pmsSecret) in probe"])
            try FileManager.default.removeItem(at: bench.scratch.path("probe"))
        }
    }
}
