import Diagnostics
import Diary
import Evaluation
import Foundation
import Ledger
import Logging
import Ports
import Rules
import Testing

@testable import Server

/// A ledger and a copy of the shipped rules, in a folder of its own.
private final class Bench {
    let folder: URL
    let ledger: Ledger
    let practice = PracticeID("harbour-dental")
    let now = Instant(seconds: 1_772_496_000)

    init() async throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("gapbook-service-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: Bench.root.appendingPathComponent("rules"),
            to: folder.appendingPathComponent("rules"))
        ledger = try Ledger.open(at: folder.appendingPathComponent("a.sqlite").path)
        for id in ["harbour-dental", "other-dental"] {
            try await ledger.change(
                PracticeID(id),
                .put(
                    .sample(id, market: id), timeZone: "Australia/Sydney", phone: nil),
                by: .service, why: nil, at: now)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    var directory: RuleDirectory {
        RuleDirectory(root: folder.appendingPathComponent("rules").path)
    }
    var rules: RulesInService { RulesInService(store: ledger) }

    func record() async throws -> PracticeRecord {
        try #require(try await ledger.practice(practice))
    }

    func check() async throws -> RuleCheck {
        try RuleCheck(directory, for: try await record(), now: now)
    }

    func activate(_ why: String = "test") async throws {
        try await rules.activate(
            try await check(), for: try await record(), by: Actor("test"), why: why, now: now)
    }

    /// Keeps the shipped snapshot's reading and set-up.
    func read() async throws {
        let bytes = try Data(
            contentsOf: Bench.root.appendingPathComponent("Fixtures/harbour-dental.json"))
        let snapshot = try Snapshot.read(Array(bytes), file: "fixture").snapshot
        _ = try await ledger.keep(snapshot.pms)
        for type in snapshot.setUp.appointmentTypes {
            try await ledger.change(practice, .putType(type), by: .service, why: nil, at: now)
        }
        for link in snapshot.setUp.links {
            try await ledger.change(practice, .link(link), by: .service, why: nil, at: now)
        }
    }

    func edit(_ name: String, _ piece: String, _ replacement: String) throws {
        let file = folder.appendingPathComponent("rules/\(name)")
        let text = try String(contentsOf: file, encoding: .utf8)
        try #require(text.contains(piece))
        try text.replacing(piece, with: replacement).write(
            to: file, atomically: true, encoding: .utf8)
    }

    /// Sets the practice's interval, in the rule and in its test.
    func setInterval(_ minutes: Int, from old: Int) throws {
        for name in ["interval.lua", "interval_test.lua"] {
            try edit("practices/harbour-dental/\(name)", "minutes = \(old)", "minutes = \(minutes)")
        }
    }
}

@Suite("Rules in service")
struct RulesInServiceTests {
    @Test("a kept revision decides as the directory did, and edits of the directory do nothing")
    func kept() async throws {
        let bench = try await Bench()
        try await bench.activate()
        try bench.setInterval(30, from: 15)
        let evaluators = ServiceEvaluators(store: bench.ledger, directory: bench.directory)
        let evaluator = try await evaluators.evaluator(
            for: try await bench.record(), setUp: SetUp(timeZone: "Australia/Sydney"),
            active: try await bench.ledger.activeRevision(of: bench.practice))
        let minutes = evaluator.rules.parameters(of: "interval", setUp: [:])
            .first { $0.name == "minutes" }?.value
        #expect(minutes == .integer(15))
    }

    @Test("the effect names the starts that come and go, and activation switches one practice")
    func activation() async throws {
        let bench = try await Bench()
        try await bench.read()
        try await bench.activate()
        try bench.setInterval(30, from: 15)
        let check = try await bench.check()
        #expect(check.problems.isEmpty)
        let effect = try #require(
            try await bench.rules.effect(
                of: check, for: try await bench.record(), now: bench.now))
        #expect(effect.interval == RuleEffect.Change(Minutes(15), Minutes(30)))
        #expect(!effect.starts.isEmpty)
        #expect(effect.starts.allSatisfy { $0.gained.isEmpty && !$0.lost.isEmpty })
        try await bench.activate("half hours")
        let active = try #require(try await bench.ledger.activeRevision(of: bench.practice))
        #expect(active.id == check.revision.id && active.why == "half hours")
        #expect(
            try await bench.ledger.activeRevision(of: PracticeID("other-dental")) == nil)
        // The same rules again change nothing.
        let none = try await bench.rules.effect(
            of: check, for: try await bench.record(), now: bench.now)
        #expect(none?.isNone == true)
    }

    @Test(
        "what fails keeps the last good revision, with a finding until rules are activated",
        arguments: [
            ("practices/harbour-dental/interval.lua", "minutes = 15", "minutes = 20"),
            ("practices/harbour-dental/interval.lua", "return override {", "return overide {"),
            ("core/interval.lua", "return rule {", "return rule {{"),
            ("practices/harbour-dental/interval.lua", "minutes = 15", "minuts = 15"),
        ])
    func refusal(name: String, piece: String, replacement: String) async throws {
        let bench = try await Bench()
        try await bench.activate()
        let good = try await bench.ledger.activeRevision(of: bench.practice)
        try bench.edit(name, piece, replacement)
        let problem = await #expect(throws: Problem.self) { try await bench.activate() }
        #expect(problem?.code == "C0208")
        #expect(problem?.causes.isEmpty == false)
        #expect(try await bench.ledger.activeRevision(of: bench.practice) == good)
        let finding = try #require(
            try await bench.ledger.findings(of: bench.practice).first?.finding)
        #expect(finding.code == "G07-RULES-REFUSED")
        #expect(finding.message.contains(try #require(good).id.short))
        #expect(finding.evidence.contains { $0.value.contains("\(bench.now)") })
        try bench.edit(name, replacement, piece)
        try await bench.activate()
        #expect(try await bench.ledger.findings(of: bench.practice).isEmpty)
    }

    @Test("a rollback decides by the revision before, and ends the finding")
    func rollback() async throws {
        let bench = try await Bench()
        try await bench.activate()
        let first = try #require(try await bench.ledger.activeRevision(of: bench.practice))
        try bench.setInterval(30, from: 15)
        try await bench.activate()
        try await bench.rules.rollBack(
            bench.practice, by: Actor("test"), why: "too few", now: bench.now)
        #expect(try await bench.ledger.activeRevision(of: bench.practice)?.id == first.id)
        let audit = try await bench.ledger.audit(of: bench.practice, limit: 1).first
        #expect(audit?.why == "too few" && audit?.actor == Actor("test"))
    }

    @Test("a practice without a revision gets the directory's rules once they pass their tests")
    func first() async throws {
        let bench = try await Bench()
        let rules = FirstRules(
            store: bench.ledger, directory: bench.directory,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await rules.ensure(for: try await bench.record(), now: bench.now)
        let active = try #require(try await bench.ledger.activeRevision(of: bench.practice))
        #expect(active.actor == .service)
        try bench.setInterval(30, from: 15)
        try await rules.ensure(for: try await bench.record(), now: bench.now)
        #expect(try await bench.ledger.activeRevision(of: bench.practice) == active)
    }

    @Test("first rules that fail are a finding, and nothing is activated")
    func firstRefused() async throws {
        let bench = try await Bench()
        try bench.edit("practices/harbour-dental/interval.lua", "minutes = 15", "minutes = 20")
        let rules = FirstRules(
            store: bench.ledger, directory: bench.directory,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await rules.ensure(for: try await bench.record(), now: bench.now)
        #expect(try await bench.ledger.activeRevision(of: bench.practice) == nil)
        #expect(
            try await bench.ledger.findings(of: bench.practice).map(\.finding.code)
                == ["G07-RULES-REFUSED"])
    }
}

@Suite("Practices of the configuration file")
struct PracticeSeedingTests {
    @Test("S59, S60: they are written once and changed when the file does; disabled stays disabled")
    func seeding() async throws {
        let bench = try await Bench()
        let seeding = PracticeSeeding(store: bench.ledger)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var practice = ConfiguredPractice(
            record: .sample("new-dental", market: "he-7"), timeZone: "Australia/Perth", phone: "1")
        func count() async throws -> Int {
            let entries = try await bench.ledger.audit(of: PracticeID("new-dental"), limit: 100)
            return entries.count
        }
        try await seeding.write([practice], now: bench.now, logger: logger)
        let actor = try await bench.ledger.audit(of: nil, limit: 1).first?.actor
        #expect(actor == PracticeSeeding.actor)
        let once = try await count()
        try await seeding.write([practice], now: bench.now, logger: logger)
        #expect(try await count() == once)
        try await bench.ledger.change(
            PracticeID("new-dental"), .disable, by: Actor("test"), why: nil, at: bench.now)
        practice.record.marketplace?.practice = MarketplacePracticeID("he-8")
        try await seeding.write([practice], now: bench.now, logger: logger)
        let record = try #require(try await bench.ledger.practice(PracticeID("new-dental")))
        #expect(record.marketplace?.practice == MarketplacePracticeID("he-8"))
        #expect(!record.isEnabled)
        #expect(try await bench.ledger.setUp(of: record.id).phone == "1")
    }
}
